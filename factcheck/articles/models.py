"""The story, and every frozen version of its copy."""

from __future__ import annotations

import hashlib
from typing import ClassVar, Self, TypeVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.rules import counted
from factcheck.newsroom.dates import DayField, MomentField
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import User, Work, WorkQuerySet
from factcheck.newsroom.page_reads import once_a_page
from factcheck.newsroom.words import Words, found_by

BLOCK_KINDS = ["headline", "standfirst", "byline", "body", "caption", "pull quote", "furniture"]
MEDIA = [
    "paste",
    "text",
    "markdown",
    "html",
    "docx",
    "odt",
    "rtf",
    "doc",
    "epub",
    "mail",
    "mhtml",
    "nitf",
    "newsml",
    "ninjs",
    "wire",
    "wordpress",
    "pdf",
    "url",
    "cms",
]
# live: on words of the current proof, or on the whole story. gone: an edit took its words out; it
# stays, with the words it was on, for the record.
ANNOTATION_STANDINGS = ["live", "gone"]


def hash_of(text: str) -> str:
    """SHA-256 of the copy in UTF-8, hexadecimal: what a sign-off is bound to."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> Self:
        """Return the articles this person may see.

        Restricted articles are there only for their team, their author, whoever has them, and the
        chief.
        """
        return self if user.role == "chief" else self.visible_to_person(user.pk)

    def visible_to_person(self, user: int | GivenValue) -> Self:
        """Return the articles that somebody who is no chief may see, by their id."""
        # In a sub-query: the join over the team would give an article once for each of its people.
        on_team = Q(pk__in=Article.team.through.objects.filter(user=user).values("article"))
        mine = Q(author=user) | Q(assigned_to=user) | Q(created_by=user) | on_team
        return self.filter(Q(restricted=False) | mine)

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


def of_visible_articles(user: User, path: str) -> Q:
    """Return the filter for rows whose article, at the lookup `path`, this person may see."""
    if user.role == "chief":
        # All: a list of every article's id would only be compared with itself.
        return Q((f"{path}__isnull", False))
    return Q((f"{path}__in", Article.objects.visible_to(user)))


class Article(FastRowModel):
    headline = models.CharField(max_length=500)
    url = models.URLField(max_length=2000, blank=True)
    published = DayField(
        "publication date", help_text=_lazy("“Wednesday” in the copy is read against it")
    )
    # Where the date was declared; "" where a person gave it, or nobody did.
    published_from = models.CharField(max_length=200, blank=True)
    embargo = models.CharField(max_length=500, blank=True)  # in the words of the copy
    language = models.CharField(max_length=10, blank=True)
    deadline = MomentField(null=True, blank=True)
    author = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="written",
    )
    author_name = models.CharField(max_length=200, blank=True)  # the byline's words
    assigned_to = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="checking",
    )
    restricted = models.BooleanField(
        default=False,
        help_text=_lazy("No query about it leaves the building; only its team sees it"),
    )
    team = models.ManyToManyField(User, blank=True, related_name="restricted_articles")
    created_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = MomentField(default=timezone.now)
    closed_at = MomentField(
        null=True, blank=True
    )  # cleared or dropped: off the desk, kept for the record

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = [F("deadline").asc(nulls_last=True), "-id"]
        indexes = [
            models.Index(
                fields=["deadline", "-id"],
                condition=Q(closed_at=None),
                name="article_on_desk",
            ),
            models.Index(fields=["deadline", "-id"], name="article_by_deadline"),
            GinIndex(Words("headline", "author_name"), name="article_words"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("review:proof", args=[self.pk])

    def legal_hold(self) -> LegalHold | None:
        """Return the hold that stands. One query."""
        return self.legal_holds.filter(ended_at=None).select_related("by").first()

    @once_a_page(lambda article: article.pk)
    def current_proof(self) -> Proof:
        proof = next(iter(_current_proofs(self.pk)), None)
        if proof is None:
            raise Proof.DoesNotExist(f"Article {self.pk} has no current proof.")
        proof.article = self
        return proof

    def is_cleared(self) -> bool:
        """Tell whether the current proof is cleared to run. One query."""
        return self.proofs.filter(current=True, cleared_at__isnull=False).exists()


class LegalHold(models.Model):
    """While it stands, nothing of the article is erased, whatever the desk's ages say."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="legal_holds",
    )
    why = models.CharField(max_length=500)
    by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = MomentField(default=timezone.now)
    ended_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = MomentField(null=True, blank=True)

    record_may_change: ClassVar[tuple[str, ...]] = ("ended_by", "ended_at")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(ended_at=None),
                name="one_legal_hold_an_article",
            )
        ]

    def __str__(self) -> str:
        return f"legal hold on “{self.article}”: {self.why}"


