"""What a checker rules on: one item for each sentence, with all that stands in it.

A claim, the quote that reports it and the facts inside it are one obligation. A quote that runs
over several sentences is one item too. A name, title or place that was listed before is not listed
again: whoever ticks "Ana Ruiz" once has ticked her. A number or date is, for it counts or dates
something else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from factcheck.text.reading import (
    MarkedAccusation,
    MarkedAsk,
    MarkedClaim,
    MarkedFact,
    MarkedItem,
    MarkedQuote,
    Span,
)

# Facts that are the same wherever they stand.
_IDENTITIES = frozenset(["name", "title", "place"])
_EVERYWHERE = -1


def find_items(
    text: str,
    sentences: Sequence[Span],
    quotes: Sequence[MarkedQuote],
    claims: Sequence[MarkedClaim],
    facts: Sequence[MarkedFact],
    asks: Sequence[MarkedAsk],
    accusations: Sequence[MarkedAccusation] = (),
) -> tuple[MarkedItem, ...]:
    """Return the items in the order of the text; the numbers in them are places in the lists."""
    groups = _joined_by_quotes(sentences, quotes)
    starts = [start for start, _ in groups]
    # The paper's own asking is an ask even where the sentence is scored as a claim.
    placed_quotes = _placed(starts, [quote.content[0][0] for quote in quotes])
    placed_claims = _begun_in(starts, claims)
    placed_asks = _begun_in(starts, asks)
    placed_accusations = _begun_in(starts, accusations)
    fresh_facts = _listed_once(text, facts, _begun_in(starts, facts))
    items = []
    for group, span in enumerate(groups):
        stated = [claims[number] for number in placed_claims.get(group, ())]
        item = MarkedItem(
            span=span,
            claims=placed_claims.get(group, ()),
            kinds=_kinds_of(stated),
            score=max((claim.score for claim in stated), default=0.0),
            quotes=placed_quotes.get(group, ()),
            asks=placed_asks.get(group, ()),
            facts=fresh_facts.get(group, ()),
            accusations=placed_accusations.get(group, ()),
        )
        if any((item.claims, item.quotes, item.asks, item.facts, item.accusations)):
            items.append(item)
    return tuple(items)


def _kinds_of(claims: Sequence[MarkedClaim]) -> tuple[str, ...]:
    """Return the kinds of what needs a check in the claims, each once."""
    return tuple(dict.fromkeys(kind for claim in claims for kind in claim.needs))


def _begun_in(
    starts: Sequence[int],
    marks: Sequence[MarkedClaim | MarkedAsk | MarkedAccusation | MarkedFact],
) -> dict[int, tuple[int, ...]]:
    return _placed(starts, [mark.span[0] for mark in marks])


def _listed_once(
    text: str, facts: Sequence[MarkedFact], placed: Mapping[int, Sequence[int]]
) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the facts by group, without what an item before has listed."""
    listed: set[tuple[str, str, int]] = set()
    fresh: dict[int, list[int]] = defaultdict(list)
    for group in sorted(placed):
        for number in placed[group]:
            fact = facts[number]
            words = fact.value or text[slice(*fact.span)].casefold()
            key = (fact.kind, words, _EVERYWHERE if fact.kind in _IDENTITIES else group)
            if key not in listed:
                listed.add(key)
                fresh[group].append(number)
    return {group: tuple(numbers) for group, numbers in fresh.items()}


def _joined_by_quotes(sentences: Sequence[Span], quotes: Sequence[MarkedQuote]) -> list[Span]:
    """Return the sentences, those that one quote runs over as one."""
    starts = [start for start, _ in sentences]
    joins: set[int] = set()
    for quote in quotes:
        for start, end in quote.content:
            first = bisect_right(starts, start) - 1
            last = bisect_right(starts, end - 1) - 1
            joins.update(range(first + 1, last + 1))
    groups: list[Span] = []
    for number, (start, end) in enumerate(sentences):
        if number in joins and groups:
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups


def _placed(starts: Sequence[int], places: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the marks by the group they begin in."""
    by_group: dict[int, tuple[int, ...]] = {}
    for number, place in enumerate(places):
        group = bisect_right(starts, place) - 1
        if group >= 0:
            by_group[group] = (*by_group.get(group, ()), number)
    return by_group
