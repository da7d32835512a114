"""What the sources say of each fact, claim and item of an article.

One read for every place that says it: the gate, the card, the report, the desk and the API.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Extraction, Fact
from factcheck.claims.reads import Marks, marks_of
from factcheck.evidence import rules
from factcheck.evidence.models import CitedSource, Comparison, Evidence
from factcheck.evidence.reads.asking import asking_of
from factcheck.evidence.rules.asking import ClaimSearches
from factcheck.evidence.rules.value_signs import (
    DIFFERS,
    OTHER_FIGURE,
    RULED_ON,
    SAME,
    SAME_LEAD,
    SILENT,
    ValueSign,
    is_shown_as_difference,
)
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import Desk
from factcheck.newsroom.page_reads import if_read, once_a_page
from factcheck.review.models import Tick, Verdict
from factcheck.review.reads.rulings import Rulings, rulings_of, rulings_on
from factcheck.review.rules.findings import (
    VALUES,
    Finding,
    SourceSays,
    counted,
    finding,
    is_open_conflict,
    together,
)

_NOBODY: Final = ClaimSearches()


@dataclass(frozen=True, slots=True)
class FactFinding:
    """What the sources say of one fact of the copy."""

    fact: int
    claim: int | None
    start: int
    kind: str
    text: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class SourceBeside:
    """A source set beside a claim, the heading of a column: `evidence` is its passage's id."""

    evidence: int
    name: str
    tier: str
    by_author: bool
    passage: str
    vintage: str = ""  # of a value that was looked up: what it is of, and how new the source is


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """What the sources say of one claim: of each of its facts, and of the whole.

    `sources` are those set beside it, the writer's own first.
    """

    claim: int
    start: int
    end: int
    text: str
    score: float
    facts: tuple[FactFinding, ...]
    sources: tuple[SourceBeside, ...]
    finding: Finding


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """What the sources say of one item: a sentence's statement, by its marks' ids."""

    start: int
    end: int
    claims: tuple[int, ...]
    facts: tuple[int, ...]
    finding: Finding


