"""A pass as the second reader walks it: each item with its copy, ruling and evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Quote
from factcheck.claims.rules import covers
from factcheck.evidence.models import Evidence
from factcheck.evidence.reads.evidence import ClaimEvidence, evidence_of
from factcheck.newsroom.models import Desk, User
from factcheck.replies.models import Use
from factcheck.replies.reads.comment_requests import RequestRow, asks_against_record, requests_of
from factcheck.replies.reads.reply_uses import uses_on
from factcheck.replies.rules import Mismatch
from factcheck.review.models import Query, Ruling
from factcheck.review.reads.findings import ArticleFindings, FactFinding, findings_of
from factcheck.review.reads.proof import tag_of
from factcheck.review.reads.states import Marked, State, has_note, key, marked, states_of_marks
from factcheck.review.rules.findings import SourceSays

A_PAGE = 30
# Where a stop of the facts pass begins, its mark, and its facts.
Stop = tuple[int, Claim | Quote | None, list[Fact]]


@dataclass(frozen=True, slots=True)
class Ticked:
    """A fact and the tick that counts for it.

    `mine`: the reader ticked it, and so cannot second it.
    """

    fact: Fact
    state: State
    tick: Ruling | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Walked:
    """A stop of the facts pass: a mark with its facts, or the loose facts of a paragraph.

    `around` is the paragraph before the mark, its words, and after it; `evidence` a claim's,
    accepted first.
    """

    key: str
    kind: str
    mark: Claim | Quote | None
    around: tuple[str, str, str]
    state: State | None
    ruling: Ruling | None
    mine: bool
    facts: Sequence[Ticked]
    queries: Sequence[Query]
    evidence: ClaimEvidence | None

    @property
    def ruled_at(self) -> datetime | None:
        """Return when the newest of what was ruled on it was ruled."""
        rulings = [self.ruling, *(fact.tick for fact in self.facts)]
        return max((ruling.at for ruling in rulings if ruling is not None), default=None)

    @property
    def sent_as(self) -> str:
        """The mark that a query on this stop is put to, as the proof page calls it."""
        return self.key if self.mark is not None else key(self.facts[0].fact)


def paragraph(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the paragraph round a mark: what comes before, the words, what comes after."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first:start], text[start:end], text[end : last if last >= 0 else len(text)]


def facts_pass(article: Article, proof: Proof, reader: int, number: str) -> Page[Walked]:
    """Return the facts pass in the order of the copy, `A_PAGE` stops at a time.

    It holds what was ruled on or asked about: claims, quotes, and other facts by their paragraph,
    in a fixed number of queries. What nobody has ruled on has nothing to be read a second time.
    """
    on = marked(proof)
    bar = Desk.load().bar
    claims = [c for c in on.marks.claims if has_note(c, on, bar)]
    states = states_of_marks(on, bar)
    under, loose = _facts_by_stop(on, {c.pk for c in claims}, proof.text)
    stops: list[Stop] = [
        *((c.start, c, under[c.pk]) for c in claims),
        *((q.start, q, []) for q in on.marks.quotes),
        *((start, None, facts) for start, facts in loose.items()),
    ]
    queries = _open_queries(article)
    stops = [stop for stop in stops if _is_ruled(stop, on, queries)]
    stops.sort(key=lambda stop: (stop[0], stop[1] is None))
    page = Paginator(stops, A_PAGE).get_page(number)
    shown = list(page.object_list)
    evidence = evidence_of([mark for _, mark, _ in shown if isinstance(mark, Claim)])
    walked = [_walked(stop, on, states, proof.text, reader, queries, evidence) for stop in shown]
    page.object_list = walked  # type: ignore[assignment]  # the page of stops, as they are shown
    return page  # type: ignore[return-value]


def _is_ruled(stop: Stop, on: Marked, queries: Mapping[str, list[Query]]) -> bool:
    """Return whether somebody ruled on a stop, ticked a fact of it, or asked about it."""
    _, mark, facts = stop
    names = [*map(key, facts), *([key(mark)] if mark is not None else [])]
    return (
        _ruling_on(mark, on) is not None
        or any(fact.pk in on.rulings.facts for fact in facts)
        or any(name in queries for name in names)
    )


def _facts_by_stop(
    on: Marked, claims: set[int], text: str
) -> tuple[dict[int, list[Fact]], dict[int, list[Fact]]]:
    """By claim, and the rest by where their paragraph begins."""
    under: dict[int, list[Fact]] = defaultdict(list)
    loose: dict[int, list[Fact]] = defaultdict(list)
    for fact in on.marks.facts:
        if fact.claim_id in claims:
            under[fact.claim_id or 0].append(fact)
        else:
            loose[text.rfind("\n", 0, fact.start) + 1].append(fact)
    return under, loose


def _open_queries(article: Article) -> Mapping[str, list[Query]]:
    by_mark: dict[str, list[Query]] = defaultdict(list)
    for query in (
        Query.objects.open().filter(article=article).select_related("raised_by").order_by("id")
    ):
        for kind in ("claim", "quote", "fact"):
            pk = getattr(query, f"{kind}_id")
            if pk is not None:
                by_mark[f"{kind}-{pk}"].append(query)
    return by_mark


def _walked(
    stop: Stop,
    on: Marked,
    states: Mapping[str, State],
    text: str,
    reader: int,
    queries: Mapping[str, list[Query]],
    evidence: Mapping[int, ClaimEvidence],
) -> Walked:
    start, mark, facts = stop
    ruling = _ruling_on(mark, on)
    names = [key(mark), *map(key, facts)] if mark is not None else [*map(key, facts)]
    return Walked(
        key=key(mark) if mark is not None else f"facts-at-{start}",
        kind=_kind_of(mark),
        mark=mark,
        around=_around(stop, text),
        state=states[key(mark)] if mark is not None else None,
        ruling=ruling,
        mine=_is_by(ruling, reader),
        facts=[_ticked(fact, on, states, reader) for fact in facts],
        queries=[query for name in names for query in queries.get(name, ())],
        evidence=evidence.get(mark.pk) if isinstance(mark, Claim) else None,
    )


def _ruling_on(mark: Claim | Quote | None, on: Marked) -> Ruling | None:
    if mark is None:
        return None
    return (on.rulings.claims if isinstance(mark, Claim) else on.rulings.quotes).get(mark.pk)


def _kind_of(mark: Claim | Quote | None) -> str:
    if mark is None:
        return "facts"
    return "claim" if isinstance(mark, Claim) else f"{mark.kind} quote"


def _around(stop: Stop, text: str) -> tuple[str, str, str]:
    """Return the paragraph round the mark; for loose facts, the paragraph's words to its end."""
    start, mark, facts = stop
    if mark is not None:
        return paragraph(text, mark.start, mark.end)
    last = text.find("\n", facts[-1].end if facts else start)
    return "", text[start : last if last >= 0 else len(text)], ""


