"""A kept page set beside the claims it was found for."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from factcheck.claims.models import Claim, Fact
from factcheck.evidence import rules
from factcheck.evidence.models import Comparison, Document, Evidence, Hit
from factcheck.evidence.search.key_words import as_stated, facts_of
from factcheck.evidence.search.passages import nearest_passage
from factcheck.newsroom.actions import log
from factcheck.newsroom.sweeps import AT_ONCE, nudge

WHOLE: Final = 5000  # characters; what a person typed in is shown whole


def documents_to_compare(now: dt.datetime) -> QuerySet[Document, int]:
    """Ids of kept pages with a hit that was not yet set beside its claim."""
    uncompared = Hit.objects.filter(
        compared_at=None, document__work="done", search__claim__standing="live"
    )
    return (
        Document.objects.filter(pk__in=uncompared.values("document"))
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )


def compare_document(document_id: int) -> int:
    """Set one page beside every claim that waits for it; return how many were done.

    The page is read once.
    """
    document = Document.objects.filter(pk=document_id, work="done").first()
    if document is None:
        return 0
    waiting = Hit.objects.filter(
        document=document, compared_at=None, search__claim__standing="live"
    )
    claims = sorted(set(waiting.order_by().values_list("search__claim", flat=True)))
    page = rules.page_words(document.text) if claims else None
    done = sum(_compare(document, claim_id, page) for claim_id in claims if page)
    if done:
        nudge("evidence")
    return done


@transaction.atomic
def _compare(document: Document, claim_id: int, page: rules.PageWords) -> bool:
    """One claim and the page.

    The pair's hits are the lock; a pair that anyone else holds is left to the next sweep, so that
    no two workers wait for each other.
    """
    pair = Hit.objects.filter(document=document, search__claim=claim_id)
    held = pair.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    state = list(held.values_list("compared_at", flat=True))
    if len(state) < pair.count() or all(state):
        return False
    claim = Claim.objects.select_related("quote").get(pk=claim_id)
    facts = facts_of(claim)
    stated = [as_stated(fact, claim) for fact in facts]
    passage = rules.best_passage(claim.text, stated, page) or _passage_without_words(
        claim, document
    )
    before = Evidence.objects.select_for_update().filter(claim=claim, document=document).first()
    evidence = before if before and before.claim_text == claim.text else None
    if passage is not None:
        evidence = _set_beside(claim, document, passage, before)
    if evidence is not None:
        _set_facts_beside(evidence, claim, facts, stated, document)
    pair.update(compared_at=timezone.now())
    return True


def _passage_without_words(claim: Claim, document: Document) -> rules.TextPassage | None:
    """Return the passage where the claim's words meet none: the nearest in sense, or all of it.

    A person who brings a short text for a claim chose its words: no likeness is needed.
    """
    nearest = nearest_passage(claim.text, document)
    if nearest is None and document.only_for_id and len(document.text) <= WHOLE:
        return rules.TextPassage(0, len(document.text), 0.0, ())
    return nearest


def _set_beside(
    claim: Claim, document: Document, passage: rules.TextPassage, before: Evidence | None
) -> Evidence:
    columns = {
        "start": passage.start,
        "end": passage.end,
        "passage": document.text[passage.start : passage.end],
        "score": passage.score,
        "matched_words": list(passage.matched),
        "claim_text": claim.text,
    }
    if before is None:
        return Evidence.objects.create(claim=claim, document=document, **columns)
    if before.ruling != "suggested" and before.claim_text == claim.text:
        return before  # a person ruled on that passage
    if before.ruling != "suggested":
        log(
            by=None,
            verb="rule on evidence",
            subject=before,
            article_id=claim.article_id,
            text=f"The claim changed: evidence that {before.ruled_by or 'someone'} had "
            f"{before.ruling} is open again.",
            ruling=before.ruling,
            reason=before.reason,
            passage=before.passage,
            claim_text=before.claim_text,
        )
        columns |= {"ruling": "suggested", "ruled_by": None, "ruled_at": None, "reason": ""}
    for name, value in columns.items():
        setattr(before, name, value)
    before.save(update_fields=list(columns))
    return before


def _set_facts_beside(
    evidence: Evidence,
    claim: Claim,
    facts: list[Fact],
    stated: list[rules.StatedFact],
    document: Document,
) -> None:
    speaker = claim.quote.speaker if claim.quote else ""
    # "Yesterday" on a page without a date is of no day we know: it may have been put out years ago.
    published = document.published
    beside = rules.set_beside(claim.text, stated, speaker, evidence.passage, published)
    Evidence.objects.filter(pk=evidence.pk).update(
        flags=[{"kind": flag.kind, "why": flag.why} for flag in beside.flags],
        leans=beside.leans,
        credits=[name.replace("\x00", "") for name in beside.credits],
    )
    rows = [
        Comparison(
            evidence=evidence,
            fact=fact,
            value=(fact.value or fact.text)[:300],
            in_source=comparison.in_source[:300],
            outcome=comparison.outcome,
            why=comparison.why[:300],
            sure=comparison.sure,
        )
        for fact, comparison in zip(facts, beside.compared, strict=True)
    ]
    evidence.comparisons.all().delete()
    Comparison.objects.bulk_create(rows)
