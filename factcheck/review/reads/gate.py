"""The gate: rows of every room, for any number of articles in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Fact, Mark
from factcheck.claims.reads import (
    accusations_on,
    asks_on,
    claims_on,
    facts_on,
    marks_on,
    quotes_on,
    tks_on,
)
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import Desk
from factcheck.newsroom.page_reads import once_a_page, one_look
from factcheck.replies.models import CommentRequest, Use
from factcheck.replies.reads.comment_requests import asks_against_records
from factcheck.replies.reads.points import Unasked, not_yet_asked
from factcheck.replies.reads.with_record import guessed_orphans, records_of
from factcheck.replies.rules import Mismatch
from factcheck.review.models import Clearance, CountedKind, Query, Tick, Verdict
from factcheck.review.reads.checked import checked_of
from factcheck.review.reads.checked import cut as cut
from factcheck.review.reads.checked import page_of as page_of
from factcheck.review.reads.checked import request_link as _request_link
from factcheck.review.reads.findings import open_conflicts
from factcheck.review.reads.queries import queries_of
from factcheck.review.reads.rulings import Rulings, rulings_of
from factcheck.review.reads.signatures import sign_offs_of, standing_clearances
from factcheck.review.reads.states import is_fact_left, open_on
from factcheck.review.rules.gate import (
    Blocker,
    GateInput,
    Owed,
    Ruled,
    Sought,
    Unticked,
    blockers,
    on_record,
    settled,
    standing,
    state_words,
)
from factcheck.review.rules.passes import ReviewItem, Signature

_OneMark = TypeVar("_OneMark", bound=Mark)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the checking is: done of total. Claims are those at or above the desk's bar."""

    claims: tuple[int, int]
    quotes: tuple[int, int]
    facts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ArticleState:
    """An article's state (reading, checking, blocked, ready, cleared), with the gate's reasons."""

    word: str
    blockers: tuple[Blocker, ...]
    overridden: int = 0  # reasons that its clearance set aside

    @property
    def words(self) -> str:
        """Return the state as every page, mail and print says it."""
        return state_words(self.word, [one.reason for one in self.blockers], self.overridden)


def gate(article: Article, now: datetime, rulings: Rulings | None = None) -> list[Blocker]:
    """Every reason why the current proof may not run yet; empty means clear.

    `rulings` are the article's, where the caller has read them already.
    """
    return blockers(gather([article], now, rulings)[article.pk])


def state_of(article: Article, now: datetime) -> str:
    """Return "reading", "checking", "blocked", "ready" or "cleared"."""
    return states_of([article], now)[article.pk].word


def states_of(articles: Iterable[Article], now: datetime) -> dict[int, ArticleState]:
    """`state_of` for each article, by its id, with its reasons, in as many queries as for one."""
    return states_from(gather(list(articles), now))


def states_from(gathered: Mapping[int, GateInput]) -> dict[int, ArticleState]:
    """Return the state of each article from what the gate has looked at already."""
    cleared = overridden_in(gathered)
    return {pk: _state(state, cleared.get(pk)) for pk, state in gathered.items()}


def state_from(article: Article, looked_at: GateInput) -> ArticleState:
    """Return an article's state from what the gate has looked at already."""
    cleared = standing_clearances([article.pk])
    return _state(looked_at, len(cleared[0].overridden) if cleared else None)


def overridden_in(article_ids: Iterable[int]) -> dict[int, int]:
    """Return how many reasons the standing clearance of each cleared article set aside."""
    rows = cleared_now(article_ids).values_list("article", "overridden")
    return {article: len(overridden) for article, overridden in rows}


def _state(looked_at: GateInput, overridden: int | None) -> ArticleState:
    reasons = blockers(looked_at)
    word = standing(reasons, reading=looked_at.reading, cleared=overridden is not None)
    return ArticleState(word, tuple(reasons), overridden or 0)


