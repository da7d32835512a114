"""A gazetteer: places and peoples by name, with where each lies.

The table is `data/gazetteer.tsv`, written by `python -m training.gazetteer` from a list made by
hand, GeoNames and CLDR. Population and coordinates are in it for whoever needs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from factcheck.text.language.word_lists import word_lists

_WORDS = word_lists("factcheck.text.names", "gazetteer")

PLACE_WORDS = _WORDS["place_words"]
PLACE_OPENERS = _WORDS["place_openers"]


class GazetteerEntry(NamedTuple):
    """A place or people.

    `known_as` is its usual name, for a people its country; `lies_in` the larger place it is part
    of, empty where none is known. An entry is `certain` where the name alone makes it a place.
    """

    name: str
    kind: str
    known_as: str
    lies_in: str
    certain: bool


_POPULATION = 4  # the column, before latitude and longitude


def _rows() -> Iterator[list[str]]:
    """Yield the cells of each row of the table, those set by hand first."""
    table = (files("factcheck.text.names") / "data" / "gazetteer.tsv").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    next(lines)  # the names of the columns
    for line in lines:
        yield line.split("\t")


def _entries() -> Iterator[GazetteerEntry]:
    """Yield each place and people of the table."""
    for name, kind, known_as, lies_in, *_numbers, certain, _source in _rows():
        yield GazetteerEntry(name, kind, known_as, lies_in, certain == "yes")


def _certain_names() -> tuple[dict[str, str], dict[str, str]]:
    """Return places and peoples by the names that are certain, each to what it is known as."""
    places: dict[str, str] = {}
    peoples: dict[str, str] = {}
    for entry in _entries():
        if entry.certain:
            named = peoples if entry.kind == "people" else places
            named.setdefault(entry.name, entry.known_as)
    return places, peoples


# Places by the names copy gives them, to the name each is known by; peoples to their country.
PLACES, PEOPLES = _certain_names()

# Words of the longest name of a place.
LONGEST = max(len(name.split()) for name in PLACES)


def known_place(name: str) -> str:
    """Return the country of a people, or the usual name of a place.

    A name that the gazetteer lacks stays as it is.
    """
    for form in (name, name.title()):
        if form in PLACES or form in PEOPLES:
            return PLACES.get(form) or PEOPLES[form]
    return name


@cache
def _holders() -> dict[str, str]:
    """Return where each place lies, by its name."""
    holders: dict[str, str] = {}
    for entry in _entries():
        if entry.lies_in:
            holders.setdefault(entry.name, entry.lies_in)
    return holders


class PlaceFigures(NamedTuple):
    """What GeoNames has of a place: its people, and where it lies, in degrees."""

    population: int
    latitude: float
    longitude: float


def figures_of(place: str) -> PlaceFigures | None:
    """Return the figures of a town; None where the gazetteer has none."""
    return _figures().get(known_place(place))


def towns_of(country: str) -> dict[str, PlaceFigures]:
    """Return the towns the gazetteer has of a country, by their usual names."""
    whole = known_place(country)
    return {
        name: figures
        for name, figures in _figures().items()
        if name != whole and whole_of(name) == whole
    }


@cache
def _figures() -> dict[str, PlaceFigures]:
    """Return the figures of each place that has all of them, by its usual name."""
    figures: dict[str, PlaceFigures] = {}
    for row in _rows():
        numbers = row[_POPULATION : _POPULATION + 3]
        if all(numbers):
            population, latitude, longitude = numbers
            found = PlaceFigures(int(population), float(latitude), float(longitude))
            figures.setdefault(row[2], found)
    return figures


def whole_of(place: str) -> str:
    """Return the widest place that holds this one, a country for most; itself where none is known.

    Of Aleppo and of "Syrian" it is Syria.
    """
    whole = known_place(place)
    holders = _holders()
    seen = {whole}
    while whole in holders and known_place(holders[whole]) not in seen:
        whole = known_place(holders[whole])
        seen.add(whole)
    return whole


def lies_in(inner: str, outer: str) -> bool:
    """Return whether the first place is known to lie in the second.

    Aleppo lies in Syria, Brooklyn in the United States.
    """
    place, whole = known_place(inner), known_place(outer)
    holders = _holders()
    while place != whole and place in holders:
        place = known_place(holders[place])
        if place == whole:
            return True
    return False
