"""The gate: rows of every room, for any number of articles in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Accusation, Ask, AskedParty, Claim, Fact, Mark, Quote, Tk
from factcheck.newsroom.models import Desk
from factcheck.newsroom.page_reads import once_a_page
from factcheck.replies.models import CommentRequest, Letter, MailNotice, Reply, Use
from factcheck.replies.reads.comment_requests import MAY_BE_ITS, asks_against_records
from factcheck.replies.reads.points import Unasked, not_yet_asked
from factcheck.replies.rules import Mismatch
from factcheck.review.models import Clearance, CountedKind, Query, SignOff, Tick, Verdict
from factcheck.review.reads.checked import checked_of
from factcheck.review.reads.checked import cut as cut
from factcheck.review.reads.checked import page_of as page_of
from factcheck.review.reads.checked import request_link as _request_link
from factcheck.review.reads.findings import open_conflicts
from factcheck.review.reads.rulings import Rulings, rulings_of
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
    return _state(looked_at, overridden_in([article.pk]).get(article.pk))


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
    chosen = {article.pk: article for article in articles}
    ids = list(chosen)
    bar = Desk.load().bar
    proofs = {p.article_id: p for p in _current_proofs(ids)}
    rulings = rulings or rulings_of(ids)
    claims, quotes = _ruled(ids, rulings)
    asks, accused = _owed(ids)
    requests, declined = _requests(ids)
    counted = frozenset(CountedKind.objects.filter(on=True).values_list("kind", flat=True))
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


def _mark_link(article_id: int, kind: str, pk: int) -> str:
    return f"{page_of(article_id)}#{kind}-{pk}"


def _current_proofs(ids: list[int]) -> QuerySet[Proof]:
    return (
        Proof.objects.filter(article__in=ids, current=True)
        .defer("text")
        .select_related("extraction")
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
    chosen = (
        Claim.objects.live().filter(article__in=ids).values_list("pk", "article", "text", "score")
    )
    for pk, article, text, score in chosen:
        decided = stet.get(("claim", pk, text))
        claims[article].append(
            _one_ruled(f"{pages[article]}#claim-{pk}", text, rulings.claims.get(pk), decided, score)
        )
    for pk, article, text in (
        Quote.objects.live().filter(article__in=ids).values_list("pk", "article", "text")
    ):
        decided = stet.get(("quote", pk, text))
        quotes[article].append(
            _one_ruled(f"{pages[article]}#quote-{pk}", text, rulings.quotes.get(pk), decided, 1.0)
        )
    return claims, quotes


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
    rows = Query.objects.filter(article__in=ids, state="decided", decision="stet").order_by(
        "decided_at"
    )
    for claim, quote, old, at in rows.values_list("claim", "quote", "old", "decided_at"):
        if at is not None and claim is not None:
            decided_at["claim", claim, old] = at
        elif at is not None and quote is not None:
            decided_at["quote", quote, old] = at
    return decided_at


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
    for pk, article, text in (
        Query.objects.open().filter(article__in=ids).values_list("pk", "article", "text")
    ):
        by_article[article].append(ReviewItem(cut(text), _mark_link(article, "query", pk)))
    decided = Query.objects.filter(article__in=ids, decision="change").select_related(
        "claim", "quote", "fact"
    )
    for query in decided:
        if _not_made(query, rulings):
            item = ReviewItem(
                cut(f"decided, not yet changed: “{query.old}”"),
                _mark_link(query.article_id, "query", query.pk),
            )
            by_article[query.article_id].append(item)
    return by_article


def _not_made(query: Query, rulings: Rulings) -> bool:
    mark = query.claim or query.quote or query.fact
    if (
        mark is None
        or mark.standing == "archived"
        or mark.text != query.old
        or query.decided_at is None
    ):
        return False
    since: Verdict | Tick | None
    if query.claim_id:
        since = rulings.claims.get(mark.pk)
    else:
        since = rulings.quotes.get(mark.pk) if query.quote_id else rulings.facts.get(mark.pk)
    return since is None or since.at < query.decided_at


def _owed(ids: list[int]) -> tuple[Mapping[int, list[Owed]], Mapping[int, list[Owed]]]:
    """Whom the copy says was asked, and whom it accuses."""
    asks: dict[int, list[Owed]] = defaultdict(list)
    accused: dict[int, list[Owed]] = defaultdict(list)
    named = AskedParty.objects.filter(ask__article__in=ids, ask__standing="live").select_related(
        "party", "ask"
    )
    for named_party in named.order_by("ask__start", "start"):
        article = named_party.ask.article_id
        item = ReviewItem(cut(named_party.name), _mark_link(article, "ask", named_party.ask_id))
        asks[article].append(
            Owed(item, named_party.party_id, named_party.party.name, named_party.party.askable)
        )
    for a in (
        Accusation.objects.live().filter(article__in=ids).select_related("party").order_by("start")
    ):
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
    outstanding = set(
        CommentRequest.objects.outstanding().filter(article__in=ids).values_list("pk", flat=True)
    )
    for r in CommentRequest.objects.filter(article__in=ids).select_related("party"):
        if r.state == "dropped":
            declined[r.article_id].append(r.party_id)
            continue
        by_article[r.article_id].append(
            Sought(
                item=ReviewItem(r.party.name, _request_link(r.pk)),
                party=r.party_id,
                names=(r.party.name, *r.party.aliases),
                state=r.state,
                outstanding=r.pk in outstanding,
                deadline=r.deadline,
            )
        )
    return by_article, declined


def _untriaged(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    """Return unsorted replies, on a request or likely to belong to one: each may hold an answer."""
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    for article, item in chain(_unsorted_replies(ids), _unread_notices(ids), _orphans(ids)):
        by_article[article].append(item)
    return by_article


def _unsorted_replies(ids: list[int]) -> Iterator[tuple[int, ReviewItem]]:
    """Yield (article, item) of each reply to a request that nobody has sorted."""
    unsorted = Reply.objects.untriaged().filter(request__article__in=ids)
    for reply in unsorted.select_related("request__party"):
        assert reply.request is not None
        words = f"{reply.request.party}: {reply.public_text}"
        item = ReviewItem(cut(words), _request_link(reply.request.pk))
        yield reply.request.article_id, item


def _unread_notices(ids: list[int]) -> Iterator[tuple[int, ReviewItem]]:
    """Yield (article, item) of each message taken for a machine's that nobody has seen."""
    unread = MailNotice.objects.unread().filter(request__article__in=ids)
    for notice in unread.select_related("request__party"):
        assert notice.request is not None
        text = f"{notice.request.party}: a message taken for a machine’s ({notice.kind})"
        item = ReviewItem(cut(f"{text}, which nobody has seen"), _request_link(notice.request.pk))
        yield notice.request.article_id, item