def _contradictions(ids: list[int], now: datetime) -> dict[int, list[Owed]]:
    return {
        pk: [_differs(pk, m) for m in mismatches]
        for pk, mismatches in asks_against_records(ids, now).items()
    }


def _differs(article_id: int, m: Mismatch) -> Owed:
    if m.ask_id is not None:
        link = _mark_link(article_id, "ask", m.ask_id)
    else:
        link = _request_link(m.request_id) if m.request_id is not None else page_of(article_id)
    return Owed(ReviewItem(m.text, link), m.party_id or 0, "")


def cleared_now(article_ids: Iterable[int]) -> QuerySet[Clearance]:
    """Clearances of the proofs that are current: an edit after clearance ends it."""
    return Clearance.objects.filter(
        article__in=list(article_ids), proof__current=True, proof_hash=F("proof__hash")
    )


def coverage(article: Article, now: datetime) -> Coverage:
    """Count as the gate counts, plus the ticked facts that are in the copy."""
    state = gather([article], now)[article.pk]
    to_check = [claim for claim in state.claims if claim.score >= state.bar]
    facts = set(Fact.objects.live().filter(article=article).values_list("pk", flat=True))
    ticked = {pk for pk, tick in rulings_of([article.pk]).facts.items() if tick.state != "checking"}
    return Coverage(
        claims=(sum(map(settled, to_check)), len(to_check)),
        quotes=(sum(map(on_record, state.quotes)), len(state.quotes)),
        facts=(len(facts & ticked), len(facts)),
    )


@once_a_page(lambda articles, *_: tuple(article.pk for article in articles))
def gather(
    articles: Collection[Article], now: datetime, rulings: Rulings | None = None
) -> dict[int, GateInput]:
    """Return what the gate looks at, by article id.

    The number of queries does not grow with the number of articles.
    """
    with one_look():
        return _gathered(articles, now, rulings)


def _gathered(
    articles: Collection[Article], now: datetime, rulings: Rulings | None
) -> dict[int, GateInput]:
    chosen = {article.pk: article for article in articles}
    ids = list(chosen)
    bar = Desk.load().bar
    proofs = {p.article_id: p for p in _current_proofs(ids)}
    rulings = rulings or rulings_of(ids)
    claims, quotes = _ruled(ids, rulings)
    asks, accused = _owed(ids)
    requests, declined = _requests(ids)
    counted = frozenset(_counted_kinds())
    by_name: dict[str, Mapping[int, list[Any]]] = {
        "claims": claims,
        "quotes": quotes,
        "conflicts": _conflicts(ids, rulings),
        "queries": _queries(ids, rulings),
        "asks": asks,
        "accused": accused,
        "unput": _unput(ids),
        "requests": requests,
        "declined": declined,
        "untriaged": _untriaged(ids),
        "in_doubt": _in_doubt(ids),
        "contradictions": _contradictions(ids, now),
        "unticked": _unticked(ids, rulings),
        "tks": _tks(ids),
        "moved": _moved(ids),
        "signatures": _signatures(ids),
        "checked": checked_of(ids, rulings),
    }
    return {
        pk: GateInput(
            page=page_of(pk),
            now=now,
            bar=bar,
            hash=proofs[pk].hash if pk in proofs else "",
            reading=_reading(proofs.get(pk)),
            makers=_makers(article, proofs.get(pk)),
            counted=counted,
            **{name: by_article[pk] for name, by_article in by_name.items()},
        )
        for pk, article in chosen.items()
    }


@kept_statement
def _counted_kinds() -> QuerySet[CountedKind, Any]:
    return CountedKind.objects.filter(on=True).values_list("kind", flat=True)


def _mark_link(article_id: int, kind: str, pk: int) -> str:
    return f"{page_of(article_id)}#{kind}-{pk}"


@kept_statement
def _current_proofs(article_ids: GivenValue) -> QuerySet[Proof]:
    return (
        Proof.objects.filter(article__any_of=article_ids, current=True)
        .order_by()
        .select_related("extraction")
        .only("article", "hash", "created_by", "extraction__work")
    )


