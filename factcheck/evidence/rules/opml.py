"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers exchange them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_FEEDS: Final = 20_000


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
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ValueError(
            "This is no OPML file: its XML cannot be read, or defines entities."
        ) from error
    if root.tag.rpartition("}")[2].lower() != "opml":
        raise ValueError("This is no OPML file.")
    found: dict[str, Outline] = {}
    for outline in root.iter("outline"):
        given = {name.lower(): value for name, value in outline.attrib.items()}
        url = given.get("xmlurl", "").strip()
        if url:
            title = " ".join((given.get("title") or given.get("text") or "").split())
            found.setdefault(url, Outline(url, title[:300]))
    if len(found) > MAX_FEEDS:
        raise ValueError(f"The file lists over {MAX_FEEDS:,} feeds.")
    return list(found.values())


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
