"""Days of the calendar: weeks, months and feasts, counted from a day. Nothing here reads copy."""

from __future__ import annotations

import datetime as dt

from factcheck.text.language.word_lists import data_table

_TABLES = data_table("factcheck.text.values", "holidays")
_DAY = dt.timedelta(days=1)
_FIXED: dict[str, list[int]] = _TABLES["fixed"]
_NTH: dict[str, list[int]] = _TABLES["nth"]
_FROM_EASTER: dict[str, int] = _TABLES["from_easter"]
FEASTS = (*_FIXED, *_NTH, *_FROM_EASTER)


def iso(year: int, month: int, day: int) -> str | None:
    """Return the day in ISO 8601; None where the calendar has no such day."""
    made = _safe(year, month, day)
    return made.isoformat() if made else None


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shift_month(today: dt.date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def week_of(day: dt.date) -> str:
    """Return the week of a day, Monday to Sunday (ISO 8601)."""
    monday = day - day.weekday() * _DAY
    return interval(monday, monday + 6 * _DAY)


def weekend(today: dt.date, *, ahead: bool) -> str:
    """Return the last weekend begun by that day, or (`ahead`) the one under way or to come."""
    sunday_now = ahead and today.weekday() == 6
    saturday = today - _DAY if sunday_now else weekday_near(today, 5, ahead=ahead)
    return interval(saturday, saturday + _DAY)


def interval(first: dt.date, last: dt.date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def weekday_near(today: dt.date, weekday: int, *, ahead: bool) -> dt.date:
    """Return the next such weekday on or after that day, or the last on or before it."""
    return (
        today + ((weekday - today.weekday()) % 7) * _DAY
        if ahead
        else today - ((today.weekday() - weekday) % 7) * _DAY
    )


def weekday_in_week(today: dt.date, weekday: int, weeks: int) -> dt.date:
    """Return the weekday in the week that many weeks on ("Tuesday next week" is 1)."""
    return today + (weekday - today.weekday() + 7 * weeks) * _DAY


def day_of_month(month: int, day: int, today: dt.date, ahead: bool | None) -> str | None:
    """Return the next such day, the last, or (`ahead` is None) the nearest.

    Of two equally near, the past day is taken rather than the future.
    """
    options = [d for y in range(today.year - 4, today.year + 5) if (d := _safe(y, month, day))]
    return _choice(options, today, ahead)


def feast(name: str, year: int) -> dt.date:
    """Return the day of a feast of `FEASTS` in a year; movable ones by the Western calendar."""
    if name in _FIXED:
        return dt.date(year, *_FIXED[name])
    if name in _NTH:
        month, weekday, which, after = _NTH[name]
        first = dt.date(year, month, 1)
        if which < 0:
            first = dt.date(year, month + 1, 1) - 7 * _DAY
            which = 1
        return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1) + after) * _DAY
    return _easter(year) + _FROM_EASTER[name] * _DAY


def feast_near(name: str, today: dt.date, ahead: bool | None) -> str | None:
    """Return the feast nearest a day, by the rule of `day_of_month`."""
    return _choice([feast(name, y) for y in range(today.year - 1, today.year + 2)], today, ahead)


def _choice(options: list[dt.date], today: dt.date, ahead: bool | None) -> str | None:
    if ahead is not None:
        options = [d for d in options if (d >= today if ahead else d <= today)]
    return (
        min(options, key=lambda d: abs((d - today).days) + 60 * (d > today)).isoformat()
        if options
        else None
    )


def month_near(month: int, today: dt.date, *, ahead: bool) -> str:
    """Return the month in the year to come, or in the last twelve."""
    year = today.year + (month < today.month) if ahead else today.year - (month > today.month)
    return f"{year:04}-{month:02}"


def _easter(year: int) -> dt.date:
    """Return Easter Sunday (Gregorian; the algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)