def _reading(proof: Proof | None) -> str:
    if proof is None:
        return "none"
    work = proof.extraction.work if hasattr(proof, "extraction") else "waiting"
    return {"done": "done", "failed": "failed"}.get(work, "waiting")


def _makers(article: Article, proof: Proof | None) -> frozenset[int]:
    people = {article.author_id, proof.created_by_id if proof else None}
    return frozenset(pk for pk in people if pk is not None)


def _ruled(
    ids: list[int], rulings: Rulings
) -> tuple[Mapping[int, list[Ruled]], Mapping[int, list[Ruled]]]:
    """Return the live claims and quotes with what counts on them."""
    stet = _stet(ids)
    pages = {pk: page_of(pk) for pk in ids}
    claims: dict[int, list[Ruled]] = defaultdict(list)
    quotes: dict[int, list[Ruled]] = defaultdict(list)
    for claim in _live(claims_on(ids)):
        verdict, decided = rulings.claims.get(claim.pk), stet.get(("claim", claim.pk, claim.text))
        link = f"{pages[claim.article_id]}#claim-{claim.pk}"
        claims[claim.article_id].append(_one_ruled(link, claim.text, verdict, decided, claim.score))
    for quote in _live(quotes_on(ids)):
        verdict, decided = rulings.quotes.get(quote.pk), stet.get(("quote", quote.pk, quote.text))
        link = f"{pages[quote.article_id]}#quote-{quote.pk}"
        quotes[quote.article_id].append(_one_ruled(link, quote.text, verdict, decided, 1.0))
    return claims, quotes


def _live(marks: Iterable[_OneMark]) -> Iterator[_OneMark]:
    """Yield those that stand in the copy as they were marked."""
    return (mark for mark in marks if mark.standing == "live")


def _one_ruled(
    link: str, text: str, verdict: Verdict | None, decided: datetime | None, score: float
) -> Ruled:
    return Ruled(
        item=ReviewItem(cut(text), link),
        ruling=verdict.ruling if verdict else "",
        method=verdict.method if verdict else "",
        stet=verdict is not None and decided is not None and decided >= verdict.at,
        score=score,
    )


def _stet(ids: list[int]) -> dict[tuple[str, int, str], datetime]:
    """When an editor last let these very words stand."""
    decided_at: dict[tuple[str, int, str], datetime] = {}
    for query in queries_of(ids):
        at, on = query.decided_at, _claim_or_quote(query)
        if query.state == "decided" and query.decision == "stet" and at is not None and on:
            decided_at[(*on, query.old)] = max(at, decided_at.get((*on, query.old), at))
    return decided_at


def _claim_or_quote(query: Query) -> tuple[str, int] | None:
    if query.claim_id is not None:
        return "claim", query.claim_id
    return ("quote", query.quote_id) if query.quote_id is not None else None


def _conflicts(ids: list[int], rulings: Rulings) -> Mapping[int, list[ReviewItem]]:
    """Return the claims from which a source differs, and nobody has ruled on it since."""
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    for article, claims in open_conflicts(ids, rulings).items():
        by_article[article] = [
            ReviewItem(cut(claim.text), _mark_link(article, "claim", claim.pk)) for claim in claims
        ]
    return by_article


def _queries(ids: list[int], rulings: Rulings) -> Mapping[int, list[ReviewItem]]:
    """Those open, and those decided as a change that the copy has not made."""
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    not_made = changes_to_make(ids, rulings)
    said = [
        *((one, one.text) for one in queries_of(ids) if one.state != "decided"),
        *((one, f"decided, not yet changed: “{one.old}”") for one in not_made),
    ]
    for query, text in said:
        item = ReviewItem(cut(text), _mark_link(query.article_id, "query", query.pk))
        by_article[query.article_id].append(item)
    return by_article


