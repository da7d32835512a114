"""Which marks survive an edit of the copy.

A mark never lands on a lookalike. Sentences are matched first, as wholes; only within a pair of
sentences that are clearly one sentence edited are words matched. Where two places have an equal
claim, the mark is offered to a person ("moved") or given up ("gone"), never guessed.

In this file `a` and `b` are numbers of sentences (or of words) of the old and of the new copy.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from factcheck.articles.align import Match, Trust, align, mutual_best
from factcheck.articles.sentences import (
    CopySentence,
    likeness,
    sentences_of,
    without_outer_space,
)
from factcheck.text import Span

# These are set by hand so that in tests/articles/test_carry.py no random edit puts a mark on a
# lookalike, and as few marks as possible are given up.

# Of their words two sentences must share to be one sentence edited.
_LEAST_LIKENESS = 0.5
# Words and stops; a shorter sentence ("Nobody was hurt.") is not known by its words alone.
_TELLING_LENGTH = 8
# A rival whose likeness is this near makes it doubtful which sentence it was …
_RIVAL_LIKENESS = 0.05
# … and so does one this many words nearer or further: a name that differs does not settle it.
_RIVAL_WORDS = 1.5
# So many pairs of sentences are compared with every rival; beyond that, only with those at most so
# far away. An article of 650 sentences, each of them touched, took four seconds without this bound.
_COMPARISONS = 20_000
_NEAR_SENTENCES = 3
# More new words than three for each old one, and eight, are no edit of the old ones.
_GROWTH = 3
_GROWTH_ROOM = 8


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
        return [Carried("same", span) if _fits(old, span) else GONE for span in spans]
    edit = _Edit(old, new)
    return [edit.carried(span) for span in spans]


def _fits(text: str, span: Span) -> bool:
    start, end = span
    return 0 <= start < end <= len(text)


class _Landing(NamedTuple):
    """Where a sentence is now: its number, how it got there, and which of its words are which."""

    at: int
    kind: Literal["same", "changed", "moved"]
    words: Match | None = None  # None: all, one by one


class _Edit:
    """The sentences of both texts, and where each old one is now."""

    def __init__(self, old: str, new: str) -> None:
        self.text_old = old
        self.text_new = new
        self.old = sentences_of(old)
        self.new = sentences_of(new)
        self._starts = [sentence.start for sentence in self.old]
        keys_old = [sentence.key for sentence in self.old]
        keys_new = [sentence.key for sentence in self.new]
        lengths = [len(key) for key in keys_old]
        match = align(keys_old, keys_new, lengths)
        moved = _moves(keys_old, keys_new, match)
        changed = self._edited(match, moved)
        # An edited sentence vouches for its neighbours as one that stayed does.
        links = match | {a: landing.at for a, landing in changed.items()}
        trust = Trust(
            keys_old,
            keys_new,
            match,
            links,
            alone=1,
            again=2,
        )
        unsure = self._unsure(Counter(keys_old))
        self.landings: dict[int, _Landing] = {
            **self._stayed(match, trust, unsure, Counter(keys_new)),
            **{a: _Landing(b, "moved") for a, b in moved.items()},
            **self._trusted(changed, trust, unsure),
        }

    def _unsure(self, counts_old: Counter[str]) -> set[str]:
        """Return the sentences that are not known by their words alone: short or repeated."""
        return {
            sentence.key
            for sentence in self.old
            if len(sentence.tokens) < _TELLING_LENGTH or counts_old[sentence.key] > 1
        }

    def _trusted(
        self,
        changed: dict[int, _Landing],
        trust: Trust,
        unsure: set[str],
    ) -> dict[int, _Landing]:
        """Return the edited sentences without those that only their neighbours could vouch for."""
        return {
            a: landing
            for a, landing in changed.items()
            if self.old[a].key not in unsure or trust.linked(a, landing.at) == 2
        }

    def _stayed(
        self,
        match: Match,
        trust: Trust,
        unsure: set[str],
        counts_new: Counter[str],
    ) -> dict[int, _Landing]:
        """Return the landings of sentences whose words are unchanged and in their order."""
        landings = {}
        for a, b in match.items():
            key = self.old[a].key
            # A sentence that stands once, and at some length, is known by its words alone while it
            # stands in its order.
            known = key not in unsure and counts_new[key] == 1
            kind: Literal["same", "moved"] = "same" if known or trust(a, b) else "moved"
            landings[a] = _Landing(b, kind)
        return landings

    def _edited(self, match: Match, moved: Match) -> dict[int, _Landing]:
        """Return, in each gap between sentences that stayed, the sentences that were edited."""
        taken_old, taken_new = self._taken(match, moved)
        before, after = (-1, -1), (len(self.old), len(self.new))
        edges = [before, *sorted(match.items()), after]
        pairs: Match = {}
        unplaced_new: list[int] = []
        for (a_before, b_before), (a_after, b_after) in pairwise(edges):
            gap_old = [a for a in range(a_before + 1, a_after) if a not in taken_old]
            gap_new = [b for b in range(b_before + 1, b_after) if b not in taken_new]
            unplaced_new += gap_new
            pairs |= self._likely(gap_old, gap_new)
        return {
            a: _Landing(b, "changed", self._same_words(a, b))
            for a, b in self._without_rival(pairs, unplaced_new).items()
        }

    def _taken(self, match: Match, moved: Match) -> tuple[set[int], set[int]]:
        """Return the old and new sentences that cannot be edits of each other.

        Words that stand verbatim on the other side are a copy of that sentence, never another one
        that was edited.
        """
        taken_old = {*match, *moved}
        taken_new = {*match.values(), *moved.values()}
        copied = {sentence.key for b, sentence in enumerate(self.new) if b not in taken_new}
        known = {sentence.key for sentence in self.old}
        taken_old |= {a for a, sentence in enumerate(self.old) if sentence.key in copied}
        taken_new |= {b for b, sentence in enumerate(self.new) if sentence.key in known}
        return taken_old, taken_new

    def _without_rival(self, pairs: Match, unplaced_new: list[int]) -> Match:
        """Return the pairs without a rival.

        No other old sentence, and no other new one that is still to be placed, is as near.
        """
        comparisons = len(pairs) * (len(self.old) + len(unplaced_new))
        everywhere = comparisons <= _COMPARISONS
        sure = {}
        for a, b in pairs.items():
            nearest_allowed = self._nearest_allowed(a, b)
            rivals_old = self._rivals_old(a, everywhere)
            rivals_new = (
                x for x in unplaced_new if x != b and (everywhere or abs(x - b) <= _NEAR_SENTENCES)
            )
            if all(
                likeness(self.old[x], self.new[b]) < nearest_allowed for x in rivals_old
            ) and all(likeness(self.old[a], self.new[x]) < nearest_allowed for x in rivals_new):
                sure[a] = b
        return sure

    def _nearest_allowed(self, a: int, b: int) -> float:
        """Return the likeness, 0 to 1, from which another sentence is a rival of this pair."""
        old, new = self.old[a], self.new[b]
        mean_length = (len(old.tokens) + len(new.tokens)) / 2
        return likeness(old, new) - max(_RIVAL_LIKENESS, _RIVAL_WORDS / mean_length)

    def _rivals_old(self, a: int, everywhere: bool) -> Iterator[int]:
        around = range(len(self.old))
        if not everywhere:
            around = around[max(a - _NEAR_SENTENCES, 0) : a + _NEAR_SENTENCES + 1]
        return (x for x in around if x != a)

    def _likely(self, ours: list[int], theirs: list[int]) -> Match:
        """Pair sentences that hold enough of each other's words, and more than any other's."""
        pairs = mutual_best(
            [(a, self.old[a].tokens) for a in ours],
            [(b, self.new[b].tokens) for b in theirs],
        )
        return {
            a: b for a, b in pairs.items() if likeness(self.old[a], self.new[b]) >= _LEAST_LIKENESS
        }

    def _same_words(self, a: int, b: int) -> Match:
        """Return which words of an edited sentence are certainly which words of the new one."""
        old, new = self.old[a].tokens, self.new[b].tokens
        lengths = [len(token) for token in old]
        match = align(old, new, lengths)
        trust = Trust(
            old,
            new,
            match,
            match,
            alone=0,
            again=1,
        )
        return {x: y for x, y in match.items() if trust(x, y)}

    def carried(self, span: Span) -> Carried:
        """Return what became of a span of the old text."""
        if not _fits(self.text_old, span):
            return GONE
        # White space at the ends is nothing to look for.
        words = without_outer_space(self.text_old, span)
        if words is None:
            return GONE
        found = self._placed(*words)
        if words == span or found.span is None:
            return found
        return Carried("changed", found.span)

    def _placed(self, start: int, end: int) -> Carried:
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1) - 1
        numbers = [n for n in range(first, last + 1) if self.old[n].end > start]
        landings = [self.landings.get(n) for n in numbers]
        if not any(landings):
            return GONE
        if len(numbers) > 1:
            return self._across(numbers, landings, (start, end))
        landing = landings[0]
        return self._within(numbers[0], landing, (start, end)) if landing else GONE

    def _within(self, number: int, landing: _Landing, span: Span) -> Carried:
        """Return what became of the part of a span that lies in one sentence."""
        was, now = self.old[number], self.new[landing.at]
        start, end = was.cut(span)
        if start >= end:
            return GONE
        if landing.words is None and was.text == now.text:
            by = now.start - was.start
            return Carried(_kept_kind(landing.kind), (start + by, end + by))
        # Only the white space within the sentence differs: its words are all there, one by one.
        all_words = {n: n for n in range(len(was.tokens))}
        words = all_words if landing.words is None else landing.words
        return _in_words(
            was,
            now,
            words,
            (start, end),
            landing.kind,
        )

    def _across(
        self,
        numbers: list[int],
        landings: list[_Landing | None],
        span: Span,
    ) -> Carried:
        """Return what became of a span over several sentences.

        It is the same, or moved, only where all of them are, one after the other.
        """
        ends = self._ends(numbers, landings, span)
        if not ends:
            return GONE
        first, last = (
            self._within(number, landing, span) for number, landing in (ends[0], ends[-1])
        )
        if first.span is None or last.span is None:
            return GONE
        start, end = first.span[0], last.span[1]
        if start >= end:
            return GONE
        if self.text_new[start:end] != self.text_old[slice(*span)]:
            return Carried("changed", (start, end))
        return Carried(_kept_kind(ends[0][1].kind), (start, end))

    def _ends(
        self,
        numbers: list[int],
        landings: list[_Landing | None],
        span: Span,
    ) -> list[tuple[int, _Landing]]:
        """Return the sentences that say where a span over several now begins and ends.

        These are all of them where they still stand in a row; else those that stayed, where they
        make up most of the span.
        """
        placed = [(n, landing) for n, landing in zip(numbers, landings, strict=True) if landing]
        stayed = [(n, landing) for n, landing in placed if landing.kind != "moved"]
        places = [landing.at for _, landing in placed]
        in_row = len(placed) == len(numbers) and _consecutive(places)
        if in_row and len(stayed) in (0, len(placed)):
            return placed
        return stayed if self._are_most_of(span, stayed) else []

    def _are_most_of(self, span: Span, landed: list[tuple[int, _Landing]]) -> bool:
        """Return whether sentences of the old copy make up more than half of a span."""
        length = span[1] - span[0]
        return sum(len(self.old[n].text) for n, _ in landed) * 2 > length


def _kept_kind(landed: str) -> Literal["same", "moved"]:
    """Return what words are that are all there: as much moved as their sentence is."""
    return "moved" if landed == "moved" else "same"


def _consecutive(numbers: list[int]) -> bool:
    return all(right == left + 1 for left, right in pairwise(numbers))


def _in_words(
    was: CopySentence,
    now: CopySentence,
    words: Match,
    span: Span,
    landed: str,
) -> Carried:
    """Return what became of a span within a sentence that was edited."""
    inside = [
        n for n, (start, end) in enumerate(was.token_spans) if start < span[1] and span[0] < end
    ]
    if not inside:
        return GONE
    kept = [words[n] for n in inside if n in words]
    first, last = inside[0], inside[-1]
    if len(kept) < len(inside) or not _consecutive(kept):
        return _replaced(
            was,
            now,
            words,
            span,
            (first, last),
            kept,
        )
    # A span may begin or end within a word; it does so in the new copy.
    into_first = max(span[0] - was.token_spans[first][0], 0)
    short_of_last = max(was.token_spans[last][1] - span[1], 0)
    place = (
        now.token_spans[kept[0]][0] + into_first,
        now.token_spans[kept[-1]][1] - short_of_last,
    )
    if now.words_at(place) != was.words_at(span):
        return Carried("changed", place)
    return Carried(_kept_kind(landed), place)


def _replaced(
    was: CopySentence,
    now: CopySentence,
    words: Match,
    span: Span,
    ends: Span,
    kept: list[int],
) -> Carried:
    """Return what stands now between the words that stood around the span."""
    first, last = ends
    length = last - first + 1
    # The ends of the sentence stand around a span as words do.
    before = words.get(first - 1) if first else -1
    after = words.get(last + 1) if last + 1 < len(was.tokens) else len(now.tokens)
    # Most of the words are still there: then they alone may say where the span begins and ends.
    most = kept if len(kept) * 2 >= length else []
    start = words.get(first, _next_to(before, 1, most[:1]))
    end = words.get(last, _next_to(after, -1, most[-1:]))
    longest = _GROWTH * (length - 1) + _GROWTH_ROOM
    if start is None or end is None or not 0 <= end - start <= longest:
        return GONE
    place = (now.token_spans[start][0], now.token_spans[end][1])
    if now.words_at(place) != was.words_at(span):
        return Carried("changed", place)
    held_on_both_sides = before is not None and after is not None
    return Carried("same", place) if held_on_both_sides else GONE


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
    taken_new = set(match.values())
    places_old: dict[str, list[int]] = defaultdict(list)
    places_new: dict[str, list[int]] = defaultdict(list)
    for a, key in enumerate(old):
        if a not in match:
            places_old[key].append(a)
    for b, key in enumerate(new):
        if b not in taken_new:
            places_new[key].append(b)
    moved = {
        places[0]: places_new[key][0]
        for key, places in places_old.items()
        if len(places) == len(places_new[key]) == 1
    }
    _move_neighbours(old, new, match, moved)
    return moved


def _move_neighbours(
    old: list[str],
    new: list[str],
    match: Match,
    moved: Match,
) -> None:
    """Add to `moved` the equal neighbours of what moved, outward until one differs."""
    taken_old = {*match, *moved}
    taken_new = {*match.values(), *moved.values()}
    queue = list(moved.items())
    while queue:
        a, b = queue.pop()
        for x, y in ((a - 1, b - 1), (a + 1, b + 1)):
            both_exist = 0 <= x < len(old) and 0 <= y < len(new)
            if not both_exist or x in taken_old or y in taken_new or old[x] != new[y]:
                continue
            moved[x] = y
            taken_old.add(x)
            taken_new.add(y)
            queue.append((x, y))
