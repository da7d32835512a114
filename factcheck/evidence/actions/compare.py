"""A kept page set beside the claims it was found for."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from factcheck.claims.models import Claim, Fact
from factcheck.evidence import rules
from factcheck.evidence.models import Comparison, Document, Evidence, Hit
from factcheck.evidence.search.key_words import as_stated, facts_by_claim
from factcheck.evidence.search.passages import nearest_passages
from factcheck.newsroom.actions import log
from factcheck.newsroom.sweeps import AT_ONCE, nudge

WHOLE: Final = 5000  # characters; what a person typed in is shown whole
# Set beside a page in one transaction, so that nobody who rules on one of them waits for long.
CLAIMS_AT_ONCE: Final = 20


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
    done = sum(
        _compare(document, claims[first : first + CLAIMS_AT_ONCE], page)
        for first in range(0, len(claims), CLAIMS_AT_ONCE)
        if page
    )
    if done:
        nudge("evidence")
    return done


@dataclass(slots=True)
class _ClaimBesidePage:
    """One claim beside the page: its facts, and the evidence there is of before."""

    claim: Claim
    facts: list[Fact]
    stated: list[rules.StatedFact]
    before: Evidence | None
    passage: rules.TextPassage | None = None

    @property
    def is_ruled_on(self) -> bool:
        """Return whether a person ruled on the passage for the claim as it stands."""
        before = self.before
        return (
            before is not None
            and before.ruling != "suggested"
            and before.claim_text == self.claim.text
        )


@transaction.atomic
def _compare(document: Document, claim_ids: Sequence[int], page: rules.PageWords) -> int:
    """Set the page beside these claims; return how many nobody else holds.

    A pair's hits are its lock; a pair that anyone else holds is left to the next sweep, so that no
    two workers wait for each other.
    """
    held = _held_hits(document, claim_ids)
    pairs = _pairs(document, list(held))
    _find_passages(pairs, document, page)
    _keep(pairs, document)
    hits = [hit for hits in held.values() for hit in hits]
    if hits:
        Hit.objects.filter(pk__in=hits).update(compared_at=timezone.now())
    return len(held)


def _held_hits(document: Document, claim_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return, by claim, the hits of the pairs that are now held; those compared already left out.

    A pair is held when all of its hits are.
    """
    rows = Hit.objects.filter(document=document, search__claim__in=claim_ids).order_by("pk")
    held: dict[int, dict[int, bool]] = defaultdict(dict)
    columns = ("search__claim", "pk", "compared_at")
    for claim, pk, at in rows.select_for_update(of=("self",), skip_locked=True).values_list(
        *columns
    ):
        held[claim][pk] = at is not None
    hits_of = Counter(rows.values_list("search__claim", flat=True))
    return {
        claim: list(hits)
        for claim, hits in held.items()
        if len(hits) == hits_of[claim] and not all(hits.values())
    }


def _pairs(document: Document, claim_ids: Sequence[int]) -> list[_ClaimBesidePage]:
    claims = Claim.objects.select_related("quote").filter(pk__in=claim_ids).order_by("pk")
    kept = Evidence.objects.select_for_update().filter(document=document, claim__in=claim_ids)
    before = {evidence.claim_id: evidence for evidence in kept.order_by("pk")}
    facts = facts_by_claim(claim_ids)
    return [
        _ClaimBesidePage(
            claim,
            facts[claim.pk],
            [as_stated(fact, claim) for fact in facts[claim.pk]],
            before.get(claim.pk),
        )
        for claim in claims
    ]


