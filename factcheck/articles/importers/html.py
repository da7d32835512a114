"""HTML to paragraphs. Nothing it refers to is fetched; scripts, forms and menus are no copy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from lxml import etree, html  # type: ignore[import-untyped]

from factcheck.articles.importers.copy import BadFile, Copy, Part, laid_out
from factcheck.articles.importers.sandbox import read_apart
from factcheck.text.reading import BlockKind

MAX_HTML = 3_000_000  # characters
_LEAST_WORDS = 8
_ENOUGH_WORDS = 60
_BLOCKS = re.compile(
    r"p|h1|h2|h3|h4|h5|h6|li|ul|ol|blockquote|figcaption|figure|div|section|article|main|header|body|td|th"
    r"|tr|table|pre|aside|dd|dt|dl|hr|address|caption|summary|details|head|quote|item|list|cell|row|doc"
    r"|center"
)
_SKIPPED = re.compile(
    r"script|style|nav|footer|form|noscript|template|svg|iframe|button|select|textarea|object|embed|title"
    r"|meta|link|audio|video|canvas|math|graphic"
)
_CLASSES: list[tuple[str, BlockKind]] = [
    ("standfirst", "standfirst"),
    ("subtitle", "standfirst"),
    ("dek", "standfirst"),
    ("byline", "byline"),
    ("pullquote", "pull quote"),
    ("pull-quote", "pull quote"),
    ("caption", "caption"),
    ("furniture", "furniture"),
]


def parts_of_html(text: str) -> tuple[list[Part], str]:
    """The paragraphs of a whole page or fragment, and its first heading.

    The first heading is the headline.
    """
    try:
        root = html.document_fromstring(
            text, parser=html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [], ""
    return _headed(list(_paragraphs(root)))


def _headed(parts: list[Part]) -> tuple[list[Part], str]:
    heads = [n for n, (kind, _) in enumerate(parts) if kind == "headline"]
    kept: list[Part] = [
        (None if kind == "headline" and n != heads[0] else kind, words)
        for n, (kind, words) in enumerate(parts)
    ]
    return kept, " ".join(parts[heads[0]][1].split()) if heads else ""


def _kind_of(element: etree._Element) -> BlockKind | None:
    classes = (
        f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('rel', '')}".lower()
    )
    for word, kind in _CLASSES:
        if (
            word in classes.replace("_", "-").split()
            or f"-{word}" in classes
            or f"{word}-" in classes
        ):
            return kind
    tag = element.tag
    if tag == "h1" or (tag == "head" and element.get("rend") == "h1"):
        return "headline"
    return "caption" if tag in ("figcaption", "caption") else None


def _paragraphs(root: etree._Element) -> Iterator[Part]:
    """Every block of words, in order, without recursion: pages may be nested as deep as they like."""
    words: list[str] = []
    kinds: list[BlockKind | None] = [None]
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            words.append(element.tail or "" if skipping is None else "")
            continue
        tag = element.tag
        block = _BLOCKS.fullmatch(tag) is not None
        if event == "start" and skipping is None:
            if _is_skipped(element):
                skipping = element
                continue
            if block:
                yield from _flushed(words, kinds[-1])
                kinds.append(_kind_of(element) or kinds[-1])
            words.append("\n" if tag in ("br", "lb") else element.text or "")
        elif event == "end":
            if skipping is not None and element is not skipping:
                continue
            if skipping is None and block:
                yield from _flushed(words, kinds.pop())
            skipping = None
            words.append(("\t" if tag in ("td", "th") else "") + (element.tail or ""))
    yield from _flushed(words, None)


def _is_skipped(element: etree._Element) -> bool:
    tag = element.tag
    note = tag == "a" and str(element.get("href", "")).startswith(("#footnote", "#endnote"))
    page_head = (
        tag == "head" and element.get("rend") is None
    )  # the extractor calls a heading so, with its rank
    return bool(_SKIPPED.fullmatch(tag)) or note or page_head or element.get("hidden") is not None


def _flushed(words: list[str], kind: BlockKind | None) -> Iterator[Part]:
    # White space in HTML is one space, but a <br> ends a line.
    text = "\n".join(" ".join(line.split()) for line in _lines(words)).strip()
    words.clear()
    if text:
        yield kind, text


def _lines(words: list[str]) -> list[str]:
    lines = [""]
    for piece in words:
        if piece == "\n":
            lines.append("")
        else:
            lines[-1] += piece
    return lines


def read_html(text: str) -> Copy:
    """The article on a page, without what stands around it.

    Where hardly anything is left so, the file is taken whole: it is short copy as an editor saves
    it, not a page of a site.
    """
    if len(text) > MAX_HTML:
        raise BadFile("This page is larger than an article. Paste its text instead.")
    whole, heading = parts_of_html(text)
    if _count(whole) < _LEAST_WORDS:
        raise BadFile("This page has no article in it.")
    found = read_apart("html", text.encode())
    parts: list[Part] = []
    if found["xml"]:
        parts, _ = _headed(
            list(_paragraphs(etree.fromstring(found["xml"], parser=_plain_parser())))
        )
    if _count(parts) < _ENOUGH_WORDS:
        parts = whole
    elif kept := _between(whole, {_key(words) for _, words in parts}):
        parts = kept
    title = heading or found["title"]
    if title and parts is not whole and not any(kind == "headline" for kind, _ in parts):
        parts = [("headline", title), *((k, w) for k, w in parts if " ".join(w.split()) != title)]
    laid, blocks = laid_out(parts)
    published = dt.date.fromisoformat(found["date"]) if found["date"] else None
    return Copy(laid, "html", blocks, headline=title, author=found["author"], published=published)


def _between(whole: list[Part], main: set[str]) -> list[Part]:
    """The paragraphs of the main text as the page has them, with the headline, byline and captions
    that stand among them and that extraction leaves out; nothing where the two readings of the
    page do not agree.
    """
    at = [n for n, (_, words) in enumerate(whole) if _key(words) in main]
    if 2 * len(at) < len(main):
        return []
    heads = [n for n, (kind, _) in enumerate(whole[: at[0]]) if kind == "headline"]
    first = heads[-1] if heads else at[0]
    return [
        (kind, words)
        for n, (kind, words) in enumerate(whole[: at[-1] + 1])
        if n >= first and (kind is not None or _key(words) in main)
    ]


def _key(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())


def _plain_parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _count(parts: list[Part]) -> int:
    return sum(len(words.split()) for _, words in parts)
