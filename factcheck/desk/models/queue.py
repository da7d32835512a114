"""What a person must decide, one row for each cause."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop as noop

from factcheck.articles.models import Article
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import User
from factcheck.newsroom.values import mark_of_values

QUEUE_KINDS = [
    noop("second read"),
    noop("open query"),
    noop("answered query"),
    noop("change to make"),
    noop("unsorted reply"),
    noop("unmatched mail"),
    noop("letter in doubt"),
    noop("letter failed"),
    noop("failing search"),
    noop("lost page"),
    noop("changed page"),
    noop("failing mailbox"),
    noop("bad contact"),
    noop("unreadable mail"),
    noop("failed reading"),
    noop("failed import"),
    noop("overdue request"),
    noop("sentence drift"),
]


class QueueQuerySet(models.QuerySet["QueueItem"]):
    def open(self) -> Self:
        return self.filter(resolved_at__isnull=True)

    def waiting(self, now: datetime) -> Self:
        """Open, and not put off until later."""
        return self.open().filter(Q(deferred_until__isnull=True) | Q(deferred_until__lte=now))


class QueueItem(FastRowModel):
    """Something that waits for a person.

    One item a cause: a bad contact is one item, however many letters.

    `stands` is whether the cause is still there. An item resolved by hand while its cause stands is
    not opened again; once the cause has gone and come back, a new item is.
    """

    kind = models.CharField(max_length=20, choices=[(k, k) for k in QUEUE_KINDS])
    cause = models.CharField(max_length=100)  # "replies.reply:17"
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="queue"
    )
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=300, blank=True)
    deadline = MomentField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="queue"
    )
    deferred_until = MomentField(null=True, blank=True)
    opened_at = MomentField(default=timezone.now)
    resolved_at = MomentField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.CharField(
        max_length=300, blank=True
    )  # "its cause is gone", or what the person wrote
    stands = models.BooleanField(default=True)

    objects = QueueQuerySet.as_manager()

    class Meta:
        ordering = [F("deadline").asc(nulls_last=True), "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cause"], condition=Q(stands=True), name="one_item_a_cause"
            ),
            models.CheckConstraint(
                condition=Q(stands=True) | Q(resolved_at__isnull=False),
                name="item_without_cause_is_resolved",
            ),
        ]
        indexes = [models.Index(fields=["kind"], condition=Q(resolved_at=None), name="queue_open")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"

    @property
    def seen_mark(self) -> str:
        """What tells how it stands from how it stood: whose it is, until when it is snoozed."""
        standing = {
            "to": self.assigned_to_id, "until": self.deferred_until, "resolved": self.resolved_at,
        }  # fmt: skip
        return mark_of_values(standing)[:16]