def _find_passages(
    pairs: Sequence[_ClaimBesidePage], document: Document, page: rules.PageWords
) -> None:
    """Find each claim's passage on the page.

    Where the claim's words meet none it is the nearest in sense, or all of the page: a person who
    brings a short text for a claim chose its words, and no likeness is needed.
    """
    for pair in pairs:
        pair.passage = rules.best_passage(pair.claim.text, pair.stated, page)
    without = [pair for pair in pairs if pair.passage is None]
    nearest = nearest_passages([pair.claim.text for pair in without], document)
    is_brought = document.only_for_id is not None and len(document.text) <= WHOLE
    whole = rules.TextPassage(0, len(document.text), 0.0, ()) if is_brought else None
    for pair, passage in zip(without, nearest, strict=True):
        pair.passage = passage or whole


def _keep(pairs: Sequence[_ClaimBesidePage], document: Document) -> None:
    """Write down the passages found, and what each fact of the claims is beside them."""
    new: list[Evidence] = []
    known: list[Evidence] = []
    comparisons: list[Comparison] = []
    for pair in pairs:
        evidence = _evidence(pair, document)
        if evidence is not None:
            comparisons += _set_facts_beside(evidence, pair, document)
            (new if evidence.pk is None else known).append(evidence)
    if known:
        Comparison.objects.filter(evidence__in=known).delete()
    for evidence in known:
        evidence.save(update_fields=[*_PASSAGE, *_BESIDE, *_RULING])
    Evidence.objects.bulk_create(new)
    Comparison.objects.bulk_create(comparisons)


_PASSAGE: Final = ("start", "end", "passage", "score", "matched_words", "claim_text")
_BESIDE: Final = ("flags", "leans", "credits")
_RULING: Final = ("ruling", "ruled_by", "ruled_at", "reason")


def _evidence(pair: _ClaimBesidePage, document: Document) -> Evidence | None:
    """Return the evidence with the passage found, not saved yet; what is left of before if none is.

    None where nothing on the page says anything of the claim as it stands.
    """
    before, passage = pair.before, pair.passage
    if passage is None or pair.is_ruled_on:
        return before if before and before.claim_text == pair.claim.text else None
    if before is not None and before.ruling != "suggested":
        _reopen(before, pair.claim)
    evidence = before or Evidence(claim=pair.claim, document=document)
    evidence.start, evidence.end = passage.start, passage.end
    evidence.passage = document.text[passage.start : passage.end]
    evidence.score = passage.score
    evidence.matched_words = list(passage.matched)
    evidence.claim_text = pair.claim.text
    return evidence


def _reopen(evidence: Evidence, claim: Claim) -> None:
    """Take back a ruling on a passage for a claim that has changed since, and log it."""
    log(
        by=None,
        verb="rule on evidence",
        subject=evidence,
        article_id=claim.article_id,
        text=f"The claim changed: evidence that {evidence.ruled_by or 'someone'} had "
        f"{evidence.ruling} is open again.",
        ruling=evidence.ruling,
        reason=evidence.reason,
        passage=evidence.passage,
        claim_text=evidence.claim_text,
    )
    evidence.ruling, evidence.reason = "suggested", ""
    evidence.ruled_by = evidence.ruled_at = None


def _set_facts_beside(
    evidence: Evidence, pair: _ClaimBesidePage, document: Document
) -> list[Comparison]:
    """Say how the passage stands to the claim, and return what each of its facts is there."""
    claim = pair.claim
    speaker = claim.quote.speaker if claim.quote else ""
    # "Yesterday" on a page without a date is of no day we know: it may have been put out years ago.
    published = document.published
    beside = rules.set_beside(claim.text, pair.stated, speaker, evidence.passage, published)
    evidence.flags = [{"kind": flag.kind, "why": flag.why} for flag in beside.flags]
    evidence.leans = beside.leans
    evidence.credits = [name.replace("\x00", "") for name in beside.credits]
    return [
        Comparison(
            evidence=evidence,
            fact=fact,
            value=(fact.value or fact.text)[:300],
            in_source=comparison.in_source[:300],
            outcome=comparison.outcome,
            why=comparison.why[:300],
            sure=comparison.sure,
        )
        for fact, comparison in zip(pair.facts, beside.compared, strict=True)
    ]
