"""Two lists of words, or of sentences, set side by side.

Patience alignment (B. Cohen, 2003; as in `git diff --patience`): what stands once on both sides is
an anchor, the heaviest run of anchors in one order is kept, and the gaps between are aligned in
turn. Time grows with the length, not with its square, and a repeated sentence is never an anchor.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

# At most so many pairs are compared one by one, a gap of some 60 items by 60: the time of
# `SequenceMatcher` grows with the square (docs.python.org/3/library/difflib.html).
_SMALL = 4_000
# Gaps within gaps; deeper is a text made to be slow.
_DEPTH = 12
# Something that stands more often than this is trusted only with both neighbours: each of its
# places would have to be asked about each other one, the square again.
_CROWD = 40

Match = dict[int, int]


class _Gap(NamedTuple):
    """A stretch of both lists that is still to be matched; ends are exclusive."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    depth: int = 0

    @property
    def pairs(self) -> int:
        return (self.old_end - self.old_start) * (self.new_end - self.new_start)


def align(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    weight: Sequence[int],
) -> Match:
    """Return which item of `old` is which of `new`, in rising order on both sides.

    `weight` (of old items) says what is rather kept in place when two parts changed places.
    """
    match: Match = {}
    gaps = [
        _Gap(
            0,
            len(old),
            0,
            len(new),
        )
    ]
    while gaps:
        gap = _match_equal_ends(old, new, gaps.pop(), match)
        if not gap.pairs or gap.depth == _DEPTH:
            continue
        once_old = _standing_once(old, gap.old_start, gap.old_end)
        once_new = _standing_once(new, gap.new_start, gap.new_end)
        anchors = _in_one_order(once_old, once_new, weight)
        if anchors:
            match.update(anchors)
            gaps += _gaps_between(anchors, gap)
        elif gap.pairs <= _SMALL:
            _match_one_by_one(old, new, gap, match)
    return match


def _gaps_between(anchors: list[tuple[int, int]], gap: _Gap) -> Iterator[_Gap]:
    before = (gap.old_start - 1, gap.new_start - 1)
    after = (gap.old_end, gap.new_end)
    for (a, b), (next_a, next_b) in pairwise([before, *anchors, after]):
        yield _Gap(
            a + 1,
            next_a,
            b + 1,
            next_b,
            gap.depth + 1,
        )


def _match_equal_ends(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    gap: _Gap,
    match: Match,
) -> _Gap:
    """Match what is equal at both ends of a gap, and return what is left of it."""
    old_start, old_end, new_start, new_end, depth = gap
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        match[old_start] = new_start
        old_start += 1
        new_start += 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end -= 1
        new_end -= 1
        match[old_end] = new_end
    return _Gap(old_start, old_end, new_start, new_end, depth)


def _match_one_by_one(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    gap: _Gap,
    match: Match,
) -> None:
    """Match the runs that a small gap has in common, where nothing in it stands once."""
    old_items = old[gap.old_start : gap.old_end]
    new_items = new[gap.new_start : gap.new_end]
    # autojunk takes what is frequent in a long list for noise; a frequent word is still a word.
    matcher = SequenceMatcher(None, old_items, new_items, autojunk=False)
    for run in matcher.get_matching_blocks():
        for step in range(run.size):
            match[gap.old_start + run.a + step] = gap.new_start + run.b + step


def _standing_once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Return the items that stand once between two places, with their places."""
    places: dict[Hashable, int] = {}
    repeated = set()
    for at in range(start, end):
        item = items[at]
        if item in places:
            repeated.add(item)
        places[item] = at
    return {item: at for item, at in places.items() if item not in repeated}


def _in_one_order(
    old: Mapping[Hashable, int],
    new: Mapping[Hashable, int],
    weight: Sequence[int],
) -> list[tuple[int, int]]:
    """Return the heaviest rising run of the items that stand once on both sides.

    `best` is a Fenwick tree (P. Fenwick, 1994) over the ranks of the new places: the heaviest run
    that ends at or before a rank, as (weight, number of its last pair), in logarithmic time.
    """
    pairs = [(at, new[item]) for item, at in old.items() if item in new]
    new_places = sorted(b for _, b in pairs)
    ranks = {b: rank for rank, b in enumerate(new_places, start=1)}
    none = (0, -1)
    best: list[tuple[int, int]] = [none] * (len(pairs) + 1)
    pair_before = [-1] * len(pairs)
    for number, (a, b) in enumerate(pairs):
        heaviest = none
        rank = ranks[b] - 1
        while rank:
            heaviest = max(heaviest, best[rank])
            rank &= rank - 1  # without its lowest bit: the next shorter stretch of the tree
        run_weight, pair_before[number] = heaviest
        here = (run_weight + weight[a], number)
        rank = ranks[b]
        while rank <= len(pairs):
            best[rank] = max(best[rank], here)
            rank += rank & -rank  # the next longer stretch that holds this rank
    run = []
    number = max(best)[1]
    while number >= 0:
        run.append(pairs[number])
        number = pair_before[number]
    return run[::-1]


def mutual_best(
    old: Sequence[tuple[int, Sequence[str]]],
    new: Sequence[tuple[int, Sequence[str]]],
) -> Match:
    """Pair passages that share more words with each other than with any other.

    Each passage is its number and its words.
    """
    old_words, new_words = _numbered_words(old), _numbered_words(new)
    match = align(
        [word for _, word in old_words],
        [word for _, word in new_words],
        [1] * len(old_words),
    )
    shared = Counter((old_words[x][0], new_words[y][0]) for x, y in match.items())
    best_for_old = _most_shared((a, b, count) for (a, b), count in shared.items())
    best_for_new = _most_shared((b, a, count) for (a, b), count in shared.items())
    return {a: b for a, b in best_for_old.items() if best_for_new[b] == a}


def _numbered_words(passages: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[int, str]]:
    """Return the words of all passages in a row, each with its passage's number."""
    return [(number, word) for number, words in passages for word in words]


