"""The state of each mark of a proof, in the desk's words.

The page, its margin and its polling agree because all three read it here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from factcheck.articles.models import Proof
from factcheck.claims.models import Claim, Fact, Mark, Quote
from factcheck.claims.reads import Marks, claims_on, facts_on, marks_of, quotes_on
from factcheck.newsroom.page_reads import if_read, once_a_page
from factcheck.review.models import Query
from factcheck.review.reads.queries import queries_of
from factcheck.review.reads.rulings import Rulings, rulings_of, rulings_on
from factcheck.review.rules.gate import DOUBTS, Ruled, on_record, settled
from factcheck.review.rules.passes import ReviewItem

RED, BLUE, GREEN, PLAIN = "red", "blue", "green", ""
MOVED = "moved: same words?"
OPEN = "open"
QUERY = "query"
STET = ", stet"
TONES = {"change proposed": BLUE, "disputed": RED, "cannot confirm": BLUE, "checking": PLAIN}


@dataclass(frozen=True, slots=True)
class State:
    """A state: `word` for the screen, `tone` for its colour, `open` while work is owed.

    Plain is open, blue asks, green is done; red is kept for what is wrong or missing.
    """

    word: str
    tone: str
    open: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """Everything that stands on one proof, and what was said of it.

    `asked`: marks with an open query; `stets`: when an editor last let a mark's words stand;
    `queries`: how many are open.
    """

    marks: Marks
    rulings: Rulings
    asked: frozenset[str]
    stets: dict[str, datetime]
    queries: int


def key(mark: Mark) -> str:
    """Return a mark's name on the page: "claim-12"."""
    return mark.key


def marked_on(article_ids: Collection[int]) -> dict[int, Marked]:
    """Return what can be ruled on in the copy of each article, in a fixed number of queries.

    Without asks, allegations and TKs.
    """
    rulings = rulings_of(article_ids)
    asked, stets, queries = _of_queries(queries_of(article_ids))
    by_article: dict[int, Marks] = defaultdict(Marks)
    for claim in claims_on(article_ids):
        by_article[claim.article_id].claims.append(claim)
    for quote in quotes_on(article_ids):
        by_article[quote.article_id].quotes.append(quote)
    for fact in facts_on(article_ids):
        by_article[fact.article_id].facts.append(fact)
    return {pk: Marked(by_article[pk], rulings, asked, stets, queries) for pk in article_ids}


@once_a_page(lambda proof: proof.pk)
def marked(proof: Proof) -> Marked:
    """Return the proof's marks and their rulings, in a fixed number of queries."""
    asked, stets, queries = _questions(proof.article_id)
    return Marked(
        marks=marks_of(proof),
        rulings=rulings_of([proof.article_id]),
        asked=asked,
        stets=stets,
        queries=queries,
    )


def marked_at(proof: Proof, mark: Claim | Quote) -> Marked:
    """Return what belongs to one mark: a claim's facts, a quote's claims.

    As many queries as `marked`, and as few rows as there are; none where the page has read it all.
    """
    if (whole := if_read(marked, proof)) is not None:
        return replace(whole, marks=_belonging(mark, whole.marks))
    asked, stets, queries = _questions(proof.article_id)
    claims: list[Claim] = []
    quotes: list[Quote] = []
    facts: list[Fact] = []
    if isinstance(mark, Claim):
        claims, facts = [mark], list(Fact.objects.on(proof).filter(claim=mark))
    else:
        quotes, claims = [mark], list(Claim.objects.on(proof).filter(quote=mark).defer("words"))
    return Marked(
        marks=Marks(claims=claims, quotes=quotes, facts=facts),
        rulings=rulings_on(
            proof.article_id,
            claims=[c.pk for c in claims],
            quotes=[q.pk for q in quotes],
            facts=facts,
        ),
        asked=asked,
        stets=stets,
        queries=queries,
    )


def _belonging(mark: Claim | Quote, marks: Marks) -> Marks:
    if isinstance(mark, Claim):
        return Marks(
            claims=[mark], facts=[fact for fact in marks.facts if fact.claim_id == mark.pk]
        )
    claims = [claim for claim in marks.claims if claim.quote_id == mark.pk]
    return Marks(claims=claims, quotes=[mark])


def _named(query: Query) -> str:
    """Return the key of the mark a query is on; "" where it is on none."""
    on = {"claim": query.claim_id, "quote": query.quote_id, "fact": query.fact_id}
    return next((f"{kind}-{pk}" for kind, pk in on.items() if pk), "")


