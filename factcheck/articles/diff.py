"""Two proofs side by side: which paragraph is which, and which of its words were changed.

For the eye only. What becomes of a mark is decided in `carry`, which rather gives a mark up than
guess; here a likely pair is shown as a pair.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Literal

from factcheck.articles.align import Match, align
from factcheck.text import Span

Kind = Literal["same", "changed", "out", "in", "moved away", "moved here"]

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|\s+|.", re.S)
_PAIR = 0.3  # of their words two paragraphs in one place must share to be one paragraph edited
_MOVED = 0.6  # and two in different places
_FEW = 20_000  # pairs of paragraphs that are compared to find one that was both moved and edited
FOLDED = 4  # so many unchanged paragraphs in a row are folded, but for one at each end


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """Words of a paragraph that stand on the other side as well, or (`changed`) do not."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A paragraph: its number, from 1, its span in the copy, its words."""

    number: int
    span: Span
    pieces: tuple[DiffPiece, ...]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """Paragraphs that stand beside each other.

    A moved one has a row in each place, with the `other` place's number.
    """

    kind: Kind
    old: Side | None
    new: Side | None
    other: int = 0
    change: int = 0  # which change it is, from 1; 0 where nothing changed

    @property
    def fate_old(self) -> str:
        """Return what became of the old paragraph, for its label."""
        fates: dict[Kind, str] = {
            "out": ": taken out",
            "moved away": f": moved, now paragraph {self.other}",
        }
        return fates.get(self.kind, "")

    @property
    def fate_new(self) -> str:
        """Return where the new paragraph comes from, for its label."""
        fates: dict[Kind, str] = {
            "in": ": added",
            "moved here": f": moved here, was paragraph {self.other}",
        }
        return fates.get(self.kind, "")


@dataclass(frozen=True)
class Diff:
    rows: tuple[DiffRow, ...]
    spacing: bool  # the paragraphs are the same, what stands between them is not

    @cached_property
    def counts(self) -> Counter[Kind]:
        return Counter(row.kind for row in self.rows)

    @cached_property
    def changes(self) -> int:
        return max((row.change for row in self.rows), default=0)

    @property
    def summary(self) -> str:
        """Return the counts in words: "2 paragraphs changed, 1 added, 1 taken out, 1 moved"."""
        names: dict[Kind, str] = {
            "changed": "changed",
            "in": "added",
            "out": "taken out",
            "moved here": "moved",
        }
        parts = [
            f"{self.counts[kind]:,} {name}" for kind, name in names.items() if self.counts[kind]
        ]
        if not parts:
            return (
                "only the spacing between paragraphs changed" if self.spacing else "no difference"
            )
        count, rest = parts[0].split(" ", 1)
        return ", ".join([f"{count} paragraph{'' if count == '1' else 's'} {rest}", *parts[1:]])

    def stretches(self) -> list[tuple[bool, list[DiffRow]]]:
        """Return the rows in groups, those to be folded marked True."""
        groups: list[tuple[bool, list[DiffRow]]] = []
        for same, group in groupby(self.rows, key=lambda row: row.kind == "same"):
            rows = list(group)
            if not same or len(rows) < FOLDED:
                groups.append((False, rows))
                continue
            head, tail = (1 if groups else 0), (-1 if rows[-1] is not self.rows[-1] else len(rows))
            parts = ((False, rows[:head]), (True, rows[head:tail]), (False, rows[tail:]))
            groups += [(fold, part) for fold, part in parts if part]
        return groups


def diff(old: str, new: str) -> Diff:
    """Return the difference of two versions of the copy.

    Time grows with their length, not with its square.
    """
    return _Sheet(old, new).diff()


@dataclass(frozen=True)
class _Paragraph:
    span: Span
    text: str

    @cached_property
    def tokens(self) -> list[str]:
        return _TOKEN.findall(self.text)

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(token for token in self.tokens if not token.isspace())


def _paragraphs(text: str) -> list[_Paragraph]:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(_Paragraph((at, at + len(line)), line))
        at += len(line) + 1
    return paragraphs


def _alike(left: _Paragraph, right: _Paragraph) -> float:
    """Return the share of words two paragraphs have in common (Dice), 0 to 1."""
    total = left.words.total() + right.words.total()
    return 2 * (left.words & right.words).total() / total if total else 0.0


