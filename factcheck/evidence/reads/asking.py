"""How far each claim's searches are: whether anybody answered, and whether more may come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from factcheck.evidence.models import CitedSource, Hit, Search
from factcheck.evidence.rules.asking import ClaimSearches, asking, search_state
from factcheck.newsroom.kept_statements import GivenValue, kept_statement


def asking_of(claims: Collection[int]) -> dict[int, ClaimSearches]:
    """Return how far the searches are, by the claim's id, in three queries.

    A claim for which nobody is or was to be asked is not there.
    """
    states: dict[int, set[str]] = defaultdict(set)
    for claim, work, found in _searches(claims):
        states[claim].add(search_state(work, found))
    for claim in _with_pages_to_come(claims):
        states[claim].add("under way")
    for claim in _with_cited_pages(claims):
        states[claim].add("answered")
    return {claim: asking(of_claim) for claim, of_claim in states.items()}


@kept_statement
def _searches(claims: GivenValue) -> QuerySet[Search, Any]:
    chosen = Search.objects.filter(claim__any_of=claims).order_by()
    return chosen.values_list("claim", "work", "found")


@kept_statement
def _with_pages_to_come(claims: GivenValue) -> QuerySet[Hit, Any]:
    """Return the claims of which a page is to be fetched, or to be compared."""
    fetching = Q(
        document__work__in=["waiting", "running"], search__claim__article__restricted=False
    )
    uncompared = Q(document__work="done", compared_at=None)
    pages = Hit.objects.filter(fetching | uncompared, search__claim__any_of=claims).order_by()
    return pages.values_list("search__claim", flat=True).distinct()


@kept_statement
def _with_cited_pages(claims: GivenValue) -> QuerySet[CitedSource, Any]:
    """Return the claims of which a source that the writer gives is kept."""
    cited = CitedSource.objects.filter(claim__any_of=claims, document__work="done").order_by()
    return cited.values_list("claim", flat=True).distinct()
