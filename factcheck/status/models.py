"""Who wants to know what, and what was told to whom."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop as noop

from factcheck.articles.models import Article
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.status.rules import EVERY_DAY, schedule_says

# kind: (what the person reads in their settings, when it goes unless they choose otherwise)
EVENTS: dict[str, tuple[str, str]] = {
    "assigned": (noop("A story is assigned to you"), "at once"),
    "ready": (noop("Your article has been read and searched"), "digest"),
    "reply": (noop("A party replies"), "at once"),
    "late reply": (noop("A party replies after publication"), "at once"),
    "legal threat": (noop("A party threatens legal action"), "at once"),
    "letter failed": (noop("A letter of yours was not sent, or may not have been"), "at once"),
    "due soon": (noop("A party’s deadline is near"), "digest"),
    "overdue": (noop("A party’s deadline has passed without a reply"), "at once"),
    "still overdue": (noop("An hour after a party’s deadline there is still no reply"), "digest"),
    "query": (noop("A query needs your answer or decision"), "at once"),
    "second read": (noop("A story is ready for a second reader"), "digest"),
    "refused": (noop("A second reader refused to sign"), "at once"),
    "cleared": (noop("An article is cleared"), "digest"),
    "reopened": (noop("Copy was changed after you signed it"), "at once"),
    "after clearing": (noop("Something changed in a story you cleared"), "at once"),
    "mention": (noop("A colleague mentions you in a note"), "at once"),
    "note resolved": (noop("A note of yours is resolved"), "digest"),
    "change": (noop("A change to your copy is proposed or decided"), "at once"),
    "decided": (noop("A query of yours is decided"), "digest"),
    "source changed": (noop("A verdict of yours is open again: its source has changed"), "digest"),
    "queue item": (noop("An item of the review queue is assigned to you"), "at once"),
}


def event_words(kind: str) -> str:
    """Return what a kind of event is called, in the language of the page or mail."""
    return _(EVENTS[kind][0])


# With their words for the screen.
WHEN = {"at once": _lazy("at once"), "digest": _lazy("digest"), "never": _lazy("never")}
NOTICE_STATES = ["pending", "told", "stale"]


class Preference(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=20, choices=[(k, v[0]) for k, v in EVENTS.items()])
    when = models.CharField(max_length=8, choices=list(WHEN.items()))

    class Meta:
        ordering = ["user", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.when}"


def usual_hours() -> list[int]:
    return [8]


def usual_days() -> list[int]:
    return list(EVERY_DAY)


class DigestPlan(models.Model):
    """The hours and days (1 is Monday) of a person's digest; the sweep sets next_at after each."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest_plan")
    hours = ArrayField(models.PositiveSmallIntegerField(), default=usual_hours)
    days = ArrayField(models.PositiveSmallIntegerField(), default=usual_days)
    next_at = MomentField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__len__gt=0, hours__contained_by=list(range(24))),
                name="digest_has_hours_of_the_day",
            ),
            models.CheckConstraint(
                condition=Q(days__len__gt=0, days__contained_by=list(EVERY_DAY)),
                name="digest_has_days_of_the_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {schedule_says(self.hours, self.days)}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def pending(self) -> Self:
        return self.filter(state="pending").order_by("pk")


class Notice(models.Model):
    """One person to be told of one event, once.

    A new event has a new `event` key and so arms a new notice.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=[(k, v[0]) for k, v in EVENTS.items()])
    event = models.CharField(max_length=100)  # "replies.reply:17"
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=300, blank=True)
    when = models.CharField(max_length=8, choices=list(WHEN.items()))
    state = models.CharField(
        max_length=8, choices=[(s, s) for s in NOTICE_STATES], default="pending"
    )
    created_at = MomentField(default=timezone.now)
    told_at = MomentField(null=True, blank=True)
    outgoing = models.ForeignKey(
        Outgoing, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "event"], name="told_once_an_event")
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(state="pending"), name="notice_pending")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.text}"


class Standing(models.Model):
    """A part of the newsroom that stands, or stood: chiefs are told when it begins and ends."""

    part = models.CharField(max_length=200)
    trouble = models.CharField(max_length=500)
    since = MomentField()
    ended = MomentField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["part"], condition=Q(ended=None), name="a_part_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.trouble}"
