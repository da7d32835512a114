"""Look-ups: registers and statistics behind one protocol, which answer with values."""

from factcheck.outside.look_ups.companies_house import CompaniesHouse
from factcheck.outside.look_ups.crossref import Crossref
from factcheck.outside.look_ups.edgar import Edgar
from factcheck.outside.look_ups.eurostat import Eurostat
from factcheck.outside.look_ups.fred import Fred
from factcheck.outside.look_ups.openalex import OpenAlex
from factcheck.outside.look_ups.protocol import LookUp, LookUpService
from factcheck.outside.look_ups.pubmed import PubMed
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
    "CompaniesHouse",
    "Crossref",
    "Edgar",
    "Eurostat",
    "Fred",
    "LookUp",
    "LookUpService",
    "LookedUp",
    "LookedUpValue",
    "OpenAlex",
    "PubMed",
    "ValueQuestion",
    "What",
    "WikidataValues",
    "WorldBank",
]

_ALL = (
    WikidataValues,
    WorldBank,
    Eurostat,
    Fred,
    Crossref,
    OpenAlex,
    PubMed,
    Edgar,
    CompaniesHouse,
)
LOOK_UPS: dict[str, type[LookUpService]] = {service.name: service for service in _ALL}
