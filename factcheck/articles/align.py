"""Two lists of words, or of sentences, set side by side.

Patience alignment (B. Cohen, 2003; as in `git diff --patience`): what stands once on both sides is
an anchor, the heaviest run of anchors in one order is kept, and the gaps between are aligned in
turn. Time grows with the length, not with its square, and a repeated sentence is never an anchor.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_SMALL = 4_000  # at most so many pairs are compared one by one
_DEPTH = 12  # gaps within gaps; deeper is a text made to be slow
_CROWD = 40  # something that stands more often than this is trusted only with both neighbours

Match = dict[int, int]


def align(old: Sequence[Hashable], new: Sequence[Hashable], weight: Sequence[int]) -> Match:
    """Which item of `old` is which of `new`, in rising order on both sides.

    `weight` (of old items) says what is rather kept in place when two parts changed places.
    """
    match: Match = {}
    gaps = [(0, len(old), 0, len(new), 0)]
    while gaps:
        a0, a1, b0, b1, depth = gaps.pop()
        a0, a1, b0, b1 = _same_ends(old, new, (a0, a1, b0, b1), match)
        if a0 == a1 or b0 == b1 or depth == _DEPTH:
            continue
        anchors = _in_one_order(_once(old, a0, a1), _once(new, b0, b1), weight)
        if anchors:
            match.update(anchors)
            edges = [(a0 - 1, b0 - 1), *anchors, (a1, b1)]
            gaps += [(a + 1, c, b + 1, d, depth + 1) for (a, b), (c, d) in pairwise(edges)]
        elif (a1 - a0) * (b1 - b0) <= _SMALL:
            matcher = SequenceMatcher(None, old[a0:a1], new[b0:b1], autojunk=False)
            for a, b, size in matcher.get_matching_blocks():
                match.update((a0 + a + n, b0 + b + n) for n in range(size))
    return match


def _same_ends(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    gap: tuple[int, int, int, int],
    match: Match,
) -> tuple[int, int, int, int]:
    """Match what is equal at both ends of a gap, and return what is left of it."""
    a0, a1, b0, b1 = gap
    while a0 < a1 and b0 < b1 and old[a0] == new[b0]:
        match[a0] = b0
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and old[a1 - 1] == new[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
        match[a1] = b1
    return a0, a1, b0, b1


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    twice = set()
    for at in range(start, end):
        if items[at] in places:
            twice.add(items[at])
        places[items[at]] = at
    return {item: at for item, at in places.items() if item not in twice}


def _in_one_order(
    old: Mapping[Hashable, int], new: Mapping[Hashable, int], weight: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the heaviest rising run of the items that stand once on both sides."""
    pairs = [(at, new[item]) for item, at in old.items() if item in new]
    ranks = {b: rank + 1 for rank, b in enumerate(sorted(b for _, b in pairs))}
    best: list[tuple[int, int]] = [(0, -1)] * (
        len(pairs) + 1
    )  # a Fenwick tree of (weight, number of the last pair)
    before = [-1] * len(pairs)
    for number, (a, b) in enumerate(pairs):
        rank, top = ranks[b] - 1, (0, -1)
        while rank:
            top = max(top, best[rank])
            rank &= rank - 1
        before[number] = top[1]
        here, rank = (top[0] + weight[a], number), ranks[b]
        while rank <= len(pairs):
            best[rank] = max(best[rank], here)
            rank += rank & -rank
    run = []
    number = max(best)[1]
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


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
        self._old, self._new, self._match, self._links = old, new, match, links
        self._alone, self._again = alone, again
        self._back = {b: a for a, b in match.items()}
        self._places_old, self._places_new = _places(old, match, 0), _places(new, match, 1)
        counts = Counter(old), Counter(new)
        self._repeated = {old[a] for a in match if counts[0][old[a]] > 1 or counts[1][old[a]] > 1}

    def __call__(self, a: int, b: int) -> bool:
        if self._old[a] not in self._repeated:
            return self.linked(a, b) >= self._alone
        score = self.linked(a, b)
        rivals = self._places_old[self._old[a]], self._places_new[self._old[a]]
        if score < self._again or max(map(len, rivals)) > _CROWD:
            return score == 2
        for other in rivals[0]:
            if (
                other != a
                and self._alike(other, b) >= score
                and not self._settled(other, self._alike(other, b))
            ):
                return False
        for other in rivals[1]:
            here = self._back.get(other)
            settled = here is not None and self._settled(here, self._alike(a, other))
            if other != b and self._alike(a, other) >= score and not settled:
                return False
        return True

    def linked(self, a: int, b: int) -> int:
        """How many neighbours go together: two, one or none. The ends of the texts go together."""
        left = self._links.get(a - 1, -2) == b - 1 if a else b == 0
        right = (
            self._links.get(a + 1, -2) == b + 1
            if a + 1 < len(self._old)
            else b + 1 == len(self._new)
        )
        return left + right

    def _alike(self, a: int, b: int) -> int:
        """How many neighbours say the same words."""
        old, new = self._old, self._new
        left = old[a - 1] == new[b - 1] if a and b else a == b
        last_a, last_b = a + 1 == len(old), b + 1 == len(new)
        right = last_a and last_b if last_a or last_b else old[a + 1] == new[b + 1]
        return left + right

    def _settled(self, a: int, claim: int) -> bool:
        return a in self._match and self.linked(a, self._match[a]) > claim


def _places(items: Sequence[Hashable], match: Match, side: int) -> dict[Hashable, list[int]]:
    matched = {items[pair[side]] for pair in match.items()}
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        if item in matched:
            places[item].append(at)
    return places
