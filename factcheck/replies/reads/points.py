"""What has been put to each party, and what the copy says of it that has not.

In a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from factcheck.articles.models import Proof
from factcheck.claims.models import Accusation, Claim, Quote
from factcheck.claims.reads import accusations_on, marks_of
from factcheck.claims.rules import covers, party_key
from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies import rules
from factcheck.replies.models import (
    CommentRequest,
    Letter,
    Point,
    PointWording,
    PutPoint,
    RequestCall,
)
from factcheck.replies.reads.with_record import records_of

REQUESTED = ("queued", "sent", "unknown")
PUTTING = (
    "first",
    "further",
    "another",
    "copy",
)  # the letters that put points; a reminder repeats them
Charge = Accusation | Claim | Quote
# The accusations of each article's current copy, with the sentence of each.
Charges = Mapping[int, list[tuple[Accusation, str]]]
_UNPUT = ("not yet asked", "changed since")
# How a page says a point's state, where it says it in other words.
POINT_WORDS = {
    "put": gettext_noop("asked"),
    "not yet asked": gettext_noop("not asked yet"),
    "changed since": gettext_noop("reworded since it was asked"),
    "to be put": gettext_noop("to be asked"),
    "on its way": gettext_noop("on its way"),
    "in doubt": gettext_noop("in doubt"),
}


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point as a page shows it.

    Its number in the letter, and put, on its way, in doubt, changed since, not yet asked or to be
    put.
    """

    point: Point
    number: int
    state: str
    puts: tuple[PutPoint, ...]
    draft: str | None = None  # as somebody typed it, where that was refused

    @property
    def typed(self) -> str:
        return self.point.words if self.draft is None else self.draft

    @property
    def state_words(self) -> str:
        return POINT_WORDS.get(self.state, self.state)

    @property
    def may_withdraw(self) -> bool:
        return not self.puts

    @property
    def tone(self) -> str:
        return {"put": "green", "in doubt": "red", **dict.fromkeys(_UNPUT, "red")}.get(
            self.state, ""
        )


