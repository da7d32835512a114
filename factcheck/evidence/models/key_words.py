"""The words a checker asks with instead of the machine's."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.claims.models import Claim
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User


class AskWords(models.Model):
    """Key words for one claim as a person put them.

    Good only while the claim stands as it was then. Without words it is asked with the machine's,
    in `language`; without a language in the machine's, the copy's and the place's.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="ask_words")
    claim_text = models.TextField()
    phrases = models.JSONField(default=list, blank=True)
    words = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = MomentField(default=timezone.now)

    class Meta:
        verbose_name_plural = _lazy("words to ask with")

    def __str__(self) -> str:
        words = " ".join([*(f"“{phrase}”" for phrase in self.phrases), *self.words])
        return f"{words or 'its own words'} ({self.language})" if self.language else words