@dataclass(frozen=True, slots=True)
class ArticleFindings:
    """The findings of an article's current proof.

    `by_fact` and `by_claim` go by the mark's id; `by_item` by where the item starts in the copy.
    """

    by_fact: Mapping[int, FactFinding]
    by_claim: Mapping[int, ClaimFinding]
    by_item: Mapping[int, ItemFinding]
    counted_claims: tuple[int, ...] = ()

    def counts(self) -> str:
        """Return "1 conflict, 2 supported, 4 with the same values, 8 nothing found".

        Of the claims that are to be checked: at or above the desk's bar, or searched.
        """
        return counted(self.by_claim[claim].finding for claim in self.counted_claims)

    @property
    def conflicts(self) -> int:
        """Return how many claims a source differs from, and nobody has ruled on it."""
        found = (self.by_claim[claim].finding for claim in self.counted_claims)
        return sum(one.state == "differs" for one in found)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the database holds on some claims, read once."""

    claims: Sequence[Claim]
    facts: Mapping[int, Sequence[Fact]]  # by claim
    evidence: Mapping[int, Sequence[Evidence]]  # by claim, best first
    comparisons: Mapping[int, Sequence[Comparison]]  # by fact
    rulings: Rulings
    asking: Mapping[int, ClaimSearches] = field(default_factory=dict)
    given: Collection[tuple[int, int]] = ()  # claim and document of the writer's own sources
    silent: dict[int, Finding] = field(default_factory=dict)  # by claim, as `_silent` made it


@once_a_page(lambda article, *_: article.pk)
def findings_of(
    article: Article, rulings: Rulings | None = None, marks: Marks | None = None
) -> ArticleFindings:
    """Return the findings of the current proof, in a number of queries that does not grow.

    `rulings` and `marks` are the article's, where the caller has read them already.
    """
    proof = article.current_proof()
    marks = marks or marks_of(proof)
    rows = _read(marks.claims, marks.facts, rulings or rulings_of([article.pk]))
    loose = [fact for fact in marks.facts if fact.claim_id is None]
    bar = Desk.load().bar
    by_claim = {claim.pk: _claim_finding(claim, rows) for claim in rows.claims}
    by_fact = {one.fact: one for found in by_claim.values() for one in found.facts}
    by_fact |= {fact.pk: _fact_finding(fact, rows) for fact in loose}
    return ArticleFindings(
        by_fact=by_fact,
        by_claim=by_claim,
        by_item=_items(proof, by_claim, by_fact),
        counted_claims=tuple(
            claim.pk
            for claim in rows.claims
            if claim.standing == "live"
            and (claim.score >= bar or claim.pk in rows.asking or rows.evidence.get(claim.pk))
        ),
    )


def finding_of(claim: Claim, rulings: Rulings | None = None) -> ClaimFinding:
    """Return the finding of one claim of the copy."""
    present = [] if claim.standing == "archived" else [claim]
    facts = _stated([one.pk for one in present])
    rulings = rulings or rulings_on(claim.article_id, claims=[claim.pk], quotes=(), facts=facts)
    return _claim_finding(claim, _read(present, facts, rulings))


def finding_on(article: Article, claim: Claim) -> ClaimFinding:
    """Return the finding of one claim of an article: from all of them where the page has those."""
    whole = if_read(findings_of, article)
    found = whole.by_claim.get(claim.pk) if whole is not None else None
    return found or finding_of(claim)


def open_conflicts(article_ids: Iterable[int], rulings: Rulings) -> dict[int, list[Claim]]:
    """Return the live claims that a source differs from and nobody has ruled on, by article.

    For any number of articles, in four queries, and from no table that the searches write to.
    """
    ids = list(article_ids)
    claims = _perhaps_contradicted(ids)
    rows = _read_evidence(claims, _stated([claim.pk for claim in claims]), rulings)
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in rows.claims:
        if _claim_finding(claim, rows).finding.state == "differs":
            found[claim.article_id].append(claim)
    return found


@kept_statement
def _perhaps_contradicted(article_ids: GivenValue) -> QuerySet[Claim]:
    """Return the live claims beside which a passage has another value, or was accepted against."""
    beside = Evidence.objects.standing().filter(
        claim__article__any_of=article_ids, claim__standing="live"
    )
    differing = Q(comparisons__outcome="other", comparisons__sure=True)
    against = Q(ruling="accepted", side="against")
    conflicting = beside.filter(differing | against).order_by().values("claim")
    claims = Claim.objects.filter(pk__in=conflicting)
    return claims.defer("words", "created_at", "thrown_out_at").order_by("start", "end")


@kept_statement
def _stated(claims: GivenValue) -> QuerySet[Fact]:
    """Return the facts that stand in some claims, in the order of the copy."""
    stated = Fact.objects.live().filter(claim__any_of=claims).order_by("start", "end")
    return stated.defer("created_at", "thrown_out_at")


def _read(claims: Sequence[Claim], facts: Iterable[Fact], rulings: Rulings) -> _Rows:
    rows = _read_evidence(claims, facts, rulings)
    ids = [claim.pk for claim in claims]
    return replace(rows, asking=asking_of(ids), given=frozenset(_cited(ids)))


def _read_evidence(claims: Sequence[Claim], facts: Iterable[Fact], rulings: Rulings) -> _Rows:
    """Return claims and their facts with what was set beside them."""
    ids = [claim.pk for claim in claims]
    stated: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.claim_id is not None and fact.standing == "live":
            stated[fact.claim_id].append(fact)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for row in _standing(ids):
        evidence[row.claim_id].append(row)
    comparisons: dict[int, list[Comparison]] = defaultdict(list)
    for comparison in _compared(ids):
        comparisons[comparison.fact_id].append(comparison)
    return _Rows(claims, stated, evidence, comparisons, rulings)


@kept_statement
def _cited(claims: GivenValue) -> QuerySet[CitedSource, Any]:
    """Return claim and document of each source that the writer gives for some claims."""
    cited = CitedSource.objects.filter(
        claim__any_of=claims, author_source__standing="live", document__isnull=False
    )
    return cited.order_by().values_list("claim", "document")


@kept_statement
def _standing(claims: GivenValue) -> QuerySet[Evidence]:
    """Return the passages beside some claims as these stand, each with its page and its outlet."""
    standing = Evidence.objects.standing().filter(claim__any_of=claims, claim_text=F("claim__text"))
    light = ("text", "sketch", "headers")
    without_text = standing.defer(*(f"document__{n}" for n in light)).order_by("id")
    return without_text.select_related("document__source")


@kept_statement
def _compared(claims: GivenValue) -> QuerySet[Comparison]:
    said = Comparison.objects.filter(evidence__claim__any_of=claims)
    return said.exclude(outcome="not mentioned").order_by("id")


def _silent(claim: int, rows: _Rows) -> Finding:
    """Return the finding of what no source beside the claim says anything of."""
    found = rows.silent.get(claim)
    if found is None:
        passages = len(rows.evidence.get(claim, ()))
        found = finding(rows.asking.get(claim, _NOBODY), passages=passages)
        rows.silent[claim] = found
    return found


def _claim_finding(claim: Claim, rows: _Rows) -> ClaimFinding:
    beside = sorted(rows.evidence.get(claim.pk, ()), key=lambda row: _worth(row, rows))
    facts = tuple(_fact_finding(fact, rows) for fact in rows.facts.get(claim.pk, ()))
    return ClaimFinding(
        claim=claim.pk,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        score=claim.score,
        facts=facts,
        sources=tuple(_source(row, rows) for row in beside),
        finding=_of_claim(claim, facts, beside, rows) if beside else _silent(claim.pk, rows),
    )


def _of_claim(
    claim: Claim, facts: Sequence[FactFinding], beside: Sequence[Evidence], rows: _Rows
) -> Finding:
    """Return the finding of the whole claim.

    It differs where any of its facts does, or a checker accepted a passage against it; it is
    supported by what a checker accepted for it, else where every value in it is.
    """
    values = [one.finding for one in facts if one.kind in VALUES]
    accepted = _independent([row for row in beside if row.ruling == "accepted"], rows)
    agreeing = min((_bearing_out(one, beside, rows) for one in values), default=0)
    return finding(
        rows.asking.get(claim.pk, _NOBODY),
        differing=_differing(claim, facts, beside, rows),
        agreeing=[says for one in values for says in one.agreeing],
        other_figures=[says for one in facts for says in one.finding.other_figures],
        ruled_on=[says for one in facts for says in one.finding.ruled_on],
        supported_by=max(len(accepted), agreeing),
        accepted=len(accepted),
        passages=len(beside),
    )


def _differing(
    claim: Claim, facts: Sequence[FactFinding], beside: Sequence[Evidence], rows: _Rows
) -> list[SourceSays]:
    """Return who differs from the claim: in a value, or by a passage accepted against it."""
    verdict = rows.rulings.claims.get(claim.pk)
    differing = [says for one in facts for says in one.finding.differing]
    named = {says.evidence for says in differing}
    against = [row for row in beside if (row.ruling, row.side) == ("accepted", "against")]
    open_still = [row for row in against if _is_open(row, verdict, None)]
    return [*differing, *(_says(row, rows) for row in open_still if row.pk not in named)]


def _bearing_out(value: Finding, beside: Sequence[Evidence], rows: _Rows) -> int:
    """Return how many independent sources have a value in a passage that is for the claim."""
    has_it = {says.evidence for says in value.agreeing}
    return len(_independent([r for r in beside if r.pk in has_it and _bears_out(r)], rows))


def _bears_out(row: Evidence) -> bool:
    """Return whether the same value in a passage may count for the claim.

    It may where the passage as a whole is read as for it, where a checker accepted it, and where it
    is a value that was looked up, which has no other sentence.
    """
    return row.leans > 0 or row.ruling == "accepted" or bool(row.vintage)


_Said = tuple[Evidence, Comparison]


def _fact_finding(fact: Fact, rows: _Rows) -> FactFinding:
    said = _said_of(fact, rows)
    return FactFinding(
        fact=fact.pk,
        claim=fact.claim_id,
        start=fact.start,
        kind=fact.kind,
        text=fact.text,
        finding=_of_fact(fact, said, rows) if said else _silent(fact.claim_id or 0, rows),
    )


def _of_fact(fact: Fact, said: Sequence[_Said], rows: _Rows) -> Finding:
    claim = fact.claim_id or 0
    agree = [pair for pair in said if pair[1].outcome == "same"]
    differ = [pair for pair in said if pair[1].outcome == "other"]
    precise = [pair for pair in differ if pair[1].sure and is_shown_as_difference(fact.kind)]
    verdict, tick = rows.rulings.claims.get(claim), rows.rulings.facts.get(fact.pk)
    still_open = [pair for pair in precise if _is_open(pair[0], verdict, tick)]
    counts = _independent([row for row, _ in agree], rows)
    return finding(
        rows.asking.get(claim, _NOBODY),
        differing=_each_story(still_open, rows),
        agreeing=_each_story(agree, rows, counts),
        other_figures=_each_story(_without(differ, precise), rows),
        ruled_on=_each_story(_without(precise, still_open), rows),
        supported_by=len(counts),
        passages=len(rows.evidence.get(claim, ())),
    )


def _said_of(fact: Fact, rows: _Rows) -> list[_Said]:
    """Return what each passage beside the fact's claim says of it, the best source first."""
    if fact.pk not in rows.comparisons:
        return []
    beside = {row.pk: row for row in rows.evidence.get(fact.claim_id or 0, ())}
    said = [
        (beside[comparison.evidence_id], comparison)
        for comparison in rows.comparisons.get(fact.pk, ())
        if comparison.evidence_id in beside
    ]
    return sorted(said, key=lambda pair: _worth(pair[0], rows))


