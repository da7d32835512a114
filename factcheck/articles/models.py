"""The story, and every frozen version of its copy."""

from __future__ import annotations

import hashlib
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from factcheck.newsroom.models import User, Work, WorkQuerySet
from factcheck.newsroom.words import Words, found_by

BLOCK_KINDS = ["headline", "standfirst", "byline", "body", "caption", "pull quote", "furniture"]
MEDIA = ["paste", "text", "markdown", "html", "docx", "pdf", "url", "cms"]


def hash_of(text: str) -> str:
    """SHA-256 of the copy in UTF-8, hexadecimal: what a sign-off is bound to."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> Self:
        """Return the articles this person may see.

        Restricted articles are there only for their team, their author, whoever has them, and the
        chief.
        """
        if user.role == "chief":
            return self
        mine = Q(team=user) | Q(author=user) | Q(assigned_to=user) | Q(created_by=user)
        return self.filter(
            Q(restricted=False) | Q(pk__in=Article.objects.filter(mine).values("pk"))
        )

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class Article(models.Model):
    headline = models.CharField(max_length=500)
    url = models.URLField(max_length=2000, blank=True)
    published = models.DateField(
        "publication date", help_text="“Wednesday” in the copy is read against it"
    )
    deadline = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="written"
    )
    author_name = models.CharField(max_length=200, blank=True)  # the byline's words
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="checking"
    )
    restricted = models.BooleanField(
        default=False, help_text="No query about it leaves the building; only its team sees it"
    )
    team = models.ManyToManyField(User, blank=True, related_name="restricted_articles")
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(
        null=True, blank=True
    )  # cleared or dropped: off the desk, kept for the record

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = [F("deadline").asc(nulls_last=True), "-id"]
        indexes = [
            models.Index(
                fields=["deadline", "-id"], condition=Q(closed_at=None), name="article_on_desk"
            ),
            GinIndex(Words("headline", "author_name"), name="article_words"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("review:proof", args=[self.pk])

    def current_proof(self) -> Proof:
        return self.proofs.get(current=True)


class ProofManager(models.Manager["Proof"]):
    def get_queryset(self) -> models.QuerySet[Proof]:
        """Without what only the database searches: it is as long as the copy."""
        return super().get_queryset().defer("words")


class Proof(models.Model):
    """One frozen version of the copy. Never changed: an edit makes the next number."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="proofs")
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    text = models.TextField()
    hash = models.CharField(max_length=64)
    medium = models.CharField(max_length=10, choices=[(m, m) for m in MEDIA], default="paste")
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    words = found_by("text")

    objects = ProofManager()

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="proof_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(current=True), name="one_current_proof"
            ),
        ]
        indexes = [GinIndex(fields=["words"], condition=Q(current=True), name="proof_words")]
        triggers = [
            pgtrigger.Protect(
                name="proof_copy_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("text", "hash", "number", "article"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}, proof {self.number}"


class Block(models.Model):
    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in BLOCK_KINDS], default="body")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["proof", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="block_ends_after_its_start"
            ),
            models.UniqueConstraint(fields=["proof", "start"], name="block_starts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} [{self.start}, {self.end}]"


class Import(Work):
    """A page to be fetched and made into an article.

    Pasted and uploaded copy needs none: it is read at once.
    """

    url = models.URLField(max_length=2000)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deadline = models.DateTimeField(null=True, blank=True)
    # What the person said of it, which comes before what the page says of itself.
    headline = models.CharField(max_length=500, blank=True)
    published = models.DateField(null=True, blank=True)
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    article = models.OneToOneField(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="imported_from"
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="import_due",
            )
        ]

    def __str__(self) -> str:
        return self.url