@dataclass(frozen=True, slots=True)
class Unasked:
    """Something that a party which was asked has not been asked about.

    An accusation of the copy that no point rests on, or a point that waits to be put.
    """

    request_id: int
    party_id: int
    party: str
    text: str
    why: str
    accusation_id: int | None = None
    point_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mark of the copy that a point may come from, with the words a point would rest on.

    `by`: who makes the charge, or speaks.
    """

    kind: str
    mark: Charge
    by: str
    text: str
    chosen: bool

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.mark.pk}"


def with_points(requests: QuerySet[CommentRequest]) -> QuerySet[CommentRequest]:
    return requests.prefetch_related(Prefetch("points_put", Point.objects.whole()))


def charge_text(mark: Charge, copy: str) -> str:
    """Return what a point from the mark rests on.

    An accusation's whole sentence, a claim's or quote's own words.
    """
    return (
        rules.sentence_around(copy, mark.start, mark.end)
        if isinstance(mark, Accusation)
        else mark.text
    )


def carriage(put: PutPoint) -> str:
    if put.letter is None:
        return "called"
    return "came back" if put.letter.bounced_at else put.letter.outgoing.state


def puts_of(point: Point) -> list[PutPoint]:
    return [put for wording in point.wordings.all() for put in wording.puts.all()]


def point_facts(point: Point) -> rules.PointFacts:
    puts = [
        rules.Put(wording.text, carriage(put), _put_at(put))
        for wording in point.wordings.all()
        for put in wording.puts.all()
    ]
    return rules.PointFacts(
        point.pk, point.words, tuple(puts), tuple(source.text for source in point.sources.all())
    )


def _put_at(put: PutPoint) -> datetime | None:
    if put.call is not None:
        called_at: datetime = put.call.at
        return called_at
    return put.letter.outgoing.sent_at if put.letter is not None else None


def point_rows(request: CommentRequest) -> list[PointRow]:
    """Return the points not withdrawn, in their order; `request` comes from `with_points`."""
    requested = request.state in REQUESTED
    return [
        PointRow(
            point, number, rules.point_state(point_facts(point), requested), tuple(puts_of(point))
        )
        for number, point in enumerate(request.standing_points, start=1)
    ]


def points_to_put(request: CommentRequest, kind: str) -> list[Point]:
    """Return what a letter of `kind` puts.

    All points in a first one and in one to another contact, in a further one those not yet put as
    they are worded now, none in any other.
    """
    if kind in ("first", "another"):
        return request.standing_points
    return (
        [row.point for row in point_rows(request) if row.state in _UNPUT]
        if kind == "further"
        else []
    )


def words_put(request: CommentRequest) -> str:
    """Return what the party has been asked, in the words last put to it.

    A letter under way counts, one that failed does not. This is all that a reminder and the private
    page may repeat.
    """
    return rules.numbered([wording.text for wording in wordings_put(request)])


def wordings_put(request: CommentRequest) -> list[PointWording]:
    """Return the wording last put of every point that was put."""
    last_wordings, under_way = [], ("called", "queued", "in flight", "sent", "unknown")
    for point in request.points_put.all():
        there = [put.wording for put in puts_of(point) if carriage(put) in under_way]
        if there:
            last_wordings.append(max(there, key=lambda wording: wording.number))
    return last_wordings


def last_put_at(request: CommentRequest) -> datetime | None:
    """When the party was last asked anything new."""
    puts = [put for point in request.points_put.all() for put in point_facts(point).puts]
    times = [put.at for put in puts if put.at and put.carriage in ("called", "sent")]
    return max(times, default=None)


def unasked_of(request: CommentRequest) -> list[Unasked]:
    return [
        missing
        for missing in not_yet_asked([request.article_id])[request.article_id]
        if missing.request_id == request.pk
    ]


def not_yet_asked(
    article_ids: Iterable[int], charges: Charges | None = None
) -> dict[int, list[Unasked]]:
    """Return by article what was not put to a party which was asked.

    What its draft accuses the party of, and points chosen. In as many queries as for one. `charges`
    are those of the articles, where somebody has read them already.
    """
    ids = list(article_ids)
    requests: dict[int, list[CommentRequest]] = defaultdict(list)
    for request in records_of(ids):
        if request.state in ("sent", "unknown"):
            requests[request.article_id].append(request)
    if charges is None:
        charges = _charges(one for one in accusations_on(ids) if one.article_id in requests)
    # Earlier copy is long, and most often the points' sources settle it: only where they do not is
    # it fetched.
    open_ids = [pk for pk, made in charges.items() if _accusations_unasked(requests[pk], made, ())]
    copies = _copies(open_ids)
    by_article = {
        pk: _accusations_unasked(requests[pk], charges[pk], copies[pk]) for pk in open_ids
    }
    return {
        pk: [
            *by_article.get(pk, ()),
            *(
                points_unasked
                for request in requests[pk]
                for points_unasked in _points_unasked(request)
            ),
        ]
        for pk in ids
    }


def charges_of(article_ids: Iterable[int]) -> Charges:
    """Return the accusations of the current copy, with the sentence of each, by article."""
    return _charges(accusations_on(list(article_ids)))


def _charges(accusations: Iterable[Accusation]) -> Charges:
    charges: dict[int, list[tuple[Accusation, str]]] = defaultdict(list)
    rows = [
        one
        for one in accusations
        if one.standing == "live" and one.proof.current and one.party.askable
    ]
    copies = dict(
        Proof.objects.filter(pk__in={row.proof_id for row in rows}).values_list("pk", "text")
    )
    for row in rows:
        charges[row.article_id].append((row, charge_text(row, copies[row.proof_id])))
    return charges


def _copies(article_ids: Iterable[int]) -> Mapping[int, list[tuple[datetime, str]]]:
    copies: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    proofs = Proof.objects.filter(article__in=list(article_ids)).order_by("number")
    for article, at, text in proofs.values_list("article", "created_at", "text"):
        copies[article].append((at, text))
    return copies


def _points_unasked(request: CommentRequest) -> list[Unasked]:
    why = {
        "not yet asked": gettext_noop("added, and not asked yet"),
        "changed since": gettext_noop("reworded since it was asked"),
        "on its way": gettext_noop("its letter has not gone yet"),
    }
    return [
        Unasked(
            request.pk,
            request.party_id,
            request.party.name,
            row.point.words,
            why[row.state],
            None,
            row.point.pk,
        )
        for row in point_rows(request)
        if row.state in why
    ]


def _accusations_unasked(
    requests: Sequence[CommentRequest],
    accusations: Sequence[tuple[Accusation, str]],
    copies: Sequence[tuple[datetime, str]],
) -> list[Unasked]:
    by_party: dict[int, dict[str, Accusation]] = defaultdict(dict)
    for accusation, sentence in accusations:
        by_party[accusation.party_id].setdefault(sentence, accusation)
    unasked = []
    for party_id, charges in by_party.items():
        party = next(iter(charges.values())).party
        its = [request for request in requests if speaks_for(request, party_id, party.name)]
        if not its:
            continue
        sources = [source for request in its for source in _sources_put(request)]
        askings = [asking for request in its for asking in _askings(request, copies)]
        missing = rules.not_put(charges, sources, askings)
        why = gettext_noop("the copy says this now, and no question that was asked rests on it")
        unasked += [
            Unasked(its[0].pk, party_id, party.name, sentence, why, charges[sentence].pk)
            for sentence in missing
        ]
    return unasked


def speaks_for(request: CommentRequest, party_id: int, name: str) -> bool:
    """Whether asking this request's party is asking the party of that name."""
    names = (request.party.name, *request.party.aliases)
    return request.party_id == party_id or any(covers(known, name) for known in names)


