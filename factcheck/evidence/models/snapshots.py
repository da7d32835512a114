"""Pages as they were each time we looked.

The bytes once a digest, a row a version, and when to look again.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence.models.evidence import Document
from factcheck.newsroom.dates import DayField, MomentField
from factcheck.newsroom.models import Erasable, Work, WorkQuerySet


class Body(Erasable):
    """What a server sent, decompressed, kept once however many pages and versions hold it."""

    sha256 = models.CharField(
        max_length=64, db_index=True
    )  # of the bytes as they were received, not as packed
    packed = models.BinaryField()  # zlib
    size = models.PositiveIntegerField()

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        verbose_name_plural = _lazy("bodies")
        constraints: ClassVar = [
            # What was erased stays erased: the same bytes fetched later are a row of their own.
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(erased_at=None), name="body_kept_once"
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class Snapshot(Erasable):
    """One version of a document.

    The first is the one its evidence was taken from; a later one is made only where the words of
    the page have changed, and stands beside it.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="snapshots")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="snapshots")
    url = models.URLField(max_length=2000)  # the address that answered
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict, blank=True)
    title = models.TextField(blank=True)
    byline = models.TextField(blank=True)
    site = models.TextField(blank=True)
    published = DayField(null=True, blank=True)
    modified = models.CharField(max_length=100, blank=True)  # Last-Modified, as sent
    text = models.TextField(blank=True)
    fetched_at = MomentField()

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering: ClassVar = ["document", "fetched_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "fetched_at"], name="snapshot_once_an_instant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title or self.url}, {self.fetched_at:%Y-%m-%d %H:%M}"


class Recheck(Work):
    """A page that accepted evidence rests on, looked at again at `next_try_at`.

    Seldomer the longer it stays as it was. `changed_at` is since when it differs from the version
    the evidence was taken from, empty while it does not; `gone_at` is since when its server says
    that it is gone.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="recheck")
    every = models.DurationField()
    checked_at = MomentField(null=True, blank=True)
    changed_at = MomentField(null=True, blank=True)
    gone_at = MomentField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["next_try_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="recheck_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {'changed' if self.changed_at else 'as it was'}"


class Capture(Work):
    """What the Wayback Machine holds of a page, looked up once.

    Where the desk opted in, the page is also saved there.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="capture")
    url = models.URLField(
        max_length=2500, blank=True
    )  # of the capture nearest to our snapshot; empty: there is none
    captured_at = MomentField(null=True, blank=True)
    asked_at = MomentField(null=True, blank=True)
    saved_by_us = models.BooleanField(default=False)
    created_at = MomentField(default=timezone.now)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="capture_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.url or 'no capture'}"
