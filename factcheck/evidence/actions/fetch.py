"""A page fetched, kept as it was, and told apart from copies of the same story."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from typing import Any, Final

from django.conf import settings
from django.db import DataError, connection, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from factcheck.evidence import rules
from factcheck.evidence.actions.snapshots import (
    SNAPSHOT_BYTES,
    TEXT_CHARACTERS,
    clean,
    keep,
    read_off,
)
from factcheck.evidence.actions.turns import SOON_SECONDS, until_next
from factcheck.evidence.models import CitedSource, Document, Hit, Source
from factcheck.evidence.rules.turns import LEAD_SECONDS, free_turns
from factcheck.newsroom.sweeps import AT_ONCE, nudge
from factcheck.outside import http, pages
from factcheck.outside.addresses import target_of
from factcheck.outside.errors import Kind, OutsideError

LEASE: Final = dt.timedelta(minutes=3)
AT_MOST: Final = 5
_ORIGINS_LOCK: Final = 0x0FAC7C
_CANDIDATES: Final = 50
_NO_TEXT: Final = "The page holds no text that can be read."


def documents_to_fetch(now: dt.datetime) -> list[int]:
    """Due pages that some article which may be searched for outside wants.

    Of one host no more than it can be asked for just now: the others are no task meanwhile.
    """
    due = Document.objects.due(now).filter(_wanted())
    interval = settings.OUTSIDE_PACE_SECONDS
    if not interval:
        return list(due.values_list("pk", flat=True)[:AT_ONCE])
    host = Func(F("url"), Value("^https?://([^/?#]+)"), function="substring")
    in_line = Window(RowNumber(), partition_by=host, order_by=["next_try_at", "pk"])
    first = due.annotate(in_line=in_line).filter(in_line__lte=1 + LEAD_SECONDS / interval)
    rows = first.values_list("pk", "url")[:AT_ONCE]
    in_hand = Document.objects.filter(work="running", lease_until__gte=now)
    busy = Counter(map(_place, in_hand.values_list("url", flat=True)))
    free: dict[str, int] = {}
    chosen = []
    for pk, url in rows:
        place = _place(url)
        if place not in free:
            free[place] = free_turns(interval, until_next(place), busy[place], alone=False)
        if free[place] > 0:
            free[place] -= 1
            chosen.append(pk)
    return chosen


def seconds_to_next_page(now: dt.datetime) -> float | None:
    """Return in how many seconds more pages may be fetched that are due; None of none."""
    if not settings.OUTSIDE_PACE_SECONDS:
        return None
    return SOON_SECONDS if Document.objects.due(now).filter(_wanted()).exists() else None


def _place(url: str) -> str:
    try:
        return target_of(url).place
    except OutsideError:  # an address that cannot be fetched, as its task will say
        return ""


def _wanted() -> Q:
    """Return the filter for pages of copy that may be searched for, or that a person let go.

    And for the newsroom's own: that its own site is read tells nobody anything.
    """
    searched = Hit.objects.filter(document=OuterRef("pk"), search__claim__article__restricted=False)
    allowed = CitedSource.objects.filter(document=OuterRef("pk"), allowed_by__isnull=False)
    return Q(Exists(searched)) | Q(Exists(allowed)) | Q(own__on=True)


def fetch_document(document_id: int) -> bool:
    """Fetch one page that is due.

    False when it is another's, done, or only wanted for restricted copy.
    """
    document: Document | None = Document.objects.filter(_wanted()).claim(
        document_id, timezone.now(), LEASE
    )
    if document is None:
        return False
    try:
        page = http.fetch(document.url, max_bytes=SNAPSHOT_BYTES)
        read = pages.main_text(page)
    except OutsideError as error:
        return _failed(document, error)
    fields = read_off(page, read)
    text = fields["text"]
    kept: dict[str, Any] = {
        **fields,
        "final_url": page.final_url[:2000],
        "canonical": rules.own_canonical(clean(read.canonical_url), page.final_url),
        "sha256": hashlib.sha256(page.body).hexdigest(),
        "sketch": rules.sketch(text),
        "source": source_of(page.final_url, clean(read.site)),
    }
    outcome = {"work": "done"} if text.strip() else {"work": "failed", "error": _NO_TEXT}
    if len(read.text) > TEXT_CHARACTERS:
        outcome["error"] = (
            f"Only the first {TEXT_CHARACTERS:,} of {len(read.text):,} characters are kept as text."
        )
    try:
        return _record(document, page, read, **kept, **outcome)
    except DataError:
        return document.finish(
            work="failed", error="The page’s text cannot be kept: it has too many words."
        )


def _failed(document: Document, error: OutsideError) -> bool:
    if error.kind == Kind.PACED:
        wait = dt.timedelta(seconds=error.retry_after or 2.0)
        return document.finish(
            work="waiting", tries=document.tries - 1, next_try_at=timezone.now() + wait
        )
    if error.kind == Kind.OVER_LIMIT:
        # It would end its reader each time: as given up, so that a person sees it in the queue.
        return document.finish(work="failed", error=str(error), tries=AT_MOST)
    if not error.temporary:
        return document.finish(work="failed", error=str(error), status=error.status)
    after = rules.backoff(document.tries, error.retry_after)
    return document.retry(error=str(error), after=after, at_most=AT_MOST, status=error.status)


@transaction.atomic
def _record(document: Document, page: http.FetchedPage, read: pages.PageText, **kept: Any) -> bool:
    with connection.cursor() as cursor:
        # One at a time: of two copies that arrive together, the later must see the earlier. Held
        # for milliseconds.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORIGINS_LOCK])
    if not document.finish(**kept):
        return False
    keep(document, page, read)
    _settle_origin(document)
    nudge("evidence")
    return True


def _settle_origin(document: Document) -> None:
    """Join the document to the story it is a copy of.

    The origin is the smallest id among the copies.
    """
    if not document.sketch:
        return
    alike = (
        Document.objects.filter(sketch__overlap=document.sketch)
        .exclude(pk=document.pk)
        .order_by("pk")
    )
    candidates = alike.values_list("pk", "origin_id", "sketch")[:_CANDIDATES]
    origins = {
        origin or pk
        for pk, origin, sketch in candidates
        if rules.same_story(sketch, document.sketch)
    }
    if not origins:
        return
    family = origins | {document.pk}
    first = min(family)
    Document.objects.filter(origin__in=family).update(origin=first)
    Document.objects.filter(pk__in=family - {first}).update(origin=first)
    Document.objects.filter(pk=first).update(origin=None)


def source_of(url: str, site: str = "") -> Source:
    """Return the outlet an address belongs to, made with its usual tier when it is new."""
    domain = rules.domain_of(url)[:253]
    source, _ = Source.objects.get_or_create(
        domain=domain, defaults={"name": (site or domain)[:200], "tier": rules.usual_tier(domain)}
    )
    return source
