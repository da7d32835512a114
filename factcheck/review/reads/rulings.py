"""What was ruled on the words as they stand: a ruling on other words does not count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from factcheck.claims.models import Fact, Quote
from factcheck.claims.reads import facts_on
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import once_a_page
from factcheck.newsroom.reads import people_by_id
from factcheck.review.models import Ruling, Tick, Verdict
from factcheck.review.rules.gate import recurs

FactRow = tuple[int, int, str, str | None, str]  # id, article, kind, value, text
SharedKey = tuple[int, tuple[str, str]]  # the article, and what the facts share


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


@once_a_page(tuple)
def rulings_of(article_ids: Collection[int]) -> Rulings:
    """Over any number of articles, in five queries, for what is not archived.

    `by` and the mark come with each.
    """
    ids = list(article_ids)
    return _with_people(_counting(_on_claims(ids), _on_quotes(ids), *_ticks(ids)))


def _with_people(rulings: Rulings) -> Rulings:
    """Give each ruling whoever made it: all of them in one query."""
    given: list[Ruling] = [
        *rulings.claims.values(),
        *rulings.quotes.values(),
        *rulings.facts.values(),
    ]
    people = people_by_id(ruling.by_id for ruling in given)
    for ruling in given:
        ruling.by = people[ruling.by_id]
    return rulings


def rulings_on(
    article_id: int, *, claims: Iterable[int], quotes: Iterable[int], facts: Sequence[Fact]
) -> Rulings:
    """Return the rulings on a few marks of one article, by the ids of its claims and quotes."""
    few = [(f.pk, article_id, f.kind, f.value, f.text) for f in facts]
    return _with_people(
        _counting(_on_these_claims(claims), _on_these_quotes(quotes), *_ticks([article_id], few))
    )


@kept_statement
def _on_claims(article_ids: GivenValue) -> QuerySet[Verdict]:
    return _verdicts("claim").filter(claim__article__any_of=article_ids)


@kept_statement
def _on_quotes(article_ids: GivenValue) -> QuerySet[Verdict]:
    return _verdicts("quote").filter(quote__article__any_of=article_ids)


@kept_statement
def _on_these_claims(claims: GivenValue) -> QuerySet[Verdict]:
    return _verdicts("claim").filter(claim__any_of=claims)


@kept_statement
def _on_these_quotes(quotes: GivenValue) -> QuerySet[Verdict]:
    return _verdicts("quote").filter(quote__any_of=quotes)


def _verdicts(mark: str) -> QuerySet[Verdict]:
    """Return the current verdicts on marks of a kind that are in the copy, oldest first."""
    current = Verdict.objects.filter(current=True).order_by("id")
    on_copy = current.exclude(**{f"{mark}__standing": "archived"}).select_related(mark)
    return on_copy.defer(*_not_read(mark, "words"))


def _counting(
    claims: Sequence[Verdict],
    quotes: Sequence[Verdict],
    facts: dict[int, Tick],
    outdated: set[str],
) -> Rulings:
    stale = {f"claim-{v.claim_id}" for v in claims if v.claim and v.claim.text != v.text}
    stale |= {f"quote-{v.quote_id}" for v in quotes if v.quote and not still_said(v, v.quote)}
    return Rulings(
        claims={v.claim.pk: v for v in claims if v.claim and v.claim.text == v.text},
        quotes={v.quote.pk: v for v in quotes if v.quote and still_said(v, v.quote)},
        facts=facts,
        stale=frozenset(stale | outdated),
    )


def still_said(verdict: Verdict, quote: Quote) -> bool:
    """Return whether a quote has the words, the speaker and the title that were ruled on."""
    return (quote.text, quote.speaker, quote.speaker_title) == (
        verdict.text,
        verdict.speaker,
        verdict.speaker_title,
    )


def _not_read(mark: str, *more: str) -> list[str]:
    """Return the columns of a mark that are not read with its ruling."""
    return [f"{mark}__{name}" for name in ("created_at", "thrown_out_at", "first_proof", *more)]


def _ticks(
    ids: list[int], few: Sequence[FactRow] | None = None
) -> tuple[dict[int, Tick], set[str]]:
    """Return the tick that counts for each fact, or for `few`, and the facts that lost one.

    A fact loses its tick when its words change.
    """
    ticks = _given_ticks(ids, few)
    own = {tick.fact_id: tick for tick in ticks if tick.fact.text == tick.text}
    shared = _shared_ticks(ticks)
    counted_ticks: dict[int, Tick] = {}
    for row in few if few is not None else _rows(ids if shared or own else []):
        counted = _ticks_of(row, own, shared)
        if counted:
            counted_ticks[row[0]] = max(counted, key=lambda tick: tick.pk)
    looked_at = {tick.fact_id for tick in ticks}
    if few is not None:
        looked_at &= {row[0] for row in few}
    return counted_ticks, {f"fact-{pk}" for pk in looked_at - counted_ticks.keys()}


def _given_ticks(ids: list[int], few: Sequence[FactRow] | None) -> list[Tick]:
    if few is None:
        return _all_ticks(ids)
    # A tick is shared within a kind.
    return _ticks_of_kinds(ids, {kind for _, _, kind, _, _ in few})


@kept_statement
def _all_ticks(article_ids: GivenValue) -> QuerySet[Tick]:
    given = Tick.objects.filter(current=True, fact__article__any_of=article_ids)
    return given.select_related("fact").defer(*_not_read("fact")).order_by("id")


@kept_statement
def _ticks_of_kinds(article_ids: GivenValue, kinds: GivenValue) -> QuerySet[Tick]:
    given = Tick.objects.filter(
        current=True, fact__article__any_of=article_ids, fact__kind__any_of=kinds
    )
    return given.select_related("fact").defer(*_not_read("fact")).order_by("id")


def _shared_ticks(ticks: Iterable[Tick]) -> dict[SharedKey, Tick]:
    """Return the newest tick by what the facts that recur share."""
    shared: dict[SharedKey, Tick] = {}
    for tick in ticks:
        fact = tick.fact
        # A tick outlives a change of its own fact for the places that still say what was ticked.
        value = fact.value if fact.text == tick.text else None
        key = recurs(fact.kind, value, tick.text)
        if key is not None:
            shared[fact.article_id, key] = tick
    return shared


def _rows(ids: list[int]) -> Iterable[FactRow]:
    return [(f.pk, f.article_id, f.kind, f.value, f.text) for f in facts_on(ids)]


def _ticks_of(row: FactRow, own: dict[int, Tick], shared: dict[SharedKey, Tick]) -> list[Tick]:
    """Return the ticks on one fact: its own, and those on what it recurs with."""
    pk, article, kind, value, text = row
    keys = [recurs(kind, value, text)]
    if keys[0] is not None:
        keys.append(recurs(kind, None, text))
    ticks = [shared[article, key] for key in keys if key is not None and (article, key) in shared]
    return [*ticks, own[pk]] if pk in own else ticks


def twins_of(fact: Fact) -> list[int]:
    """Return the facts of the article, this one among them, that share one tick."""
    key = recurs(fact.kind, fact.value, fact.text)
    if key is None:
        return [fact.pk]
    rows = _of_kind(fact.article_id, fact.kind)
    return sorted(
        {fact.pk, *(pk for pk, value, text in rows if recurs(fact.kind, value, text) == key)}
    )


@kept_statement
def _of_kind(article: GivenValue, kind: GivenValue) -> QuerySet[Fact, Any]:
    of_kind = Fact.objects.filter(article=article, kind=kind).order_by()
    return of_kind.values_list("pk", "value", "text")
