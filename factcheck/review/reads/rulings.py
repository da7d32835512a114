"""What was ruled on the words as they stand: a ruling on other words does not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from factcheck.claims.models import Fact
from factcheck.review.models import Tick, Verdict
from factcheck.review.rules.gate import recurs

FactRow = tuple[int, int, str, str | None, str]  # id, article, kind, value, text


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings that count, by the id of the mark.

    A recurring fact's tick is under each of its places. `stale` are the marks ("claim-12") on which
    one was given when they said something else, and none since.
    """

    claims: dict[int, Verdict]
    quotes: dict[int, Verdict]
    facts: dict[int, Tick]
    stale: frozenset[str]


def rulings_of(article_ids: Iterable[int]) -> Rulings:
    """Over any number of articles, in seven queries, for what is not archived.

    `by` and the mark come with each.
    """
    ids = list(article_ids)
    return _counting(Q(claim__article__in=ids), Q(quote__article__in=ids), *_ticks(ids))


def rulings_on(
    article_id: int, *, claims: Iterable[int], quotes: Iterable[int], facts: Sequence[Fact]
) -> Rulings:
    """The same for a few marks of one article, by the ids of its claims and quotes: what one note
    shows.
    """
    few = [(f.pk, article_id, f.kind, f.value, f.text) for f in facts]
    return _counting(
        Q(claim__in=list(claims)), Q(quote__in=list(quotes)), *_ticks([article_id], few)
    )


def _counting(of_claims: Q, of_quotes: Q, facts: dict[int, Tick], outdated: set[str]) -> Rulings:
    verdicts = Verdict.objects.filter(current=True).prefetch_related("by").order_by("id")
    claims = verdicts.filter(of_claims).exclude(claim__standing="archived").select_related("claim")
    quotes = verdicts.filter(of_quotes).exclude(quote__standing="archived").select_related("quote")
    claims, quotes = (
        claims.defer(*_unread("claim", "words")),
        quotes.defer(*_unread("quote", "words")),
    )
    stale = {f"claim-{v.claim_id}" for v in claims if v.claim and v.claim.text != v.text}
    stale |= {f"quote-{v.quote_id}" for v in quotes if v.quote and v.quote.text != v.text}
    return Rulings(
        claims={v.claim.pk: v for v in claims if v.claim and v.claim.text == v.text},
        quotes={v.quote.pk: v for v in quotes if v.quote and v.quote.text == v.text},
        facts=facts,
        stale=frozenset(stale | outdated),
    )


def _unread(mark: str, *more: str) -> list[str]:
    """What is not asked of the mark that comes with a ruling."""
    return [f"{mark}__{name}" for name in ("created_at", "thrown_out_at", "first_proof", *more)]


def _ticks(
    ids: list[int], few: Sequence[FactRow] | None = None
) -> tuple[dict[int, Tick], set[str]]:
    """The tick that counts for each fact, or for `few`; and those that have none but had one when
    they said something else.
    """
    own: dict[int, Tick] = {}
    shared: dict[tuple[int, tuple[str, str]], Tick] = {}
    given: set[int] = set()
    given_ticks = (
        Tick.objects.filter(current=True, fact__article__in=ids)
        .select_related("fact")
        .defer(*_unread("fact"))
    )
    if few is not None:  # a tick is shared within a kind
        given_ticks = given_ticks.filter(fact__kind__in={kind for _, _, kind, _, _ in few})
    for tick in given_ticks.prefetch_related("by").order_by("id"):
        given.add(tick.fact_id)
        fact = tick.fact
        same = fact.text == tick.text
        if same:
            own[fact.pk] = tick
        # A tick outlives a change of its own fact for the places that still say what was ticked.
        key = recurs(fact.kind, fact.value if same else None, tick.text)
        if key is not None:
            shared[fact.article_id, key] = tick
    found: dict[int, Tick] = {}
    every = Fact.objects.exclude(standing="archived").filter(
        article__in=ids if shared or own else []
    )
    rows = every.values_list("pk", "article", "kind", "value", "text") if few is None else few
    for pk, article, kind, value, text in rows:
        keys = [recurs(kind, value, text)]
        keys.extend([recurs(kind, None, text)] if keys[0] is not None else [])
        ticks = [
            shared[article, key] for key in keys if key is not None and (article, key) in shared
        ]
        ticks.extend([own[pk]] if pk in own else [])
        if ticks:
            found[pk] = max(ticks, key=lambda tick: tick.pk)
    looked_at = given if few is None else given & {row[0] for row in few}
    return found, {f"fact-{pk}" for pk in looked_at - found.keys()}


def ticked_facts(article_ids: Iterable[int]) -> dict[int, int]:
    """The live facts that somebody is done with: fact id to article id."""
    ticks, _ = _ticks(list(article_ids))
    done = [pk for pk, tick in ticks.items() if tick.state != "checking"]
    return dict(Fact.objects.live().filter(pk__in=done).values_list("pk", "article"))


def twins_of(fact: Fact) -> list[int]:
    """The facts of the article, this one among them, on which one tick is a tick on all."""
    key = recurs(fact.kind, fact.value, fact.text)
    if key is None:
        return [fact.pk]
    rows = Fact.objects.filter(article=fact.article_id, kind=fact.kind).values_list(
        "pk", "value", "text"
    )
    return sorted(
        {fact.pk, *(pk for pk, value, text in rows if recurs(fact.kind, value, text) == key)}
    )
