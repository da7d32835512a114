"""What the reader, or a person, marked on the copy.

These are quotes, claims, facts, asks, tks, and the parties they name.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self, TypeVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article, Proof
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.kept_statements import GivenValue
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import User, Work, WorkQuerySet
from factcheck.newsroom.page_reads import once_a_page
from factcheck.newsroom.words import Words, found_by

PARTY_KINDS = ["army", "government", "U.N. mission", "armed group", "company", "person", "other"]
FACT_KINDS = ["number", "date", "name", "title", "place", "superlative"]
QUOTE_KINDS = ["direct", "indirect", "mixed"]
OUTCOMES = ["sought", "declined", "no-response", "unreachable", "referred", "replied"]
# live: stands in the current proof. moved: the next proof holds it elsewhere and a person must
# confirm. archived: the copy no longer has it, or a person threw it out; it stays on its last
# proof, for the record.
STANDINGS = ["live", "moved", "archived"]
PARTS = 2  # of a reading: the copy is read, and its marks are stored


class Extraction(Work):
    """The reading of one proof. parts_done of parts_total is what the progress bar shows."""

    proof = models.OneToOneField(
        Proof,
        on_delete=models.CASCADE,
        related_name="extraction",
    )
    reading = models.JSONField(null=True, blank=True)  # `Reading.as_json()`, without the text
    parts_done = models.PositiveSmallIntegerField(default=0)
    parts_total = models.PositiveSmallIntegerField(default=PARTS)
    created_at = MomentField(default=timezone.now)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(work__in=["waiting", "running"]),
                name="extraction_due",
            )
        ]

    def __str__(self) -> str:
        return f"reading of {self.proof}"


# Lookups from a party to the articles that ask or accuse it; a later room adds its own, since this
# one may not know of requests.
NAMED_IN = ["asked_in__ask__article", "accused_in__article"]


class PartyQuerySet(models.QuerySet["Party"]):
    def of_articles(self, articles: models.QuerySet[Article, Any] | Collection[int]) -> Self:
        """Return the parties that any of these articles asks or accuses."""
        named = Q()
        # A sub-query for each: one query with all the joins would multiply a party's rows.
        for path in NAMED_IN:
            rows = self.filter(**{f"{path}__in": articles})
            named |= Q(pk__in=rows.order_by().values("pk"))
        return self.filter(named)

    def visible_to(self, user: User) -> Self:
        """Return the parties this person may know of.

        Whom only restricted articles name is there for those articles' teams alone. A party that
        somebody added by hand is everybody's, and so is one that an open article names.
        """
        if user.may("see every article"):
            return self
        return self.exclude(pk__in=_kept_from(user))


@once_a_page(lambda user: user.pk)
def _kept_from(user: User) -> list[int]:
    """Return the parties that only restricted articles name which this person may not see.

    By their ids: every list of parties and contacts leaves them out, and asks for them once.
    """
    # order_by() everywhere: in a sub-query an order is only work.
    seen = Article.objects.visible_to(user).order_by().values("pk")
    unseen = Article.objects.filter(restricted=True).exclude(pk__in=seen).order_by()
    unseen_ids = list(unseen.values_list("pk", flat=True))
    if not unseen_ids:
        return []
    named = Party.objects.filter(in_book=False).of_articles(unseen_ids).order_by()
    named_ids = list(named.values_list("pk", flat=True))
    named_elsewhere = Party.objects.filter(pk__in=named_ids).of_articles(seen).order_by()
    return sorted(set(named_ids) - set(named_elsewhere.values_list("pk", flat=True)))


class Party(FastRowModel):
    """Whom a story may owe a call."""

    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=20,
        choices=[(k, k) for k in PARTY_KINDS],
        default="other",
    )
    # Other names the copy uses: ["Israeli Defense Forces"].
    aliases = models.JSONField(default=list, blank=True)
    group = models.BooleanField(
        default=False,
        help_text=_lazy("“U.S. officials”: many people; someone must pick whom to ask"),
    )
    askable = models.BooleanField(
        default=True, help_text=_lazy("Off for “others”: no one can be asked")
    )
    note = models.TextField(
        blank=True, help_text=_lazy("Sanctions, bans, danger: shown to whoever writes to it")
    )
    # Somebody added it by hand or by a table: everybody's to know, whatever story names it too.
    in_book = models.BooleanField(default=False, editable=False)
    created_at = MomentField(default=timezone.now)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _lazy("parties")
        constraints = [
            # The last defence only: that "U.N." is "UN", `party_key` knows and the lock guards.
            models.UniqueConstraint(
                Lower("name"),
                name="party_name_once",
                violation_error_message=_lazy("There is a party of this name already."),
            )
        ]
        indexes = [GinIndex(Words("name", "aliases"), name="party_words")]

    def __str__(self) -> str:
        return self.name

    def kept_to(self) -> Article | None:
        """Return the restricted article whose team alone knows of it; None where the desk does."""
        if self.in_book or not self.pk:
            return None
        this = Party.objects.filter(pk=self.pk)
        if this.of_articles(Article.objects.filter(restricted=False)).exists():
            return None
        for path in NAMED_IN:
            rows = this.filter(**{f"{path}__restricted": True}).values_list(path, flat=True)
            if pk := rows.order_by().first():
                return Article.objects.get(pk=pk)
        return None


_Mark = TypeVar("_Mark", bound="Mark")


class MarkQuerySet(models.QuerySet[_Mark]):
    def live(self) -> Self:
        return self.filter(standing="live")

    def on(self, proof: Proof) -> Self:
        return self.filter(proof=proof).exclude(standing="archived").order_by("start", "end")

    def shown(self, article_ids: GivenValue) -> Self:
        """Return what is on the copy of these articles, in its order.

        Without a third of what the database would send: no page of a proof shows it.
        """
        on_copy = self.filter(article__any_of=article_ids).exclude(standing="archived")
        return on_copy.order_by("start", "end").defer("created_at", "thrown_out_at", "first_proof")


# A FastRowModel, since the page of a long proof makes thousands of them.
class Mark(FastRowModel):
    """A span of a proof.

    `text` is what stood there when it was marked: proof.text[start:end], always.
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
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    standing = models.CharField(
        max_length=10,
        choices=[(s, s) for s in STANDINGS],
        default="live",
    )
    made_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who took up what the machine marked: it is not removed with the rest of its kind any more.
    accepted_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Where it was made; `proof` moves on with each edit.
    first_proof = models.ForeignKey(
        Proof,
        on_delete=models.CASCADE,
        related_name="+",
    )
    # A person took it off the copy: archived, and the same words are not suggested again on this
    # article.
    thrown_out_at = MomentField(null=True, blank=True)
    created_at = MomentField(default=timezone.now)

    objects = MarkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["proof", "start", "end"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="%(class)s_has_length",
            ),
            models.CheckConstraint(
                condition=Q(thrown_out_at=None) | Q(standing="archived"),
                name="%(class)s_thrown_out_is_off_the_copy",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "standing"],
                name="%(class)s_of_article",
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79] + "…"

    @cached_property
    def key(self) -> str:
        """Return "claim-12": what a mark is called in a page."""
        return f"{self._meta.model_name}-{self.pk}"


