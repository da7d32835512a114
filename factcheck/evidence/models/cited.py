"""The writer's own sources, each beside the claims whose words it hangs on."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from factcheck.articles.models import AuthorSource
from factcheck.claims.models import Claim
from factcheck.evidence.models.evidence import Document
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.models import User


class CitedSource(models.Model):
    """A source that the writer put on words of a claim.

    `address` is the page to be fetched, empty where the writer names no page of the web. `document`
    is that page, empty until it may be fetched: for restricted copy a person of its team says so,
    because the visit itself would tell its owner of our interest.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="cited")
    author_source = models.ForeignKey(
        AuthorSource, on_delete=models.CASCADE, related_name="cited_for"
    )
    address = models.URLField(max_length=2000, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="cited"
    )
    allowed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    allowed_at = MomentField(null=True, blank=True)
    created_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["claim", "author_source"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "author_source"], name="author_source_once_a_claim"
            )
        ]

    def __str__(self) -> str:
        return str(self.author_source)
