"""How the desk words its letters and the sentence about them."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import PARTY_KINDS
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User
from factcheck.replies.models.points import LETTER_KINDS


class LetterTemplate(models.Model):
    """What a letter says, in one language, to one kind of party; "" is any kind.

    Placeholders: rules.PLACEHOLDERS.
    """

    kind = models.CharField(max_length=10, choices=[(k, k) for k in LETTER_KINDS])
    language = models.CharField(
        max_length=10, help_text=_lazy("as on the contact: en, fr, ar, pt-br")
    )
    party_kind = models.CharField(
        _lazy("kind of party"),
        max_length=20,
        blank=True,
        choices=[("", _lazy("any")), *((k, k) for k in PARTY_KINDS)],
    )
    subject = models.CharField(max_length=300)
    text = models.TextField()
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["language", "party_kind", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "party_kind"],
                name="one_template_a_letter",
                violation_error_message=_lazy("There is a template for this letter already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} letter in {self.language} to {self.party_kind or 'any party'}"


class HouseWording(models.Model):
    """How the house words one clause of the sentence.

    Where there is no row, rules.DEFAULT_CLAUSES says it.
    """

    clause = models.CharField(max_length=40, unique=True)
    text = models.CharField(max_length=300)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _lazy("wording of the sentence")
        verbose_name_plural = _lazy("wordings of the sentence")

    def __str__(self) -> str:
        return self.clause


class FrozenSentence(models.Model):
    """The sentence as it stood when a proof was cleared, with what it rested on. Never changed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="frozen_sentences")
    proof = models.OneToOneField(Proof, on_delete=models.CASCADE, related_name="frozen_sentence")
    text = models.TextField(blank=True)
    clauses = models.JSONField(default=list)  # [{"text", "reason", "requests": [id]}]
    silent = models.JSONField(default=list)  # [{"party", "reason", "request_id"}]
    requests = models.JSONField(default=list)  # rules.evidence of each request
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(name="frozen_sentence_is_not_changed", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return self.text
