"""Which proofs were signed, for the pages of an earlier room that show proofs."""

from __future__ import annotations

from django import template

from factcheck.articles.models import Article
from factcheck.review.reads.signed import Signed, signed_proofs

register = template.Library()


@register.simple_tag
def signatures_of(article: Article) -> Signed:
    return signed_proofs(article)