class ProofManager(models.Manager["Proof"]):
    def get_queryset(self) -> models.QuerySet[Proof]:
        """Without what only the database searches: it is as long as the copy."""
        return super().get_queryset().defer("words")


class Proof(FastRowModel):
    """One frozen version of the copy. Never changed: an edit makes the next number."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="proofs",
    )
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    text = models.TextField()
    hash = models.CharField(max_length=64)
    medium = models.CharField(
        max_length=10,
        choices=[(m, m) for m in MEDIA],
        default="paste",
    )
    encoding = models.CharField(max_length=40, blank=True)  # of the file it came in
    created_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = MomentField(default=timezone.now)
    # When it was cleared to run, which the database notes with the clearance (a later room's).
    cleared_at = MomentField(null=True, blank=True, editable=False)
    words = found_by("text")

    objects = ProofManager()

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="proof_number_once"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(current=True),
                name="one_current_proof",
            ),
        ]
        indexes = [
            GinIndex(
                fields=["words"],
                condition=Q(current=True),
                name="proof_words",
            )
        ]
        triggers = [
            # A sign-off is bound to the hash: no code of ours, and no hand in the database, changes
            # what was signed.
            pgtrigger.Protect(
                name="proof_copy_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("text", "hash", "number", "article"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}, proof {self.number}"


@kept_statement
def _current_proofs(article: GivenValue) -> models.QuerySet[Proof]:
    return Proof.objects.filter(article=article, current=True).order_by()


class Block(FastRowModel):
    proof = models.ForeignKey(
        Proof,
        on_delete=models.CASCADE,
        related_name="blocks",
    )
    kind = models.CharField(
        max_length=12,
        choices=[(k, k) for k in BLOCK_KINDS],
        default="body",
    )
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


_Annotation = TypeVar("_Annotation", bound="Annotation")


class AnnotationQuerySet(models.QuerySet[_Annotation]):
    """What a draft brought with its words."""

    def on(self, proof: Proof | GivenValue) -> Self:
        """Return what stands on a proof, in the order of its text; what is of the whole first."""
        rows = self.filter(proof=proof, standing="live")
        return rows.order_by(F("start").asc(nulls_first=True), "pk")


class Annotation(models.Model):
    """Something the writer put on words of the draft; start and end are None on the whole story.

    `words` are those it was put on, and stay what they were when an edit changes them.
    """

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    proof = models.ForeignKey(
        Proof,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    standing = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ANNOTATION_STANDINGS],
        default="live",
    )
    by_name = models.CharField(max_length=200, blank=True)  # as the file has it
    text = models.TextField(blank=True)
    created_at = MomentField(default=timezone.now)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["proof", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(end__gt=F("start")),
                name="%(class)s_has_length",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether it hangs on some of the words of a span of its proof."""
        if self.start is None or self.end is None:
            return False
        return self.start < end and start < self.end


class AuthorSource(Annotation):
    """The writer's source for some words: a link, a note, or a comment that names it."""

    address = models.CharField(max_length=2000, blank=True)

    def __str__(self) -> str:
        return (self.address or self.text)[:80]


class DeskNote(Annotation):
    """A remark to the desk in a draft: a comment, an editors' line."""

    at = models.CharField(max_length=40, blank=True)  # its date, as the file has it


class LeftOut(models.Model):
    """Something of a document that did not become copy; `text` gives a look at it."""

    proof = models.ForeignKey(
        Proof,
        on_delete=models.CASCADE,
        related_name="left_out",
    )
    what = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return counted(self.what, self.count)


class ImportKey(models.Model):
    """One sending of the import form, and what it made: the same again makes nothing more.

    `key` is the SHA-256 of the form's own key and all that was sent with it.
    """

    by = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="+",
    )
    key = models.CharField(max_length=64)
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    # For an address there is no article yet when the form has been sent.
    fetched = models.ForeignKey(
        "Import",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = MomentField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="import_sent_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Import(Work):
    """A page to be fetched and made into an article.

    Pasted and uploaded copy needs none: it is read at once.
    """

    url = models.URLField(max_length=2000)
    by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    deadline = MomentField(null=True, blank=True)
    # What the person said of it, which comes before what the page says of itself.
    headline = models.CharField(max_length=500, blank=True)
    published = DayField(null=True, blank=True)
    author = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    checker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = MomentField(default=timezone.now)
    article = models.OneToOneField(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="imported_from",
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
