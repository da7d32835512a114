"""Nested and overlapping marks, laid flat.

HTML nests and marks do not, so the copy is cut wherever a mark begins or ends, and each piece says
which marks it lies under.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")


class MarkSpan(NamedTuple, Generic[K]):
    """A mark to be laid: `start` and `end` in code points of the copy, `key` the caller's own."""

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


def cut(text: str, marks: Iterable[MarkSpan[K]], at: Iterable[int] = ()) -> list[Segment[K]]:
    """Cut `text` at every edge of a mark and at every offset in `at`.

    The pieces joined are the text again. A mark is clipped to the text; one that covers nothing is
    left out.
    """
    laid = _within(text, marks)
    ending = {mark.end for mark in laid}
    inside = (offset for offset in at if 0 < offset < len(text))
    edges = {0, len(text), *(mark.start for mark in laid), *ending, *inside}
    waiting = deque(laid)
    pieces: list[Segment[K]] = []
    active: list[MarkSpan[K]] = []  # the widest first
    for start, end in pairwise(sorted(edges)):
        if start in ending:
            active = [mark for mark in active if mark.end > start]
        begins = _take_begun(waiting, active, start)
        under = tuple([mark.key for mark in active])
        ends = tuple([mark.key for mark in active if mark.end == end]) if end in ending else ()
        pieces.append(Segment(start, text[start:end], under, begins, ends))
    return pieces


def _within(text: str, marks: Iterable[MarkSpan[K]]) -> list[MarkSpan[K]]:
    """Return the marks clipped to the text, in order, the wider first; empty ones left out."""
    length = len(text)
    clipped = [MarkSpan(max(0, start), min(length, end), key) for start, end, key in marks]
    return sorted(
        (mark for mark in clipped if mark.start < mark.end),
        key=lambda mark: (mark.start, -mark.end),
    )


def _take_begun(
    waiting: deque[MarkSpan[K]], active: list[MarkSpan[K]], start: int
) -> tuple[K, ...]:
    """Move the marks that begin at `start` to `active`, and return their keys, widest first."""
    if not waiting or waiting[0].start != start:
        return ()
    while waiting and waiting[0].start == start:
        active.append(waiting.popleft())
    active.sort(key=lambda mark: mark.start - mark.end)
    return tuple([mark.key for mark in active if mark.start == start])
