"""What is put to a party, how the house words things, what is used of an answer."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from factcheck.claims.models import Accusation, Claim, Quote
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import User

LETTER_KINDS = ["first", "chaser", "extension", "further"]


class PointQuerySet(models.QuerySet["Point"]):
    def whole(self) -> Self:
        """With the wordings, what they rest on and where they were put."""
        puts = PutPoint.objects.select_related("letter__outgoing", "call")
        wordings = PointWording.objects.select_related("by").prefetch_related(
            models.Prefetch("puts", puts)
        )
        return self.prefetch_related(models.Prefetch("wordings", wordings), "sources")


class Point(FastRowModel):
    """One thing put to the party to answer.

    What it says stands in its wordings, what it rests on in its sources.
    """

    request = models.ForeignKey(
        "replies.CommentRequest", on_delete=models.CASCADE, related_name="points_put"
    )
    position = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = MomentField(default=timezone.now)
    withdrawn_at = MomentField(null=True, blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["request", "position", "id"]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else self.words[:79] + "…"

    @property
    def wording(self) -> PointWording | None:
        """The newest."""
        return max(self.wordings.all(), key=lambda one: one.number, default=None)

    @property
    def words(self) -> str:
        return self.wording.text if self.wording else ""


class PointWording(FastRowModel):
    """A version of a point's words.

    Rows are added and never changed: a letter holds the one that was put.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    copy_words = models.BooleanField(default=False)  # a person let words of the copy go
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["point", "number"]
        constraints = [
            models.UniqueConstraint(fields=["point", "number"], name="wording_numbered_once")
        ]
        triggers = [
            pgtrigger.Protect(
                name="wording_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text}"


class PointSource(FastRowModel):
    """What of the copy a point answers for.

    The words as they were, and the mark they came from while it is there.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="sources")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accusation = models.ForeignKey(
        Accusation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["point", "id"]

    def __str__(self) -> str:
        return self.text


class PutPoint(FastRowModel):
    """A wording put to the party, in one letter or call, at its place in it.

    Never changed.
    """

    wording = models.ForeignKey(PointWording, on_delete=models.PROTECT, related_name="puts")
    letter = models.ForeignKey(
        "replies.Letter", null=True, blank=True, on_delete=models.CASCADE, related_name="points"
    )
    call = models.ForeignKey(
        "replies.RequestCall",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="points",
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["letter", "call", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=True, call__isnull=False)
                | Q(letter__isnull=False, call__isnull=True),
                name="point_put_one_way",
            ),
            models.UniqueConstraint(fields=["letter", "wording"], name="point_once_a_letter"),
            models.UniqueConstraint(fields=["call", "wording"], name="point_once_a_call"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="put_point_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.wording} in {self.letter or self.call}"
