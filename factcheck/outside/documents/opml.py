"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers write them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.drafts import DraftRefusal

MAX_FEEDS: Final = 20_000  # more than any reader's list; each becomes a row and is polled
_NOT_XML: Final = "This is no OPML file: its XML cannot be read, or defines entities."
_BARE_AMPERSAND: Final = re.compile(rb"&(?!#?[A-Za-z0-9]{1,31};)")


def read_opml(data: bytes) -> list[list[str]]:
    """Return address and title of the feeds a file lists, in its order, each once."""
    root = _root_of(data)
    if root.tag.rpartition("}")[2].lower() != "opml":
        raise DraftRefusal("This is no OPML file.")
    feeds: dict[str, str] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and _is_outline(element.tag):
            url, title = _outline_of(element)
            if url:
                feeds.setdefault(url, title)
    if not feeds:
        raise DraftRefusal("This file lists no feed.")
    if len(feeds) > MAX_FEEDS:
        raise DraftRefusal(f"The file lists over {MAX_FEEDS:,} feeds.")
    return [[url, title] for url, title in feeds.items()]


def _outline_of(element: etree._Element) -> tuple[str, str]:
    """Return what an outline says; readers write its attributes in capitals of all kinds."""
    given = {name.lower(): value for name, value in element.attrib.items()}
    title = " ".join((given.get("title") or given.get("text") or "").split())
    return _without_feed_scheme(given.get("xmlurl", "").strip()), title[:300]


def _root_of(data: bytes) -> etree._Element:
    """Return the file's root, leniently: readers write bare ampersands, DOCTYPEs and namespaces."""
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise DraftRefusal(_NOT_XML)
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    mended = _BARE_AMPERSAND.sub(b"&amp;", data.lstrip())
    try:
        root = etree.fromstring(mended, parser=parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise DraftRefusal(_NOT_XML) from error
    if root is None:
        raise DraftRefusal(_NOT_XML)
    return root


def _is_outline(tag: str) -> bool:
    return tag.rpartition("}")[2].lower() == "outline"


def _without_feed_scheme(url: str) -> str:
    """Return the address behind "feed:", as browsers once wrote it."""
    if url[:5].lower() != "feed:":
        return url
    rest = url[5:]
    return f"http:{rest}" if rest.startswith("//") else rest
