"""Dates and times as copy states them.

The days they cover, and whether a thing was then, before or after.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Literal

from factcheck.evidence.rules.same_subject import sentence_at
from factcheck.evidence.rules.words import StatedFact
from factcheck.text.language.lexicon import WEEKDAYS

Relation = Literal["in", "before", "after", "by"]

_RELATION: Final = re.compile(
    r"\b(before|prior to|earlier than|after|later than|following|by|as of)"
    r"\s+(?:the\s+)?(?:end of\s+|start of\s+|year\s+)?$",
    re.I,
)
_MEANS: Final[dict[str, Relation]] = {
    "before": "before", "prior to": "before", "earlier than": "before",
    "after": "after", "later than": "after", "following": "after",
    "by": "by", "as of": "by",
}  # fmt: skip


_MONTHS: Final = {name: n for n, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)  # noqa: SIM905
}  # fmt: skip
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEARLESS: Final = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?\b{_MONTH}(?: (\d{{1,2}})(?:st|nd|rd|th)?)?$", re.I
)
_MONTH_LONG: Final = 31
_ANY_YEAR: Final = 4  # a leap year, in which days without a year are put


@dataclass(frozen=True, slots=True)
class When:
    """The days from `first` to `last`.

    `clock` the hour where one is stated ("17:00"); `relation` how a thing stands to them: "by 15
    March", "before 2017". A day without its year lies in the year 4, an hour without its day on
    all.
    """

    first: dt.date
    last: dt.date
    clock: str = ""
    relation: Relation = "in"

    @property
    def yearless(self) -> bool:
        return self.first.year == self.last.year == _ANY_YEAR

    @property
    def dayless(self) -> bool:
        return self.first == dt.date.min and self.last == dt.date.max


def when(value: str | None, text: str, before: str = "") -> When | None:
    """Return the days that an ISO 8601 value covers, or None where it is no date.

    Values are like "2024-11", "2024-11-25/2024-11-29", "1990/1999" and "T17:00". `text` is the
    copy's own words, which may lack the year, and `before` the copy in front of them.
    """
    days = _days(value) if value else _without_year(text)
    if days is None:
        return None
    relation = _RELATION.search(before[-30:])
    return replace(days, relation=_MEANS[relation.group(1).lower()]) if relation else days


def _without_year(text: str) -> When | None:
    match = _YEARLESS.search(text.strip())
    if match is None:
        return None
    month, day = _MONTHS[match.group(2).lower()], match.group(1) or match.group(3)
    with suppress(ValueError):
        first = dt.date(_ANY_YEAR, month, int(day or 1))
        return When(first, first if day else _end_of_month(first))
    return None


def _end_of_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _days(value: str | None) -> When | None:
    try:
        parts = (value or "").split("/")
        if len(parts) == 2:
            a, b = _days(parts[0]), _days(parts[1])
            return When(a.first, b.last) if a and b and a.first <= b.last else None
        day, _, clock = parts[0].partition("T")
        if not day and clock:
            return When(dt.date.min, dt.date.max, clock)
        if re.fullmatch(r"\d{4}", day):
            return When(dt.date(int(day), 1, 1), dt.date(int(day), 12, 31))
        if re.fullmatch(r"\d{4}-\d{2}", day):
            first = dt.date.fromisoformat(f"{day}-01")
            return When(first, _end_of_month(first))
        date = dt.date.fromisoformat(day)
        return When(date, date, clock)
    except ValueError:
        return None


def bears_out(copy: When, source: When) -> bool | None:
    """Return whether what happened at `source` bears out the copy's `copy`.

    None where the source is too coarse to tell.
    """
    if copy.dayless or source.dayless:
        return copy.clock == source.clock if copy.clock and source.clock else None
    if source.yearless and not copy.yearless and _is_long(copy):
        return None  # "in May" says nothing of "in 2018"
    if copy.yearless != source.yearless:
        copy, source = _yearless(copy), _yearless(source)
    relation = copy.relation if copy.relation != "by" or source.relation == "in" else "in"
    return _BEARS_OUT[relation](copy, source)


def _is_long(dates: When) -> bool:
    return dates.last - dates.first > dt.timedelta(days=_MONTH_LONG)


def _surely(certain: bool, possible: bool) -> bool | None:
    """Return True where it is certain, False where it is not possible, None in between."""
    return True if certain else (None if possible else False)


def _before(copy: When, source: When) -> bool | None:
    return _surely(source.last < copy.first, source.first < copy.first)


def _after(copy: When, source: When) -> bool | None:
    return _surely(source.first > copy.last, source.last > copy.last)


# "By Friday" is borne out by what was so on Wednesday, not by any day before.
_SHORTLY: Final = dt.timedelta(days=14)


def _by(copy: When, source: When) -> bool | None:
    if not _is_long(copy) and copy.first - source.last > _SHORTLY:
        return None
    return _surely(source.last <= copy.last, source.first <= copy.last)


def _in(copy: When, source: When) -> bool | None:
    if copy.first <= source.first and source.last <= copy.last:
        if copy.clock and copy.clock != source.clock:
            return False if source.clock else None
        return True
    return _surely(False, source.first <= copy.first and copy.last <= source.last)


_BEARS_OUT: Final[dict[str, Callable[[When, When], bool | None]]] = {
    "before": _before,
    "after": _after,
    "by": _by,
    "in": _in,
}


def _yearless(moment: When) -> When:
    """Return the same days with the year taken away.

    The whole year where they span more than one.
    """
    if moment.first.year != moment.last.year:
        return replace(moment, first=dt.date(_ANY_YEAR, 1, 1), last=dt.date(_ANY_YEAR, 12, 31))
    return replace(
        moment, first=moment.first.replace(year=_ANY_YEAR), last=moment.last.replace(year=_ANY_YEAR)
    )


_WEEK: Final = 7


def is_earlier(
    claim: str,
    fact: StatedFact,
    facts: Sequence[StatedFact],
    passage: str,
    stated: StatedFact,
    others: Sequence[StatedFact],
) -> bool:
    """Return whether the passage's figure is of an earlier day than the claim's.

    Each is dated by the date of its sentence. Weekdays without a week are read as the nearest: what
    is said of Saturday comes before what is said of Monday. Unknown counts as no.
    """
    mine, theirs = _day_of(claim, fact, facts), _day_of(passage, stated, others)
    if mine is None or theirs is None:
        return False
    if mine == theirs:
        return _part_of_day(passage, stated) < _part_of_day(claim, fact)
    if isinstance(mine, int) and isinstance(theirs, int):
        return 0 < (mine - theirs) % _WEEK <= _WEEK // 2
    if isinstance(mine, dt.date) and isinstance(theirs, dt.date):
        # A day without its year tells nothing beside one that has it.
        return theirs < mine and (theirs.year == _ANY_YEAR) == (mine.year == _ANY_YEAR)
    return False


_PARTS_OF_DAY: Final = ("morning", "afternoon", "evening", "night")


def _part_of_day(text: str, value: StatedFact) -> int:
    """Return the part of the day that a value's sentence names, from 1; 0 where it names none."""
    first, last = sentence_at(text, value.start)
    sentence = text[first:last].lower()
    named = [n for n, part in enumerate(_PARTS_OF_DAY, start=1) if part in sentence]
    return named[-1] if named else 0


def _day_of(text: str, value: StatedFact, facts: Sequence[StatedFact]) -> dt.date | int | None:
    """Return the day of a value's sentence; a weekday's number where the week is open."""
    first, last = sentence_at(text, value.start)
    dates = [f for f in facts if f.kind == "date" and first <= f.start < last]
    for date in dates:
        day = when(date.value, date.text, text[: date.start])
        if day is not None and not day.dayless:
            return day.first
        weekday = WEEKDAYS.get(date.text.lower().split()[0])
        if weekday is not None:
            return weekday
    return None
