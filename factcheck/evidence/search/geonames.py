"""GeoNames, kept here: the people of a town, its rank by them, and how far two towns lie apart.

Nothing leaves.
"""

from __future__ import annotations

import math
from typing import Final

from factcheck.outside.look_ups import LookedUp, LookedUpValue, ValueQuestion
from factcheck.text.names.gazetteer import PlaceFigures, figures_of, known_place, towns_of

_EARTH: Final = 6371.0  # mean radius in km
_VINTAGE: Final = "2026-11-29"  # of text/names/data/gazetteer.tsv
_RANKS: Final = 12  # past it small towns are missing, and a list of them proves nothing
_SHOWN: Final = 3
_NEAREST: Final = 10  # km: towns are points in it, so nothing nearer is told


class GeoNames:
    """The gazetteer that the reading uses; restricted copy may ask it too."""

    name = "geonames"
    label = "GeoNames, kept here"
    needs_key = False
    outside = False

    def answers(self, question: ValueQuestion) -> bool:
        """Return whether it can be asked this."""
        return question.what in ("population", "population rank", "distance")

    def look_up(self, question: ValueQuestion) -> LookedUp:
        """Return a town's people or rank, or the distance of two towns as the crow flies."""
        here = figures_of(question.subject)
        if here is None:
            return LookedUp("", ())
        if question.what == "population":
            return LookedUp("", (_population(question.subject, here),) if here.population else ())
        if question.what == "population rank":
            return LookedUp("", _rank(question))
        there = figures_of(question.of)
        apart = there and _distance(here, there)
        return LookedUp("", (_apart(question, apart),) if apart and apart >= _NEAREST else ())


def _distance(a: PlaceFigures, b: PlaceFigures) -> float:
    """Return the great circle between two places, in km."""
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    across = math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * across
    return 2 * _EARTH * math.asin(math.sqrt(half))


def _told(value: str, sentence: str, unit: str = "") -> LookedUpValue:
    return LookedUpValue(
        value=value,
        sentence=sentence,
        source="GeoNames",
        url="https://www.geonames.org/",
        unit=unit,
        vintage=_VINTAGE,
    )


def _population(place: str, figures: PlaceFigures) -> LookedUpValue:
    return _told(str(figures.population), f"The population of {place} is {figures.population:,}.")


def _rank(question: ValueQuestion) -> tuple[LookedUpValue, ...]:
    """Return a town's place among its country's towns, with the towns next to it.

    Cities as their councils draw them: by the whole of a conurbation the order may be another.
    """
    here = known_place(question.subject)
    towns = {name: town.population for name, town in towns_of(question.of).items()}
    if here not in towns:
        return ()
    order = sorted(towns, key=lambda name: (-towns[name], name))
    place = order.index(here)
    shown = ", ".join(f"{name} {towns[name]:,}" for name in order[: max(place + 1, _SHOWN)])
    sentence = (
        f"By population {here} is number {place + 1} of the cities of {question.of}: {shown}."
    )
    return (_told(str(place + 1), sentence),) if place < _RANKS else ()


def _apart(question: ValueQuestion, apart: float) -> LookedUpValue:
    length = round(apart)
    sentence = f"{question.subject} and {question.of} lie {length:,} km apart, as the crow flies."
    return _told(str(length), sentence, "km")
