"""The check report: what was ruled on each mark of the copy, on what grounds, and by whom.

Plain values, so that the page, the CSV, the JSON and the annotated proof are one thing, and so that
it can be kept as it was at the clearance. The shape is a contract: a change that breaks readers
raises VERSION. Instants are ISO 8601 in UTC; spans are offsets in code points into proof.text.

    format, version, made_at
    cleared     whether this is what was kept at a clearance
    state       the article's state in words, as every page says it
    article     id, headline, url, author, published, deadline, restricted
    proof       number, hash, made_by, made_at, text, blocks [{kind, span}]
    items       claims at the bar or ruled on, quotes, facts, asks and accusations, in the order
                of the copy: [{number, key, kind, words, spans, state, tone, verdict, note,
                source, source_number, locator, passage, method, tier, checker, time,
                second_readers [{name, time}], queries [number],
                requests [{id, party, state}], finding}]: what the sources say of a claim or
                fact, in words; empty for other items, missing in reports of before
    findings    the claims' findings counted, in words; missing in reports of before
    sources     in the order in which the copy first rests on them:
                [{number, name, tier, items [number]}]
    queries     [{number, text, old, new, item, state, decision, raised_by, raised_at, answer,
                answered_by, answered_for, answered_at, decided_by, decided_at, decision_note}]
    sign_offs   [{pass, accepted, proof, by, at, comment, answers [{question, answer}]}]
    clearances  [{proof, by, at, sentence, overridden [{reason, count, what, items, links,
                why}]}]
    requests    [{id, party, state, outcome, asked_at, deadline, letters, calls,
                points [{text, state}], replies [{at, says, terms, said_by, text}]}]
    sentence    the sentence on comment, computed from the requests
    given       the writer's own sources: [{words, address, text, by}]
    against     evidence a checker accepted as speaking against its claim: as `rejected`, and
                missing in reports of before there were sides
    rejected    evidence a checker rejected:
                [{item, title, source, url, passage, reason, by, at}]
    left        queries that left the building: [{at, to, what, outcome}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from factcheck.articles.models import Article, Proof
from factcheck.articles.reads import author_sources, blocks_of
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Party, Quote
from factcheck.claims.rules import covers
from factcheck.evidence.models import Evidence, Source
from factcheck.evidence.reads.evidence import queries_that_left
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.log_chain import head_of_chain
from factcheck.newsroom.models import Desk
from factcheck.replies.models import PointSource
from factcheck.replies.reads.comment_requests import RequestRow, rows_of, sentence_of
from factcheck.review.models import ClearedReport, Query, Ruling, Tick, Verdict
from factcheck.review.reads.checked import request_link
from factcheck.review.reads.findings import (
    ArticleFindings,
    ClaimFinding,
    FactFinding,
    findings_of,
)
from factcheck.review.reads.gate import gather, state_from
from factcheck.review.reads.signatures import clearances_of, sign_offs_of
from factcheck.review.reads.states import Marked, State, has_note, key, marked, states_of_marks
from factcheck.review.rules.gate import GateInput, state_words
from factcheck.review.rules.passes import (
    FACTS,
    FAIRNESS,
    PASSES,
    Checked,
    ReviewItem,
    second_readers,
    valid_signatures,
)

FORMAT = "factcheck-check-report"
# Of the report's shape: programs of the archive read it years later.
VERSION = 1
# DESK.md 8, and who read it second, how good the source is, what was asked about it, and of whom.
COLUMNS = (
    "item",
    "kind",
    "words",
    "verdict",
    "source",
    "locator",
    "passage",
    "method",
    "checker",
    "time",
    "second reader",
    "tier",
    "queries",
    "request",
    "finding",
)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What the rows of one report are made from."""

    state: GateInput
    on: Marked
    states: Mapping[str, State]
    tiers: Mapping[int, str]  # by the verdict's id
    named: Mapping[str, str]  # tier by the source's name, in small letters
    queries: Mapping[str, Sequence[int]]
    requests: Sequence[RequestRow]
    put: Mapping[str, frozenset[int]]  # requests whose points rest on the mark
    findings: ArticleFindings