def _without(said: Sequence[_Said], others: Sequence[_Said]) -> list[_Said]:
    return [pair for pair in said if pair not in others]


def _is_open(row: Evidence, verdict: Verdict | None, tick: Tick | None) -> bool:
    """Return whether nobody has ruled on what a passage has against the copy.

    Who accepted it as support or background has seen the other value, and ruled.
    """
    if row.ruling == "accepted" and row.side in ("supports", "background"):
        return False
    since: datetime = row.ruled_at or row.created_at
    ticked = tick.at if tick is not None and tick.state != "checking" else None
    return is_open_conflict(since, verdict.at if verdict else None, ticked)


def _each_story(
    said: Iterable[tuple[Evidence, Comparison]], rows: _Rows, counts: Collection[int] = ()
) -> list[SourceSays]:
    """Return what each source says, copies of one wire story once."""
    stories: dict[int, SourceSays] = {}
    for row, comparison in said:
        story = row.document.origin_id or row.document_id
        stories.setdefault(story, _says(row, rows, comparison, counts=row.pk in counts))
    return list(stories.values())


def _says(
    row: Evidence, rows: _Rows, comparison: Comparison | None = None, *, counts: bool = False
) -> SourceSays:
    return SourceSays(
        evidence=row.pk,
        source=_name(row),
        value=comparison.in_source if comparison else "",
        why=comparison.why if comparison else "",
        by_author=(row.claim_id, row.document_id) in rows.given,
        counts=counts,
        lead=row.usual_tier == "lead only",
    )


