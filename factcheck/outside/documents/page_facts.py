"""What a page declares: headline, byline, date, language, whether it is free to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
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
_MOST_JSON = 2_000_000


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
    link = next((e for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    named = http_address(link.get("href") or "" if link is not None else "", address)
    facts.address = named or http_address(_first(metas, "og:url"), address) or address
    facts.refresh = _refresh(root, facts.address)
    articles = list(_structured_articles(root))
    for article in articles:
        _take(facts, article)
    facts.authors += [text for name in _AUTHOR_METAS for text in metas.get(name, ())]
    facts.published, facts.published_from = _published(root, metas, articles, facts.address)
    return facts


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
    for text in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        *metas.get("og:locale", ()),
    ):
        if text and (found := re.match(r"[a-zA-Z]{2,3}(?![a-zA-Z])", text.strip())):
            return found[0].lower()
    return ""


def _refresh(root: etree._Element, address: str) -> str:
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            delay, _, target = (element.get("content") or "").partition(";")
            _, _, place = target.partition("=")
            seconds = delay.strip()
            if place and (not seconds.isdigit() or int(seconds[:6]) <= 30):
                return http_address(place.strip(" '\""), address) or place.strip(" '\"")[:200]
    return ""


def _structured_articles(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Yield the articles in JSON-LD, however it is nested; broken JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (
            (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        )
        try:
            data = json.loads(text[:_MOST_JSON], strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (row for row in _objects(data, 0) if _is_article(row))


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for row in data[:200]:
            yield from _objects(row, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "itemListElement", "item"):
            if name in data and not _is_list_page(data, name):
                yield from _objects(data[name], depth + 1)


def _is_list_page(data: dict[str, Any], name: str) -> bool:
    return name == "itemListElement" and str(data.get("@type")) in ("ItemList", "BreadcrumbList")


def _is_article(row: dict[str, Any]) -> bool:
    types = row.get("@type")
    return any(
        isinstance(t, str) and _ARTICLE_TYPES.fullmatch(t)
        for t in (types if isinstance(types, list) else [types])
    )


def _take(facts: PageFacts, article: dict[str, Any]) -> None:
    facts.json_headline = facts.json_headline or _line(
        _string(article.get("headline")) or _string(article.get("name"))
    )
    facts.authors += list(_author_names(article.get("author")))
    body = _string(article.get("articleBody"))
    facts.body = max(facts.body, body, key=len)
    if str(article.get("isAccessibleForFree")).strip().lower() in (
        "false",
        "0",
        "http://schema.org/false",
    ):
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
        for row in value[:20]:
            yield from _author_names(row)
    elif isinstance(value, dict) and "organization" not in str(value.get("@type")).lower():
        yield from _author_names(value.get("name"))


def _published(
    root: etree._Element, metas: dict[str, list[str]], articles: list[dict[str, Any]], address: str
) -> tuple[str, str]:
    """Return the declared date and where it is declared; ("", "") where it is not."""
    declared = [
        *((_string(row.get("datePublished")), "the page's structured data") for row in articles),
        *(
            (text, f"the page's meta data ({name})")
            for name in _DATE_METAS
            for text in metas.get(name, ())
        ),
        *_times(root),
    ]
    for text, where in declared:
        if day := declared_date(text):
            return day, where
    day = date_in_address(address)
    return (day, "the page's address") if day else ("", "")


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
_HEAD_WORDS = 80  # characters of a line that is no paragraph yet: a byline, a place


def _is_of_publication(element: etree._Element) -> bool:
    """Return whether a time element is the story's own: so marked, or in its head."""
    named = " ".join(element.get(n) or "" for n in ("itemprop", "class")).lower()
    if "modif" in named or "updat" in named:
        return False
    if element.get("pubdate") is not None or "pubdate" in named or "publish" in named:
        return True
    if not element.get("datetime"):
        return False
    return any(_is_head(e) for e in element.iterancestors()) or _is_before_the_text(element)


def _is_before_the_text(element: etree._Element) -> bool:
    """Return whether a time stands between a story's headline and its first paragraph."""
    story = next((e for e in element.iterancestors() if e.tag in ("article", "main")), None)
    if story is None:
        return False
    headed = False
    for number, one in enumerate(story.iter("h1", "h2", "p", "time")):
        if one is element:
            return headed
        if number > _HEAD_ELEMENTS or (
            len("".join(one.itertext())) > _HEAD_WORDS and one.tag == "p"
        ):
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
    candidates = [c for c in (*headings, facts.json_headline, facts.og_title, window) if _key(c)]
    if facts.site:
        candidates = [c for c in candidates if _key(c) != _key(facts.site)]
    if not candidates:
        return ""
    keys = [_key(c) for c in dict.fromkeys((*candidates, window)) if c]
    scores = [sum(_key(c) in key or key in _key(c) for key in keys) for c in candidates]
    return candidates[scores.index(max(scores))]


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())
