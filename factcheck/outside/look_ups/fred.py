"""Series of the United States' economy, kept by the Federal Reserve Bank of St. Louis.

https://fred.stlouisfed.org/docs/api/fred/series_observations.html and series.html: a value is text,
"." where there is none; each observation carries the days between which it was the one known; a
mistake is an object with `error_code`; more than 120 requests a minute are answered with 429.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, list_of, text_of
from factcheck.outside.look_ups.numbers import canonical, number_of, shown
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

_OBSERVATIONS: Final = 24  # the newest first: some of them are holidays, or still to come
# Units a series can be asked in, and what one that is "lin", as it stands, is made into.
_CHANGES: Final = {
    "pc1": ("%", "percent change from a year ago"),
    "pca": ("%", "annual rate of change"),
    "pch": ("%", "percent change"),
    "chg": ("", "change"),
}
_SCALES: Final = {"thousands": 1000, "millions": 10**6, "billions": 10**9}


class Fred(LookUpService):
    """The newest value of a series up to the day asked, as it is known today."""

    name = "fred"
    label = "FRED"
    url = "https://api.stlouisfed.org/fred"
    needs_key = True
    key_statuses = (401, 403)
    whats = frozenset({"U.S. series"})

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        series, units = question.subject.upper(), question.of or "lin"
        if not re.fullmatch(r"[A-Z0-9]{2,30}", series) or units not in {"lin", *_CHANGES}:
            raise OutsideError(Kind.REFUSED, "No series, or no such units", temporary=False)
        last = min(question.at or date.max, datetime.now(UTC).date())
        sent = f"{series} {units} up to {last}"
        asked = {
            "series_id": series,
            "units": units,
            "observation_end": last.isoformat(),
            "sort_order": "desc",
            "limit": _OBSERVATIONS,
            # A year's value is the mean of its months', as it is usually quoted.
            **({} if question.by_month else {"frequency": "a"}),
        }
        observations = self._asked(question, "/series/observations", asked, "observations")
        known = [
            (text_of(one.get("date")), value)
            for one in list_of(at(observations, "observations"))
            if (value := number_of(one.get("value"))) is not None
        ]
        if not known:
            return LookedUp(sent, ())
        facts = self._asked(question, "/series", {"series_id": series}, "seriess")
        about = (list_of(at(facts, "seriess")) or [{}])[0]
        return LookedUp(sent, (_told(question, about, *max(known)),))

    def _asked(
        self, question: ValueQuestion, path: str, parameters: dict[str, object], name: str
    ) -> object:
        page = self.get(question, path, {**parameters, "file_type": "json", "api_key": self.key})
        return answer_of(page, self.label, name)


def _told(
    question: ValueQuestion, about: dict[str, object], day: str, value: Decimal
) -> LookedUpValue:
    series, units = question.subject.upper(), question.of
    title = text_of(about.get("title")) or series
    unit, change = _CHANGES.get(units, ("", ""))
    own = text_of(about.get("units"))
    scale = next((n for word, n in _SCALES.items() if word in own.lower()), 1)
    told = value if unit == "%" else value * scale
    unit = unit or _unit(own)
    vintage = text_of(about.get("last_updated"))[:10]
    frequency = text_of(about.get("frequency_short")) if question.by_month else "A"
    period = _period(day, frequency)
    how = change or own
    return LookedUpValue(
        value=canonical(told),
        sentence=f"{title}, {period}: {shown(value)}" + (f" ({how})" if how else "") + ".",
        source="FRED",
        url=f"https://fred.stlouisfed.org/series/{series}",
        unit=unit,
        of=period,
        vintage=vintage,
    )


def _unit(own: str) -> str:
    """Return the unit of a series that is told as it stands: "Percent", "Billions of Dollars"."""
    words = own.lower()
    if "percent" in words:
        return "%"
    return "USD" if "dollar" in words else ""


def _period(day: str, frequency: str) -> str:
    """Return the period an observation is of: FRED names it by its first day."""
    return {"A": day[:4], "M": day[:7], "Q": day[:7]}.get(frequency, day)
