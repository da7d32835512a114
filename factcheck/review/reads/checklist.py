"""A claim's checklist: what copy, sources and checkers know, put to `text.checks`.

With it comes who marked each line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from factcheck.claims.models import Claim, Fact
from factcheck.evidence.reads.evidence import ClaimEvidence, EvidenceRow, evidence_of
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import if_read
from factcheck.review.models import BirthDate, ChecklistMark
from factcheck.review.reads.states import marked
from factcheck.text.checks import CheckedLine, StatedBirth, StatedValue, checklist, find_births


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line, the mark that counts on it, and the birth a checker gave of its person, if any."""

    line: CheckedLine
    mark: ChecklistMark | None
    birth: BirthDate | None

    @property
    def open(self) -> bool:
        return self.line.open and self.mark is None

    @property
    def word(self) -> str:
        if self.mark is not None:
            return self.mark.state
        return {"right": "agrees", "wrong": "does not agree", "ask": "to be looked at"}[
            self.line.outcome
        ]

    @property
    def tone(self) -> str:
        if self.mark is not None or self.line.outcome == "right":
            return "green"
        return "red" if self.line.outcome == "wrong" else ""


def lines_of(claim: Claim, evidence: ClaimEvidence | None = None) -> list[LineRow]:
    """Return the checklist of a claim of current copy, in a fixed number of queries.

    `found` is its evidence where that has been read already.
    """
    evidence = evidence_of([claim])[claim.pk] if evidence is None else evidence
    whole = if_read(marked, claim.proof)
    facts = whole.marks.facts if whole is not None else Fact.objects.on(claim.proof)
    article = [stated(fact) for fact in facts]
    own = [
        StatedValue(
            fact.kind,
            fact.text,
            fact.value,
            (fact.span[0] - claim.start, fact.span[1] - claim.start),
        )
        for fact in article
        if claim.start <= fact.span[0] and fact.span[1] <= claim.end
    ]
    births = _typed_births(claim.article_id)
    lines = checklist(
        claim.text,
        own,
        published=claim.article.published,
        article=article,
        births=_births(claim, own, births, evidence),
        sources=_others(evidence),
    )
    marks = {mark.key: mark for mark in _marks(claim.pk)}
    by_name = {birth.name: birth for birth in births}
    unique = {line.key: line for line in lines}
    return [LineRow(line, marks.get(key), by_name.get(line.person)) for key, line in unique.items()]


@kept_statement
def _typed_births(article: GivenValue) -> QuerySet[BirthDate]:
    return BirthDate.objects.filter(article=article, current=True).select_related("by")


@kept_statement
def _marks(claim: GivenValue) -> QuerySet[ChecklistMark]:
    return ChecklistMark.objects.filter(claim=claim, current=True).select_related("by")


def stated(fact: Fact) -> StatedValue:
    """Return a fact as the checklist takes it, its span into the proof."""
    return StatedValue(fact.kind, fact.text, fact.value, (fact.start, fact.end))  # type: ignore[arg-type]


def _births(
    claim: Claim,
    own: Iterable[StatedValue],
    typed: Iterable[BirthDate],
    evidence: ClaimEvidence,
) -> list[StatedBirth]:
    """Return births of those whom the claim names.

    What a checker typed comes first, then what the copy and the sources have.
    """
    names = list(dict.fromkeys(fact.value or fact.text for fact in own if fact.kind == "name"))
    given = [StatedBirth(birth.name, birth.born, birth.source) for birth in typed]
    known = {birth.name for birth in given}
    sought = [name for name in names if name not in known]
    read = find_births(claim.proof.text, sought, "the copy")
    for row in _standing(evidence):
        read += find_births(row.passage, sought, row.source or row.title)
    return [*given, *dict.fromkeys(read)]


def _others(evidence: ClaimEvidence) -> list[tuple[str, str, str]]:
    """Return the values that sources have instead of the copy's."""
    return [
        (fact.value, fact.in_source, row.source or row.title)
        for row in _standing(evidence)
        for fact in row.facts
        if fact.kind == "number" and fact.outcome == "other"
    ]


def _standing(evidence: ClaimEvidence) -> Iterable[EvidenceRow]:
    return (row for row in evidence.evidence if row.ruling != "rejected" and not row.stale)
