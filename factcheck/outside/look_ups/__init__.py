"""Look-ups: registers and statistics behind one protocol, which answer with values."""

from factcheck.outside.look_ups.crossref import Crossref
from factcheck.outside.look_ups.protocol import LookUp, LookUpService
from factcheck.outside.look_ups.values import (
    DOI,
    LookedUp,
    LookedUpValue,
    ValueQuestion,
    What,
)
from factcheck.outside.look_ups.wikidata import WikidataValues
from factcheck.outside.look_ups.world_bank import WorldBank

__all__ = [
    "DOI",
    "LOOK_UPS",
    "Crossref",
    "LookUp",
    "LookUpService",
    "LookedUp",
    "LookedUpValue",
    "ValueQuestion",
    "What",
    "WikidataValues",
    "WorldBank",
]

_ALL = (WikidataValues, WorldBank, Crossref)
LOOK_UPS: dict[str, type[LookUpService]] = {service.name: service for service in _ALL}
