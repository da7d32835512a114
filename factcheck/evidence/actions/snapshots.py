"""Versions of kept pages: storing one, and checking again those that evidence rests on."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from factcheck.evidence import rules
from factcheck.evidence.models import Body, Document, Evidence, Recheck, Snapshot
from factcheck.newsroom.actions import log
from factcheck.newsroom.dates import day_or_none
from factcheck.newsroom.sweeps import AT_ONCE, nudge
from factcheck.outside import http, pages
from factcheck.outside.errors import Kind, OutsideError

LEASE: Final = dt.timedelta(minutes=3)
SNAPSHOT_BYTES: Final = 5 * 1024 * 1024
# A search vector holds a megabyte; a page longer than this is a dump, of which the beginning is
# kept as text.
TEXT_CHARACTERS: Final = 250_000
OFTENEST: Final = dt.timedelta(hours=3)
SELDOMEST: Final = dt.timedelta(days=7)
_GONE: Final = (404, 410)


def clean(text: str) -> str:
    """PostgreSQL stores no NUL, and no half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def read_off(page: http.FetchedPage, read: pages.PageText) -> dict[str, Any]:
    """Return what a document and its snapshot share of a page."""
    return {
        "title": clean(read.title)[:2000],
        "published": day_or_none(read.published),
        "status": page.status,
        "headers": {clean(k)[:200]: clean(v)[:2000] for k, v in page.headers.items()},
        "text": clean(read.text)[:TEXT_CHARACTERS],
        "fetched_at": page.fetched_at,
    }


def keep(document: Document, page: http.FetchedPage, read: pages.PageText) -> Snapshot:
    """Store a version; its bytes only if none like them are stored.

    Inside the transaction that records the fetch.
    """
    return Snapshot.objects.create(
        document=document,
        body=_stored(page.body),
        url=page.final_url[:2000],
        byline=clean(read.author)[:1000],
        site=clean(read.site)[:1000],
        modified=clean(page.modified)[:100],
        **read_off(page, read),
    )


def keep_file(document: Document, data: bytes) -> Snapshot:
    """Store the bytes of what a person brought, as the one version there is."""
    return Snapshot.objects.create(
        document=document,
        body=_stored(data),
        url=document.url,
        status=200,
        title=document.title,
        text=document.text,
        fetched_at=document.fetched_at or timezone.now(),
    )


def _stored(data: bytes) -> Body:
    digest = hashlib.sha256(data).hexdigest()
    body = Body.objects.only("pk").filter(sha256=digest, erased_at=None).first()
    if body is None:
        row = Body(sha256=digest, packed=zlib.compress(data), size=len(data))
        Body.objects.bulk_create([row], ignore_conflicts=True)
        body = Body.objects.only("pk").get(sha256=digest, erased_at=None)
    return body


def relied_on() -> Q:
    """Return the filter for pages of the web that accepted evidence rests on.

    The evidence is of an open article that may be looked up outside.
    """
    # A file of the newsroom's own archive stands nowhere on the web.
    return Q(only_for=None, url__startswith="http") & Q(
        Exists(
            Evidence.objects.filter(
                document=OuterRef("pk"),
                ruling="accepted",
                claim__article__closed_at=None,
                claim__article__restricted=False,
            )
        )
    )


def rechecks_to_plan(now: dt.datetime) -> QuerySet[Document, int]:
    """Ids of kept pages that evidence rests on and that nobody looks at again yet."""
    lacking = Document.objects.filter(relied_on(), work="done").exclude(Exists(_of("pk")))
    resting = Document.objects.filter(relied_on(), recheck__work="done")
    return (lacking | resting).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]


def _of(document: str) -> QuerySet[Recheck]:
    return Recheck.objects.filter(document=OuterRef(document))


def plan_recheck(document_id: int) -> bool:
    """Make the row that has a page looked at again, or wake it. Twice is harmless."""
    due = timezone.now() + OFTENEST
    row = Recheck(document_id=document_id, every=OFTENEST, next_try_at=due)
    Recheck.objects.bulk_create([row], ignore_conflicts=True)
    return (
        Recheck.objects.filter(document=document_id, work="done").update(
            work="waiting", next_try_at=due
        )
        > 0
    )


def recheck(recheck_id: int) -> bool:
    """Look at one page again that is due.

    Unchanged, it is looked at half as often; changed, the new version is kept beside the one the
    evidence was taken from.
    """
    row: Recheck | None = Recheck.objects.claim(recheck_id, timezone.now(), LEASE)
    if row is None:
        return False
    document = Document.objects.filter(relied_on(), pk=row.document_id).first()
    if document is None:
        return row.finish()  # no longer relied on, closed, or restricted meanwhile
    newest = document.snapshots.order_by("-fetched_at").defer("body").first()
    try:
        page = _fetched_again(document, newest)
        read = None if page.not_modified else pages.main_text(page)
    except OutsideError as error:
        return _failed(row, error)
    kept = newest or document
    words = clean(read.text)[:TEXT_CHARACTERS] if read else kept.text
    if newest and words == newest.text:
        return _again(
            row, page.fetched_at, min(row.every * 2, SELDOMEST), changed_at=row.changed_at
        )
    assert read is not None
    return _changed(row, document, page, read, words)


def _fetched_again(document: Document, newest: Snapshot | None) -> http.FetchedPage:
    """Return a page as it is now, or that it is as its newest snapshot; OutsideError passes."""
    headers = newest.headers if newest else {}
    return http.fetch(
        newest.url if newest else document.url,
        etag=headers.get("etag", ""),
        modified=headers.get("last-modified", ""),
        max_bytes=SNAPSHOT_BYTES,
    )


@transaction.atomic
def _changed(
    row: Recheck, document: Document, page: http.FetchedPage, read: pages.PageText, words: str
) -> bool:
    differs = words != document.text
    since = (row.changed_at or page.fetched_at) if differs else None
    if not _again(row, page.fetched_at, max(row.every / 2, OFTENEST), changed_at=since):
        return False
    keep(document, page, read)
    if differs and not row.changed_at:
        log(
            by=None,
            verb="page changed",
            subject=document,
            text=f"{document.url} has changed since it was kept.",
        )
    nudge("evidence")
    return True


def _again(
    row: Recheck, now: dt.datetime, every: dt.timedelta, *, changed_at: dt.datetime | None
) -> bool:
    return row.finish(
        work="waiting",
        next_try_at=now + every,
        every=every,
        tries=0,
        checked_at=now,
        changed_at=changed_at,
        gone_at=None,
    )


def _failed(row: Recheck, error: OutsideError) -> bool:
    now = timezone.now()
    if error.kind == Kind.PACED:
        wait = dt.timedelta(seconds=(error.retry_after or 2.0) + row.pk % 5)
        return row.finish(work="waiting", tries=row.tries - 1, next_try_at=now + wait)
    gone = (row.gone_at or now) if error.status in _GONE else row.gone_at
    wait = (
        SELDOMEST
        if error.status in _GONE
        else max(rules.backoff(row.tries, error.retry_after), OFTENEST)
    )
    return row.finish(
        work="waiting", error=str(error), next_try_at=now + wait, checked_at=now, gone_at=gone
    )
