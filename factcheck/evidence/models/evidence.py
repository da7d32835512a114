"""Searches for each claim, the pages that came back, and the passages set beside it."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact
from factcheck.evidence.constants import SIDES
from factcheck.evidence.models.vocabulary import choices
from factcheck.newsroom.dates import DayField, MomentField
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import Erasable, User, Work, WorkQuerySet
from factcheck.newsroom.words import Words

TIERS = ["primary", "wire", "secondary", "partisan", "lead only"]
# nothing: asked, and it had none; forbidden: never asked, because nothing about this article may
# leave the building; no question: a look-up that can answer nothing of this claim.
FOUND = ["", "some", "nothing", "forbidden", "no question"]
RULINGS = ["suggested", "accepted", "rejected"]
COMPARED = ["same", "other", "not mentioned"]


def _cut_anew(table: str) -> pgtrigger.Trigger:
    """Whoever changes a text, its passages are no longer those of the text."""
    return pgtrigger.Trigger(
        name=f"{table}_is_cut_anew",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("text", "title"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.AnyChange("text", "title"),
        func="NEW.cut = FALSE; RETURN NEW;",
    )


class Source(FastRowModel):
    """An outlet or office. The tier is its usual one; evidence may be given another for one use."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, unique=True)
    tier = models.CharField(max_length=10, choices=choices(TIERS), default="secondary")
    owner = models.CharField(
        max_length=200, blank=True, help_text=_lazy("Outlets of one owner count as one source")
    )
    state = models.CharField(
        max_length=100,
        blank=True,
        help_text=_lazy("The state that owns or controls it, if one does"),
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(Words("name", "domain", "note"), name="source_words")]

    def __str__(self) -> str:
        return self.name


class ProviderQuerySet(models.QuerySet["Provider"]):
    def asked(self) -> Self:
        """Those every claim is put to."""
        return self.filter(on=True, takes_claims=True)


