"""Nested and overlapping marks, laid flat: HTML nests and marks do not, so the copy is cut wherever a mark begins or
ends, and each piece says which marks it lies under. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Laid(Generic[K]):
    """A mark to be laid: `start` and `end` in code points of the copy, `key` whatever the caller knows it by."""

    start: int
    end: int
    key: K


@dataclass(frozen=True, slots=True)
class Piece(Generic[K]):
    """A run of copy under the same marks throughout. `under` holds the widest mark first; `begins` and `ends` are
    those of `under` whose first or last words these are."""

    start: int
    text: str
    under: tuple[K, ...] = ()
    begins: tuple[K, ...] = ()
    ends: tuple[K, ...] = ()


def cut(text: str, marks: Iterable[Laid[K]], at: Iterable[int] = ()) -> list[Piece[K]]:
    """Cut `text` at every edge of a mark and at every offset in `at`; the pieces joined are the text again.

    A mark is clipped to the text; one that covers nothing is left out.
    """
    laid = [Laid(max(0, m.start), min(len(text), m.end), m.key) for m in marks]
    laid = sorted((m for m in laid if m.start < m.end), key=lambda m: (m.start, -m.end))
    edges = {0, len(text), *(m.start for m in laid), *(m.end for m in laid), *(o for o in at if 0 < o < len(text))}
    pieces: list[Piece[K]] = []
    active: list[Laid[K]] = []
    waiting = iter(laid)
    upcoming = next(waiting, None)
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        active = [m for m in active if m.end > start]
        while upcoming is not None and upcoming.start == start:
            active.append(upcoming)
            upcoming = next(waiting, None)
        pieces.append(_piece(text, start, end, active))
    return pieces


def _piece(text: str, start: int, end: int, active: Sequence[Laid[K]]) -> Piece[K]:
    widest_first = sorted(active, key=lambda m: m.start - m.end)
    return Piece(
        start=start,
        text=text[start:end],
        under=tuple(m.key for m in widest_first),
        begins=tuple(m.key for m in widest_first if m.start == start),
        ends=tuple(m.key for m in widest_first if m.end == end),
    )