def _orphans(ids: list[int]) -> Iterator[tuple[int, ReviewItem]]:
    """Yield (article, item) of each unmatched mail that is likely to answer a request."""
    orphans = list(
        Reply.objects.orphans().exclude(suggestions=[]).values_list("text", "suggestions")
    )
    if not orphans:
        return
    requests = CommentRequest.objects.filter(article__in=ids)
    of_request = dict(requests.values_list("pk", "article"))
    for text, suggestions in orphans:
        guessed = [
            s["request"]
            for s in suggestions
            if s["score"] >= MAY_BE_ITS and s["request"] in of_request
        ]
        # Of several requests of one article the best guess is the one linked.
        for article, request in {of_request[pk]: pk for pk in reversed(guessed)}.items():
            words = f"perhaps theirs, not filed: {text}"
            yield article, ReviewItem(cut(words), _request_link(request))


def _in_doubt(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    letters = Letter.objects.filter(request__article__in=ids, outgoing__state="unknown")
    for letter in letters.select_related("request__party", "outgoing"):
        words = f"{letter.kind} letter to {letter.request.party}"
        by_article[letter.request.article_id].append(
            ReviewItem(cut(words), _request_link(letter.request_id))
        )
    return by_article


def _unticked(ids: list[int], rulings: Rulings) -> Mapping[int, list[Unticked]]:
    """Return the facts that nobody ticked, and about which no query is open."""
    ticked = {pk for pk, tick in rulings.facts.items() if tick.state != "checking"}
    asked = Query.objects.open().filter(
        Q(fact=OuterRef("pk")) | Q(claim__isnull=False, claim=OuterRef("claim"))
    )
    rows = Fact.objects.live().filter(~Exists(asked), article__in=ids).order_by("start")
    by_article: dict[int, list[Unticked]] = defaultdict(list)
    for pk, article, kind, text in rows.values_list("pk", "article", "kind", "text"):
        if pk not in ticked:
            item = ReviewItem(cut(text), _mark_link(article, "fact", pk))
            by_article[article].append(Unticked(item, kind))
    return by_article


def _tks(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    tks = Tk.objects.live().filter(article__in=ids).order_by("start")
    for pk, article, text in tks.values_list("pk", "article", "text"):
        by_article[article].append(ReviewItem(cut(text), _mark_link(article, "tk", pk)))
    return by_article


def _moved(ids: list[int]) -> Mapping[int, list[ReviewItem]]:
    by_article: dict[int, list[ReviewItem]] = defaultdict(list)
    marks = [_moved_of(model, ids) for model in (Quote, Claim, Fact, Ask, Accusation, Tk)]
    for kind, article, pk, text, _ in sorted(
        marks[0].union(*marks[1:], all=True), key=itemgetter(4)
    ):
        by_article[article].append(ReviewItem(cut(text), _mark_link(article, kind, pk)))
    for use in Use.objects.filter(article__in=ids, standing="moved").order_by("start"):
        words = f"rests on a reply, and changed since: {use.text}"
        by_article[use.article_id].append(
            ReviewItem(cut(words), _mark_link(use.article_id, "use", use.pk))
        )
    return by_article


def _moved_of(model: type[Mark], ids: list[int]) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(article__in=ids, standing="moved").order_by()
    named: QuerySet[Any, Any] = rows.annotate(mark=Value(model._meta.model_name))
    return named.values_list("mark", "article", "pk", "text", "start")


def _signatures(ids: list[int]) -> Mapping[int, list[Signature]]:
    by_article: dict[int, list[Signature]] = defaultdict(list)
    for s in SignOff.objects.filter(article__in=ids).select_related("by").order_by("id"):
        by_article[s.article_id].append(
            Signature(s.reading_pass, s.accepted, s.by_id, str(s.by), s.proof_hash, s.at, s.comment)
        )
    return by_article