def _sources_put(request: CommentRequest) -> list[str]:
    facts = [point_facts(point) for point in request.points_put.all()]
    put = ("sent", "called", "unknown")
    return [
        source
        for fact in facts
        if any(p.carriage in put for p in fact.puts)
        for source in fact.sources
    ]


def _askings(request: CommentRequest, copies: Sequence[tuple[datetime, str]]) -> list[rules.Asking]:
    """When points were put, and whether the record knows what they spoke of."""
    sourced = {
        wording.pk
        for point in request.points_put.all()
        for wording in point.wordings.all()
        if point.sources.all()
    }
    puts = [put for point in request.points_put.all() for put in puts_of(point)]
    in_letter, in_call = _wordings_by(puts, "letter_id"), _wordings_by(puts, "call_id")
    times = [
        (letter.outgoing.sent_at or letter.created_at, _is_loose(in_letter[letter.pk], sourced))
        for letter in request.letters.all()
        if _has_put(letter)
    ]
    times += [
        (call.at, _is_loose(in_call[call.pk], sourced))
        for call in request.calls.all()
        if _has_asked(call, request, in_call[call.pk])
    ]
    times = times or [(request.sent_at or request.created_at, True)]
    return [rules.Asking(at, is_loose, _copy_at(copies, at)) for at, is_loose in times]


def _wordings_by(puts: Iterable[PutPoint], carrier: str) -> dict[int, set[int]]:
    """Return the wordings put by each letter or call; `carrier` is its column."""
    put_by: dict[int, set[int]] = defaultdict(set)
    for put in puts:
        put_by[getattr(put, carrier)].add(put.wording_id)
    return put_by


def _is_loose(wordings: set[int], sourced: set[int]) -> bool:
    """Tell whether the record does not know what of the copy an asking spoke of."""
    return not wordings or not wordings <= sourced


def _has_put(letter: Letter) -> bool:
    carried = letter.outgoing.state in ("sent", "unknown") and not letter.bounced_at
    return carried and letter.kind in PUTTING


def _has_asked(call: RequestCall, request: CommentRequest, wordings: set[int]) -> bool:
    # A later call without points is a conversation; the one that first asked the party is an
    # asking all the same.
    return call.has_asked and (bool(wordings) or call.at == request.sent_at)


def _copy_at(copies: Sequence[tuple[datetime, str]], at: datetime) -> str:
    """Return the newest proof by then, else the first."""
    earlier = [text for made, text in copies if made <= at]
    return earlier[-1] if earlier else copies[0][1] if copies else ""


def candidates_of(request: CommentRequest, proof: Proof) -> tuple[list[Candidate], list[Candidate]]:
    """Return the proof's accusations, claims and quotes.

    Those that concern the party, then all others, each in the order of the copy. `request` comes
    from `with_points`.
    """
    marks = marks_of(proof)
    chosen = {source.text for point in request.standing_points for source in point.sources.all()}
    concerned: list[Candidate] = []
    others: list[Candidate] = []
    for accusation in marks.accusations:
        sentence = charge_text(accusation, proof.text)
        one = Candidate("accusation", accusation, accusation.accuser, sentence, sentence in chosen)
        (
            concerned if speaks_for(request, accusation.party_id, accusation.party.name) else others
        ).append(one)
    names = [party_key(name) for name in (request.party.name, *request.party.aliases)]
    for quote in marks.quotes:
        one = Candidate("quote", quote, quote.speaker, quote.text, quote.text in chosen)
        named = f"{quote.text} {quote.speaker} {quote.speaker_of}"
        (concerned if _names(named, names) else others).append(one)
    for claim in marks.claims:
        one = Candidate("claim", claim, "", claim.text, claim.text in chosen)
        (concerned if _names(claim.text, names) else others).append(one)
    return concerned, others


def _names(text: str, names: Iterable[str]) -> bool:
    words = f" {party_key(text)} "
    return any(f" {name} " in words for name in names if len(name) > 2)