def _questions(article_id: int) -> tuple[frozenset[str], dict[str, datetime], int]:
    """Return marks with an open query, when each was last let stand, and how many are open."""
    return _of_queries(queries_of([article_id]))


def _of_queries(
    queries: Collection[Query],
) -> tuple[frozenset[str], dict[str, datetime], int]:
    stets: dict[str, datetime] = {}
    for query in queries:
        at = query.decided_at
        if query.state == "decided" and query.decision == "stet" and at is not None:
            stets[_named(query)] = max(at, stets.get(_named(query), at))
    asked = open_on(queries)
    return frozenset(asked), stets, len(asked)


def open_on(queries: Iterable[Query]) -> list[str]:
    """Return the keys of what the open queries are on, one for each query."""
    return [_named(query) for query in queries if query.state != "decided"]


def _unruled(mark: Claim | Quote | Fact, on: Marked) -> State | None:
    """Return a state before any ruling: a mark that moved, a query, words that changed."""
    name = key(mark)
    if mark.standing == "moved":
        return State(MOVED, BLUE, True)
    if name in on.asked:
        return State(QUERY, BLUE, True)
    if name in on.rulings.stale:
        return State("changed since it was checked", BLUE, True)
    return None


def state_of_ruled(mark: Claim | Quote, on: Marked, *, owed: bool) -> State:
    """Return a claim's or quote's state, settled as the gate has it.

    `owed`: it is at or above the desk's bar.
    """
    before = _unruled(mark, on)
    if before is not None:
        return before
    is_claim = isinstance(mark, Claim)
    verdict = (on.rulings.claims if is_claim else on.rulings.quotes).get(mark.pk)
    if verdict is None:
        return State(OPEN if is_claim else "no record", PLAIN, owed)
    stet = _is_stet(mark, verdict.ruling, verdict.at, on)
    ruled = Ruled(ReviewItem(""), ruling=verdict.ruling, method=verdict.method, stet=stet)
    word = f"{verdict.ruling}{STET}" if stet else verdict.ruling
    if settled(ruled) if is_claim else on_record(ruled):
        return State(word, GREEN, False)
    if verdict.ruling == "confirmed":
        return State("confirmed, no record named", BLUE, True)
    return State(word, TONES.get(verdict.ruling, BLUE), True)


def _is_stet(mark: Mark, ruling: str, at: datetime, on: Marked) -> bool:
    """Return whether an editor let the words stand after a ruling that doubts them."""
    decided = on.stets.get(key(mark))
    return ruling in DOUBTS and decided is not None and decided >= at


def is_fact_left(fact: Fact, rulings: Rulings, asked: Collection[str]) -> bool:
    """Return whether a fact is neither ticked nor set aside, and no query is open about it.

    A query on its claim is about it too. The gate, the counts and the list all say this.
    `asked` are the keys of the marks with an open query.
    """
    if fact.standing == "moved":
        return True
    tick = rulings.facts.get(fact.pk)
    if tick is not None and tick.state != "checking":
        return False
    return key(fact) not in asked and f"claim-{fact.claim_id}" not in asked


def state_of_fact(fact: Fact, on: Marked) -> State:
    """Return a fact's state: done once it is ticked; a doubt about it lives on as a query."""
    tick = on.rulings.facts.get(fact.pk)
    before = _unruled(fact, on)
    if before is not None:
        return before
    if tick is None or tick.state == "checking":
        return State("checking" if tick else "not ticked", PLAIN, True)
    stet = _is_stet(fact, tick.state, tick.at, on)
    return State(
        f"{tick.state}{STET}" if stet else tick.state,
        GREEN if stet else TONES.get(tick.state, GREEN),
        False,
    )


def has_note(claim: Claim, on: Marked, bar: float) -> bool:
    """Return whether a claim has its own note.

    Always at or above the bar, and below it once someone has done something about it.
    """
    name = key(claim)
    return (
        claim.score >= bar
        or claim.pk in on.rulings.claims
        or name in on.asked
        or claim.standing == "moved"
    )


def states_of_marks(on: Marked, bar: float) -> dict[str, State]:
    """Return the state of each fact, quote and claim by its key."""
    return {
        **{key(f): state_of_fact(f, on) for f in on.marks.facts},
        **{key(q): state_of_ruled(q, on, owed=True) for q in on.marks.quotes},
        **{key(c): state_of_ruled(c, on, owed=c.score >= bar) for c in on.marks.claims},
    }
