"""Verdicts whose basis has changed: another page version, or a corrected earlier check."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from factcheck.evidence.models import Evidence, Recheck, Snapshot
from factcheck.newsroom.actions import log
from factcheck.newsroom.sweeps import AT_ONCE, nudge
from factcheck.review.actions.guards import lock_article
from factcheck.review.models import Verdict


def unsupported_verdicts(now: datetime) -> list[int]:
    """Return ids of verdicts that count but whose basis has changed.

    Their page has another version than was weighed, a person rejected their source, or their
    earlier check no longer counts.
    """
    # Three looks, each from its few rows: one condition over both would walk every verdict of the
    # newsroom.
    standing = Verdict.objects.filter(current=True, claim__article__closed_at=None).order_by("pk")
    newer = Snapshot.objects.filter(
        document=OuterRef("evidence__document"),
        fetched_at__gt=OuterRef("at"),
        pk__gt=OuterRef("snapshot_weighed"),
    )
    changed = Recheck.objects.filter(changed_at__lte=now).values("document")
    page = standing.filter(
        Exists(newer), evidence__in=Evidence.objects.filter(document__in=changed)
    )
    fallen = Q(earlier_check__current=False) | ~Q(
        earlier_check__claim__text=F("earlier_check__text")
    )
    check = standing.filter(fallen, earlier_check__isnull=False)
    rejected = standing.filter(evidence__in=Evidence.objects.filter(ruling="rejected"))
    return [
        pk for rows in (page, rejected, check) for pk in rows.values_list("pk", flat=True)[:AT_ONCE]
    ]


@transaction.atomic
def reopen_unsupported(verdict_id: int) -> bool:
    """Reopen a verdict that no longer stands on anything; True where it was reopened.

    A page that changed around the passage changes nothing.
    """
    locked = (
        Verdict.objects.filter(pk=verdict_id, current=True, claim__isnull=False)
        .select_related("claim")
        .first()
    )
    if locked is None or locked.claim is None:
        return False
    lock_article(locked.claim.article_id)
    rows = Verdict.objects.select_for_update(of=("self",)).filter(pk=verdict_id, current=True)
    verdict = rows.select_related("claim", "evidence__document", "earlier_check__claim").first()
    if verdict is None or verdict.claim is None:
        return False
    why, weighed = _fallen_check(verdict) or _rejected(verdict), verdict.snapshot_weighed
    if not why and verdict.evidence:
        newest = (
            Snapshot.objects.filter(document=verdict.evidence.document_id)
            .order_by("-fetched_at")
            .first()
        )
        if newest:
            weighed = newest.pk
            if not stands(verdict.evidence.passage, newest.text):
                why = f"{verdict.evidence.document} no longer says what the verdict rests on."
    Verdict.objects.filter(pk=verdict_id).update(
        snapshot_weighed=weighed, reopened=why, current=not why
    )
    if why:
        log(
            by=None,
            verb="reopen verdict",
            subject=verdict.claim,
            article_id=verdict.claim.article_id,
            text=f"Reopened “{verdict.claim}”: {why}",
            verdict=verdict.pk,
            at=timezone.now().isoformat(),
        )
        nudge("review")
    return bool(why)


def _fallen_check(verdict: Verdict) -> str:
    earlier = verdict.earlier_check
    if earlier is None or earlier.claim is None:
        return ""
    if earlier.current and earlier.claim.text == earlier.text:
        return ""
    return "The earlier check that it rests on has been corrected."


def _rejected(verdict: Verdict) -> str:
    if verdict.evidence is None or verdict.evidence.ruling != "rejected":
        return ""
    return f"The source it rests on was rejected: {verdict.evidence.document}."


def stands(passage: str, text: str) -> bool:
    """Whether a page still has the passage, word for word, however its lines are broken."""
    return " ".join(passage.split()) in " ".join(text.split())
