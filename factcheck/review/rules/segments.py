"""Nested and overlapping marks, laid flat: HTML nests and marks do not, so the copy is cut wherever
a mark begins or ends, and each piece says which marks it lies under.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")


class Laid(NamedTuple, Generic[K]):
    """A mark to be laid: `start` and `end` in code points of the copy, `key` whatever the caller
    knows it by.
    """

    start: int
    end: int
    key: K


class Segment(NamedTuple, Generic[K]):
    """A run of copy under the same marks throughout.

    `under` holds the widest mark first; `begins` and `ends` are those of `under` whose first or
    last words these are.
    """

    start: int
    text: str
    under: tuple[K, ...] = ()
    begins: tuple[K, ...] = ()
    ends: tuple[K, ...] = ()


def cut(text: str, marks: Iterable[Laid[K]], at: Iterable[int] = ()) -> list[Segment[K]]:
    """Cut `text` at every edge of a mark and at every offset in `at`; the pieces joined are the
    text again.

    A mark is clipped to the text; one that covers nothing is left out.
    """
    length = len(text)
    laid = [Laid(max(0, start), min(length, end), key) for start, end, key in marks]
    laid = sorted((m for m in laid if m.start < m.end), key=lambda m: (m.start, -m.end))
    ending = {m.end for m in laid}
    edges = {0, length, *(m.start for m in laid), *ending, *(o for o in at if 0 < o < length)}
    pieces: list[Segment[K]] = []
    active: list[Laid[K]] = []  # the widest first
    waiting = iter(laid)
    upcoming = next(waiting, None)
    for start, end in pairwise(sorted(edges)):
        if start in ending:
            active = [m for m in active if m.end > start]
        begins: tuple[K, ...] = ()
        if upcoming is not None and upcoming.start == start:
            while upcoming is not None and upcoming.start == start:
                active.append(upcoming)
                upcoming = next(waiting, None)
            active.sort(key=lambda m: m.start - m.end)
            begins = tuple([m.key for m in active if m.start == start])
        under = tuple([m.key for m in active])
        ends = tuple([m.key for m in active if m.end == end]) if end in ending else ()
        pieces.append(Segment(start, text[start:end], under, begins, ends))
    return pieces
