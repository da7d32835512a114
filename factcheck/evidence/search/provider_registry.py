"""The code behind a provider's row, with the key, address and pace the desk gave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.models import Provider as Row
from factcheck.evidence.sealing import unseal
from factcheck.evidence.search.archive import Archive, FactChecks, FeedEntries, OwnWork
from factcheck.evidence.search.geonames import GeoNames
from factcheck.outside.look_ups import LOOK_UPS, LookUp, LookUpService
from factcheck.outside.search import SERVICES, Access, SearchProvider, Service
from factcheck.outside.search.service import place_of

# Searches that a person is, or that need no network.
_OWN: Final[dict[str, Callable[[str], SearchProvider]]] = {
    "archive": Archive,
    "feeds": FeedEntries,
    "checks": FactChecks,
    OwnWork.name: OwnWork,
}


def access_of(row: Row) -> Access:
    return Access(unseal(row.sealed_key), row.base, row.seconds)


def service_of(row: Row) -> Service | LookUpService | None:
    service = SERVICES.get(row.name) or LOOK_UPS.get(row.name)
    return service(access_of(row)) if service else None


@dataclass(frozen=True, slots=True)
class ProviderTurns:
    """How a provider may be asked: what takes turns with it, how often, how much a day."""

    place: str  # as `outside.pace` calls it
    shared_by: str  # those of one name are asked one at a time
    one_at_a_time: bool
    seconds: float
    daily: int | None


def turns_of(row: Row) -> ProviderTurns | None:
    """Return how often the provider may be asked; None where it takes no turns."""
    if row.name in _OWN:
        return None
    service = SERVICES.get(row.name) or LOOK_UPS.get(row.name)
    if service is None:
        return None
    return ProviderTurns(
        place_of(row.name),
        service.one_at_a_time or row.name,
        bool(service.one_at_a_time),
        service.seconds if row.seconds is None else row.seconds,
        service.daily if row.daily is None else row.daily,
    )


def lacks(row: Row) -> str:
    """Return what the desk must still give before the provider can be asked.

    "a key", "an address", or "".
    """
    service = service_of(row)
    return service.lacks if service else ""


def code_of(row: Row, about: str = "") -> SearchProvider | None:
    """Return what answers for the row; None when it is no search, or lacks what it needs.

    `about`, the claim, is for the desk's own two alone.
    """
    if row.name in _OWN:
        return _OWN[row.name](about)
    service = service_of(row)
    return service if isinstance(service, Service) and not service.lacks else None


def look_up_of(row: Row) -> LookUp | None:
    """Return what looks values up for the row; None when it is a search."""
    if row.name == GeoNames.name:
        return GeoNames()
    service = service_of(row)
    return service if isinstance(service, LookUpService) and not service.lacks else None
