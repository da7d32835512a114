"""What the Wayback Machine holds of the pages that accepted evidence rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, QuerySet
from django.utils import timezone

from factcheck.evidence import rules
from factcheck.evidence.actions.providers import note_failure, note_success, resting
from factcheck.evidence.actions.snapshots import relied_on
from factcheck.evidence.models import Capture, Document, Evidence, Hit, Provider, SentQuery
from factcheck.evidence.search.provider_registry import service_of
from factcheck.newsroom.dates import moment_or_none
from factcheck.newsroom.sweeps import AT_ONCE
from factcheck.outside import search as outside
from factcheck.outside.errors import Kind, OutsideError

LEASE: Final = dt.timedelta(minutes=4)
AT_MOST: Final = 6
# An empty answer is asked again: a day later, then ever seldomer as the row grows old.
ANOTHER_DAY: Final = dt.timedelta(days=1)
SELDOMEST: Final = dt.timedelta(days=30)
NEAR: Final = dt.timedelta(days=1)  # a capture so close to our own snapshot makes another needless


def captures_to_plan(now: dt.datetime) -> QuerySet[Document, int]:
    """Return ids of kept pages that evidence rests on and that were not looked up.

    None while the desk has the look-up off.
    """
    lacking = Document.objects.filter(relied_on(), work="done", capture=None)
    on = Provider.objects.filter(name="wayback", on=True)
    return lacking.filter(Exists(on)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]


def plan_capture(document_id: int) -> None:
    Capture.objects.bulk_create([Capture(document_id=document_id)], ignore_conflicts=True)


def capture(capture_id: int) -> bool:
    """Look one page up, and save it where the desk opted in and nothing near is there."""
    row: Capture | None = Capture.objects.claim(capture_id, timezone.now(), LEASE)
    if row is None:
        return False
    provider = Provider.objects.get(name="wayback")
    evidence = (
        Evidence.objects.filter(
            document=row.document_id, ruling="accepted", claim__article__closed_at=None
        )
        .filter(claim__article__restricted=False, document__only_for=None)
        .select_related("claim__article")
        .first()
    )
    if evidence is None or not provider.on:
        row.delete()  # planned again when it is wanted again
        return False
    if rest := resting(provider):
        return _wait(row, rest, error=f"{provider.label} fails: {provider.last_error}")
    try:
        kept, saved = _asked(row, provider, evidence)
    except OutsideError as error:
        return _failed(row, provider, error)
    note_success(provider)
    return _finish(row, kept, saved=saved)


def _finish(row: Capture, kept: outside.SearchHit | None, *, saved: bool) -> bool:
    """Record what was found. "No capture" is the answer of a day: others save pages, too."""
    now = timezone.now()
    if kept is None:
        after = min(max(now - row.created_at, ANOTHER_DAY), SELDOMEST)
        again: dict[str, Any] = {"work": "waiting", "tries": 0, "next_try_at": now + after}
        return row.finish(url="", captured_at=None, asked_at=now, saved_by_us=saved, **again)
    return row.finish(
        url=kept.url[:2500],
        captured_at=moment_or_none(kept.published),
        asked_at=now,
        saved_by_us=saved,
    )


def _asked(
    row: Capture, provider: Provider, evidence: Evidence
) -> tuple[outside.SearchHit | None, bool]:
    service = service_of(provider)
    assert isinstance(service, outside.Wayback)
    document = row.document
    kept_at = document.fetched_at or timezone.now()
    query = outside.ProviderQuery((document.url,), until=kept_at.date(), allowed_outside=True)
    sent = SentQuery.objects.create(
        article=evidence.claim.article,
        provider=provider,
        query=document.url,
        claim_text=evidence.claim.text,
    )
    try:
        hits = service.search(query).hits
        kept = hits[0] if hits else None
        near = kept and kept.published and abs(kept.published - kept_at) <= NEAR
        save = provider.saves and not near and not _restricted(document)
        if save:
            SentQuery.objects.filter(pk=sent.pk).update(query=f"{document.url} (to be saved there)")
            kept = service.save(query)
    except OutsideError as error:
        SentQuery.objects.filter(pk=sent.pk).update(outcome="failed", note=str(error))
        raise
    SentQuery.objects.filter(pk=sent.pk).update(
        outcome="answered", note=kept.url if kept else "no capture"
    )
    return kept, bool(save)


def _restricted(document: Document) -> bool:
    """Whether restricted copy has to do with the page too: a public copy would be its trace."""
    return Hit.objects.filter(document=document, search__claim__article__restricted=True).exists()


def _failed(row: Capture, provider: Provider, error: OutsideError) -> bool:
    if error.kind == Kind.PACED:
        return _wait(row, error.retry_after or 5.0)
    note_failure(provider, str(error), asked=error.retry_after)
    return row.retry(
        error=str(error), after=rules.backoff(row.tries, error.retry_after), at_most=AT_MOST
    )


def _wait(row: Capture, seconds: float, error: str = "") -> bool:
    wait = dt.timedelta(seconds=seconds + row.pk % 7)
    return row.finish(
        work="waiting", tries=row.tries - 1, next_try_at=timezone.now() + wait, error=error
    )
