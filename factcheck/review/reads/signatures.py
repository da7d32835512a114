"""Who signed for articles and who cleared them, read once for all that looks at it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import once_a_page
from factcheck.review.models import Clearance, SignOff

_LONG_OF_PROOF = ("proof__text", "proof__words")


@once_a_page(tuple)
@kept_statement
def sign_offs_of(article_ids: GivenValue) -> QuerySet[SignOff]:
    """Return every sign-off of these articles, oldest first, with its person and proof."""
    given = SignOff.objects.filter(article__any_of=article_ids).order_by("id")
    return given.select_related("by", "proof").defer(*_LONG_OF_PROOF)


@once_a_page(tuple)
@kept_statement
def clearances_of(article_ids: GivenValue) -> QuerySet[Clearance]:
    """Return every clearance of these articles, oldest first, with its person and proof."""
    given = Clearance.objects.filter(article__any_of=article_ids).order_by("id")
    return given.select_related("by", "proof").defer(*_LONG_OF_PROOF)


def standing_clearances(article_ids: Collection[int]) -> list[Clearance]:
    """Return the clearances of the proofs that are current: an edit after clearance ends it."""
    return [
        one
        for one in clearances_of(article_ids)
        if one.proof.current and one.proof_hash == one.proof.hash
    ]
