"""“Was this checked before?”: earlier claims and outside fact-checks that mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from pgvector.django import MaxInnerProduct

from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.models import Meaning
from factcheck.evidence.search.vectors import vectors_of
from factcheck.newsroom.page_reads import once_a_page

# Of the cosine. Of posts whose nearest claim is that near it is the right one for 95% (CheckThat!
# 2020, dev; its card, `text/model/weights/README.md`).
LIKE: Final = 0.65


@dataclass(frozen=True, slots=True)
class Like:
    """A claim or fact-check that may say the same.

    Its id, its cosine (0 to 1) and its own words that are shared.
    """

    id: int
    score: float
    common: tuple[str, ...]


def claims_like(claim: Claim | str, limit: int = 10, at_least: float = LIKE) -> list[Like]:
    """Return the desk's own claims nearest in meaning, the nearest first.

    Never the claim itself, nor one that is archived. A claim's vector is made by a sweep while its
    article is open, and kept afterwards.
    """
    rows = Meaning.objects.filter(claim__isnull=False)
    own = claim.pk if isinstance(claim, Claim) else None
    likenesses = _like(rows, claim, "claim_id", 2 * limit + 10, at_least)
    standing = Claim.objects.exclude(standing="archived").filter(
        pk__in=[like.id for like in likenesses]
    )
    kept = set(standing.values_list("pk", flat=True)) - {own}
    return [like for like in likenesses if like.id in kept][:limit]


def checks_like(claim: Claim | str, limit: int = 10, at_least: float = LIKE) -> list[Like]:
    """Return fact-checks found outside, by the ids of their hits."""
    rows = Meaning.objects.filter(hit__isnull=False)
    return _like(rows, claim, "hit_id", limit, at_least)


def _like(
    rows: QuerySet[Meaning], claim: Claim | str, key: str, limit: int, at_least: float
) -> list[Like]:
    text = claim if isinstance(claim, str) else claim.text
    near = rows.annotate(away=MaxInnerProduct("vector", _vector(claim))).order_by("away")[:limit]
    likenesses = [
        Like(
            getattr(row, key), round(min(-row.away, 1.0), 4), rules.words_in_common(text, row.text)
        )
        for row in near
        if -row.away >= at_least
    ]
    return sorted(likenesses, key=lambda like: (-like.score, like.id))


def _vector(claim: Claim | str) -> Sequence[float]:
    return _vector_of_claim(claim) if isinstance(claim, Claim) else _floats(claim)


@once_a_page(lambda claim: (claim.pk, claim.text))
def _vector_of_claim(claim: Claim) -> Sequence[float]:
    """Return the claim's stored vector, or else work it out.

    A page that is shown again and again need not load the network.
    """
    rows = Meaning.objects.filter(claim=claim, text=claim.text)
    known = rows.values_list("vector", flat=True).first()
    return _floats(claim.text) if known is None else list(known)


def _floats(text: str) -> Sequence[float]:
    return [float(number) for number in vectors_of([text])[0]]
