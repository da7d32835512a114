"""One look-up asked about one claim: a name or a code out, values in, each set beside its fact."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils import timezone

from factcheck.claims.models import Claim, Fact
from factcheck.evidence.actions.fetch import source_of
from factcheck.evidence.actions.turns import start_query
from factcheck.evidence.models import (
    CitedSource,
    Comparison,
    Document,
    Evidence,
    Hit,
    Search,
)
from factcheck.evidence.rules.comparing import NOT_MENTIONED
from factcheck.evidence.rules.look_ups import FactQuestion, questions_of, value_beside
from factcheck.evidence.search.key_words import as_stated, facts_of
from factcheck.newsroom.sweeps import nudge
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.look_ups import LookedUp, LookedUpValue, LookUp

RETRACTED: Final = "retracted"


def look_up(search: Search, claim: Claim, provider: LookUp) -> bool:
    """Ask a look-up all that it can answer of one claim; OutsideError where one question failed.

    A claim of which it can answer nothing is not asked, which is not "nothing found".
    """
    asked = [one for one in _questions(claim) if provider.answers(one.question)]
    if not asked:
        return search.finish(found="no question", query="", error="", count=0)
    answers = [(one, _answer(search, claim, provider, one)) for one in asked]
    return _record(search, claim, answers)


def _questions(claim: Claim) -> Sequence[FactQuestion]:
    stated = [as_stated(fact, claim) for fact in facts_of(claim)]
    cited = CitedSource.objects.filter(claim=claim).exclude(address="")
    addresses = list(cited.values_list("address", flat=True))
    return questions_of(claim.text, stated, claim.article.published, addresses)


def _answer(search: Search, claim: Claim, provider: LookUp, one: FactQuestion) -> LookedUp:
    """Return what one question came to; before it leaves the building, its row is written."""
    if not provider.outside:
        return provider.look_up(one.question)
    question = replace(one.question, allowed_outside=not claim.article.restricted)
    row = start_query(search, claim, question.text)
    try:
        found = provider.look_up(question)
    except OutsideError as error:
        row.outcome = "not sent" if error.kind in (Kind.PACED, Kind.RESTRICTED) else "failed"
        row.note = str(error)
        row.save(update_fields=["outcome", "note"])
        raise
    row.outcome, row.note = "answered", f"{len(found.values)} found"
    row.save(update_fields=["outcome", "note"])
    return found


@transaction.atomic
def _record(search: Search, claim: Claim, answers: Sequence[tuple[FactQuestion, LookedUp]]) -> bool:
    """Store the values as passages beside the claim, all or nothing."""
    told = [(one, value) for one, found in answers for value in found.values]
    done = search.finish(
        found="some" if told else "nothing",
        count=len(told),
        query="; ".join(one.question.text for one, _ in answers),
        notes=[note for _, found in answers for note in found.notes],
        asked_at=timezone.now(),
    )
    if not done:
        return False
    facts = facts_of(claim)
    for rank, (one, value) in enumerate(told):
        _set_beside(search, claim, facts, one, value, rank)
    nudge("evidence")
    return True


def _set_beside(
    search: Search,
    claim: Claim,
    facts: Sequence[Fact],
    one: FactQuestion,
    value: LookedUpValue,
    rank: int,
) -> None:
    document = _document(one, value)
    Hit.objects.update_or_create(
        search=search,
        document=document,
        defaults={"title": document.title, "rank": rank, "compared_at": timezone.now()},
    )
    before = Evidence.objects.filter(claim=claim, document=document).first()
    if before and before.ruling != "suggested" and before.claim_text == claim.text:
        return  # a person ruled on that value
    flags = [{"kind": RETRACTED, "why": value.sentence}] if value.retracted else []
    evidence, _ = Evidence.objects.update_or_create(
        claim=claim,
        document=document,
        defaults={
            "start": 0,
            "end": len(value.sentence),
            "passage": value.sentence,
            "claim_text": claim.text,
            "score": 1.0,
            "flags": flags,
            "vintage": _vintage(value),
            "ruling": "suggested",
            "side": "",
        },
    )
    evidence.comparisons.all().delete()
    Comparison.objects.bulk_create(_comparison(evidence, fact, claim, one, value) for fact in facts)


def _comparison(
    evidence: Evidence, fact: Fact, claim: Claim, one: FactQuestion, value: LookedUpValue
) -> Comparison:
    stated = as_stated(fact, claim)
    asked = one.fact is not None and (one.fact.start, one.fact.kind) == (stated.start, stated.kind)
    found = value_beside(stated, claim.text, value, one.period) if asked else NOT_MENTIONED
    return Comparison(
        evidence=evidence,
        fact=fact,
        value=(fact.value or fact.text)[:300],
        in_source=found.in_source[:300],
        outcome=found.outcome,
        why=found.why[:300],
        sure=found.sure,
    )


def _document(one: FactQuestion, value: LookedUpValue) -> Document:
    """Return the value kept as a page of its source: one for each question and vintage."""
    mark = hashlib.sha256(f"{one.question.text}|{value.sentence}|{value.vintage}".encode())
    document, _ = Document.objects.get_or_create(
        url=f"{value.url[:1900]}#{mark.hexdigest()[:16]}",
        defaults={
            "final_url": value.url[:2000],
            "title": f"{value.source}: {one.question.text}",
            "text": value.sentence,
            "sha256": hashlib.sha256(value.sentence.encode()).hexdigest(),
            "sketch": [],
            "source": source_of(value.url, value.source),
            "published": _day(value.vintage),
            "work": "done",
            "fetched_at": timezone.now(),
        },
    )
    return document


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _vintage(value: LookedUpValue) -> str:
    """Return "of 2021, updated 2026-05-02": what the value is of, and how new the source is."""
    parts = [
        f"of {value.of}" if value.of else "",
        f"updated {value.vintage}" if value.vintage else "",
    ]
    return ", ".join(part for part in parts if part)[:80]
