"""Which proofs of an article a second reader signed, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.articles.models import Article
from factcheck.review.models import SignOff


@dataclass(frozen=True, slots=True)
class Signed:
    """The proofs with a signature: their ids in `proofs`, the newest one's number in `last`.

    `last` is 0 where there is none; `by` signed it last.
    """

    proofs: frozenset[int]
    last: int
    by: str


def signed_proofs(article: Article) -> Signed:
    rows = list(
        SignOff.objects.filter(article=article, accepted=True)
        .order_by("proof__number", "pk")
        .values_list("proof_id", "proof__number", "by__name")
    )
    _, number, name = rows[-1] if rows else (0, 0, "")
    return Signed(frozenset(pk for pk, _, _ in rows), number, name)