class _Sheet:
    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = _paragraphs(old), _paragraphs(new)
        keys_old, keys_new = [p.text for p in self.old], [p.text for p in self.new]
        self.match = align(keys_old, keys_new, [len(key) for key in keys_old])
        self.moved = self._moved()
        self.edited = self._edited()
        self.moved |= self._moved_and_edited()
        self.spacing = old != new

    def diff(self) -> Diff:
        rows = tuple(self._rows())
        return Diff(rows, spacing=self.spacing and all(row.kind == "same" for row in rows))

    def _left(self, *placed: Match) -> tuple[list[int], list[int]]:
        ours = {a for match in placed for a in match}
        theirs = {b for match in placed for b in match.values()}
        return [a for a in range(len(self.old)) if a not in ours], [
            b for b in range(len(self.new)) if b not in theirs
        ]

    def _moved(self) -> Match:
        places: dict[str, list[int]] = defaultdict(list)
        ours, theirs = self._left(self.match)
        for b in reversed(theirs):
            places[self.new[b].text].append(b)
        return {a: places[self.old[a].text].pop() for a in ours if places[self.old[a].text]}

    def _edited(self) -> Match:
        """In each gap between paragraphs that stayed, the pairs that share words, in order."""
        ours, theirs = map(set, self._left(self.match, self.moved))
        edges = [(-1, -1), *sorted(self.match.items()), (len(self.old), len(self.new))]
        pairs: Match = {}
        for (a0, b0), (a1, b1) in pairwise(edges):
            here, there = (
                [a for a in range(a0 + 1, a1) if a in ours],
                [b for b in range(b0 + 1, b1) if b in theirs],
            )
            if len(here) == len(there) == 1:
                pairs[here[0]] = there[0]
            elif here and there:
                pairs |= self._likely(here, there)
        return pairs

    def _likely(self, here: list[int], there: list[int]) -> Match:
        """Pairs of paragraphs that share more words with each other than with any other."""
        old = [(a, token) for a in here for token in self.old[a].words.elements()]
        new = [(b, token) for b in there for token in self.new[b].words.elements()]
        words = align([token for _, token in old], [token for _, token in new], [1] * len(old))
        shared = Counter((old[x][0], new[y][0]) for x, y in words.items())
        best_old: dict[int, tuple[int, int]] = defaultdict(lambda: (0, -1))
        best_new: dict[int, tuple[int, int]] = defaultdict(lambda: (0, -1))
        for (a, b), count in shared.items():
            best_old[a], best_new[b] = max(best_old[a], (count, b)), max(best_new[b], (count, a))
        mutual = {a: b for a, (_, b) in best_old.items() if best_new[b][1] == a}
        return {a: b for a, b in mutual.items() if _alike(self.old[a], self.new[b]) >= _PAIR}

    def _moved_and_edited(self) -> Match:
        ours, theirs = self._left(self.match, self.moved, self.edited)
        if len(ours) * len(theirs) > _FEW:
            return {}
        pairs = [(_alike(self.old[a], self.new[b]), a, b) for a in ours for b in theirs]
        placed: Match = {}
        for share, a, b in sorted(pairs, reverse=True):
            if share >= _MOVED and a not in placed and b not in placed.values():
                placed[a] = b
        return placed

    def _rows(self) -> Iterable[DiffRow]:
        pairs = self.match | self.edited
        edges = [*sorted(pairs.items()), (len(self.old), len(self.new))]
        back = {b: a for a, b in self.moved.items()}
        a = b = change = 0
        for a_next, b_next in edges:
            for here in range(a, a_next):
                change += 1
                yield self._alone_old(here, change)
            for here in range(b, b_next):
                change += 1
                yield self._alone_new(here, back.get(here), change)
            a, b = a_next + 1, b_next + 1
            if a_next == len(self.old):
                return
            kind: Kind = "same" if a_next in self.match else "changed"
            change += kind == "changed"
            old, new = self._pair(a_next, b_next)
            yield DiffRow(kind, old, new, change=change if kind == "changed" else 0)

    def _alone_old(self, a: int, change: int) -> DiffRow:
        if a in self.moved:
            return DiffRow(
                "moved away", self._pair(a, self.moved[a])[0], None, self.moved[a] + 1, change
            )
        return DiffRow(
            "out", _side(self.old, a, [DiffPiece(self.old[a].text, True)]), None, change=change
        )

    def _alone_new(self, b: int, a: int | None, change: int) -> DiffRow:
        if a is not None:
            return DiffRow("moved here", None, self._pair(a, b)[1], a + 1, change)
        return DiffRow(
            "in", None, _side(self.new, b, [DiffPiece(self.new[b].text, True)]), change=change
        )

    def _pair(self, a: int, b: int) -> tuple[Side, Side]:
        if self.old[a].text == self.new[b].text:
            pieces = [DiffPiece(self.old[a].text, False)]
            return _side(self.old, a, pieces), _side(self.new, b, pieces)
        old, new = self.old[a].tokens, self.new[b].tokens
        match = _tidy(old, new, align(old, new, [len(token) for token in old]))
        return (
            _side(self.old, a, _pieces(old, set(match))),
            _side(self.new, b, _pieces(new, set(match.values()))),
        )


def _side(paragraphs: Sequence[_Paragraph], at: int, pieces: list[DiffPiece]) -> Side:
    return Side(at + 1, paragraphs[at].span, tuple(pieces))


def _tidy(old: list[str], new: list[str], match: Match) -> Match:
    """Return the match without spaces between words of which none stayed.

    The change then reads as one.
    """
    back = set(match.values())
    return {
        a: b
        for a, b in match.items()
        if not (old[a].isspace() and _bare(a, len(old), match) and _bare(b, len(new), back))
    }


def _bare(at: int, length: int, kept: Match | set[int]) -> bool:
    return 0 < at < length - 1 and at - 1 not in kept and at + 1 not in kept


def _pieces(tokens: list[str], kept: set[int]) -> list[DiffPiece]:
    groups = groupby(enumerate(tokens), key=lambda pair: pair[0] not in kept)
    return [DiffPiece("".join(token for _, token in group), changed) for changed, group in groups]
