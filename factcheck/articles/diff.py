"""Two proofs side by side: which paragraph is which, and which of its words were changed.

For the eye only. What becomes of a mark is decided in `carry`, which rather gives a mark up than
guess; here a likely pair is shown as a pair.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factcheck.articles.align import Match, align, mutual_best
from factcheck.newsroom.translating import listed
from factcheck.text import Span

Kind = Literal["same", "changed", "out", "in", "moved away", "moved here"]

# A number with its separators, a word with its apostrophes, white space, or any one character:
# "1,200" and "don't" are shown as changed in whole.
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|\s+|.", re.S)
# The shares of words and the counts are set by hand, for the eye.
# Of their words two paragraphs in one place must share to be one paragraph edited …
_PAIR = 0.3
# … and two in different places, where nothing else speaks for them.
_MOVED = 0.6
# Pairs of paragraphs that are compared to find one that was both moved and edited; beyond that the
# copy is another one, and time would grow with its square.
_FEW = 20_000
# So many unchanged paragraphs in a row are folded, but for one at each end.
FOLDED = 4


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
            "out": _(": taken out"),
            "moved away": _(": moved, now paragraph %(number)s") % {"number": self.other},
        }
        return fates.get(self.kind, "")

    @property
    def fate_new(self) -> str:
        """Return where the new paragraph comes from, for its label."""
        fates: dict[Kind, str] = {
            "in": _(": added"),
            "moved here": _(": moved here, was paragraph %(number)s") % {"number": self.other},
        }
        return fates.get(self.kind, "")


# In the order in which a summary counts them.
_TOLD: Final[tuple[Kind, ...]] = ("changed", "in", "out", "moved here")


def _first_told(kind: Kind, count: int) -> str:
    """Return how a summary begins, with its number to be filled in."""
    words: dict[Kind, str] = {
        "changed": ngettext("%(number)s paragraph changed", "%(number)s paragraphs changed", count),
        "in": ngettext("%(number)s paragraph added", "%(number)s paragraphs added", count),
        "out": ngettext("%(number)s paragraph taken out", "%(number)s paragraphs taken out", count),
        "moved here": ngettext("%(number)s paragraph moved", "%(number)s paragraphs moved", count),
    }
    return words[kind]


def _also_told(kind: Kind, count: int) -> str:
    """Return what a summary goes on with."""
    words: dict[Kind, str] = {
        "in": ngettext("%(number)s added", "%(number)s added", count),
        "out": ngettext("%(number)s taken out", "%(number)s taken out", count),
        "moved here": ngettext("%(number)s moved", "%(number)s moved", count),
    }
    return words[kind] % {"number": f"{count:,}"}


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
        told = [(kind, self.counts[kind]) for kind in _TOLD if self.counts[kind]]
        if told:
            (kind, count), *others = told
            first = _first_told(kind, count) % {"number": f"{count:,}"}
            return listed([first, *(_also_told(kind, count) for kind, count in others)])
        if self.spacing:
            return _("only the spacing between paragraphs changed")
        return _("no difference")

    def stretches(self) -> list[tuple[bool, list[DiffRow]]]:
        """Return the rows in groups, those to be folded marked True."""
        groups: list[tuple[bool, list[DiffRow]]] = []
        for same, group in groupby(self.rows, key=lambda row: row.kind == "same"):
            rows = list(group)
            if not same or len(rows) < FOLDED:
                groups.append((False, rows))
                continue
            # One row at each end shows where the change stands; the copy's own ends need none.
            head = 1 if groups else 0
            ends_copy = rows[-1] is self.rows[-1]
            tail = len(rows) if ends_copy else -1
            parts = (
                (False, rows[:head]),
                (True, rows[head:tail]),
                (False, rows[tail:]),
            )
            groups += [(folded, part) for folded, part in parts if part]
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
    paragraphs = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            paragraphs.append(_Paragraph((start, end), line))
        start = end + 1
    return paragraphs


def _alike(left: _Paragraph, right: _Paragraph) -> float:
    """Return the share of words two paragraphs have in common (Dice), 0 to 1."""
    total = left.words.total() + right.words.total()
    if not total:
        return 0.0
    shared = left.words & right.words
    return 2 * shared.total() / total


class _Sheet:
    """The paragraphs of both texts, and where each old one is now.

    `a` and `b` are numbers, from 0, of paragraphs of the old and of the new text.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old = _paragraphs(old)
        self.new = _paragraphs(new)
        self.text_differs = old != new
        texts_old = [paragraph.text for paragraph in self.old]
        texts_new = [paragraph.text for paragraph in self.new]
        lengths = [len(text) for text in texts_old]
        self.match = align(texts_old, texts_new, lengths)
        # In this order: the surer a pair, the sooner it is placed, and is out of the others' way.
        self.moved = self._moved()
        self.edited = self._edited()
        self.moved |= self._moved_and_edited()

    def diff(self) -> Diff:
        """Return the rows, in the order of the new text."""
        rows = tuple(self._rows())
        same_paragraphs = all(row.kind == "same" for row in rows)
        return Diff(rows, spacing=self.text_differs and same_paragraphs)

    def _left_over(self, *placed: Match) -> tuple[list[int], list[int]]:
        """Return the old and the new paragraphs that are in none of the matches."""
        placed_old = {a for match in placed for a in match}
        placed_new = {b for match in placed for b in match.values()}
        left_old = [a for a in range(len(self.old)) if a not in placed_old]
        left_new = [b for b in range(len(self.new)) if b not in placed_new]
        return left_old, left_new

    def _moved(self) -> Match:
        """Return the paragraphs left over on both sides with the same words, first with first."""
        left_old, left_new = self._left_over(self.match)
        places: dict[str, list[int]] = defaultdict(list)
        for b in reversed(left_new):
            places[self.new[b].text].append(b)
        moved = {}
        for a in left_old:
            same_text = places[self.old[a].text]
            if same_text:
                moved[a] = same_text.pop()
        return moved

    def _edited(self) -> Match:
        """Return, in each gap between paragraphs that stayed, the pairs that share words."""
        left_old, left_new = map(set, self._left_over(self.match, self.moved))
        before, after = (-1, -1), (len(self.old), len(self.new))
        edges = [before, *sorted(self.match.items()), after]
        pairs: Match = {}
        for (a_before, b_before), (a_after, b_after) in pairwise(edges):
            gap_old = [a for a in range(a_before + 1, a_after) if a in left_old]
            gap_new = [b for b in range(b_before + 1, b_after) if b in left_new]
            if len(gap_old) == len(gap_new) == 1:
                # One for one in the same place: to the eye it was rewritten, however few the words.
                pairs[gap_old[0]] = gap_new[0]
            else:
                pairs |= self._likely(gap_old, gap_new)
        return pairs

    def _likely(self, gap_old: list[int], gap_new: list[int]) -> Match:
        """Return the pairs that share enough words, and more than with any other."""
        pairs = mutual_best(
            [(a, list(self.old[a].words.elements())) for a in gap_old],
            [(b, list(self.new[b].words.elements())) for b in gap_new],
        )
        return {a: b for a, b in pairs.items() if _alike(self.old[a], self.new[b]) >= _PAIR}

    def _moved_and_edited(self) -> Match:
        """Return the pairs left over that share most of their words, the likest first."""
        left_old, left_new = self._left_over(
            self.match,
            self.moved,
            self.edited,
        )
        if len(left_old) * len(left_new) > _FEW:
            return {}
        pairs = [(_alike(self.old[a], self.new[b]), a, b) for a in left_old for b in left_new]
        placed: Match = {}
        for likeness, a, b in sorted(pairs, reverse=True):
            if likeness >= _MOVED and a not in placed and b not in placed.values():
                placed[a] = b
        return placed

    def _rows(self) -> Iterator[DiffRow]:
        """Yield the rows: before each pair that stands in order, what stands alone."""
        pairs = self.match | self.edited
        moved_from = {b: a for a, b in self.moved.items()}
        change = 0
        a = b = 0
        for pair_a, pair_b in sorted(pairs.items()):
            for row in self._alone(range(a, pair_a), range(b, pair_b), moved_from):
                change += 1
                yield replace(row, change=change)
            a, b = pair_a + 1, pair_b + 1
            old, new = self._sides(pair_a, pair_b)
            if pair_a in self.match:
                yield DiffRow("same", old, new)
            else:
                change += 1
                yield DiffRow("changed", old, new, change=change)
        rest_old, rest_new = range(a, len(self.old)), range(b, len(self.new))
        for row in self._alone(rest_old, rest_new, moved_from):
            change += 1
            yield replace(row, change=change)

    def _alone(self, old: range, new: range, moved_from: Match) -> Iterator[DiffRow]:
        """Yield a row for each paragraph that has nothing beside it; the old ones first."""
        for a in old:
            if a in self.moved:
                b = self.moved[a]
                yield DiffRow(
                    "moved away",
                    self._sides(a, b)[0],
                    None,
                    other=b + 1,
                )
            else:
                yield DiffRow("out", _all_changed(self.old, a), None)
        for b in new:
            if b in moved_from:
                a = moved_from[b]
                yield DiffRow(
                    "moved here",
                    None,
                    self._sides(a, b)[1],
                    other=a + 1,
                )
            else:
                yield DiffRow("in", None, _all_changed(self.new, b))

    def _sides(self, a: int, b: int) -> tuple[Side, Side]:
        """Return both sides of a pair, with the words of each that are not on the other."""
        if self.old[a].text == self.new[b].text:
            pieces = [DiffPiece(self.old[a].text, False)]
            return _side(self.old, a, pieces), _side(self.new, b, pieces)
        old, new = self.old[a].tokens, self.new[b].tokens
        lengths = [len(token) for token in old]
        match = _tidy(old, new, align(old, new, lengths))
        pieces_old = _pieces(old, set(match))
        pieces_new = _pieces(new, set(match.values()))
        return _side(self.old, a, pieces_old), _side(self.new, b, pieces_new)


