"""Publication dates as documents declare them. What is not declared is not guessed."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero gennaio janeiro",
            "february feb février februar febrero febbraio fevereiro",
            "march mar mars märz marzo março",
            "april apr avril abril aprile",
            "may mai mayo maggio maio",
            "june jun juin juni junio giugno junho",
            "july jul juillet juli julio luglio julho",
            "august aug août agosto",
            "september sep sept septembre septiembre settembre setembro",
            "october oct octobre oktober octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec décembre dezember diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?\s{1,3}(?:de\s)?([^\W\d_]{3,10})\.?,?\s{1,3}(?:de\s)?(\d{4})"
)
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})")
_IN_PATH = re.compile(r"/(20\d\d|19\d\d)[/-]?(\d{1,2})[/-]?(\d{1,2})(?:/|-|_|$)")
# Beyond these a declared date is a slip, or what a program writes for "none" (0001-01-01).
EARLIEST = 1600
LATEST = 2200


def declared_date(text: str) -> str:
    """Return a declared date as YYYY-MM-DD; "" where it is no date, or could be two."""
    text = text.strip()[:80]
    if not text:
        return ""
    for parts in (_iso, _named, _epoch, _rfc822):
        if found := parts(text):
            return found
    return ""


def _iso(text: str) -> str:
    """Return a date in figures (ISO 8601, and as it is written with dots and strokes)."""
    year_first = _ISO.match(text) or _YEAR_FIRST.match(text)
    if year_first:
        year, month, number = map(int, year_first.groups())
        return day(year, month, number)
    dotted = _DOTTED.match(text)
    if dotted:
        number, month, year = map(int, dotted.groups())
        return day(year, month, number)
    slashed = _SLASHED.match(text)
    if slashed:
        return _slashed(*map(int, slashed.groups()))
    return ""


def _slashed(first: int, second: int, year: int) -> str:
    # 03/10/2026 is two days; 13/10/2026 and 10/10/2026 are one.
    if first > 12 or first == second:
        return day(year, second, first)
    return day(year, first, second) if second > 12 else ""


def _named(text: str) -> str:
    """Return a date whose month is in words, in one of eight languages."""
    number_first = _NAMED.search(text)
    if number_first:
        number, month, year = number_first.groups()
        return day(int(year), _MONTHS.get(month.lower(), 0), int(number))
    month_first = _NAMED_FIRST.search(text)
    if month_first:
        month, number, year = month_first.groups()
        return day(int(year), _MONTHS.get(month.lower(), 0), int(number))
    return ""


def _epoch(text: str) -> str:
    """Return the day of a number of seconds, or milliseconds, since 1970."""
    if not re.fullmatch(r"\d{10}|\d{13}", text):
        return ""
    moment = dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
    return moment.date().isoformat()


def _rfc822(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def day(year: int, month: int, number: int) -> str:
    """Return a day as YYYY-MM-DD; "" where there is none."""
    try:
        found = dt.date(year, month, number)
    except ValueError:
        return ""
    return found.isoformat() if EARLIEST <= year <= LATEST else ""


def date_in_address(address: str) -> str:
    """Return the day that stands in an address's path, as in /2026/03/10/; "" where none does."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    found = _IN_PATH.search(path)
    return day(int(found[1]), int(found[2]), int(found[3])) if found else ""