def report_shown(
    article: Article, now: datetime, *, proof: int | None = None, fresh: bool = False
) -> Values | None:
    """Return the report of a proof; None where it is neither current nor cleared.

    A cleared proof has the report kept at its clearance; the current one, if it is not cleared or
    `fresh`, a new one. `proof` is its number, None the current one.
    """
    current = article.current_proof()
    number = proof or current.number
    rows = ClearedReport.objects.filter(clearance__article=article, clearance__proof__number=number)
    kept = rows.select_related("clearance").first()
    if kept is not None and not fresh:
        state = state_words("cleared", overridden=len(kept.clearance.overridden))
        return {**kept.report, "cleared": True, "state": state}
    return report_of(article, current, now) if number == current.number else None


def cleared_proofs(article: Article) -> list[int]:
    """Return the numbers of the proofs whose report was kept, in order."""
    kept = ClearedReport.objects.filter(clearance__article=article).order_by(
        "clearance__proof__number"
    )
    return list(kept.values_list("clearance__proof__number", flat=True))


def report_of(article: Article, proof: Proof, now: datetime) -> Values:
    """As things stand, for the current proof, in a number of queries that does not grow."""
    queries = _queries(article.pk)
    grounds = _grounds(article, proof, now, queries)
    items, ruled = _items(grounds), _ruled_evidence(proof.pk)
    numbers = {item["key"]: item["number"] for item in items}
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "cleared": False,
        "state": state_from(article, grounds.state).words,
        "article": _article(article),
        "proof": _proof(proof),
        "items": items,
        "findings": grounds.findings.counts(),
        "sources": _sources(items),
        "queries": [_query(query, numbers) for query in queries],
        "sign_offs": _sign_offs(article),
        "clearances": _clearances(article),
        "requests": [_request(row) for row in grounds.requests],
        "sentence": sentence_of(article, now).text,
        "given": [
            {"words": s.words, "address": s.address, "text": s.text, "by": s.by_name}
            for s in author_sources(proof.pk)
        ],
        "against": [_passage(row, numbers) for row in ruled if row.ruling == "accepted"],
        "rejected": [_passage(row, numbers) for row in ruled if row.ruling == "rejected"],
        "left": [
            {"at": sent.at.isoformat(), "to": sent.to, "what": sent.what, "outcome": sent.outcome}
            for sent in queries_that_left(article)
        ],
        "log": _log_head(),
    }


def _log_head() -> Values | None:
    """Return the head of the chain over the log: a report in other hands vouches for the log."""
    head = head_of_chain()
    return {"line": head.entry_id, "hash": head.hash} if head else None


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _article(article: Article) -> Values:
    return {
        "id": article.pk,
        "headline": article.headline,
        "url": article.url,
        "author": str(article.author or article.author_name),
        "published": article.published.isoformat(),
        "deadline": _iso(article.deadline),
        "restricted": article.restricted,
    }


def _proof(proof: Proof) -> Values:
    return {
        "number": proof.number,
        "hash": proof.hash,
        "made_by": str(proof.created_by or ""),
        "made_at": proof.created_at.isoformat(),
        "text": proof.text,
        "blocks": [
            {"kind": block.kind, "span": [block.start, block.end]} for block in blocks_of(proof.pk)
        ],
    }


@kept_statement
def _queries(article: GivenValue) -> QuerySet[Query]:
    chosen = Query.objects.filter(article=article).order_by("id")
    return chosen.select_related("raised_by", "answered_by", "decided_by")


def _key_of(row: Query | PointSource) -> str:
    for kind in ("claim", "quote", "fact", "accusation"):
        pk = getattr(row, f"{kind}_id", None)
        if pk is not None:
            return f"{kind}-{pk}"
    return ""


def _grounds(article: Article, proof: Proof, now: datetime, queries: Iterable[Query]) -> _Grounds:
    on = marked(proof)
    asked: dict[str, list[int]] = defaultdict(list)
    for query in queries:
        asked[_key_of(query)].append(query.pk)
    return _Grounds(
        state=gather([article], now)[article.pk],
        on=on,
        states=states_of_marks(on, Desk.load().bar),
        tiers=_tiers_used(on),
        named=_tiers_of_named(on),
        queries=asked,
        requests=[row for row in rows_of(article, now) if row.request.state != "dropped"],
        put=_requests_with(article),
        findings=findings_of(article, on.rulings),
    )


