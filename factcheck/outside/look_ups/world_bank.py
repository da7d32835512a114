"""Indicators of the World Bank, by country and year.

https://datahelpdesk.worldbank.org/knowledgebase/articles/898581: an answer is a list of two, its
facts and its rows; a complaint is a list of one under status 200; years to come are there as null.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, list_of, text_of
from factcheck.outside.look_ups.numbers import canonical, number_of, shown
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import json_of

_YEARS: Final = 5  # before the one asked: the newest statistics are some years old


class WorldBank(LookUpService):
    """The newest value of an indicator up to the year asked."""

    name = "worldbank"
    label = "World Bank"
    url = "https://api.worldbank.org"
    whats = frozenset({"indicator"})

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        country, code = question.subject.lower(), question.of.upper()
        if not re.fullmatch(r"[a-z]{2,3}", country) or not re.fullmatch(r"[A-Z0-9.]{3,40}", code):
            raise OutsideError(Kind.REFUSED, "No country or no indicator", temporary=False)
        year = question.at.year if question.at else datetime.now(UTC).year
        sent = f"{country} {code} {year - _YEARS}:{year}"
        page = self.get(
            question,
            f"/v2/country/{country}/indicator/{code}",
            {"format": "json", "date": f"{year - _YEARS}:{year}", "per_page": 50},
        )
        facts, rows = _parts(json_of(page), self.label, page.final_url)
        known = [row for row in rows if number_of(row.get("value")) is not None]
        if not known:
            return LookedUp(sent, ())
        newest = max(known, key=lambda row: text_of(row.get("date")))
        return LookedUp(sent, (_told(newest, text_of(at(facts, "lastupdated")), country, code),))


def _parts(answer: object, label: str, url: str) -> tuple[object, list[dict[str, object]]]:
    """Return an answer's facts and rows; a complaint under status 200 is no "nothing found"."""
    parts = answer if isinstance(answer, list) else []
    facts = parts[0] if parts else None
    complaint = list_of(at(facts, "message"))
    if complaint or not isinstance(facts, dict):
        said = text_of(complaint[0].get("value")) if complaint else "no answer to the question"
        raise OutsideError(
            Kind.BAD_RESPONSE, f"{label} says: {said}", url=url, temporary=not complaint
        )
    return facts, list_of(parts[1]) if len(parts) > 1 else []


def _told(row: dict[str, object], updated: str, country: str, code: str) -> LookedUpValue:
    value = number_of(row.get("value")) or Decimal(0)
    name = text_of(at(row, "indicator", "value")) or code
    where = text_of(at(row, "country", "value")) or country.upper()
    year = text_of(row.get("date"))
    return LookedUpValue(
        value=canonical(value),
        sentence=f"{name}, {where}, {year}: {shown(value)}.",
        source="World Bank",
        url=f"https://data.worldbank.org/indicator/{code}?locations={country.upper()}",
        unit="%" if "%" in name else "USD" if "US$" in name else "",
        of=year,
        vintage=updated,
    )