def _source(row: Evidence, rows: _Rows) -> SourceBeside:
    return SourceBeside(
        evidence=row.pk,
        name=_name(row),
        tier=row.usual_tier,
        by_author=(row.claim_id, row.document_id) in rows.given,
        passage=row.passage,
        vintage=row.vintage,
    )


def _name(row: Evidence) -> str:
    document = row.document
    return document.source.name if document.source else document.title or document.url


def _worth(row: Evidence, rows: _Rows) -> tuple[Any, ...]:
    """Return a sort key: the writer's own first, then what a checker accepted, then the better."""
    by_author = (row.claim_id, row.document_id) in rows.given
    return not by_author, rules.worth(row.ruling, row.usual_tier, row.score, 0, 0), row.pk


def _independent(beside: Iterable[Evidence], rows: _Rows) -> frozenset[int]:
    """Return the passages that count as independent sources of what they bear out."""
    legs = [
        rules.Leg(
            id=row.pk,
            name=_name(row),
            outlet=row.document.source.domain if row.document.source else row.document.url,
            tier=row.usual_tier,
            origin=row.document.origin_id or row.document_id,
            side=row.side if row.ruling == "accepted" else "",
            credits=tuple(map(str, row.credits)),
            owner=(row.document.source.owner or row.document.source.state)
            if row.document.source
            else "",
        )
        for row in beside
    ]
    return frozenset(one.id for one in rules.independence(legs).counted if one.counts)