def changes_to_make(ids: list[int], rulings: Rulings | None = None) -> list[Query]:
    """Return the queries decided as a change of words that the copy still has."""
    words = {mark.key: mark.text for mark in (*claims_on(ids), *quotes_on(ids), *facts_on(ids))}
    rulings = rulings or rulings_of(ids)
    return [query for query in queries_of(ids) if _not_made(query, words, rulings)]


def _not_made(query: Query, words: Mapping[str, str], rulings: Rulings) -> bool:
    """Whether a change was decided on words that stand in the copy, and not ruled on since.

    `words` are those of each mark on the copy, by its key.
    """
    if query.decision != "change" or query.decided_at is None:
        return False
    since: Verdict | Tick | None
    if query.claim_id:
        key, since = f"claim-{query.claim_id}", rulings.claims.get(query.claim_id)
    elif query.quote_id:
        key, since = f"quote-{query.quote_id}", rulings.quotes.get(query.quote_id)
    elif query.fact_id:
        key, since = f"fact-{query.fact_id}", rulings.facts.get(query.fact_id)
    else:
        return False
    if words.get(key) != query.old:
        return False
    return since is None or since.at < query.decided_at


def _owed(ids: list[int]) -> tuple[Mapping[int, list[Owed]], Mapping[int, list[Owed]]]:
    """Whom the copy says was asked, and whom it accuses."""
    asks: dict[int, list[Owed]] = defaultdict(list)
    accused: dict[int, list[Owed]] = defaultdict(list)
    for ask in _live(asks_on(ids)):
        for named in ask.parties.all():
            item = ReviewItem(cut(named.name), _mark_link(ask.article_id, "ask", ask.pk))
            asks[ask.article_id].append(
                Owed(item, named.party_id, named.party.name, named.party.askable)
            )
    for a in _live(accusations_on(ids)):
        item = ReviewItem(cut(f"{a.party}: {a.text}"), _mark_link(a.article_id, "accusation", a.pk))
        accused[a.article_id].append(Owed(item, a.party_id, a.party.name, a.party.askable))
    return asks, accused


def _unput(ids: list[int]) -> Mapping[int, list[Owed]]:
    """Return what parties that were asked have not been asked about."""
    return {
        pk: [_not_put(unasked) for unasked in unasked_rows]
        for pk, unasked_rows in not_yet_asked(ids).items()
    }


def _not_put(unasked: Unasked) -> Owed:
    item = ReviewItem(
        cut(f"{unasked.party}, not asked yet: {unasked.text}"),
        f"{_request_link(unasked.request_id)}#points",
    )
    return Owed(item, unasked.party_id, unasked.party)


def _requests(ids: list[int]) -> tuple[Mapping[int, list[Sought]], Mapping[int, list[int]]]:
    """Return the requests of each article, and the parties that somebody decided not to ask."""
    by_article: dict[int, list[Sought]] = defaultdict(list)
    declined: dict[int, list[int]] = defaultdict(list)
    for r in sorted(records_of(ids), key=_by_deadline):
        if r.state == "dropped":
            declined[r.article_id].append(r.party_id)
            continue
        by_article[r.article_id].append(
            Sought(
                item=ReviewItem(r.party.name, _request_link(r.pk)),
                party=r.party_id,
                names=(r.party.name, *r.party.aliases),
                state=r.state,
                outstanding=r.is_outstanding,
                deadline=r.deadline,
            )
        )
    return by_article, declined


def _by_deadline(request: CommentRequest) -> tuple[bool, float, int]:
    """Return a sort key: the soonest deadline first, those without one last."""
    at = request.deadline
    return at is None, at.timestamp() if at else 0.0, request.pk


