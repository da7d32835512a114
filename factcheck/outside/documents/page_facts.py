"""What a page declares: headline, byline, date, language, whether it is free to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.dates import date_in_address, declared_date
from factcheck.outside.sanitize import text_of_html

_NO_LETTER = re.compile(r"[\W_]+")
_ARTICLE_TYPES = re.compile(
    r"(?:News|Opinion|Analysis|Report|Review|Scholarly|Live|Blog|Background)?"
    r"(?:Article|Posting|BlogPosting)|ReportageNewsArticle|LiveBlogPosting",
    re.I,
)
# Where a publication date is declared, in the order in which it is believed.
_DATE_METAS = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "date",
    "cxenseparse:recs:publishtime",
    "created",
    "originalpublicationdate",
]
_AUTHOR_METAS = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
]
_TITLE_SPLIT = re.compile(r"\s(?:[|·•»—–-]|::)\s")
# Bounds on what a page may ask to be read; no story's structured data come near them.
_MOST_JSON = 2_000_000  # characters of one script
_MOST_ROWS = 200  # of one list
_DEEPEST_JSON = 6
_MOST_AUTHORS = 20
_LONGEST_DELAY = 30  # seconds after which a page that leads on still is one


@dataclass
class PageFacts:
    """What a page says of itself; "" where it does not."""

    title: str = ""  # of the window
    og_title: str = ""
    json_headline: str = ""
    authors: list[str] = field(default_factory=list)
    published: str = ""
    published_from: str = ""
    language: str = ""
    site: str = ""
    address: str = ""
    page_type: str = ""
    body: str = ""  # the story's text, where structured data hold it
    free: bool = True
    refresh: str = ""  # where the page leads on to

    @property
    def byline(self) -> str:
        """Return the names of the authors."""
        return byline_of(self.authors)


def facts_of(root: etree._Element, address: str = "") -> PageFacts:
    """Return what a page declares, in its head, its structured data and its first time element."""
    metas = _metas(root)
    facts = PageFacts()
    title = root.find(".//title")
    facts.title = _line("".join(title.itertext())) if title is not None else ""
    facts.og_title = _first(metas, "og:title", "twitter:title")
    facts.site = _first(metas, "og:site_name")
    facts.page_type = _first(metas, "og:type")
    facts.language = _language(root, metas)
    canonical = http_address(_canonical(root), address)
    shared = http_address(_first(metas, "og:url"), address)
    facts.address = canonical or shared or address
    facts.refresh = _refresh(root, facts.address)
    articles = list(_structured_articles(root))
    for article in articles:
        _take(facts, article)
    facts.authors += [text for name in _AUTHOR_METAS for text in metas.get(name, ())]
    facts.published, facts.published_from = _published(
        root,
        metas,
        articles,
        facts.address,
    )
    return facts


def _canonical(root: etree._Element) -> str:
    """Return the address a page says is its own (RFC 6596)."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            return link.get("href") or ""
    return ""


def _line(text: str) -> str:
    return " ".join(text_of_html(unescape(text)).split())[:500]


def _metas(root: etree._Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for name in (element.get("name"), element.get("property"), element.get("itemprop")):
            if name and content:
                metas.setdefault(name.strip().lower(), []).append(content[:1000])
    return metas


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((_line(metas[name][0]) for name in names if name in metas), "")


def _language(root: etree._Element, metas: dict[str, list[str]]) -> str:
    declared = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        *metas.get("og:locale", ()),
    )
    for text in declared:
        if text and (found := re.match(r"[a-zA-Z]{2,3}(?![a-zA-Z])", text.strip())):
            return found[0].lower()
    return ""


def _refresh(root: etree._Element, address: str) -> str:
    """Return where a page leads on to: `<meta http-equiv="refresh" content="0; url=…">`."""
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() != "refresh":
            continue
        delay, _, target = (element.get("content") or "").partition(";")
        seconds = delay.strip()
        place = target.partition("=")[2].strip(" '\"")
        # A page that stands for longer is read before it changes: a live one, mostly.
        leads_on_soon = not seconds.isdecimal() or int(seconds[:6]) <= _LONGEST_DELAY
        if place and leads_on_soon:
            return http_address(place, address) or place[:200]
    return ""


