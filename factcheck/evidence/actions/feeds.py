"""Lists of feeds brought in and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.evidence.models import Feed
from factcheck.evidence.rules.opml import MAX_BYTES, Outline, opml_of
from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.outside import sandbox
from factcheck.outside.addresses import target_of
from factcheck.outside.errors import OutsideError

_JOB = "factcheck.outside.documents.jobs:opml"


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a list would do.

    Feeds that are new, those polled already, and those refused, each with why.
    """

    new: tuple[Outline, ...]
    known: tuple[Outline, ...]
    refused: tuple[tuple[Outline, str], ...]


def sort_feeds(data: bytes) -> Sorted:
    """Refused when the file is no OPML."""
    if len(data) > MAX_BYTES:
        raise Refused(
            _("The file is over %(megabytes)s MB.") % {"megabytes": MAX_BYTES // 1024 // 1024}
        )
    try:
        listed = sandbox.run(_JOB, data)
    except sandbox.Unreadable as error:
        raise Refused(str(error)) from error
    return _sorted([Outline(url, title) for url, title in listed])


def _sorted(listed: Sequence[Outline]) -> Sorted:
    fit: dict[str, Outline] = {}
    refused: list[tuple[Outline, str]] = []
    for outline in listed:
        try:
            url = target_of(outline.url).url
        except OutsideError as error:
            refused.append((outline, error.message))
            continue
        fit.setdefault(url, Outline(url, outline.title))
    had = set(Feed.objects.filter(url__in=fit).values_list("url", flat=True))
    return Sorted(
        new=tuple(outline for url, outline in fit.items() if url not in had),
        known=tuple(outline for url, outline in fit.items() if url in had),
        refused=tuple(refused),
    )


@transaction.atomic
def add_feeds(*, by: User | None, feeds: Sequence[Outline]) -> int:
    """Poll these too; return how many were new.

    Each address is judged again, whoever hands them in.
    """
    require_role(by, "set desk")
    new = _sorted(feeds).new
    before = Feed.objects.count()
    Feed.objects.bulk_create(
        [Feed(url=outline.url, title=outline.title) for outline in new], ignore_conflicts=True
    )
    added = Feed.objects.count() - before
    if added:
        urls = [outline.url for outline in new][:1000]
        log(
            by=by,
            verb="set desk",
            subject=Desk.load(),
            text=f"Added {added:,} feeds from a list.",
            feeds=urls,
        )
        nudge("evidence")
    return added


def feeds_as_opml() -> str:
    """Every feed the desk polls, those switched off left out."""
    rows = (
        Feed.objects.filter(on=True, kind="news")
        .order_by("title", "url")
        .values_list("url", "title")
    )
    return opml_of(f"Feeds of {Desk.load()}", [Outline(url, title) for url, title in rows])
