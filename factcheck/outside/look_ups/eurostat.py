"""Statistics of the European Union's countries, by month or by year.

https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines/api-statistics:
an answer is JSON-stat 2.0, whose values are numbered through all its dimensions and are left out,
or null, or ":" where there is none; an empty result is a fault 100 under status 400 or 404; an
extraction that takes too long is promised for later, under status 200, with a warning and no value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, text_of
from factcheck.outside.look_ups.numbers import canonical, number_of, shown
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

# How Eurostat calls two countries otherwise than ISO 3166 does.
_COUNTRIES: Final = {"GR": "EL", "GB": "UK"}
_UNIONS: Final = {"EU": "EU27_2020", "EZ": "EA21"}
_YEARS, _MONTHS = 5, 14  # before the one asked: the newest statistics are some time old
_NONE_OF_IT: Final = frozenset({400, 404})
_SCALES: Final = {"thousand": 1000, "million": 10**6}
# What the flag of a value means; https://ec.europa.eu/eurostat/data/database/information.
_FLAGS: Final = {
    "p": "provisional",
    "e": "estimated",
    "b": "break in the series",
    "u": "unreliable",
}


@dataclass(frozen=True, slots=True)
class _Point:
    """One value: its period ("2024-10"), and what its flag says of it."""

    period: str
    value: Decimal
    flag: str


class Eurostat(LookUpService):
    """The newest value of a statistic up to the month or year asked."""

    name = "eurostat"
    label = "Eurostat"
    url = "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0"
    whats = frozenset({"European statistic"})

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        data_set, *filters = question.of.split()
        country = question.subject.upper()
        geo = _UNIONS.get(country, _COUNTRIES.get(country, country))
        if not re.fullmatch(r"[A-Z0-9_]{2,10}", geo) or not re.fullmatch(r"\w{3,40}", data_set):
            raise OutsideError(Kind.REFUSED, "No country or no data set", temporary=False)
        since, until = _window(question)
        sent = f"{geo} {question.of} {since}:{until}"
        parameters: list[tuple[str, object]] = [
            ("format", "JSON"),
            ("lang", "EN"),
            ("geo", geo),
            ("sinceTimePeriod", since),
            ("untilTimePeriod", until),
            *((name, value) for name, _, value in (one.partition("=") for one in filters) if value),
        ]
        try:
            page = self.get(question, f"/data/{data_set}", parameters)
        except OutsideError as error:
            if error.status not in _NONE_OF_IT:
                raise
            return LookedUp(sent, (), (f"Eurostat has nothing under {data_set} for {geo}.",))
        answer = answer_of(page, self.label, "dimension", kind=dict)
        points = _points(answer)
        if not points:
            return LookedUp(sent, ())
        newest = max(points, key=lambda point: point.period)
        return LookedUp(sent, (_told(answer, newest, data_set, geo),))


def _window(question: ValueQuestion) -> tuple[str, str]:
    """Return the first and last period that may answer, "2023-08" and "2024-10"."""
    last = question.at or datetime.now(UTC).date()
    if not question.by_month:
        return str(last.year - _YEARS), str(last.year)
    first = last.year * 12 + last.month - 1 - _MONTHS
    return f"{first // 12}-{first % 12 + 1:02d}", f"{date(last.year, last.month, 1):%Y-%m}"


def _points(answer: object) -> list[_Point]:
    """Return the values there are, where they are all of one thing."""
    places = at(answer, "dimension", "time", "category", "index")
    if not _is_of_one_thing(answer) or not isinstance(places, dict):
        return []
    found = (_point(answer, text_of(period), place) for period, place in places.items())
    return [point for point in found if point]


def _is_of_one_thing(answer: object) -> bool:
    """Return whether the filters fixed every dimension but time.

    Else a value would be of one of several things, and nobody could say of which.
    """
    sizes, names = at(answer, "size"), at(answer, "id")
    if not isinstance(sizes, list) or not isinstance(names, list) or "time" not in names:
        return False
    return all(size == 1 for name, size in zip(names, sizes, strict=False) if name != "time")


def _point(answer: object, period: str, place: object) -> _Point | None:
    value = number_of(_numbered(at(answer, "value"), place))
    if value is None:
        return None
    return _Point(period, value, text_of(_numbered(at(answer, "status"), place)))


def _numbered(values: object, place: object) -> object:
    """Return one of the values, which JSON-stat sends as a list or as an object by number."""
    if isinstance(values, list) and isinstance(place, int) and 0 <= place < len(values):
        return values[place]
    return values.get(str(place)) if isinstance(values, Mapping) else None


def _told(answer: object, point: _Point, data_set: str, geo: str) -> LookedUpValue:
    where = _first_label(answer, "geo") or geo
    unit = _first_label(answer, "unit")
    name = text_of(at(answer, "label")) or data_set
    flags = ", ".join(_FLAGS[sign] for sign in point.flag if sign in _FLAGS)
    scale = next((size for word, size in _SCALES.items() if word in unit.lower()), 1)
    return LookedUpValue(
        value=canonical(point.value * scale),
        sentence=f"{name}, {where}, {point.period}: {shown(point.value)}"
        + (f" ({unit})" if unit else "")
        + (f", {flags}" if flags else "")
        + ".",
        source="Eurostat",
        url=f"https://ec.europa.eu/eurostat/databrowser/view/{data_set}/default/table",
        unit=_unit(unit),
        of=point.period,
        vintage=text_of(at(answer, "updated"))[:10],
    )


def _unit(label: str) -> str:
    """Return the unit of a label like "Percentage of population in the labour force"."""
    if re.search(r"percent|rate of change|%", label, re.IGNORECASE):
        return "%"
    return "EUR" if "euro" in label.lower() else ""


def _first_label(answer: object, dimension: str) -> str:
    labels = at(answer, "dimension", dimension, "category", "label")
    return text_of(next(iter(labels.values()), "")) if isinstance(labels, dict) else ""
