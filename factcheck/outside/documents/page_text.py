"""The words of a fetched page, to be searched: the extractor's text as it gives it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from factcheck.outside.charsets import storable
from factcheck.outside.documents import pdf
from factcheck.outside.documents.charset import decode
from factcheck.outside.documents.drafts import DraftRefusal, word_count
from factcheck.outside.documents.page import extract, wall_of
from factcheck.outside.documents.page_facts import PageFacts, facts_of, headline_of
from factcheck.outside.sanitize import (
    MAX_DEPTH,
    has_swollen_tag,
    nesting,
    one_line,
    text_of_html,
    true_nesting,
    without_unseen,
)

# The extractor's time grows with size and tags.
MAX_HTML = 3_000_000  # characters
MAX_TAGS = 30_000
MAX_TEXT = 1_000_000  # characters given back
MAX_PDF = 25 * 1024 * 1024
MAX_PDF_PAGES = 80  # of a source; an import reads more, since somebody waits for all of it
_LEAST_WORDS = 60  # of an article
_PARAGRAPH_WORDS = 12  # from which a line is running prose
_PROSE_PARAGRAPHS = 3  # from which a page without a date may be an article
_LEAST_PRINTABLE = 0.9  # of a text's characters
_MARKUP = re.compile(rb"<(!doctype\b|\?xml|!--|[a-z][a-z0-9]{0,10}[\s/>])", re.I)
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_UNSAID_TYPES = ("", "application/octet-stream", "text/plain")


@dataclass
class Found:
    """The main text of a page and what it declares; strings are "" where it does not say."""

    title: str = ""
    text: str = ""
    author: str = ""
    site: str = ""
    published: str = ""
    language: str = ""
    canonical_url: str = ""
    is_article: bool = False


def page_text(
    data: bytes,
    content_type: str = "",
    charset: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Return the words of an HTML, plain text or PDF page, as `Found` has them, in a dict."""
    kind = kind_of(data, content_type)
    if kind == "pdf":
        return asdict(_pdf(data, address))
    text = decode(data, charset).text
    return asdict(_html(text, address) if kind == "html" else _plain(text, address))


def kind_of(data: bytes, content_type: str) -> str:
    """Return "pdf", "html" or "text", by the first bytes before what the server claims."""
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"%PDF-"):
        return "pdf"
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in data[:4096] and not wide:
        raise DraftRefusal("This is a binary file, no page")
    if content_type in _HTML_TYPES:
        return "html"
    unsaid = content_type in _UNSAID_TYPES
    if unsaid and (wide or _MARKUP.match(beginning)):
        return "html"
    if unsaid or content_type.startswith("text/"):
        return "text"
    raise DraftRefusal(f"A page of type {content_type[:60]} holds no text")


def _html(text: str, address: str) -> Found:
    if is_heavy(text):
        return _heavy(text, address)
    root = _tree(text)
    if root is None:
        return Found(text=text_of_html(text)[:MAX_TEXT], canonical_url=address)
    facts = facts_of(root, address)
    headings = ["".join(heading.itertext()) for heading in islice(root.iter("h1"), 3)]
    # Before the words are looked for, which takes elements out of the tree.
    password = root.find(".//input[@type='password']")
    found = _described(
        facts,
        [" ".join(heading.split()) for heading in headings],
        address,
    )
    words = _words_of(root, facts, address)
    found.text = (words or text_of_html(text))[:MAX_TEXT]
    wall = wall_of(facts, found.text, has_password=password is not None)
    found.is_article = bool(words) and not wall and is_article(found, facts.page_type, address)
    return found


def _tree(text: str) -> etree._Element | None:
    """Return a page as trafilatura parses it, so that its text stays what it would be."""
    head = text.lstrip()
    if head[:5].lower() == "<?xml":
        # No web page needs an XML declaration, and the parser refuses one in decoded text.
        text = head.partition("?>")[2]
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _words_of(root: etree._Element, facts: PageFacts, address: str) -> str:
    """Return what the extractor takes for the text, or the page's own data where that is more."""
    document = extract(root, address)
    words = storable("" if document is None else document.text or "")
    if word_count(facts.body) > 2 * word_count(words):
        return storable(text_of_html(facts.body) if "<" in facts.body else facts.body)
    return words


def is_heavy(text: str) -> bool:
    """Return whether a page is too much for the extractor.

    What only looks like tags, in scripts and comments, is no matter.
    """
    if len(text) > MAX_HTML:
        return True
    seen = without_unseen(text)
    too_deep = nesting(seen) > MAX_DEPTH and true_nesting(text) > MAX_DEPTH
    return too_deep or seen.count("<") > MAX_TAGS or has_swollen_tag(seen)


def _heavy(text: str, address: str) -> Found:
    """Return the whole text of a page too large for the extractor, furniture included."""
    language = re.search(
        r"<html[^>]{0,1000}?\slang\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z]{2,3})\b",
        text[:20_000],
        re.I,
    )
    title = re.search(r"<title[^>]{0,200}>([^<]{1,500})", text[:100_000], re.I)
    return Found(
        title=one_line(text_of_html(title[1])) if title else "",
        text=text_of_html(text)[:MAX_TEXT],
        language=language[1].lower() if language else "",
        canonical_url=address,
    )


def _described(facts: PageFacts, headings: list[str], address: str) -> Found:
    return Found(
        title=one_line(headline_of(facts, headings)),
        author=one_line(facts.byline),
        site=one_line(facts.site),
        published=facts.published,
        language=facts.language,
        canonical_url=facts.address or address,
    )


def is_article(found: Found, page_type: str, address: str) -> bool:
    """Return whether this is running prose of some length.

    It is dated, or called an article, or goes on for three paragraphs.
    """
    lines = found.text.split("\n")
    paragraphs = [line for line in lines if word_count(line) >= _PARAGRAPH_WORDS]
    called = "article" in page_type.lower()
    if word_count(found.text) < _LEAST_WORDS or not paragraphs:
        return False
    is_front_page = re.fullmatch(r"https?://[^/]+/?", address) is not None
    if is_front_page and not called:
        return False
    return called or bool(found.published) or len(paragraphs) >= _PROSE_PARAGRAPHS


def _plain(text: str, address: str) -> Found:
    text = text.replace("\r\n", "\n").strip()[:MAX_TEXT]
    head = text[:4000]
    printable = sum(character.isprintable() or character in "\n\t\f" for character in head)
    if printable < _LEAST_PRINTABLE * len(head):
        raise DraftRefusal("This is a binary file, no page")
    first = text.split("\n")[0].strip()
    found = Found(
        title=first[:200],
        text=text,
        canonical_url=address,
    )
    found.is_article = is_article(found, "", address)
    return found


def _pdf(data: bytes, address: str) -> Found:
    if len(data) > MAX_PDF:
        raise DraftRefusal("The PDF is too large")
    draft = pdf.read_pdf(data, most_pages=MAX_PDF_PAGES)
    text = "\n\n".join(paragraph.text for paragraph in draft.paragraphs)[:MAX_TEXT]
    facts = pdf.document_facts(data)
    first_line = one_line(draft.headline or text.split("\n")[0])
    found = Found(
        title=one_line(facts["title"]) or first_line[:200],
        text=text,
        author=one_line(facts["author"]),
        published=facts["created"] if _is_day(facts["created"]) else "",
        canonical_url=address,
    )
    found.is_article = is_article(found, "", address)
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
