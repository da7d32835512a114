"""The queries of articles, read once for all that looks at them."""

from __future__ import annotations

from collections.abc import Collection

from factcheck.newsroom.page_reads import once_a_page
from factcheck.review.models import Query


@once_a_page(tuple)
def queries_of(article_ids: Collection[int]) -> list[Query]:
    """Return every query of these articles in the order they were raised, without its people."""
    return list(Query.objects.filter(article__in=list(article_ids)).order_by("id"))
