"""Which marks survive an edit of the copy.

A mark never lands on a lookalike. Sentences are matched first, as wholes; only within a pair of
sentences that are clearly one sentence edited are words matched. Where two places have an equal
claim, the mark is offered to a person ("moved") or given up ("gone"), never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from factcheck.articles.align import Match, Trust, align
from factcheck.text import Span

_BREAK = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Lt)\.)(?<!\b(?:Mrs|Gen|Col|Sen|Rep)\.)[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[A-Z0-9])"
)
_WORD = re.compile(r"\w+|[^\w\s]")
_ENOUGH = 0.5  # of their words two sentences must share to be one sentence edited
_TELLING = (
    8  # words and stops; a shorter sentence ("Nobody was hurt.") is not known by its words alone
)
_CLOSE = 0.05  # a rival this near makes it doubtful which one it was;
_WORDS = 1.5  # or one this many words nearer or further: a name that differs does not settle it
# comparisons; where it would be more, only sentences at most _REACH away are looked at as rivals
_FEW = 20_000
_REACH = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a span.

    `span` is into the new text; None where it is gone.

    same: the very words in the same context. changed: the words were edited. moved: the very words
    stand elsewhere, or where they stand may be a lookalike; a person must confirm.
    """

    kind: Literal["same", "changed", "moved", "gone"]
    span: Span | None


GONE = Carried("gone", None)


def carry(old: str, new: str, spans: Sequence[Span]) -> list[Carried]:
    """Return what an edit from `old` to `new` did to each span, in the order given.

    Spans outside the text are gone.
    """
    if old == new:
        return [
            Carried("same", span) if 0 <= span[0] < span[1] <= len(old) else GONE for span in spans
        ]
    edit = _Edit(old, new)
    return [edit.carried(span) for span in spans]