def _items(
    proof: Proof, claims: Mapping[int, ClaimFinding], facts: Mapping[int, FactFinding]
) -> dict[int, ItemFinding]:
    """Return the items of the reading with the marks in them; a mark outside all is its own."""
    read = next(iter(_read_items(proof.pk)), None)
    spans = _spans((item["span"] for item in read or ()), claims.values())
    held_claims = _held(((claim.start, pk) for pk, claim in claims.items()), spans)
    held_facts = _held(((fact.start, pk) for pk, fact in facts.items()), spans)
    return {
        start: _item(start, end, held_claims[start], held_facts[start], claims, facts)
        for start, end in spans
        if held_claims[start] or held_facts[start]
    }


@kept_statement
def _read_items(proof: GivenValue) -> QuerySet[Extraction, Any]:
    return Extraction.objects.filter(proof=proof).values_list("reading__items", flat=True)


def _spans(read: Iterable[Sequence[int]], claims: Iterable[ClaimFinding]) -> list[tuple[int, int]]:
    """Return the spans of the items of a reading, and of the claims outside all, in order."""
    spans = sorted((start, end) for start, end in read)
    starts = [start for start, _ in spans]
    marks = dict.fromkeys((claim.start, claim.end) for claim in claims)
    alone = [mark for mark in marks if _holding(mark[0], starts, spans) is None]
    return sorted([*spans, *alone])


def _held(
    marks: Iterable[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> Mapping[int, Sequence[int]]:
    """Return the ids of the marks (start, id) by where the span begins that holds them."""
    starts = [start for start, _ in spans]
    held: dict[int, list[int]] = defaultdict(list)
    for start, pk in marks:
        place = _holding(start, starts, spans)
        if place is not None:
            held[place].append(pk)
    return held


def _holding(place: int, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> int | None:
    """Return where the span begins that holds a place of the copy."""
    at = bisect_right(starts, place) - 1
    return spans[at][0] if at >= 0 and place < spans[at][1] else None


def _item(
    start: int,
    end: int,
    held_claims: Sequence[int],
    held_facts: Sequence[int],
    claims: Mapping[int, ClaimFinding],
    facts: Mapping[int, FactFinding],
) -> ItemFinding:
    found = [claims[pk].finding for pk in held_claims] or [facts[pk].finding for pk in held_facts]
    return ItemFinding(start, end, tuple(held_claims), tuple(held_facts), together(found))


@dataclass(frozen=True, slots=True)
class FindingCell:
    """What one source says of one fact: `symbol` is =, ≠, ~ (another figure) or – (silent)."""

    source: SourceBeside
    symbol: str
    words: str
    value: str = ""
    why: str = ""
    tone: str = "soft"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One fact of the copy, with a cell for each of the table's sources."""

    fact: FactFinding
    cells: tuple[FindingCell, ...]


@dataclass(frozen=True, slots=True)
class FindingTable:
    """A claim's facts by its sources, the writer's own first.

    `silent` counts the sources beside the claim that say nothing of any fact, and are left out.
    """

    sources: tuple[SourceBeside, ...]
    rows: tuple[FindingRow, ...]
    silent: int


# Which sources of a finding each sign is for.
_SAYS: Final[tuple[tuple[ValueSign, Callable[[Finding], tuple[SourceSays, ...]]], ...]] = (
    (SAME, lambda found: tuple(says for says in found.agreeing if not says.lead)),
    (SAME_LEAD, lambda found: tuple(says for says in found.agreeing if says.lead)),
    (DIFFERS, lambda found: found.differing),
    (RULED_ON, lambda found: found.ruled_on),
    (OTHER_FIGURE, lambda found: found.other_figures),
)


def finding_table(found: ClaimFinding) -> FindingTable:
    """Return what a claim's pane shows of its facts and sources."""
    said = {
        (fact.fact, says.evidence): (sign, says)
        for fact in found.facts
        for sign, those_of in _SAYS
        for says in those_of(fact.finding)
    }
    speaking = {evidence for _, evidence in said}
    sources = tuple(
        source for source in found.sources if source.evidence in speaking or source.by_author
    )
    rows = tuple(
        FindingRow(
            fact,
            tuple(
                _cell(source, *said.get((fact.fact, source.evidence), (SILENT, None)))
                for source in sources
            ),
        )
        for fact in found.facts
    )
    return FindingTable(sources, rows, len(found.sources) - len(sources))


def _cell(source: SourceBeside, sign: ValueSign, says: SourceSays | None) -> FindingCell:
    value, why = (says.value, says.why) if says else ("", "")
    return FindingCell(source, sign.symbol, sign.words, value, why, sign.tone)
