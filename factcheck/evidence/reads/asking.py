"""How far each claim's searches are: whether anybody answered, and whether more may come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from factcheck.evidence.models import CitedSource, Hit, Search
from factcheck.evidence.rules.asking import ClaimSearches, asking, search_state


def asking_of(claims: Collection[int]) -> dict[int, ClaimSearches]:
    """Return how far the searches are, by the claim's id, in three queries.

    A claim for which nobody is or was to be asked is not there.
    """
    states: dict[int, set[str]] = defaultdict(set)
    searches = Search.objects.filter(claim__in=claims).order_by()
    for claim, work, found in searches.values_list("claim", "work", "found"):
        states[claim].add(search_state(work, found))
    fetching = Q(
        document__work__in=["waiting", "running"], search__claim__article__restricted=False
    )
    uncompared = Q(document__work="done", compared_at=None)
    pages = Hit.objects.filter(fetching | uncompared, search__claim__in=claims).order_by()
    for claim in pages.values_list("search__claim", flat=True).distinct():
        states[claim].add("under way")
    cited = CitedSource.objects.filter(claim__in=claims, document__work="done").order_by()
    for claim in cited.values_list("claim", flat=True).distinct():
        states[claim].add("answered")
    return {claim: asking(of_claim) for claim, of_claim in states.items()}