def _structured_articles(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Yield the articles in JSON-LD, however it is nested; broken JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        # Some sites hide it from browsers of the nineties, or end it as a statement.
        uncommented = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        text = uncommented.strip().rstrip(";")
        try:
            data = json.loads(text[:_MOST_JSON], strict=False)
        except (ValueError, RecursionError):
            continue
        yield from filter(_is_article, _objects(data, 0))


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects of structured data that may be the story."""
    if depth > _DEEPEST_JSON:
        return
    if isinstance(data, list):
        for row in data[:_MOST_ROWS]:
            yield from _objects(row, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "itemListElement", "item"):
            if name in data and not _is_list_page(data, name):
                yield from _objects(data[name], depth + 1)


def _is_list_page(data: dict[str, Any], name: str) -> bool:
    return name == "itemListElement" and str(data.get("@type")) in ("ItemList", "BreadcrumbList")


def _is_article(row: dict[str, Any]) -> bool:
    declared = row.get("@type")
    types = declared if isinstance(declared, list) else [declared]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.fullmatch(kind) for kind in types)


def _take(facts: PageFacts, article: dict[str, Any]) -> None:
    """Take over what an article of structured data says; the first to say a thing counts."""
    headline = _string(article.get("headline")) or _string(article.get("name"))
    facts.json_headline = facts.json_headline or _line(headline)
    facts.authors += list(_author_names(article.get("author")))
    body = _string(article.get("articleBody"))
    facts.body = max(facts.body, body, key=len)
    free = str(article.get("isAccessibleForFree")).strip().lower()
    if free in ("false", "0", "http://schema.org/false"):
        facts.free = False
    language = _string(article.get("inLanguage"))
    if not facts.language and re.match(r"[a-z]{2}\b", language, re.I):
        facts.language = language[:2].lower()
    facts.page_type = facts.page_type or "article"


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _author_names(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield unescape(value)
    elif isinstance(value, list):
        for row in value[:_MOST_AUTHORS]:
            yield from _author_names(row)
    elif isinstance(value, dict) and "organization" not in str(value.get("@type")).lower():
        yield from _author_names(value.get("name"))


def _published(
    root: etree._Element,
    metas: dict[str, list[str]],
    articles: list[dict[str, Any]],
    address: str,
) -> tuple[str, str]:
    """Return the declared date and where it is declared; ("", "") where it is not."""
    declared = chain(
        _structured_dates(articles),
        _meta_dates(metas),
        _times(root),
    )
    for text, where in declared:
        if day := declared_date(text):
            return day, where
    day = date_in_address(address)
    return (day, "the page's address") if day else ("", "")


def _structured_dates(articles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for row in articles:
        yield _string(row.get("datePublished")), "the page's structured data"


def _meta_dates(metas: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name in _DATE_METAS:
        for text in metas.get(name, ()):
            yield text, f"the page's meta data ({name})"


def _times(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what says on the page when the story was published, not when it happened."""
    for element in root.iter("time"):
        if _is_of_publication(element):
            text = element.get("datetime") or element.get("content") or "".join(element.itertext())
            yield text, "the page's time element"
    for element in root.iter("abbr", "span", "meta", "div", "p"):
        if (element.get("itemprop") or "").lower() == "datepublished":
            text = element.get("content") or element.get("title") or "".join(element.itertext())
            yield text, "the page's marked-up date"


_HEAD_ELEMENTS = 12  # headings, times and short lines that may stand before a story's text
_HEAD_CHARACTERS = 80  # of a line that is no paragraph yet: a byline, a place


def _is_of_publication(element: etree._Element) -> bool:
    """Return whether a time element is the story's own: so marked, or in its head."""
    named = " ".join(element.get(n) or "" for n in ("itemprop", "class")).lower()
    if "modif" in named or "updat" in named:
        return False
    if element.get("pubdate") is not None or "pubdate" in named or "publish" in named:
        return True
    if not element.get("datetime"):
        return False
    return any(map(_is_head, element.iterancestors())) or _is_before_the_text(element)


def _is_before_the_text(element: etree._Element) -> bool:
    """Return whether a time stands between a story's headline and its first paragraph."""
    story = next(element.iterancestors("article", "main"), None)
    if story is None:
        return False
    headed = False
    for number, one in enumerate(story.iter("h1", "h2", "p", "time")):
        if one is element:
            return headed
        is_text = one.tag == "p" and len("".join(one.itertext())) > _HEAD_CHARACTERS
        if is_text or number > _HEAD_ELEMENTS:
            return False
        headed = headed or one.tag == "h1"
    return False


def _is_head(element: etree._Element) -> bool:
    return element.tag == "header" or "byline" in (element.get("class") or "").lower()


def headline_of(facts: PageFacts, headings: list[str]) -> str:
    """Return the story's headline: the candidate that most others agree with.

    Of equals, the nearest heading comes first.
    """
    window = _TITLE_SPLIT.split(facts.title)[0] if facts.title else ""
    declared = (*headings, facts.json_headline, facts.og_title, window)
    # Where a page names its site, a heading that says no more is the logo.
    never = {"", _key(facts.site)}
    candidates = [text for text in declared if _key(text) not in never]
    if not candidates:
        return ""
    keys = [_key(text) for text in dict.fromkeys((*candidates, window)) if text]

    def agreeing(candidate: str) -> int:
        own = _key(candidate)
        return sum(own in key or key in own for key in keys)

    return max(candidates, key=agreeing)


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())
