"""Whose turn it is with a search provider that many stories wait for."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# A search is sent to a worker when its provider's turn is no further away: the worker sleeps for
# the rest, and holds nothing else up meanwhile.
LEAD_SECONDS: Final = 2.0
_NO_DEADLINE: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class WaitingSearch:
    """A search that waits for its provider. `worth` is the claim's score."""

    pk: int
    article: int
    deadline: dt.datetime | None
    worth: float


def free_turns(seconds: float, until_next: float, in_hand: int, *, alone: bool) -> int:
    """Return how many more searches a provider can take within LEAD_SECONDS.

    `seconds` apart, the next in `until_next`; `in_hand` are with workers already. Of those that
    are asked one at a time there is one in all.
    """
    if until_next > LEAD_SECONDS:
        return 0
    most = 1 + math.floor((LEAD_SECONDS - until_next) / seconds)
    return max(0, (1 if alone else most) - in_hand)


def share_out(
    waiting: Sequence[WaitingSearch], had: Mapping[int, int], turns: int
) -> list[WaitingSearch]:
    """Return those that get the next `turns`, in order.

    The story that had fewest goes first; of those that had as many, the one with the nearest
    deadline. Within a story it is the claim most worth a check.
    """
    if not turns:
        return []
    of_story: Counter[int] = Counter(had)
    ranked = []
    for search in sorted(waiting, key=lambda search: (-search.worth, search.pk)):
        ranked.append((of_story[search.article], search))
        of_story[search.article] += 1
    ranked.sort(key=lambda pair: (pair[0], pair[1].deadline or _NO_DEADLINE, pair[1].article))
    return [search for _, search in ranked[:turns]]
