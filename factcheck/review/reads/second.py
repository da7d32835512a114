"""A pass as the second reader steps through it: each item with its copy, ruling and evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Quote
from factcheck.claims.rules import covers
from factcheck.evidence.models import Evidence
from factcheck.evidence.reads.evidence import ClaimEvidence, evidence_of
from factcheck.newsroom.models import User
from factcheck.newsroom.page_reads import once_a_page
from factcheck.replies.models import Use
from factcheck.replies.reads.comment_requests import RequestRow, asks_against_record, requests_of
from factcheck.replies.reads.reply_uses import uses_on
from factcheck.replies.rules import Mismatch
from factcheck.review.models import Query, Ruling
from factcheck.review.reads.checked import page_of
from factcheck.review.reads.findings import ArticleFindings, FactFinding
from factcheck.review.reads.items import Item
from factcheck.review.reads.proof import ProofSheet
from factcheck.review.reads.states import GREEN, RED, Marked, State, has_note, key
from factcheck.review.rules.findings import SourceSays
from factcheck.review.rules.passes import FACTS, FAIRNESS

# The list's groups.
TO_READ: Final = "to-read"
AGREED: Final = "agreed"


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to read a second time, and its line in the list.

    `key` is what an Agreement calls it, `boxes` the marks of the copy it is about. `ruled_at`: when
    the newest of what was ruled on it was ruled. `mine`: the reader checked some of it, and so
    cannot second that.
    """

    key: str
    number: int
    words: str
    said_by: str
    boxes: tuple[str, ...]
    state: State
    ruled_at: datetime | None
    mine: bool
    agreed: bool
    url: str


@dataclass(frozen=True, slots=True)
class PassStops:
    """A pass in the pane beside the copy: what there is to step through, in its order."""

    slug: str
    stops: Sequence[Stop]

    @property
    def groups(self) -> dict[str, list[Stop]]:
        """Return the list's groups in their order, empty ones too."""
        return {
            TO_READ: [stop for stop in self.stops if not stop.agreed],
            AGREED: [stop for stop in self.stops if stop.agreed],
        }

    @property
    def agreed(self) -> int:
        return sum(stop.agreed for stop in self.stops)

    def find(self, name: str) -> Stop | None:
        return next((stop for stop in self.stops if stop.key == name), None)

    def after(self, name: str) -> str:
        """Return the next stop that is not agreed, from one on and round; "" where none is."""
        names = [stop.key for stop in self.stops]
        place = names.index(name) + 1 if name in names else 0
        onward = [*self.stops[place:], *self.stops[:place]]
        return next((stop.key for stop in onward if not stop.agreed and stop.key != name), "")


def second_read(
    article: Article, shown: ProofSheet, reader: User, name: str, slug: str, now: datetime
) -> PassStops:
    """Return a pass as the reader has it before them; the whole picture has no stops."""
    agreements = dict(shown.proof.agreements.filter(by=reader).values_list("item", "at"))
    if name == FACTS:
        return PassStops(slug, _facts_stops(shown, reader.pk, slug, agreements))
    if name == FAIRNESS:
        heard = fairness_pass(article, shown.proof, now).parties
        return PassStops(slug, _party_stops(article, shown, heard, slug, agreements))
    return PassStops(slug, ())


def _is_agreed(name: str, ruled_at: datetime | None, agreements: Mapping[str, datetime]) -> bool:
    """Return whether the reader agrees with it as it is: nothing was ruled on it since."""
    return name in agreements and (ruled_at is None or ruled_at <= agreements[name])


def _facts_stops(
    shown: ProofSheet, reader: int, slug: str, agreements: Mapping[str, datetime]
) -> list[Stop]:
    """Return the items on which somebody ruled, ticked a fact or asked, in the order of the copy.

    What nobody has ruled on has nothing to be read a second time.
    """
    stops = []
    facts = facts_by_item(shown)
    for item in shown.items.all:
        rulings = _rulings_on(item, facts[item.key], shown.on)
        names = {*item.boxes, *map(key, facts[item.key])}
        if not rulings and not names & shown.on.asked:
            continue
        ruled_at = max((ruling.at for ruling in rulings), default=None)
        stop = Stop(
            key=item.key,
            number=item.number,
            words=item.words,
            said_by=item.said_by,
            boxes=(*item.boxes, *map(key, facts[item.key])),
            state=item.state,
            ruled_at=ruled_at,
            mine=any(ruling.by_id == reader for ruling in rulings),
            agreed=_is_agreed(item.key, ruled_at, agreements),
            url=f"{item.url}?second={slug}",
        )
        stops.append(stop)
    return stops