def _most_shared(shared: Iterable[tuple[int, int, int]]) -> dict[int, int]:
    """Return with which passage of the other side each shares most words; of two, the later one."""
    best: dict[int, tuple[int, int]] = {}
    for number, other, count in shared:
        best[number] = max(best.get(number, (0, -1)), (count, other))
    return {number: other for number, (_, other) in best.items()}


class Trust:
    """Whether a pair of equal items is certainly one item, and not its lookalike.

    What stands once on both sides needs `alone` of its two neighbours to be linked to the
    neighbours on the other side; what is repeated needs `again` of them, and no lookalike with as
    good a claim by the words around it.
    """

    def __init__(
        self,
        old: Sequence[Hashable],
        new: Sequence[Hashable],
        match: Match,
        links: Match,
        *,
        alone: int,
        again: int,
    ) -> None:
        self._old = old
        self._new = new
        self._match = match
        self._links = links
        self._alone = alone
        self._again = again
        self._back = {b: a for a, b in match.items()}
        self._places_old = _places(old, match.keys())
        self._places_new = _places(new, match.values())
        counts_old = Counter(old)
        counts_new = Counter(new)
        matched = {old[a] for a in match}
        self._repeated = {item for item in matched if counts_old[item] > 1 or counts_new[item] > 1}

    def __call__(self, a: int, b: int) -> bool:
        """Return whether old item `a` is certainly new item `b`, which it is matched with."""
        item = self._old[a]
        linked = self.linked(a, b)
        if item not in self._repeated:
            return linked >= self._alone
        crowd = max(len(self._places_old[item]), len(self._places_new[item]))
        if linked < self._again or crowd > _CROWD:
            return linked == 2
        return not self._has_rival(a, b, linked)

    def _has_rival(self, a: int, b: int, linked: int) -> bool:
        """Return whether a lookalike of either has as good a claim to the other."""
        item = self._old[a]
        for other in self._places_old[item]:
            claim = self._alike(other, b)
            if other != a and claim >= linked and not self._settled(other, claim):
                return True
        for other in self._places_new[item]:
            claim = self._alike(a, other)
            here = self._back.get(other)
            settled = here is not None and self._settled(here, claim)
            if other != b and claim >= linked and not settled:
                return True
        return False

    def linked(self, a: int, b: int) -> int:
        """Return how many neighbours go together: two, one or none.

        The ends of the texts go together.
        """
        last_old = a + 1 == len(self._old)
        last_new = b + 1 == len(self._new)
        left = self._links.get(a - 1) == b - 1 if a else b == 0
        right = last_new if last_old else self._links.get(a + 1) == b + 1
        return left + right

    def _alike(self, a: int, b: int) -> int:
        """Return how many neighbours say the same words, 0 to 2."""
        return self._same_words(a - 1, b - 1) + self._same_words(a + 1, b + 1)

    def _same_words(self, a: int, b: int) -> bool:
        """Return whether two items are equal; before and after both texts there is nothing."""
        in_old = 0 <= a < len(self._old)
        in_new = 0 <= b < len(self._new)
        if in_old and in_new:
            return self._old[a] == self._new[b]
        return in_old == in_new

    def _settled(self, a: int, claim: int) -> bool:
        """Return whether an old item has a better place than one with this claim."""
        return a in self._match and self.linked(a, self._match[a]) > claim


def _places(items: Sequence[Hashable], matched: Iterable[int]) -> dict[Hashable, list[int]]:
    """Return where the items that were matched stand, and their lookalikes."""
    wanted = {items[at] for at in matched}
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        if item in wanted:
            places[item].append(at)
    return places