def _tiers_used(on: Marked) -> dict[int, str]:
    """Return, by verdict, the tier of the evidence it rests on: first that of this one use."""
    verdicts = (*on.rulings.claims.values(), *on.rulings.quotes.values())
    used = {verdict.pk: verdict.evidence_id for verdict in verdicts if verdict.evidence_id}
    tiers = {row.pk: row.tier or row.document.usual_tier for row in _used(set(used.values()))}
    return {pk: tiers[evidence] for pk, evidence in used.items()}


@kept_statement
def _used(evidence: GivenValue) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(pk__any_of=evidence).select_related("document__source")
    return rows.only("tier", "document__own", "document__source__tier")


def _tiers_of_named(on: Marked) -> dict[str, str]:
    """Return the tiers of known sources that rulings name in words, by their names in small."""
    rulings = (*on.rulings.claims.values(), *on.rulings.quotes.values(), *on.rulings.facts.values())
    sources = _sources_called({ruling.source for ruling in rulings})
    return {name.casefold(): tier for name, tier in sources}


@kept_statement
def _sources_called(names: GivenValue) -> QuerySet[Source, Any]:
    return Source.objects.filter(name__any_of=names).values_list("name", "tier")


def _requests_with(article: Article) -> dict[str, frozenset[int]]:
    """Return, by mark, the requests that put it to a party."""
    put: dict[str, set[int]] = defaultdict(set)
    for source in _rested_on(article.pk):
        put[_key_of(source)].add(source.point.request_id)
    return {name: frozenset(requests) for name, requests in put.items()}


@kept_statement
def _rested_on(article: GivenValue) -> QuerySet[PointSource]:
    rests = PointSource.objects.filter(point__request__article=article, point__withdrawn_at=None)
    return rests.select_related("point")


def _items(grounds: _Grounds) -> list[Values]:
    on, bar = grounds.on, Desk.load().bar
    claims = [c for c in on.marks.claims if has_note(c, on, bar)]
    rows = [
        *(_ruled(c, "claim", on.rulings.claims.get(c.pk), grounds) for c in claims),
        *(
            _ruled(q, f"{q.kind} quote", on.rulings.quotes.get(q.pk), grounds)
            for q in on.marks.quotes
        ),
        *(_ruled(f, f.kind, on.rulings.facts.get(f.pk), grounds) for f in on.marks.facts),
        *(_asked(a, grounds) for a in on.marks.asks),
        *(_asked(a, grounds) for a in on.marks.accusations),
    ]
    rows.sort(key=lambda row: (row["spans"][0][0], -row["spans"][-1][1]))
    for number, row in enumerate(rows, start=1):
        row["number"] = number
    return rows


def _ruled(
    mark: Claim | Quote | Fact, kind: str, ruling: Verdict | Tick | None, grounds: _Grounds
) -> Values:
    state = grounds.states[key(mark)]
    tier = ""
    if ruling is not None:
        own = grounds.tiers.get(ruling.pk, "") if isinstance(ruling, Verdict) else ""
        tier = own or grounds.named.get(ruling.source.casefold(), "")
    behind = [row for row in grounds.requests if row.request.pk in grounds.put.get(key(mark), ())]
    return {
        **_words(mark, kind),
        "state": state.word,
        "tone": state.tone,
        "verdict": _said(ruling),
        **{
            name: getattr(ruling, name) if ruling else ""
            for name in ("note", "source", "locator", "passage", "method")
        },
        "tier": tier,
        "checker": str(ruling.by) if ruling else "",
        "time": _iso(ruling.at) if ruling else None,
        "second_readers": _seconds(ruling, grounds.state),
        "queries": list(grounds.queries.get(key(mark), ())),
        "requests": [_in_short(row) for row in behind],
        "finding": _finding_words(mark, grounds.findings),
    }


def _finding_words(mark: Claim | Quote | Fact, findings: ArticleFindings) -> str:
    """Return what the sources say of a claim or fact, in words; of a quote they say nothing."""
    found: Mapping[int, ClaimFinding] | Mapping[int, FactFinding] = {}
    if isinstance(mark, Claim):
        found = findings.by_claim
    elif isinstance(mark, Fact):
        found = findings.by_fact
    one = found.get(mark.pk)
    return one.finding.words if one else ""


