"""The index: passages of pages and feeds, claims and outside checks, by words and meaning.

Rows are made by sweeps from the texts they stand for, and may be deleted and made again at any
time.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from pgvector.django import HalfVectorField, HnswIndex

from factcheck.claims.models import Claim
from factcheck.evidence.constants import VECTOR_SIZE

# Vectors have unit length, so that the inner product is the cosine, and the cheapest to compute.
_NEAREST = ["halfvec_ip_ops"]


class Passage(models.Model):
    """A few sentences of a kept page or of a feed's entry: `start` and `end` into its text.

    words   the passage's, and its title's at a lower weight, as PostgreSQL searches them
    vector  its meaning; empty until its sweep came by
    """

    document = models.ForeignKey(
        "Document", null=True, on_delete=models.CASCADE, related_name="passages"
    )
    entry = models.ForeignKey(
        "FeedEntry", null=True, on_delete=models.CASCADE, related_name="passages"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = SearchVectorField()
    vector = HalfVectorField(dimensions=VECTOR_SIZE, null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None, entry__isnull=False)
                | Q(document__isnull=False, entry=None),
                name="passage_of_one_text",
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="passage_has_an_end"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="passage_words"),
            models.Index(fields=["id"], condition=Q(vector=None), name="passage_without_vector"),
            HnswIndex(
                fields=["vector"],
                opclasses=_NEAREST,
                m=16,
                ef_construction=64,
                condition=Q(document__isnull=False),
                name="document_passage_near",
            ),
            HnswIndex(
                fields=["vector"],
                opclasses=_NEAREST,
                m=16,
                ef_construction=64,
                condition=Q(entry__isnull=False),
                name="entry_passage_near",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"


class Meaning(models.Model):
    """What a claim of the desk's, or a fact-check found outside, says.

    `text` as it stood, and its vector.
    """

    claim = models.OneToOneField(Claim, null=True, on_delete=models.CASCADE, related_name="meaning")
    hit = models.OneToOneField("Hit", null=True, on_delete=models.CASCADE, related_name="meaning")
    text = models.TextField()
    vector = HalfVectorField(dimensions=VECTOR_SIZE)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim=None, hit__isnull=False) | Q(claim__isnull=False, hit=None),
                name="meaning_of_one_thing",
            )
        ]
        indexes = [
            HnswIndex(
                fields=["vector"],
                opclasses=_NEAREST,
                m=16,
                ef_construction=64,
                condition=Q(claim__isnull=False),
                name="claim_near",
            ),
            HnswIndex(
                fields=["vector"],
                opclasses=_NEAREST,
                m=16,
                ef_construction=64,
                condition=Q(hit__isnull=False),
                name="check_near",
            ),
        ]

    def __str__(self) -> str:
        return self.text