def _is_by(ruling: Ruling | None, reader: int) -> bool:
    return ruling is not None and ruling.by_id == reader


def _ticked(fact: Fact, on: Marked, states: Mapping[str, State], reader: int) -> Ticked:
    tick = on.rulings.facts.get(fact.pk)
    return Ticked(fact, states[key(fact)], tick, _is_by(tick, reader))


@dataclass(frozen=True, slots=True)
class Heard:
    """A party of the fairness pass.

    What the copy accuses it of, what it was asked, what it answered, and what of the answer the
    copy uses. `accusations` come with their sentences.
    """

    name: str
    party: int
    accusations: Sequence[tuple[Accusation, tuple[str, str, str]]]
    asks: Sequence[Ask]
    requests: Sequence[RequestRow]
    uses: Sequence[Use]

    @property
    def key(self) -> str:
        return f"party-{self.party}"

    @property
    def ruled_at(self) -> datetime | None:
        """Return when the newest of their replies came or was sorted."""
        replies = [reply for row in self.requests for reply in row.replies]
        moments = [at for reply in replies for at in (reply.received_at, reply.triaged_at)]
        return max((at for at in moments if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Fairness:
    parties: Sequence[Heard]
    differs: Sequence[Mismatch]


def fairness_pass(article: Article, proof: Proof, now: datetime) -> Fairness:
    """Return the parties in the order the copy first accuses them; others come last."""
    accused: dict[int, list[Accusation]] = defaultdict(list)
    names: dict[int, str] = {}
    for accusation in Accusation.objects.on(proof).select_related("party"):
        accused[accusation.party_id].append(accusation)
        names.setdefault(accusation.party_id, accusation.party.name)
    requests = [row for row in requests_of(article, now) if row.request.state != "dropped"]
    names |= _only_asked(requests, names)
    asks = _asks_by_party(proof)
    uses = uses_on(proof)
    return Fairness(
        parties=[
            _heard(
                pk,
                name,
                accused[pk],
                asks.get(pk, ()),
                [r for r in requests if _is_behind(r, pk, name)],
                uses,
                proof,
            )
            for pk, name in names.items()
        ],
        differs=asks_against_record(article, now),
    )


def _only_asked(requests: Iterable[RequestRow], accused: Mapping[int, str]) -> dict[int, str]:
    """Return the parties with a request that the copy does not accuse, under whatever name."""
    return {
        row.request.party_id: row.request.party.name
        for row in requests
        if not any(_is_behind(row, pk, name) for pk, name in accused.items())
    }


def _asks_by_party(proof: Proof) -> Mapping[int, Sequence[Ask]]:
    asks: dict[int, list[Ask]] = defaultdict(list)
    for ask in Ask.objects.on(proof).prefetch_related("parties__party"):
        for asked in ask.parties.all():
            asks[asked.party_id].append(ask)
    return asks


def _is_behind(row: RequestRow, party: int, name: str) -> bool:
    of = row.request.party
    return of.pk == party or any(covers(known, name) for known in (of.name, *of.aliases))


def _heard(
    pk: int,
    name: str,
    accused: Iterable[Accusation],
    asks: Sequence[Ask],
    requests: Sequence[RequestRow],
    uses: Iterable[Use],
    proof: Proof,
) -> Heard:
    asked = {row.request.pk for row in requests}
    return Heard(
        name=name,
        party=pk,
        accusations=[
            (accusation, paragraph(proof.text, accusation.start, accusation.end))
            for accusation in accused
        ],
        asks=asks,
        requests=requests,
        uses=[use for use in uses if use.reply.request_id in asked],
    )


@dataclass(frozen=True, slots=True)
class OtherValue:
    """What a source has instead of a fact of the copy; `symbol` is ≠, or ~ for another figure."""

    fact: FactFinding
    symbol: str
    says: SourceSays


def _others(findings: ArticleFindings) -> list[OtherValue]:
    """Return every other value, in the order of the copy."""
    facts = sorted(findings.by_fact.values(), key=lambda fact: (fact.start, fact.fact))
    return [
        OtherValue(fact, symbol, says)
        for fact in facts
        for symbol, several in (
            ("≠", (*fact.finding.differing, *fact.finding.ruled_on)),
            ("~", fact.finding.other_figures),
        )
        for says in several
    ]


@dataclass(frozen=True, slots=True)
class Whole:
    """For the whole picture: the copy to read, and what was left out of it or let stand.

    `others`: the facts of which a source has another value, also where somebody ruled on it.
    """

    blocks: Sequence[tuple[str, str, str]]  # kind, tag, words
    rejected: Sequence[Evidence]
    others: Sequence[OtherValue]
    opinions: Sequence[Ruling]
    let_stand: Sequence[Query]
    below_bar: Sequence[Claim]


def agreed_by(proof: Proof, reader: User, items: Iterable[Walked | Heard]) -> set[str]:
    """Return the items that a reader agrees with as they are: nothing was ruled on them since."""
    when = dict(proof.agreements.filter(by=reader).values_list("item", "at"))
    return {
        item.key
        for item in items
        if item.key in when and (item.ruled_at is None or item.ruled_at <= when[item.key])
    }


def whole_pass(article: Article, proof: Proof) -> Whole:
    on = marked(proof)
    bar = Desk.load().bar
    blocks: list[tuple[str, str, str]] = []
    for block in proof.blocks.all():
        tag = tag_of(block.kind, first=not any(kind == "headline" for kind, _, _ in blocks))
        # The page's own heading is the only h1.
        shown = "h2" if tag == "h1" else tag
        blocks.append((block.kind, shown, proof.text[block.start : block.end]))
    rejected = Evidence.objects.filter(claim__proof=proof, ruling="rejected").exclude(
        claim__standing="archived"
    )
    stands = Query.objects.filter(article=article, state="decided", decision="stet")
    light = ("text", "sketch", "headers")
    return Whole(
        blocks=blocks,
        rejected=list(
            rejected.select_related("claim", "document__source", "ruled_by")
            .defer(*(f"document__{name}" for name in light))
            .order_by("claim__start", "id")
        ),
        others=_others(findings_of(article, on.rulings, on.marks)),
        opinions=[
            v
            for v in (*on.rulings.claims.values(), *on.rulings.quotes.values())
            if v.ruling == "opinion"
        ],
        let_stand=list(
            stands.select_related("raised_by", "answered_by", "decided_by").order_by("id")
        ),
        below_bar=[c for c in on.marks.claims if not has_note(c, on, bar)],
    )