def _words(mark: Mark, kind: str) -> Values:
    spans = mark.contents if isinstance(mark, Quote) else [[mark.start, mark.end]]
    return {"number": 0, "key": key(mark), "kind": kind, "words": mark.text, "spans": spans}


def _said(ruling: Verdict | Tick | None) -> str:
    if ruling is None:
        return ""
    return ruling.state if isinstance(ruling, Tick) else ruling.ruling


def _seconds(ruling: Ruling | None, state: GateInput) -> list[Values]:
    if ruling is None:
        return []
    checked = Checked(ReviewItem(""), (FACTS,), frozenset([ruling.by_id]), "", ruling.at)
    return _signed(checked, FACTS, state)


def _signed(checked: Checked, name: str, state: GateInput) -> list[Values]:
    given = second_readers(
        checked, name, valid_signatures(name, state.signatures, state.hash, state.makers)
    )
    return [{"name": s.by_name, "time": s.at.isoformat()} for s in given]


def _in_short(row: RequestRow) -> Values:
    return {"id": row.request.pk, "party": row.request.party.name, "state": row.words}


def _asked(mark: Ask | Accusation, grounds: _Grounds) -> Values:
    """Return an ask or accusation; its verdict is what came of the request behind it."""
    parties = [p.party for p in mark.parties.all()] if isinstance(mark, Ask) else [mark.party]
    behind = [row for row in grounds.requests if _is_to_any(row, parties)]
    return {
        **_words(mark, "ask" if isinstance(mark, Ask) else "accusation"),
        **_of_request(behind[0] if behind else None, parties),
        "verdict": "",
        "note": _note_of(mark),
        "source": ", ".join(party.name for party in parties),
        "locator": "",
        "passage": "",
        "tier": "",
        "second_readers": _second_readers_of_requests(behind, grounds.state),
        "queries": [],
        "requests": [_in_short(row) for row in behind],
        "finding": "",
    }


def _is_to_any(row: RequestRow, parties: Iterable[Party]) -> bool:
    asked = row.request
    return any(
        asked.party_id == party.pk or covers(asked.party.name, party.name) for party in parties
    )


def _of_request(first: RequestRow | None, parties: Iterable[Party]) -> Values:
    """Return what the first request behind an ask or accusation says of it."""
    if first is None:
        askable = any(party.askable for party in parties)
        return {
            "state": "not asked",
            "tone": "red" if askable else "",
            "method": "",
            "checker": "",
            "time": None,
        }
    return {
        "state": first.words,
        "tone": first.tone,
        "method": "request for comment",
        "checker": str(first.request.taken_up_by or ""),
        "time": _iso(first.request.sent_at),
    }


def _note_of(mark: Ask | Accusation) -> str:
    if isinstance(mark, Ask):
        return mark.outcome
    return f"by {mark.accuser}" if mark.accuser else ""


def _second_readers_of_requests(rows: Iterable[RequestRow], state: GateInput) -> list[Values]:
    """Return who signed for these requests, each person once."""
    links = {request_link(row.request.pk) for row in rows}
    handled = [c for c in state.checked if FAIRNESS in c.passes and c.item.link in links]
    signed = [values for checked in handled for values in _signed(checked, FAIRNESS, state)]
    return list({values["name"]: values for values in signed}.values())


def _sources(items: Iterable[Values]) -> list[Values]:
    """Return the sources, numbered in the order in which the copy first rests on them.

    Each item is given its source's number.
    """
    by_name: dict[str, Values] = {}
    for item in items:
        name = item["source"] if item["verdict"] else ""
        item["source_number"] = None
        if name:
            source = by_name.setdefault(
                name, {"number": len(by_name) + 1, "name": name, "tier": "", "items": []}
            )
            source["tier"] = source["tier"] or item["tier"]
            source["items"].append(item["number"])
            item["source_number"] = source["number"]
    return list(by_name.values())


