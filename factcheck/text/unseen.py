"""Characters that print nothing and part no word: the reader reads past them.

Marks lie on the copy as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from factcheck.text.language.word_lists import word_lists
from factcheck.text.reading import MarkedBlock, Reading, Span

# A word that the end of a line broke in two: "the gov-|ernor". A first part that makes compounds
# ("well-|known", "two-|year") keeps its hyphen, and the line's end alone goes.
_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<first>[A-Za-z][a-z]{1,20})(?P<hyphen>-)(?P<end>[ \t]*\r?\n)(?=[a-z]{2})"
)
_COMPOUNDING: Final = word_lists("factcheck.text", "unseen")["compounding"]
# Soft hyphen, zero-width space, non-joiner and joiner, word joiner, byte-order mark.
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# The fields of a reading's parts that hold a span, or several.
_SPAN_FIELDS: Final = frozenset({"span", "cue", "party", "by"})
_SPANS_FIELDS: Final = frozenset({"content"})


class SeenText:
    """The copy without unseen characters, and the way back from its places to the copy's."""

    def __init__(self, copy: str) -> None:
        self.copy = copy
        broken = _broken_at(copy)
        self._places = [
            at for at, sign in enumerate(copy) if at not in broken and not _UNSEEN.match(sign)
        ]
        self.text = "".join(copy[at] for at in self._places)

    def blocks(self, blocks: Sequence[MarkedBlock] | None) -> list[MarkedBlock] | None:
        """Return blocks of the copy as blocks of the text that is read."""
        if blocks is None:
            return None
        return [replace(block, span=self._without(block.span)) for block in blocks]

    def _without(self, span: Span) -> Span:
        start, end = span
        return bisect_left(self._places, start), bisect_left(self._places, end)

    def put_back(self, reading: Reading) -> Reading:
        """Return a reading of the text as one of the copy, its spans moved."""
        marks = {
            field.name: self._moved(getattr(reading, field.name))
            for field in fields(reading)
            if field.name not in ("text", "language")
        }
        return replace(reading, text=self.copy, **marks)

    def _moved(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._moved(member) for member in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        return replace(
            value,
            **{
                field.name: self._moved_field(field.name, getattr(value, field.name))
                for field in fields(value)
            },
        )

    def _moved_field(self, name: str, value: Any) -> Any:
        if name in _SPAN_FIELDS:
            return value and self._span(value)
        if name in _SPANS_FIELDS:
            return tuple(self._span(span) for span in value)
        return self._moved(value)

    def _span(self, span: Span) -> Span:
        start, end = span
        if start == end:
            at = self._places[start] if start < len(self._places) else len(self.copy)
            return at, at
        return self._places[start], self._places[end - 1] + 1


def has_unseen(text: str) -> bool:
    """Return whether a text has what the reader must read past."""
    return _UNSEEN.search(text) is not None or _BROKEN.search(text) is not None


def _broken_at(copy: str) -> frozenset[int]:
    """Return the places of the hyphens and line ends that break words in two."""
    places: set[int] = set()
    for match in _BROKEN.finditer(copy):
        compound = match["first"].lower() in _COMPOUNDING
        places.update(range(match.start("end") if compound else match.start("hyphen"), match.end()))
    return frozenset(places)
