"""The words of a fetched page: title, text and what the page says of itself."""

import io
import re
from dataclasses import dataclass
from datetime import date, datetime

import trafilatura
from pypdf import PdfReader
from trafilatura.settings import Document

from factcheck.outside.addresses import target_of
from factcheck.outside.charsets import storable, text_from
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.http import FetchedPage
from factcheck.outside.sanitize import (
    MAX_DEPTH,
    has_swollen_tag,
    nesting,
    one_line,
    text_of_html,
    true_nesting,
)

# characters; the extractor's time grows with size and tags, and it cannot be interrupted
MAX_HTML = 3_000_000
MAX_TAGS = 30_000
MAX_TEXT = 1_000_000  # characters given back
MAX_PDF = 25 * 1024 * 1024
MAX_PDF_PAGES = 80
_LEAST_WORDS = 60  # of an article
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_LANG = re.compile(r"<html[^>]{0,1000}?\slang\s*=\s*[\"']?\s*([a-zA-Z]{2,3})\b", re.IGNORECASE)


@dataclass(frozen=True)
class PageText:
    """The main text of a page.

    Strings are "" where it does not say; `text` has one paragraph a line.
    """

    title: str
    text: str
    author: str
    site: str
    published: date | None
    language: str  # two or three letters, as the page claims
    canonical_url: str  # same as `url` unless the page names another http(s) one
    is_article: bool


def main_text(page: FetchedPage | bytes, url: str = "") -> PageText:
    """Return the main text of an HTML, plain text or PDF page.

    Of bytes, the type is read from their beginning. `url` defaults to the page's final URL. Raises
    only OutsideError(kind="bad-response"): binary, encrypted, unreadable.
    """
    body, claimed, charset = (
        (page, "", None)
        if isinstance(page, bytes)
        else (page.body, page.content_type, page.encoding)
    )
    url = url or ("" if isinstance(page, bytes) else page.final_url)
    kind = _kind(body, claimed)
    try:
        if kind == "pdf":
            return _pdf(body, url)
        text = _decoded(body, charset)
        return _html(text, url) if kind == "html" else _plain(text, url)
    except OutsideError:
        raise
    except Exception as error:
        raise _bad("The page cannot be read", url) from error


def _bad(message: str, url: str) -> OutsideError:
    return OutsideError(Kind.BAD_RESPONSE, message, url=url, temporary=False)


def _kind(body: bytes, claimed: str) -> str:
    beginning = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"%PDF-"):
        return "pdf"
    wide = body[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in body[:4096] and not wide:
        raise _bad("This is a binary file, no page", "")
    if claimed in ("text/html", "application/xhtml+xml"):
        return "html"
    if claimed in ("", "application/octet-stream", "text/plain") and (
        beginning[:1] == b"<" or wide
    ):
        return (
            "html"
            if re.match(rb"<(!doctype\b|\?xml|!--|[a-z][a-z0-9]{0,10}[\s/>])", beginning, re.I)
            or wide
            else "text"
        )
    if claimed in ("", "application/octet-stream") or claimed.startswith("text/"):
        return "text"
    raise _bad(f"A page of type {claimed[:60]} holds no text", "")


def _decoded(body: bytes, charset: str | None) -> str:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if body.startswith(mark):
            return text_from(body, name)[0]
    meta = _META_CHARSET.search(body[:4096])
    return text_from(body, charset or (meta[1].decode("ascii") if meta else "utf-8"))[0]


def _html(html: str, url: str) -> PageText:
    language = found[1].lower() if (found := _LANG.search(html[:20_000])) else ""
    # No web page needs an XML declaration, and the parser refuses one in decoded text.
    html = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html)
    too_deep = nesting(html) > MAX_DEPTH and true_nesting(html) > MAX_DEPTH
    if too_deep or len(html) > MAX_HTML or html.count("<") > MAX_TAGS or has_swollen_tag(html):
        return _too_heavy(html, url, language)
    document = trafilatura.bare_extraction(
        html, url=url or None, fast=True, include_comments=False, with_metadata=True
    )
    if not isinstance(document, Document):
        text = text_of_html(html)
        return PageText(
            _title(html), text[:MAX_TEXT], "", "", None, language, url, is_article=False
        )
    text = storable(document.text or "")[:MAX_TEXT]
    published = _date(document.date)
    return PageText(
        title=one_line(document.title or "") or _title(html),
        text=text,
        author=one_line(document.author or ""),
        site=one_line(document.sitename or ""),
        published=published,
        language=language,
        canonical_url=_canonical(document.url, url),
        is_article=_is_article(text, document.pagetype or "", published, url),
    )


def _too_heavy(html: str, url: str, language: str) -> PageText:
    """Return the whole text of a page too large for the extractor, furniture included."""
    return PageText(
        _title(html), text_of_html(html)[:MAX_TEXT], "", "", None, language, url, is_article=False
    )


def _title(html: str) -> str:
    found = re.search(r"<title[^>]{0,200}>([^<]{1,500})", html[:100_000], re.IGNORECASE)
    return one_line(text_of_html(found[1])) if found else ""


def _canonical(named: str | None, url: str) -> str:
    try:
        return target_of(named).url if named else url
    except OutsideError:
        return url


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _is_article(text: str, page_type: str, published: date | None, url: str) -> bool:
    """Return whether this is running prose of some length.

    It is dated, or called an article, or goes on for three paragraphs.
    """
    paragraphs = [line for line in text.split("\n") if len(line.split()) >= 12]
    if len(text.split()) < _LEAST_WORDS or not paragraphs:
        return False
    if re.fullmatch(r"https?://[^/]+/?", url) and page_type != "article":
        return False
    return page_type == "article" or published is not None or len(paragraphs) >= 3


def _plain(text: str, url: str) -> PageText:
    text = text.replace("\r\n", "\n").strip()[:MAX_TEXT]
    if text and sum(c.isprintable() or c in "\n\t\f" for c in text[:4000]) < 0.9 * len(text[:4000]):
        raise _bad("This is a binary file, no page", url)
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return PageText(
        first[:200], text, "", "", None, "", url, is_article=_is_article(text, "", None, url)
    )


def _pdf(body: bytes, url: str) -> PageText:
    if len(body) > MAX_PDF:
        raise _bad("The PDF is too large", url)
    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _bad("The PDF is encrypted", url)
    pieces, size = [], 0
    for number, page in enumerate(reader.pages):
        if number == MAX_PDF_PAGES or size > MAX_TEXT:
            break
        pieces.append(storable(page.extract_text() or "").strip())
        size += len(pieces[-1])
    text = "\n\n".join(piece for piece in pieces if piece)[:MAX_TEXT]
    if not text:
        raise _bad("The PDF holds pictures of text, no text", url)
    facts = reader.metadata
    title = one_line(facts.title or "") if facts else ""
    written = facts.creation_date if facts else None
    return PageText(
        title=title or one_line(text.split("\n")[0])[:200],
        text=text,
        author=one_line(facts.author or "") if facts else "",
        site="",
        published=written.date() if isinstance(written, datetime) else None,
        language="",
        canonical_url=url,
        is_article=_is_article(text, "", None, url),
    )
