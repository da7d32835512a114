"""What a newsroom that asks nobody yet is offered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from factcheck.evidence.models import Provider
from factcheck.evidence.rules.offers import OFFERS
from factcheck.newsroom.models import User
from factcheck.outside.search import SERVICES


@dataclass(frozen=True, slots=True)
class OfferedSearch:
    """A provider that can be switched on, and what would leave the building for it."""

    provider: Provider
    leaves: str


def a_search_is_on() -> bool:
    """Return whether anybody outside the desk is asked."""
    return _searches().filter(on=True).exists()


def _searches() -> QuerySet[Provider]:
    return Provider.objects.filter(name__in=SERVICES, takes_claims=True)


def offered_searches(user: User) -> list[OfferedSearch]:
    """Return the searches to offer: none once any is on, or to somebody who may not set the desk.

    The desk's own archive and feeds are no such search: they are on from the start.
    """
    if not user.may("set desk"):
        return []
    if a_search_is_on():
        return []
    providers = {provider.name: provider for provider in _searches()}
    return [
        OfferedSearch(providers[offer.name], offer.leaves)
        for offer in OFFERS
        if offer.name in providers
    ]
