"""Ticks, verdicts, queries, signatures, and what waits for a person."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.evidence.models import TIERS, Evidence
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.models import User
from factcheck.review.models.vocabulary import choices
from factcheck.review.rules.passes import PASSES

TICKS = [
    "checking",
    "confirmed",
    "change proposed",
    "disputed",
    "cannot confirm",
    "not a fact",
    "on author",
]
VERDICTS = ["confirmed", "change proposed", "disputed", "cannot confirm", "opinion", "on author"]
QUERY_STATES = ["open", "answered", "decided"]
DECISIONS = ["", "change", "stet", "withdrawn"]


class Ruling(FastRowModel):
    """Shared by ticks and verdicts.

    The newest is `current`; the earlier stay as the record.

    `text` is what the mark said when it was ruled on: a ruling on other words does not count (see
    reads).
    """

    text = models.TextField()
    source = models.CharField(max_length=1000, blank=True)
    locator = models.CharField(max_length=300, blank=True)
    passage = models.TextField(blank=True)
    method = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)
    current = models.BooleanField(default=True)
    # Why it does not count, once whoever gave it was told. While it is current, other words stand
    # there, or another speaker; it counts again as soon as those that were ruled on are back.
    reopened = models.TextField(blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["-id"]


class Tick(Ruling):
    """A checker's mark on a fact."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="ticks")
    state = models.CharField(max_length=15, choices=choices(TICKS))

    record_may_change: ClassVar[tuple[str, ...]] = ("current", "reopened")

    class Meta(Ruling.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["fact"], condition=Q(current=True), name="one_current_tick"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(source=""), name="confirmed_tick_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.state}"


class Verdict(Ruling):
    """A checker's ruling on a claim, or on a quote: on exactly one of them."""

    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="verdicts"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="verdicts"
    )
    ruling = models.CharField(max_length=15, choices=choices(VERDICTS))
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="verdicts"
    )
    tier = models.CharField(
        max_length=10, choices=choices(TIERS), blank=True
    )  # of its source, for this use
    # The desk's verdict on the same claim elsewhere, where this one leans on it: it falls with it.
    earlier_check = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="leaned_on"
    )
    # Who said a quote, by the copy, when it was ruled on.
    speaker = models.TextField(blank=True, default="")
    speaker_title = models.TextField(blank=True, default="")
    snapshot_weighed = models.BigIntegerField(
        default=0
    )  # id of the newest version of its page that was weighed

    record_may_change: ClassVar[tuple[str, ...]] = (
        "current",
        "reopened",
        "snapshot_weighed",
    )

    class Meta(Ruling.Meta):
        indexes = [
            # Looked for with each change to be told of, among very many that stand.
            models.Index(fields=["id"], condition=~Q(reopened=""), name="verdict_reopened"),
            models.Index(
                fields=["earlier_check"],
                condition=Q(current=True, earlier_check__isnull=False),
                name="verdict_leaning",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, quote__isnull=True)
                | Q(claim__isnull=True, quote__isnull=False),
                name="verdict_is_on_one_thing",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(current=True), name="one_current_claim_verdict"
            ),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(current=True), name="one_current_quote_verdict"
            ),
            models.CheckConstraint(
                condition=~Q(ruling="confirmed") | ~Q(source=""),
                name="confirmed_verdict_has_a_source",
            ),
            models.CheckConstraint(
                condition=~Q(ruling__in=["on author", "disputed", "cannot confirm"]) | ~Q(note=""),
                name="doubtful_verdict_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text[:60]}: {self.ruling}"


class QueryQuerySet(models.QuerySet["Query"]):
    def open(self) -> Self:
        return self.exclude(state="decided")

    def with_people(self) -> Self:
        """With all that a dispute says on the screen."""
        return self.select_related(
            *(
                "raised_by",
                "answered_by",
                "decided_by",
                "article__author",
                "claim",
                "quote",
                "fact",
            ),
            *("verdict__by", "verdict__evidence", "tick__by"),
        )


class Query(FastRowModel):
    """A question or a dispute: raised, answered by the author, decided by an editor."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="queries")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="queries"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="queries"
    )
    fact = models.ForeignKey(
        Fact, null=True, blank=True, on_delete=models.CASCADE, related_name="queries"
    )
    # The doubtful ruling that raised it, where one did: undone together.
    verdict = models.OneToOneField(
        Verdict, null=True, blank=True, on_delete=models.SET_NULL, related_name="query_raised"
    )
    tick = models.OneToOneField(
        Tick, null=True, blank=True, on_delete=models.SET_NULL, related_name="query_raised"
    )
    text = models.TextField()
    old = models.TextField(blank=True)  # the words as they stand
    new = models.TextField(blank=True)  # the words proposed; empty for a plain question
    state = models.CharField(max_length=8, choices=choices(QUERY_STATES), default="open")
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = MomentField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = MomentField(null=True, blank=True)
    # Whose answer somebody else gave, by name: "" where the author answered.
    answered_for = models.CharField(max_length=200, blank=True, default="")
    decision = models.CharField(
        max_length=9, choices=[("", _lazy("none")), *choices(DECISIONS[1:])], blank=True, default=""
    )
    decision_note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = MomentField(null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _lazy("queries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(decided_by__isnull=False) & ~Q(decision="")),
                name="decided_query_names_its_decider",
            ),
        ]
        indexes = [
            models.Index(fields=["article"], condition=~Q(state="decided"), name="query_open")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def mark(self) -> str:
        """What tells the query as it stands from what it was before its last answer."""
        return self.answered_at.isoformat() if self.answered_at else self.state

    @property
    def mark_key(self) -> str:
        """Return the name on the page of the mark it is about; empty for the whole article."""
        for kind in ("claim", "quote", "fact"):
            pk = getattr(self, f"{kind}_id")
            if pk is not None:
                return f"{kind}-{pk}"
        return ""


def only_by_its_action(name: str, check: str = "") -> pgtrigger.Trigger:
    """Return a trigger that refuses a new row written by anything but its action.

    `review.actions.signing` announces itself in the transaction through the setting
    factcheck.signing, by a value that only the newsroom's processes can work out (see
    `newsroom.roles`); then `check`, in PL/pgSQL, is run. So neither the admin, a shell, a later
    page nor somebody with the database's password has a way round what the action asks for.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
            IF factcheck_is_signing(NEW.proof_hash) IS NOT TRUE THEN
                RAISE EXCEPTION 'Signed and cleared by review.actions alone.';
            END IF;
            {check}
            RETURN NEW;
        """,
    )


CURRENT_COPY = """
    IF NOT EXISTS (
        SELECT 1 FROM articles_proof
        WHERE id = NEW.proof_id AND article_id = NEW.article_id
        AND current AND hash = NEW.proof_hash
    ) THEN
        RAISE EXCEPTION 'This is not the current copy of the article.';
    END IF;
