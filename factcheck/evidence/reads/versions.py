"""The versions of a kept page: what the desk has, what differs, and what it may take away."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from factcheck.articles.diff import Diff, diff
from factcheck.articles.models import Article
from factcheck.evidence.models import Capture, Document, FeedEntryVersion, Recheck, Snapshot
from factcheck.evidence.rules.warc import Kept, warc_of
from factcheck.newsroom.models import User

SOFTWARE = "factcheck"


@dataclass(frozen=True, slots=True)
class Versions:
    """Newest first.

    `first` is the one evidence was taken from; `recheck` and `capture` are None until planned.
    """

    snapshots: tuple[Snapshot, ...]
    recheck: Recheck | None
    capture: Capture | None
    corrected: tuple[FeedEntryVersion, ...] = ()  # what its feed said of it before

    @property
    def first(self) -> Snapshot | None:
        return self.snapshots[-1] if self.snapshots else None

    @property
    def only_words_are_kept(self) -> bool:
        """Whether the page as it was sent is erased, while its words stay for a ruling."""
        return self.first is not None and self.first.erased_at is not None


def documents_visible_to(user: User) -> QuerySet[Document]:
    """Pages of the web, and what was brought by hand for articles this person may see."""
    return Document.objects.filter(
        Q(only_for=None) | Q(only_for__in=Article.objects.visible_to(user))
    )


def versions_of(document: Document) -> Versions:
    """In four queries, without the bytes and the texts."""
    snapshots = document.snapshots.select_related("body", "picture").defer(
        "text", "headers", "body__packed", "picture__png"
    )
    return Versions(
        tuple(snapshots.order_by("-fetched_at")[:100]),
        Recheck.objects.filter(document=document).first(),
        Capture.objects.filter(document=document).first(),
        tuple(
            FeedEntryVersion.objects.filter(entry__url=document.url)
            .select_related("entry__feed")
            .order_by("-replaced_at", "-pk")[:20]
        ),
    )


def change_of(document: Document) -> tuple[Snapshot, Diff] | None:
    """Return the newest version and how its words differ from those the evidence was taken from.

    None without another.
    """
    newest = document.snapshots.order_by("-fetched_at").first()
    if newest is None or newest.erased_at or newest.text == document.text:
        return None
    return newest, diff(document.text, newest.text)


def warc_file(snapshot: Snapshot) -> bytes:
    facts: dict[str, Any] = {
        "title": snapshot.title,
        "byline": snapshot.byline,
        "site": snapshot.site,
        "published": snapshot.published.isoformat() if snapshot.published else "",
        "modified": snapshot.modified,
        "asked for": snapshot.document.url,
        "sha256": snapshot.body.sha256,
    }
    body = zlib.decompress(snapshot.body.packed)
    kept = Kept(
        snapshot.url,
        snapshot.status,
        snapshot.headers,
        body,
        snapshot.text,
        facts,
        snapshot.fetched_at,
    )
    return warc_of(kept, SOFTWARE)
