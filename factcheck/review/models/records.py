"""What a card holds beside rulings: records, dates of birth, and ticks on the checklist."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Quote
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User
from factcheck.review.models.vocabulary import choices
from factcheck.review.rules.gate import BACKING

RECORD_KINDS = ["transcript", "recording", *BACKING]
LINE_STATES = ["ticked", "set aside"]


class RecordQuerySet(models.QuerySet["Record"]):
    def kept(self) -> Self:
        return self.filter(removed_at__isnull=True)


class Record(models.Model):
    """What was said or seen, on record: for one article, and never sent out of the building.

    `text` is what was pasted or uploaded, if anything was; `sha256` that of the file as it came,
    else of the text. Notes, a photo or a witness stand behind one mark; a transcript is set against
    every quote of the article.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="records")
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.SET_NULL, related_name="records"
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="records"
    )
    kind = models.CharField(max_length=10, choices=choices(RECORD_KINDS))
    title = models.CharField(max_length=300)
    place = models.CharField(
        max_length=500, blank=True
    )  # where it is kept: a tape's number, a path, a person
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)
    removed_at = MomentField(null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["article", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(place=""), name="record_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(quote=None) | Q(claim=None), name="record_is_of_one_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class BirthDate(models.Model):
    """A person's birth, as a checker found it: "1970-03-12", "1970-03" or "1970"."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="births")
    name = models.CharField(max_length=300)
    born = models.CharField(max_length=10)
    source = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["article", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "name"], condition=Q(current=True), name="one_birth_a_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, born {self.born}"


class ChecklistMark(models.Model):
    """A checker's mark on one line of a claim's checklist.

    It counts as long as the line says the same (Line.key).
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines_marked")
    key = models.CharField(max_length=24)
    line = models.TextField()  # what it said when it was marked
    state = models.CharField(max_length=9, choices=choices(LINE_STATES))
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["claim", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "key"], condition=Q(current=True), name="one_mark_a_line"
            ),
            models.CheckConstraint(
                condition=~Q(state="set aside") | ~Q(note=""), name="set_aside_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.state}"
