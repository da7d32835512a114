"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers take them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr  # nosec B406

MAX_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outline:
    url: str
    title: str


def opml_of(title: str, feeds: Iterable[Outline]) -> str:
    given = [(_attribute(feed.title or feed.url), _attribute(feed.url)) for feed in feeds]
    rows = "\n".join(f'    <outline type="rss" text={text} xmlUrl={url}/>' for text, url in given)
    head = _attribute(title)[1:-1]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>{head}</title></head>\n  <body>\n{rows}\n  </body>\n</opml>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr("".join(c for c in text if c >= " "), {'"': "&quot;"})