class _Sentence:
    """A sentence, or a line without one. `key` is its words whatever the white space."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end, self.text = start, end, text[start:end]
        self.key = " ".join(self.text.split())

    @cached_property
    def words(self) -> list[Span]:
        return [(self.start + m.start(), self.start + m.end()) for m in _WORD.finditer(self.text)]

    @cached_property
    def tokens(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(self.tokens)


def _sentences(text: str) -> list[_Sentence]:
    sentences = []
    line_start = 0
    for line in text.split("\n"):
        edges = [
            line_start,
            *(line_start + b.end() for b in _BREAK.finditer(line)),
            line_start + len(line),
        ]
        line_start += len(line) + 1
        for start, end in pairwise(edges):
            piece = text[start:end]
            inner = piece.strip()
            if inner:
                at = start + piece.index(inner)
                sentences.append(_Sentence(text, at, at + len(inner)))
    return sentences


class _Landing(NamedTuple):
    """Where a sentence is now: its number, how it got there, and which of its words are which."""

    at: int
    kind: Literal["same", "changed", "moved"]
    words: Match | None = None  # None: all, one by one


def _alike(left: _Sentence, right: _Sentence) -> float:
    """Return the share of words two sentences have in common (Dice), 0 to 1."""
    total = len(left.tokens) + len(right.tokens)
    return 2 * sum((left.bag & right.bag).values()) / total if total else 0.0


class _Edit:
    """The sentences of both texts, and where each old one is now."""

    def __init__(self, old: str, new: str) -> None:
        self.text_old, self.text_new = old, new
        self.old, self.new = _sentences(old), _sentences(new)
        self._starts = [sentence.start for sentence in self.old]
        keys_old, keys_new = [s.key for s in self.old], [s.key for s in self.new]
        match = align(keys_old, keys_new, [len(key) for key in keys_old])
        moved = _moves(keys_old, keys_new, match)
        changed = self._edited(match, moved)
        links = {**match, **{a: landing.at for a, landing in changed.items()}}
        trust = Trust(keys_old, keys_new, match, links, alone=1, again=2)
        unsure = self._unsure(Counter(keys_old))
        self.landings: dict[int, _Landing] = {
            **self._stayed(match, trust, unsure, Counter(keys_new)),
            **{a: _Landing(b, "moved") for a, b in moved.items()},
            **self._trusted(changed, trust, unsure),
        }

    def _unsure(self, counts: Counter[str]) -> set[str]:
        """Return the sentences that are not known by their words alone: short or repeated."""
        return {s.key for s in self.old if len(s.tokens) < _TELLING or counts[s.key] > 1}

    def _trusted(
        self, changed: dict[int, _Landing], trust: Trust, unsure: set[str]
    ) -> dict[int, _Landing]:
        """Return the edited sentences without those that only their neighbours could vouch for."""
        return {
            a: landing
            for a, landing in changed.items()
            if self.old[a].key not in unsure or trust.linked(a, landing.at) == 2
        }

    def _stayed(
        self, match: Match, trust: Trust, unsure: set[str], counts_new: Counter[str]
    ) -> dict[int, _Landing]:
        """Return the landings of sentences whose words are unchanged and in their order."""
        landings = {}
        for a, b in match.items():
            key = self.old[a].key
            # A sentence that stands once, and at some length, is known by its words alone while it
            # stands in its order.
            known = key not in unsure and counts_new[key] == 1
            landings[a] = _Landing(b, "same" if known or trust(a, b) else "moved")
        return landings

    def _edited(self, match: Match, moved: Match) -> dict[int, _Landing]:
        """Return, in each gap between sentences that stayed, the sentences that were edited."""
        taken_old, taken_new = self._taken(match, moved)
        edges = [(-1, -1), *sorted(match.items()), (len(self.old), len(self.new))]
        pairs: Match = {}
        theirs: list[int] = []
        for (a0, b0), (a1, b1) in pairwise(edges):
            here = [a for a in range(a0 + 1, a1) if a not in taken_old]
            there = [b for b in range(b0 + 1, b1) if b not in taken_new]
            theirs += there
            if here and there:
                pairs.update(self._likely(here, there))
        sure = self._sure(pairs, theirs)
        return {a: _Landing(b, "changed", self._words(a, b)) for a, b in sure.items()}

    def _taken(self, match: Match, moved: Match) -> tuple[set[int], set[int]]:
        """Return the old and new sentences that cannot be edits of each other.

        Words that stand verbatim on the other side are a copy of that sentence, never another one
        that was edited.
        """
        taken_new = {*match.values(), *moved.values()}
        left_over = {s.key for b, s in enumerate(self.new) if b not in taken_new}
        known = {s.key for s in self.old}
        taken_old = {*match, *moved}
        taken_old |= {a for a, s in enumerate(self.old) if s.key in left_over}
        taken_new |= {b for b, s in enumerate(self.new) if s.key in known}
        return taken_old, taken_new

    def _sure(self, pairs: Match, theirs: list[int]) -> Match:
        """Return the pairs without a rival.

        No other old sentence, and no other new one that is still to be placed, is as near.
        """
        sure = {}
        few = len(pairs) * (len(self.old) + len(theirs)) <= _FEW
        for a, b in pairs.items():
            length = (len(self.old[a].tokens) + len(self.new[b].tokens)) / 2
            least = _alike(self.old[a], self.new[b]) - max(_CLOSE, _WORDS / length)
            around = (
                range(len(self.old))
                if few
                else range(max(a - _REACH, 0), min(a + _REACH + 1, len(self.old)))
            )
            near_old = (x for x in around if x != a)
            near_new = (x for x in theirs if x != b and (few or abs(x - b) <= _REACH))
            if all(_alike(self.old[x], self.new[b]) < least for x in near_old) and all(
                _alike(self.old[a], self.new[x]) < least for x in near_new
            ):
                sure[a] = b
        return sure

    def _likely(self, ours: list[int], theirs: list[int]) -> Match:
        """Pair sentences that hold enough of each other's words, and more than any other's."""
        old = [(a, token) for a in ours for token in self.old[a].tokens]
        new = [(b, token) for b in theirs for token in self.new[b].tokens]
        words = align([token for _, token in old], [token for _, token in new], [1] * len(old))
        shared = Counter((old[x][0], new[y][0]) for x, y in words.items())
        best_old: dict[int, tuple[int, int]] = defaultdict(lambda: (0, -1))
        best_new: dict[int, tuple[int, int]] = defaultdict(lambda: (0, -1))
        for (a, b), count in shared.items():
            best_old[a], best_new[b] = max(best_old[a], (count, b)), max(best_new[b], (count, a))
        mutual = {a: b for a, (_, b) in best_old.items() if best_new[b][1] == a}
        return {a: b for a, b in mutual.items() if _alike(self.old[a], self.new[b]) >= _ENOUGH}

    def _words(self, a: int, b: int) -> Match:
        old, new = self.old[a].tokens, self.new[b].tokens
        match = align(old, new, [len(token) for token in old])
        trust = Trust(old, new, match, match, alone=0, again=1)
        return {x: y for x, y in match.items() if trust(x, y)}

    def carried(self, span: Span) -> Carried:
        start, end = span
        if not 0 <= start < end <= len(self.text_old) or not self.text_old[start:end].strip():
            return GONE
        # White space at the ends is nothing to look for.
        words = self.text_old[start:end]
        start, end = (
            start + len(words) - len(words.lstrip()),
            end - len(words) + len(words.rstrip()),
        )
        found = self._placed(start, end)
        return (
            found if (start, end) == span or found.span is None else Carried("changed", found.span)
        )

    def _placed(self, start: int, end: int) -> Carried:
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1) - 1
        numbers = [n for n in range(first, last + 1) if self.old[n].end > start]
        landings = [self.landings.get(n) for n in numbers]
        if not numbers or not any(landings):
            return GONE
        if len(numbers) == 1:
            landing = landings[0]
            return self._within(numbers[0], landing, (start, end)) if landing else GONE
        return self._across(numbers, landings, (start, end))

    def _within(self, number: int, landing: _Landing, span: Span) -> Carried:
        was, now = self.old[number], self.new[landing.at]
        start, end = max(span[0], was.start), min(span[1], was.end)
        if start >= end:
            return GONE
        if landing.words is None and was.text == now.text:
            by = now.start - was.start
            kind: Literal["same", "moved"] = "moved" if landing.kind == "moved" else "same"
            return Carried(kind, (start + by, end + by))
        words = (
            landing.words if landing.words is not None else {n: n for n in range(len(was.words))}
        )
        return _in_words(was, now, words, (start, end), landing.kind)

    def _across(self, numbers: list[int], landings: list[_Landing | None], span: Span) -> Carried:
        """Return what became of a span over several sentences.

        It is the same, or moved, only where all of them are, one after the other.
        """
        ends = self._ends(numbers, landings, span)
        if not ends:
            return GONE
        first, last = (self._within(*end, self._cut(end[0], span)) for end in (ends[0], ends[-1]))
        if first.span is None or last.span is None or first.span[0] >= last.span[1]:
            return GONE
        place = (first.span[0], last.span[1])
        if self.text_new[slice(*place)] != self.text_old[slice(*span)]:
            return Carried("changed", place)
        return Carried("moved" if ends[0][1].kind == "moved" else "same", place)

    def _ends(
        self, numbers: list[int], landings: list[_Landing | None], span: Span
    ) -> list[tuple[int, _Landing]]:
        """Return the sentences that say where a span over several now begins and ends.

        These are all of them where they still stand in a row; else those that stayed, where they
        make up most of the span.
        """
        placed = [(n, landing) for n, landing in zip(numbers, landings, strict=True) if landing]
        ats = [landing.at for _, landing in placed]
        in_row = len(placed) == len(numbers) and ats == list(range(ats[0], ats[0] + len(ats)))
        stayed = [(n, landing) for n, landing in placed if landing.kind != "moved"]
        if in_row and len(stayed) in (0, len(placed)):
            return placed
        length = sum(self.old[n].end - self.old[n].start for n, _ in stayed)
        return stayed if length * 2 > span[1] - span[0] else []

    def _cut(self, number: int, span: Span) -> Span:
        """Return the part of the span that lies within an old sentence."""
        sentence = self.old[number]
        return max(span[0], sentence.start), min(span[1], sentence.end)


def _in_words(was: _Sentence, now: _Sentence, words: Match, span: Span, kind: str) -> Carried:
    """Return what became of a span within a sentence that was edited."""
    inside = [n for n, (start, end) in enumerate(was.words) if start < span[1] and span[0] < end]
    if not inside:
        return GONE
    first, last = inside[0], inside[-1]
    kept = [words[n] for n in inside if n in words]
    if len(kept) == len(inside) and kept == list(range(kept[0], kept[0] + len(kept))):
        place = (
            now.words[kept[0]][0] + max(span[0] - was.words[first][0], 0),
            now.words[kept[-1]][1] - max(was.words[last][1] - span[1], 0),
        )
        if (
            now.text[place[0] - now.start : place[1] - now.start]
            == was.text[span[0] - was.start : span[1] - was.start]
        ):
            return Carried("moved" if kind == "moved" else "same", place)
        return Carried("changed", place)
    return _replaced(was, now, words, span, (first, last), kept)


def _replaced(
    was: _Sentence, now: _Sentence, words: Match, span: Span, ends: Span, kept: list[int]
) -> Carried:
    """Return what stands now between the words that stood around the span."""
    first, last = ends
    before = words.get(first - 1, None if first else -1)
    after = words.get(last + 1, None if last + 1 < len(was.words) else len(now.words))
    # Most of the words are still there: then they alone may say where the span begins and ends.
    most = kept if len(kept) * 2 >= last - first + 1 else []
    start = words.get(first, _next_to(before, 1, most[:1]))
    end = words.get(last, _next_to(after, -1, most[-1:]))
    longest = 3 * (last - first) + 8  # more new words than this are no edit of the old ones
    if start is None or end is None or not 0 <= end - start <= longest:
        return GONE
    place = (now.words[start][0], now.words[end][1])
    if (
        now.text[place[0] - now.start : place[1] - now.start]
        != was.text[span[0] - was.start : span[1] - was.start]
    ):
        return Carried("changed", place)
    return Carried("same", place) if before is not None and after is not None else GONE


def _next_to(neighbour: int | None, step: int, otherwise: list[int]) -> int | None:
    """Return the word beside a neighbour that stayed, else the only one of `otherwise`."""
    if neighbour is not None:
        return neighbour + step
    return otherwise[0] if otherwise else None


def _moves(old: list[str], new: list[str], match: Match) -> Match:
    """Return the sentences that stand elsewhere.

    A sentence left over exactly once on each side is such a pair; so, outward from there, are the
    neighbours that came with it.
    """
    taken = set(match.values())
    places_old, places_new = defaultdict(list), defaultdict(list)
    for a, key in enumerate(old):
        if a not in match:
            places_old[key].append(a)
    for b, key in enumerate(new):
        if b not in taken:
            places_new[key].append(b)
    moved = {
        places[0]: places_new[key][0]
        for key, places in places_old.items()
        if len(places) == len(places_new[key]) == 1
    }
    queue, taken = list(moved.items()), taken | set(moved.values())
    while queue:
        a, b = queue.pop()
        for step in (-1, 1):
            x, y = a + step, b + step
            free = (
                0 <= x < len(old)
                and 0 <= y < len(new)
                and x not in match
                and x not in moved
                and y not in taken
            )
            if free and old[x] == new[y]:
                moved[x] = y
                taken.add(y)
                queue.append((x, y))
    return moved
