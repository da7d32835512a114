"""The queries of articles, read once for all that looks at them."""

from __future__ import annotations

from django.db.models import QuerySet

from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import once_a_page
from factcheck.review.models import Query


@once_a_page(tuple)
@kept_statement
def queries_of(article_ids: GivenValue) -> QuerySet[Query]:
    """Return every query of these articles in the order they were raised, without its people."""
    return Query.objects.filter(article__any_of=article_ids).order_by("id")


@kept_statement
def with_people(queries: GivenValue) -> QuerySet[Query]:
    """Return queries by their ids, oldest first, with all that the screen says of them."""
    chosen = Query.objects.filter(pk__any_of=queries).with_people()
    return chosen.defer("claim__words", "quote__words").order_by("id")