"""


class SignOff(FastRowModel):
    """A second reader's signature on one pass, or their refusal.

    Good only for the proof whose hash it carries.

    `answers`: [{"question", "answer"}], the questions of the pass in the words they were put in,
    and yes, no, does not apply, or "" where a refusal left one open.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sign_offs")
    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="sign_offs")
    proof_hash = models.CharField(max_length=64)
    reading_pass = models.CharField(max_length=13, choices=choices(PASSES))
    accepted = models.BooleanField()
    answers = models.JSONField(default=list, blank=True)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_offs")
    at = MomentField(default=timezone.now)

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(comment=""), name="refusal_has_a_comment"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sign_off_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            only_by_its_action("sign_off_is_given"),
        ]

    def __str__(self) -> str:
        return f"{self.reading_pass}: {'signed' if self.accepted else 'refused'} by {self.by}"


class Clearance(FastRowModel):
    """The copy may run: this proof, said by this person, over these overridden reasons if any.

    `overridden`: [{"reason", "count", "what", "items", "links", "why"}], the gate's reason as it
    stood and why a chief set it aside. It stands for ever.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="clearances")
    proof = models.OneToOneField(Proof, on_delete=models.CASCADE, related_name="clearance")
    proof_hash = models.CharField(max_length=64)
    sentence = models.TextField(blank=True)  # the right-of-reply sentence as it stood
    overridden = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(overridden__contains=[{"why": ""}]), name="an_override_has_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="clearance_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="clearance_marks_its_proof",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
UPDATE articles_proof SET cleared_at = NEW.at WHERE id = NEW.proof_id;
RETURN NULL;
""",
            ),
            only_by_its_action("clearance_is_given", CURRENT_COPY),
        ]

    def __str__(self) -> str:
        return f"{self.article} cleared by {self.by}"
