"""Dates as feeds write them: read, or left open; never guessed."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

import dateparser

from factcheck.outside.fields import instant_of

MAX_LENGTH = 80
EARLIEST = 1970  # no feed is older than the web, few of their stories than its clock
LATEST = 2100
# Hours east of Greenwich of the zones feeds name, beyond those of RFC 822. Names that stand for two
# zones (IST, CST, BST) are read as feeds mean them most often. Source: IANA's time zone database,
# 2025b; the choices are ours.
_ZONES = {
    "CET": 1,
    "CEST": 2,
    "MEZ": 1,
    "MESZ": 2,
    "WET": 0,
    "WEST": 1,
    "EET": 2,
    "EEST": 3,
    "BST": 1,
    "IST": 5.5,
    "MSK": 3,
    "GST": 4,
    "PKT": 5,
    "WIB": 7,
    "ICT": 7,
    "HKT": 8,
    "SGT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "SAST": 2,
    "EAT": 3,
    "WAT": 1,
    "CAT": 2,
    "BRT": -3,
    "ART": -3,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "UT": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_NAMED_ZONE = re.compile(r"\s\(?([A-Z]{1,5})\)?$")
_AMBIGUOUS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")


def feed_instant(raw: object) -> datetime | None:
    """Return the instant a feed names, in UTC; None where it is no date, or could be two."""
    text = " ".join(raw.split())[:MAX_LENGTH] if isinstance(raw, str) else ""
    if not text:
        return None
    for read in (_epoch, instant_of, _rfc822, _in_words):
        try:
            found = read(text)
        except (ValueError, TypeError, IndexError, OverflowError, OSError):
            continue
        if found is not None:
            return found if EARLIEST <= found.year <= LATEST else None
    return None


def _epoch(text: str) -> datetime | None:
    if re.fullmatch(r"\d{9,10}(?:\.\d{1,9})?|\d{12,13}", text):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    return None


def _zone(text: str) -> tuple[str, timezone | None]:
    """Return the text without the zone it names, and that zone; None where it names none."""
    named = _NAMED_ZONE.search(text)
    if named is None or named[1] not in _ZONES:
        return text, None
    return text[: named.start()], timezone(timedelta(hours=_ZONES[named[1]]))


def _rfc822(text: str) -> datetime | None:
    bare, zone = _zone(text)
    parts = parsedate_tz(bare)
    if parts is None or not _YEAR.search(bare):
        return None
    moment = datetime(*parts[:6])  # noqa: DTZ001  its zone is set below
    if zone is None and parts[9] is not None:
        zone = timezone(timedelta(seconds=parts[9]))
    return moment.replace(tzinfo=zone or UTC).astimezone(UTC)


def _in_words(text: str) -> datetime | None:
    """Read a date in any language and order, its year, month and day all given."""
    if not _YEAR.search(text):
        return None
    order = _order(text)
    if order is None:
        return None
    bare, zone = _zone(text)
    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
    }
    found: datetime | None = dateparser.parse(bare, settings=settings)
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone or UTC)
    return found.astimezone(UTC)


def _order(text: str) -> str | None:
    """Return the order of day and month; None where figures leave it open."""
    figures = _AMBIGUOUS.search(text)
    if figures is None:
        return "DMY"
    first, second = int(figures[1]), int(figures[2])
    if "." in figures[0] or first > 12 or first == second:
        return "DMY"
    return "MDY" if second > 12 else None
