"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree  # type: ignore[import-untyped]

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_FEEDS: Final = 20_000
_NOT_XML: Final = "This is no OPML file: its XML cannot be read, or defines entities."
_BARE_AMPERSAND: Final = re.compile(rb"&(?!#?[A-Za-z0-9]{1,31};)")


@dataclass(frozen=True, slots=True)
class Outline:
    url: str
    title: str


def feeds_of(data: bytes) -> list[Outline]:
    """Return the feeds a file lists, in its order, each once.

    ValueError, in plain words, when it is no OPML.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"The file is over {MAX_BYTES // 1024 // 1024} MB.")
    root = _root_of(data)
    if root.tag.rpartition("}")[2].lower() != "opml":
        raise ValueError("This is no OPML file.")
    feeds: dict[str, Outline] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and _is_outline(element.tag):
            outline = _outline_of(element)
            if outline.url:
                feeds.setdefault(outline.url, outline)
    if not feeds:
        raise ValueError("This file lists no feed.")
    if len(feeds) > MAX_FEEDS:
        raise ValueError(f"The file lists over {MAX_FEEDS:,} feeds.")
    return list(feeds.values())


def _outline_of(element: etree._Element) -> Outline:
    """Return what an outline says; readers write its attributes in capitals of all kinds."""
    given = {name.lower(): value for name, value in element.attrib.items()}
    title = " ".join((given.get("title") or given.get("text") or "").split())
    return Outline(_without_feed_scheme(given.get("xmlurl", "").strip()), title[:300])


def _root_of(data: bytes) -> etree._Element:
    """Return the file's root, leniently: readers write bare ampersands, DOCTYPEs and namespaces."""
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise ValueError(_NOT_XML)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(_BARE_AMPERSAND.sub(b"&amp;", data.lstrip()), parser=parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ValueError(_NOT_XML) from error
    if root is None:
        raise ValueError(_NOT_XML)
    return root


def _is_outline(tag: str) -> bool:
    return tag.rpartition("}")[2].lower() == "outline"


def _without_feed_scheme(url: str) -> str:
    """Return the address behind "feed:", as browsers once wrote it."""
    if url[:5].lower() != "feed:":
        return url
    rest = url[5:]
    return f"http:{rest}" if rest.startswith("//") else rest


def opml_of(title: str, feeds: Iterable[Outline]) -> str:
    given = [(_attribute(one.title or one.url), _attribute(one.url)) for one in feeds]
    rows = "\n".join(f'    <outline type="rss" text={text} xmlUrl={url}/>' for text, url in given)
    head = _attribute(title)[1:-1]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>{head}</title></head>\n  <body>\n{rows}\n  </body>\n</opml>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr("".join(c for c in text if c >= " "), {'"': "&quot;"})