def facts_by_item(shown: ProofSheet) -> Mapping[str, list[Fact]]:
    """Return the facts of the proof by the item at which each is dealt with."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in shown.on.marks.facts:
        facts[shown.items.leads_to.get(key(fact), "")].append(fact)
    return facts


def _rulings_on(item: Item, facts: Iterable[Fact], on: Marked) -> list[Ruling]:
    held: dict[str, Mapping[int, Ruling]] = {
        "claim": dict(on.rulings.claims),
        "quote": dict(on.rulings.quotes),
    }
    found: list[Ruling] = []
    for name in item.boxes:
        kind, _dash, number = name.partition("-")
        ruling = held.get(kind, {}).get(int(number))
        found += [ruling] if ruling is not None else []
    return [*found, *(on.rulings.facts[f.pk] for f in facts if f.pk in on.rulings.facts)]


def _party_stops(
    article: Article,
    shown: ProofSheet,
    parties: Sequence[Heard],
    slug: str,
    agreements: Mapping[str, datetime],
) -> list[Stop]:
    root = f"{page_of(article.pk)}items/"
    return [
        Stop(
            key=heard.key,
            number=number,
            words=heard.name,
            said_by="",
            boxes=(heard.key, *_marks_about(heard, shown)),
            state=heard.state,
            ruled_at=heard.ruled_at,
            mine=False,
            agreed=_is_agreed(heard.key, heard.ruled_at, agreements),
            url=f"{root}{heard.key}/?second={slug}",
        )
        for number, heard in enumerate(parties, 1)
    ]


def _marks_about(heard: Heard, shown: ProofSheet) -> list[str]:
    """Return the marks of the copy about a party, and the items that their words lead to."""
    names = [key(mark) for mark in (*(one for one, _around in heard.accusations), *heard.asks)]
    items = [shown.items.leads_to[name] for name in names if name in shown.items.leads_to]
    return list(dict.fromkeys([*names, *items]))


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
class RuledBox:
    """One mark of an item with what was ruled on it, or the item's loose facts.

    `facts` are those that somebody ticked or asked about, `unticked` how many more there are;
    `evidence` is a claim's, accepted first.
    """

    key: str
    kind: str
    mark: Claim | Quote | None
    state: State | None
    ruling: Ruling | None
    mine: bool
    facts: Sequence[Ticked]
    unticked: int
    queries: Sequence[Query]
    evidence: ClaimEvidence | None


@dataclass(frozen=True, slots=True)
class RuledItem:
    """An item of the facts pass in hand.

    `sent_as` is the mark that a query on it is put to, as the proof page calls it.
    """

    item: Item
    boxes: Sequence[RuledBox]
    sent_as: str


def ruled_item(article: Article, shown: ProofSheet, item: Item, reader: int) -> RuledItem:
    """Return all that was ruled on an item, and on what, in a fixed number of queries."""
    facts = facts_by_item(shown)[item.key]
    every: list[Claim | Quote] = [*shown.on.marks.claims, *shown.on.marks.quotes]
    marks = {key(mark): mark for mark in every}
    own = [marks[name] for name in item.boxes if name in marks]
    evidence = evidence_of([mark for mark in own if isinstance(mark, Claim)])
    queries = _open_queries(article)
    boxes = [_box(mark, _facts_of(mark, facts), shown, reader, queries, evidence) for mark in own]
    claims = {mark.pk for mark in own if isinstance(mark, Claim)}
    loose = [fact for fact in facts if fact.claim_id not in claims]
    if loose:
        boxes.append(_box(None, loose, shown, reader, queries, evidence))
    sent_as = key(own[0]) if own else key(facts[0])
    return RuledItem(item, boxes, sent_as)


def _facts_of(mark: Claim | Quote, facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if isinstance(mark, Claim) and fact.claim_id == mark.pk]


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


def _box(
    mark: Claim | Quote | None,
    facts: Sequence[Fact],
    shown: ProofSheet,
    reader: int,
    queries: Mapping[str, list[Query]],
    evidence: Mapping[int, ClaimEvidence],
) -> RuledBox:
    ruling = _ruling_on(mark, shown.on)
    ruled = [f for f in facts if f.pk in shown.on.rulings.facts or key(f) in shown.on.asked]
    names = [*([key(mark)] if mark is not None else []), *map(key, facts)]
    return RuledBox(
        key=names[0],
        kind=_kind_of(mark),
        mark=mark,
        state=shown.states[key(mark)] if mark is not None else None,
        ruling=ruling,
        mine=_is_by(ruling, reader),
        facts=[_ticked(fact, shown, reader) for fact in ruled],
        unticked=len(facts) - len(ruled),
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


def _is_by(ruling: Ruling | None, reader: int) -> bool:
    return ruling is not None and ruling.by_id == reader


def _ticked(fact: Fact, shown: ProofSheet, reader: int) -> Ticked:
    tick = shown.on.rulings.facts.get(fact.pk)
    return Ticked(fact, shown.states[key(fact)], tick, _is_by(tick, reader))


def paragraph(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the paragraph round a mark: what comes before, the words, what comes after."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first:start], text[start:end], text[end : last if last >= 0 else len(text)]


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

    @property
    def state(self) -> State:
        """Return how far their comment is, as the first of their requests has it."""
        if not self.requests:
            return State("not asked", RED, True)
        row = self.requests[0]
        return State(row.words, row.tone, row.tone != GREEN)


@dataclass(frozen=True, slots=True)
class Fairness:
    parties: Sequence[Heard]
    differs: Sequence[Mismatch]


@once_a_page(lambda article, *_: article.pk)
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
    """For the whole picture: what was left out of the copy, or let stand in it.

    `others`: the facts of which a source has another value, also where somebody ruled on it.
    """

    rejected: Sequence[Evidence]
    others: Sequence[OtherValue]
    opinions: Sequence[Ruling]
    let_stand: Sequence[Query]
    below_bar: Sequence[Claim]


def whole_pass(article: Article, shown: ProofSheet, bar: float) -> Whole:
    on, proof = shown.on, shown.proof
    rejected = Evidence.objects.filter(claim__proof=proof, ruling="rejected").exclude(
        claim__standing="archived"
    )
    stands = Query.objects.filter(article=article, state="decided", decision="stet")
    light = ("text", "sketch", "headers")
    return Whole(
        rejected=list(
            rejected.select_related("claim", "document__source", "ruled_by")
            .defer(*(f"document__{name}" for name in light))
            .order_by("claim__start", "id")
        ),
        others=_others(shown.findings),
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