def _untriaged(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    """Return unsorted replies, on a request or likely to belong to one: each may hold an answer."""
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    for article, item in chain(_unsorted_replies(ids), _unread_notices(ids), _orphans(ids)):
        by_article[article].append(item)
    return by_article


def _unsorted_replies(ids: list[int]) -> Iterator[tuple[int, ReviewItem]]:
    """Yield (article, item) of each reply to a request that nobody has sorted."""
    replies = [
        (request, reply)
        for request in records_of(ids)
        for reply in request.replies.all()
        if reply.triaged_at is None
    ]
    for request, reply in sorted(replies, key=lambda pair: (pair[1].received_at, pair[1].pk)):
        words = f"{request.party}: {reply.public_text}"
        yield request.article_id, ReviewItem(cut(words), _request_link(request.pk))


def _unread_notices(ids: list[int]) -> Iterator[tuple[int, ReviewItem]]:
    """Yield (article, item) of each message taken for a machine's that nobody has seen."""
    notices = [
        (request, notice)
        for request in records_of(ids)
        for notice in request.notices.all()
        if notice.is_unread
    ]
    for request, notice in sorted(notices, key=lambda pair: (pair[1].at, pair[1].pk)):
        text = f"{request.party}: a message taken for a machine’s ({notice.kind})"
        item = ReviewItem(cut(f"{text}, which nobody has seen"), _request_link(request.pk))
        yield request.article_id, item


def _orphans(ids: list[int]) -> Iterator[tuple[int, ReviewItem]]:
    """Yield (article, item) of each unmatched mail that is likely to answer a request."""
    of_request = {request.pk: request.article_id for request in records_of(ids)}
    for text, guessed in guessed_orphans():
        here = [request for request in guessed if request in of_request]
        # Of several requests of one article the best guess is the one linked.
        for article, request in {of_request[pk]: pk for pk in reversed(here)}.items():
            words = f"perhaps theirs, not filed: {text}"
            yield article, ReviewItem(cut(words), _request_link(request))


def _in_doubt(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    for request in records_of(ids):
        for letter in request.letters.all():
            if letter.outgoing.state == "unknown":
                words = f"{letter.kind} letter to {request.party}"
                by_article[request.article_id].append(
                    ReviewItem(cut(words), _request_link(request.pk))
                )
    return by_article


def _unticked(ids: list[int], rulings: Rulings) -> Mapping[int, list[Unticked]]:
    """Return the facts that nobody ticked, and about which no query is open."""
    asked = open_on(queries_of(ids))
    by_article: dict[int, list[Unticked]] = defaultdict(list)
    for fact in facts_on(ids):
        if is_fact_left(fact, rulings, asked):
            item = ReviewItem(cut(fact.text), _mark_link(fact.article_id, "fact", fact.pk))
            moved = fact.standing == "moved"
            by_article[fact.article_id].append(Unticked(item, fact.kind, moved))
    return by_article


def _tks(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    for tk in _live(tks_on(ids)):
        item = ReviewItem(cut(tk.text), _mark_link(tk.article_id, "tk", tk.pk))
        by_article[tk.article_id].append(item)
    return by_article


def _moved(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    moved = [mark for mark in marks_on(ids).all if mark.standing == "moved"]
    for mark in sorted(moved, key=attrgetter("start")):
        kind, _, pk = mark.key.partition("-")
        by_article[mark.article_id].append(
            ReviewItem(cut(mark.text), _mark_link(mark.article_id, kind, int(pk)))
        )
    for use in _moved_uses(ids):
        words = f"rests on a reply, and changed since: {use.text}"
        by_article[use.article_id].append(
            ReviewItem(cut(words), _mark_link(use.article_id, "use", use.pk))
        )
    return by_article


@kept_statement
def _moved_uses(article_ids: GivenValue) -> QuerySet[Use]:
    return Use.objects.filter(article__any_of=article_ids, standing="moved").order_by("start")


def _signatures(ids: list[int]) -> Mapping[int, list[Signature]]:
    by_article: dict[int, list[Signature]] = defaultdict(list)
    for s in sign_offs_of(ids):
        by_article[s.article_id].append(
            Signature(s.reading_pass, s.accepted, s.by_id, str(s.by), s.proof_hash, s.at, s.comment)
        )
    return by_article
