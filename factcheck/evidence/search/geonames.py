"""GeoNames, kept here: the people of a town, and how far two towns lie apart. Nothing leaves."""

from __future__ import annotations

import math
from typing import Final

from factcheck.outside.look_ups import LookedUp, LookedUpValue, ValueQuestion
from factcheck.text.names.gazetteer import PlaceFigures, figures_of

_EARTH: Final = 6371.0  # mean radius in km
_VINTAGE: Final = "2026-11-29"  # of text/names/data/gazetteer.tsv
_NEAREST: Final = 10  # km: towns are points in it, so nothing nearer is told


class GeoNames:
    """The gazetteer that the reading uses; restricted copy may ask it too."""

    name = "geonames"
    label = "GeoNames, kept here"
    needs_key = False
    outside = False

    def answers(self, question: ValueQuestion) -> bool:
        """Return whether it can be asked this."""
        return question.what in ("population", "distance")

    def look_up(self, question: ValueQuestion) -> LookedUp:
        """Return a town's people, or the distance of two towns as the crow flies."""
        here = figures_of(question.subject)
        if here is None:
            return LookedUp("", ())
        if question.what == "population":
            return LookedUp("", (_population(question.subject, here),) if here.population else ())
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


def _apart(question: ValueQuestion, apart: float) -> LookedUpValue:
    length = round(apart)
    sentence = f"{question.subject} and {question.of} lie {length:,} km apart, as the crow flies."
    return _told(str(length), sentence, "km")