def _query(query: Query, numbers: Mapping[str, int]) -> Values:
    return {
        "number": query.pk,
        "text": query.text,
        "old": query.old,
        "new": query.new,
        "item": numbers.get(_key_of(query)),
        "state": query.state,
        "decision": query.decision,
        "raised_by": str(query.raised_by),
        "raised_at": query.raised_at.isoformat(),
        "answer": query.answer,
        "answered_by": str(query.answered_by or ""),
        "answered_for": query.answered_for,
        "answered_at": _iso(query.answered_at),
        "decided_by": str(query.decided_by or ""),
        "decided_at": _iso(query.decided_at),
        "decision_note": query.decision_note,
    }


def _sign_offs(article: Article) -> list[Values]:
    given = sign_offs_of([article.pk])
    return [
        {
            "pass": s.reading_pass,
            "accepted": s.accepted,
            "proof": s.proof.number,
            "by": str(s.by),
            "at": s.at.isoformat(),
            "comment": s.comment,
            "answers": s.answers,
        }
        for s in sorted(given, key=lambda s: (PASSES.index(s.reading_pass), s.pk))
    ]


def _clearances(article: Article) -> list[Values]:
    return [
        {
            "proof": c.proof.number,
            "by": str(c.by),
            "at": c.at.isoformat(),
            "sentence": c.sentence,
            "overridden": c.overridden,
        }
        for c in clearances_of([article.pk])
    ]


def _request(row: RequestRow) -> Values:
    request = row.request
    return {
        **_in_short(row),
        "outcome": request.outcome,
        "asked_at": _iso(request.sent_at),
        "deadline": _iso(request.deadline),
        "letters": len(row.letters),
        "calls": len(row.calls),
        "points": [{"text": point.point.words, "state": point.state} for point in row.points],
        "replies": [
            {
                "at": reply.received_at.isoformat(),
                "says": reply.says,
                "terms": reply.terms_words,
                "said_by": reply.named_as,
                "text": reply.public_text,
            }
            for reply in row.replies
        ],
    }


@kept_statement
def _ruled_evidence(proof: GivenValue) -> QuerySet[Evidence]:
    """Return the passages accepted against what stands in the copy, and those rejected."""
    said = Q(ruling="rejected") | Q(ruling="accepted", side="against")
    rows = Evidence.objects.filter(said, claim__proof=proof).exclude(claim__standing="archived")
    joined = rows.order_by("claim__start", "id").select_related("document__source", "ruled_by")
    return joined.defer(*(f"document__{name}" for name in ("text", "sketch", "headers")))


def _passage(row: Evidence, numbers: Mapping[str, int]) -> Values:
    return {
        "item": numbers.get(f"claim-{row.claim_id}"),
        "title": row.document.title,
        "source": str(row.document.source or ""),
        "url": row.document.final_url or row.document.url,
        "passage": row.passage,
        "reason": row.reason,
        "by": str(row.ruled_by or ""),
        "at": _iso(row.ruled_at),
    }


def cells(item: Values) -> list[str]:
    """Return a row of the table, in the order of COLUMNS, as plain words."""
    return [
        str(item["number"]),
        item["kind"],
        " ".join(item["words"].split()),
        item["verdict"] or item["state"],
        item["source"],
        item["locator"],
        item["passage"],
        item["method"],
        item["checker"],
        item["time"] or "",
        ", ".join(part["name"] for part in item["second_readers"]),
        item["tier"],
        ", ".join(str(number) for number in item["queries"]),
        "; ".join(f"{part['party']}: {part['state']}" for part in item["requests"]),
        item.get("finding", ""),
    ]


SORTS = {name: at for at, name in enumerate(COLUMNS)}


def chosen(
    items: Iterable[Values], *, kind: str = "", state: str = "", checker: str = "", sort: str = ""
) -> list[Values]:
    """Return the rows of one kind, state or checker, sorted by a column ("-": backwards)."""
    criteria = {"kind": kind, "state": state, "checker": checker}
    rows = [
        item
        for item in items
        if all(not value or item[name] == value for name, value in criteria.items())
    ]
    column = SORTS.get(sort.removeprefix("-"))
    if column:
        rows.sort(key=lambda item: cells(item)[column].casefold())
    if sort.startswith("-"):
        rows.reverse()
    return rows
