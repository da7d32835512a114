"""The call sheet: what is asked of whom on the phone, and what was said."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User
from factcheck.replies.models import RequestCall
from factcheck.review.models.vocabulary import choices

CALL_OUTCOMES = ["spoke", "no answer", "left a message", "will ring back", "refused"]
TAKEN = ("spoke", "will ring back", "refused")  # somebody there took the call
CALL_SAYS = ["confirms", "corrects", "denies", "cannot say"]


class CallQuestion(models.Model):
    """A question in the desk's words to one person, for a mark or on its own.

    For a mark it replaces the proposed question. `person` is claims.rules.party_key of their name.
    The log keeps its earlier wordings.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="call_questions")
    person = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    fact = models.ForeignKey(
        Fact, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(blank=True)
    dropped = models.BooleanField(default=False)  # a person took it off the sheet
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "claim"],
                condition=Q(claim__isnull=False),
                name="claim_asked_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["article", "person", "quote"],
                condition=Q(quote__isnull=False),
                name="quote_asked_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["article", "person", "fact"],
                condition=Q(fact__isnull=False),
                name="fact_asked_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PhoneCall(models.Model):
    """A call made from the sheet.

    Where it was also a comment request's, its words stand there (`party_call`) and nowhere else.
    Never changed.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="phone_calls")
    person = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    number = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=15, choices=choices(CALL_OUTCOMES))
    said = models.TextField(blank=True)
    party_call = models.OneToOneField(
        RequestCall, null=True, blank=True, on_delete=models.PROTECT, related_name="from_sheet"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)
    logged_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party_call=None) | Q(said=""), name="party_call_holds_the_words"
            ),
        ]
        triggers = [pgtrigger.Protect(name="phone_call_is_not_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}: {self.outcome}"

    @property
    def words(self) -> str:
        return self.party_call.words if self.party_call else self.said


class CallAnswer(models.Model):
    """What was said in a call on one mark, whose words then were `text`. Never changed."""

    call = models.ForeignKey(PhoneCall, on_delete=models.CASCADE, related_name="answers")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="call_answers"
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="call_answers"
    )
    fact = models.ForeignKey(
        Fact, null=True, blank=True, on_delete=models.CASCADE, related_name="call_answers"
    )
    text = models.TextField()
    question = models.TextField(blank=True)
    says = models.CharField(max_length=10, choices=choices(CALL_SAYS))
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, quote=None, fact=None)
                | Q(claim=None, quote__isnull=False, fact=None)
                | Q(claim=None, quote=None, fact__isnull=False),
                name="answer_is_on_one_mark",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="call_answer_is_not_changed", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.says}: {self.words[:60]}"

    @property
    def on(self) -> Claim | Quote | Fact:
        mark = self.claim or self.quote or self.fact
        assert mark is not None
        return mark

    @property
    def confirms_now(self) -> bool:
        """Return whether the mark may be confirmed by it: its words are those of the call."""
        mark = self.on
        return self.says == "confirms" and self.text == mark.text and mark.standing == "live"
