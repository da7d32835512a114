"""How kept pages looked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from factcheck.evidence.models.snapshots import Snapshot
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import Erasable, Work, WorkQuerySet


class Picture(Work, Erasable):
    """A picture of one version of a page, taken from its stored bytes.

    Only where this machine has a browser.
    """

    snapshot = models.OneToOneField(Snapshot, on_delete=models.CASCADE, related_name="picture")
    png = models.BinaryField(default=b"")
    created_at = MomentField(default=timezone.now)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="picture_due",
            )
        ]

    def __str__(self) -> str:
        return f"picture of {self.snapshot}"