def _marked_once(name: str, *also: str) -> models.UniqueConstraint:
    """Return the constraint that no two marks alike in `also` stand on the same words.

    It holds off two readers, or a reader and a person, at the same moment; those that went off the
    copy may be as many as they were.
    """
    return models.UniqueConstraint(
        fields=["proof", "start", "end", *also],
        condition=~Q(standing="archived"),
        name=f"{name}_marked_once",
    )


class Quote(Mark):
    """Words of a speaker.

    Start and end hold all content spans together; `contents` are the spans themselves, into the
    proof.
    """

    kind = models.CharField(
        max_length=8,
        choices=[(k, k) for k in QUOTE_KINDS],
    )
    contents = models.JSONField()  # [[start, end], …]
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    speaker_start = models.PositiveIntegerField(null=True, blank=True)
    speaker_end = models.PositiveIntegerField(null=True, blank=True)
    speaker = models.CharField(max_length=300, blank=True)
    speaker_title = models.CharField(max_length=300, blank=True)
    speaker_of = models.CharField(max_length=300, blank=True)
    # Who put the speaker right by hand; a later reading then leaves it alone.
    speaker_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confidence = models.FloatField(default=1.0)
    words = found_by("text", "speaker", "speaker_title", "speaker_of")

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            _marked_once("quote"),
        ]
        indexes = [
            *Mark.Meta.indexes,
            GinIndex(
                fields=["words"],
                name="quote_words",
            ),
        ]

    @property
    def said_by(self) -> str:
        """Return the speaker with title, in one line; "" where nobody is named."""
        return " ".join(f"{self.speaker_title} {self.speaker}".split())


class Claim(Mark):
    kinds = models.JSONField(default=list, blank=True)
    score = models.FloatField(default=1.0)  # 0 to 1; one made by hand has 1
    # Worked out from where both stand, and kept, so that a list of claims need not do it.
    quote = models.ForeignKey(
        Quote,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="claims_made",
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pieces",
    )
    words = found_by("text")

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="claim_score_is_a_share"
            ),
            _marked_once("claim"),
        ]
        indexes = [
            *Mark.Meta.indexes,
            GinIndex(
                fields=["words"],
                name="claim_words",
            ),
        ]


class Fact(Mark):
    kind = models.CharField(
        max_length=12,
        choices=[(k, k) for k in FACT_KINDS],
    )
    value = models.CharField(max_length=300, null=True, blank=True)  # noqa: DJ001  null: the copy is vague
    claim = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="facts_stated",
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pieces",
    )

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            _marked_once("fact", "kind"),
        ]


class Ask(Mark):
    outcome = models.CharField(
        max_length=12,
        choices=[(o, o) for o in OUTCOMES],
    )

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            _marked_once("ask", "outcome"),
        ]


class AskedParty(models.Model):
    ask = models.ForeignKey(
        Ask,
        on_delete=models.CASCADE,
        related_name="parties",
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="asked_in",
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # As the reader gave it, before it was matched to a party.
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["ask", "start"]
        verbose_name_plural = _lazy("asked parties")
        constraints = [
            models.UniqueConstraint(fields=["ask", "party"], name="party_asked_once_an_ask")
        ]

    def __str__(self) -> str:
        return self.name


class Tk(Mark):
    """A TK: something the copy still lacks."""

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            _marked_once("hole"),
        ]


class Accusation(Mark):
    """The copy, or someone in it, says that a party did wrong: the story owes that party a call."""

    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="accused_in",
    )
    accuser = models.CharField(max_length=300, blank=True)  # empty: the paper's own voice

    class Meta(Mark.Meta):
        constraints = [
            *Mark.Meta.constraints,
            _marked_once("accusation", "party"),
        ]