def _all_changed(paragraphs: Sequence[_Paragraph], at: int) -> Side:
    return _side(
        paragraphs,
        at,
        [DiffPiece(paragraphs[at].text, True)],
    )


def _side(paragraphs: Sequence[_Paragraph], at: int, pieces: list[DiffPiece]) -> Side:
    return Side(at + 1, paragraphs[at].span, tuple(pieces))


def _tidy(old: list[str], new: list[str], match: Match) -> Match:
    """Return the match without spaces between words of which none stayed.

    The change then reads as one.
    """
    kept_new = set(match.values())
    return {
        a: b
        for a, b in match.items()
        if not (
            old[a].isspace()
            and _stands_alone(a, len(old), match)
            and _stands_alone(b, len(new), kept_new)
        )
    }


def _stands_alone(at: int, length: int, kept: Match | set[int]) -> bool:
    """Return whether neither neighbour stayed; a first or last token has only one."""
    has_both_neighbours = 0 < at < length - 1
    return has_both_neighbours and at - 1 not in kept and at + 1 not in kept


def _pieces(tokens: list[str], kept: set[int]) -> list[DiffPiece]:
    """Return the tokens joined into runs that stayed and runs that did not."""
    pieces = []
    for changed, group in groupby(enumerate(tokens), key=lambda pair: pair[0] not in kept):
        words = "".join(token for _, token in group)
        pieces.append(DiffPiece(words, changed))
    return pieces