class Provider(FastRowModel):
    """A place outside, or our own archive, that the desk may switch on.

    `name` is the one the code knows.

    outside asking it sends something out: the query, or a visit to the pages it names takes_claims
    claims are put to it; false for what is no search (a person's own finds, the Wayback Machine)
    sealed_key see `sealing`; empty: the environment's, if it gives one base its address; empty: its
    own, or the one the environment gives seconds the least time between two requests, over all
    workers; empty: what it asks of everybody daily how many queries it is sent from midnight to
    midnight (UTC); empty: what it allows everybody saves the Wayback Machine only: pages the desk
    relies on are saved there, where everybody sees them failures in a row; while there are any it
    is asked again at next_try_at, later each time
    """

    name = models.CharField(max_length=30, unique=True)
    label = models.CharField(max_length=100)
    on = models.BooleanField(default=False)
    outside = models.BooleanField(default=True)
    takes_claims = models.BooleanField(default=True)
    sealed_key = models.TextField(blank=True)
    base = models.URLField(_lazy("address"), blank=True)
    seconds = models.FloatField(
        _lazy("seconds between requests"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.1), MaxValueValidator(3600)],
    )
    daily = models.PositiveIntegerField(
        _lazy("queries a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    saves = models.BooleanField(_lazy("save pages there, as public copies"), default=False)
    failing_since = MomentField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    last_good_at = MomentField(_lazy("last answered"), null=True, blank=True)
    next_try_at = MomentField(_lazy("next try"), null=True, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label


FEED_KINDS = ["news", "fact-checks"]


class Feed(Work):
    """An RSS or Atom feed, or a ClaimReview feed of published fact-checks, polled.

    Its `work` never ends: a good poll puts it back to waiting.

    every how long it rests after a good poll: shorter while it brings something new, longer while
    it does not
    """

    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(
        max_length=11,
        choices=choices(FEED_KINDS),
        default="news",
        help_text=_lazy("fact-checks: a ClaimReview feed (JSON), read once a day"),
    )
    on = models.BooleanField(default=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    every = models.DurationField(default=dt.timedelta(minutes=30))
    polled_at = MomentField(null=True, blank=True)
    last_good_at = MomentField(_lazy("last read"), null=True, blank=True)
    failing_since = MomentField(null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["title", "url"]

    def __str__(self) -> str:
        return self.title or self.url


class FeedEntry(models.Model):
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    guid = models.CharField(max_length=64)  # SHA-256 of the entry's id, or of its link
    url = models.URLField(max_length=2000)
    title = models.TextField()
    text = models.TextField(blank=True)
    published = MomentField(null=True, blank=True)
    rating = models.CharField(max_length=200, blank=True)  # a fact-checker's own words
    cut = models.BooleanField(default=False)  # whether its passages are those of its text

    class Meta:
        ordering = ["-published", "-id"]
        verbose_name_plural = _lazy("feed entries")
        constraints = [models.UniqueConstraint(fields=["feed", "guid"], name="feed_entry_once")]
        indexes = [models.Index(fields=["id"], condition=Q(cut=False), name="feed_entry_uncut")]
        triggers = [_cut_anew("feed_entry")]

    def __str__(self) -> str:
        return self.title


class FeedEntryVersion(models.Model):
    """A feed's entry as it was before its outlet corrected it under the same id."""

    entry = models.ForeignKey(FeedEntry, on_delete=models.CASCADE, related_name="versions")
    url = models.URLField(max_length=2000)
    title = models.TextField()
    text = models.TextField(blank=True)
    published = MomentField(null=True, blank=True)
    replaced_at = MomentField()

    class Meta:
        ordering = ["entry", "-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}, until {self.replaced_at:%Y-%m-%d %H:%M}"


class Search(Work, Erasable):
    """One provider asked about one claim.

    Its row exists before it is asked, so "never asked" can be told apart.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="searches")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="searches")
    query = models.TextField(blank=True)  # key words, as they left; empty until asked
    claim_text = (
        models.TextField()
    )  # the claim as it stood, so that a changed claim is searched anew
    found = models.CharField(max_length=12, choices=choices(FOUND), blank=True, default="")
    count = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list, blank=True)
    asked_at = MomentField(null=True, blank=True)
    left_building = models.BooleanField(default=False)
    created_at = MomentField(default=timezone.now)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "provider"]
        verbose_name_plural = _lazy("searches")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "provider"], name="claim_searched_once_a_provider"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="search_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.query or self.claim}"


SENT_OUTCOMES = ["sending", "answered", "failed", "not sent"]


class SentQuery(Erasable):
    """One query as it left the building.

    Written before it leaves, so that a worker's death hides none.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="queries_sent")
    search = models.ForeignKey(
        Search, null=True, blank=True, on_delete=models.SET_NULL, related_name="sent"
    )
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    query = models.TextField()
    claim_text = models.TextField()  # what it was about; this did not leave
    at = MomentField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=choices(SENT_OUTCOMES), default="sending")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = _lazy("sent queries")
        indexes = [
            models.Index(fields=["article", "-at"], name="sent_query_of_article"),
            models.Index(fields=["provider", "at"], name="sent_query_of_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.query}"


class DocumentQuerySet(WorkQuerySet["Document"]):
    def light(self) -> Self:
        """Without the bytes and the whole text, for lists."""
        return self.defer("text", "sketch", "headers")

    def fetch_anew(self) -> int:
        """Have them fetched again, as if nobody had tried; return how many."""
        return self.update(
            work="waiting", tries=0, error="", next_try_at=timezone.now(), erased_at=None,
            erased_why="",
        )  # fmt: skip


class Document(Work, Erasable):
    """A page kept as it was when we fetched it."""

    url = models.URLField(max_length=2000, unique=True)
    final_url = models.URLField(max_length=2000, blank=True)
    canonical = models.URLField(
        max_length=2000, blank=True
    )  # its own, where the page names one on its own site
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    title = models.TextField(blank=True)
    published = DayField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    # Copies of one wire story share an origin: the smallest document id among those whose text is
    # nearly the same.
    sketch = ArrayField(models.BigIntegerField(), default=list, blank=True)  # rules.sketch(text)
    origin = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    fetched_at = MomentField(null=True, blank=True)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A file or passage that a person brought: it serves this article, and no other article's search
    # finds it.
    only_for = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="own_sources"
    )
    # The newsroom's own earlier work: kept from an archive of its own, and no source that counts.
    own = models.ForeignKey(
        "OwnArchive", null=True, blank=True, on_delete=models.SET_NULL, related_name="pages"
    )
    created_at = MomentField(default=timezone.now)
    cut = models.BooleanField(default=False)  # whether its passages are those of its text

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            GinIndex(Words("title", "url"), name="document_named"),
            models.Index(fields=["id"], condition=Q(cut=False, work="done"), name="document_uncut"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="document_due",
            ),
            models.Index(fields=["sha256"], name="document_sha256"),
            GinIndex(fields=["sketch"], name="document_sketch"),
            models.Index(
                fields=["canonical"], condition=~Q(canonical=""), name="document_canonical"
            ),
        ]
        triggers = [_cut_anew("document")]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def usual_tier(self) -> str:
        """Return its source's tier, "" without a source; our own earlier work is a lead only."""
        if self.own_id is not None:
            return "lead only"
        return self.source.tier if self.source else ""


class Hit(FastRowModel):
    """What a provider offered for a claim."""

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="hits")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="hits")
    title = models.TextField(blank=True)
    snippet = models.TextField(blank=True)
    rating = models.CharField(
        max_length=200, blank=True
    )  # a fact-checker's own words: "Mostly false"
    rank = models.PositiveSmallIntegerField()
    compared_at = MomentField(
        null=True, blank=True
    )  # empty: its page is still to be set beside the claim

    class Meta:
        ordering = ["search", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["search", "document"], name="hit_once_a_search")
        ]
        indexes = [
            models.Index(fields=["document"], condition=Q(compared_at=None), name="hit_uncompared")
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> Self:
        return self.exclude(ruling="rejected")


class Evidence(FastRowModel):
    """A passage of a document beside a claim.

    The machine suggests; a checker accepts or rejects.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="evidence")
    start = models.PositiveIntegerField()  # into document.text
    end = models.PositiveIntegerField()
    passage = models.TextField()
    claim_text = models.TextField()  # what it was compared with
    score = models.FloatField()
    matched_words = models.JSONField(default=list, blank=True)
    # What the machine noticed, for a person to look at: [{"kind": "negation", "why": "…"}]. It
    # rules nothing.
    flags = models.JSONField(default=list, blank=True)
    # On whose word the passage rests, as it names them: ["Northwire", "Defense Ministry"].
    credits = models.JSONField(default=list, blank=True)
    leans = models.FloatField(default=0.0)  # from -1, against the claim, to 1, for it
    tier = models.CharField(
        max_length=10, choices=choices(TIERS), blank=True
    )  # for this use; else the source's
    ruling = models.CharField(max_length=10, choices=choices(RULINGS), default="suggested")
    # What an accepted passage does for the claim; "" where nobody has accepted it.
    side = models.CharField(max_length=10, choices=choices(SIDES), blank=True)
    ruled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ruled_at = MomentField(null=True, blank=True)
    reason = models.TextField(blank=True)
    # Of a value that was looked up: "of 2021, updated 2026-05-02".
    vintage = models.CharField(max_length=80, blank=True)
    created_at = MomentField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "-score"]
        verbose_name_plural = _lazy("evidence")
        constraints = [
            models.UniqueConstraint(fields=["claim", "document"], name="evidence_once_a_document"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_has_a_passage"),
            models.CheckConstraint(
                condition=~Q(ruling="rejected") | ~Q(reason=""),
                name="rejected_evidence_has_a_reason",
            ),
        ]
        indexes = [
            # Most of what the machine suggests is never ruled on.
            models.Index(
                fields=["ruling", "document"],
                condition=~Q(ruling="suggested"),
                name="evidence_ruled_on",
            )
        ]

    def __str__(self) -> str:
        return self.passage if len(self.passage) <= 80 else self.passage[:79] + "…"

    @property
    def usual_tier(self) -> str:
        """Return the tier for this use, else its source's; our own earlier work is a lead only."""
        return self.tier or self.document.usual_tier or "secondary"


class Comparison(FastRowModel):
    """One fact of the claim beside what the passage says of it.

    `sure`: another value is of the same thing often enough to be called a difference.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="comparisons")
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="comparisons")
    value = models.CharField(max_length=300)  # the copy's, canonical or as written
    in_source = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=13, choices=choices(COMPARED))
    why = models.CharField(max_length=300, blank=True)
    sure = models.BooleanField(default=False)

    class Meta:
        ordering = ["evidence", "fact"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "fact"], name="fact_compared_once")
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.outcome}"
