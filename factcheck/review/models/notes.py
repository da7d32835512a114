"""What colleagues say to each other about an article: threads of notes, and whom a note calls."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User
from factcheck.replies.models import Reply

NOTE_LENGTH = 5000


class ThreadQuerySet(models.QuerySet["Thread"]):
    def open(self) -> Self:
        return self.filter(resolved=False)


class Thread(models.Model):
    """A note with the answers to it: on one mark, or on the whole article.

    `text` is what the mark said then.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="threads")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="threads"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="threads"
    )
    fact = models.ForeignKey(
        Fact, null=True, blank=True, on_delete=models.CASCADE, related_name="threads"
    )
    # What the thread is about where nobody began it: an answer that came once the story was out.
    reply = models.OneToOneField(
        Reply, null=True, blank=True, on_delete=models.CASCADE, related_name="thread"
    )
    text = models.TextField(blank=True)
    started_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: factcheck itself
    started_at = MomentField(default=timezone.now)
    resolved = models.BooleanField(default=False)
    # Who resolved it, or last reopened it; empty while nobody has done either. The log holds the
    # earlier times.
    turned_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    turned_at = MomentField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim=None, quote=None)
                | Q(claim=None, fact=None)
                | Q(quote=None, fact=None),
                name="thread_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(resolved=False) | Q(turned_by__isnull=False, turned_at__isnull=False),
                name="resolved_thread_names_its_resolver",
            ),
        ]
        indexes = [
            models.Index(fields=["article"], condition=Q(resolved=False), name="thread_open")
        ]

    def __str__(self) -> str:
        return self.text[:80] or "the whole article"

    @property
    def on(self) -> Claim | Quote | Fact | None:
        return self.claim or self.quote or self.fact


class Note(models.Model):
    """One person's words in a thread. An edit adds a wording; the earlier ones stay to be read."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: factcheck itself
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by or 'the system'}, {self.at:%Y-%m-%d %H:%M}"


class NoteWording(models.Model):
    """The words of a note, the newest number being those that count. Never changed."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["note", "number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="note_wording_number_once")
        ]
        triggers = [
            pgtrigger.Protect(name="note_wording_is_not_changed", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Mention(models.Model):
    """A colleague called by a wording, at text[start:end]."""

    wording = models.ForeignKey(NoteWording, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["wording", "start"]

    def __str__(self) -> str:
        return f"@{self.user}"
