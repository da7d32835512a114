"""What the proof page keeps beside rulings: first readings, and alarms that were set aside."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import FACT_KINDS
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User
from factcheck.review.models.vocabulary import choices


class FirstRead(models.Model):
    """Somebody has read this proof once through, without checking. A new proof asks again."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="first_reads")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proof", "by"], name="first_read_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.proof} read by {self.by}"


class Agreement(models.Model):
    """A second reader agrees with what was ruled on one item of this proof.

    `item` is its key in the list of the proof page, or its party: "claim-12", "facts-3", "party-3".
    """

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="agreements")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40)
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proof", "by", "item"], name="agreed_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.item} agreed by {self.by}"


class CountedKind(models.Model):
    """A kind of fact of which each must be ticked, queried or set aside before copy may run.

    The gate says of every kind how many are not; a desk chooses here which of them hold copy up.
    """

    kind = models.CharField(max_length=12, unique=True, choices=choices(FACT_KINDS))
    on = models.BooleanField(_lazy("holds copy up"), default=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _lazy("kind of fact that must be ticked")
        verbose_name_plural = _lazy("kinds of fact that must be ticked")

    def __str__(self) -> str:
        return self.kind


class AlarmSetAside(models.Model):
    """A person has looked at two values for one thing and says why both may stand.

    It is about these values: a third one raises the alarm anew. Taken back, it stays for the
    record.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="alarms_set_aside")
    alarm = models.CharField(max_length=64)  # rules.Alarm.id
    text = models.TextField()  # what it said
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)
    taken_back_at = MomentField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _lazy("alarms set aside")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "alarm"],
                condition=Q(taken_back_at=None),
                name="alarm_set_aside_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="alarm_set_aside_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.text
