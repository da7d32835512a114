"""When an office answers: working hours, weekends and holidays of the place a zone is in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from factcheck.newsroom.phrases import Phrase, gettext_noop
from factcheck.replies.rules.data import table

_HOURS = table("working_hours")
_OPENS, _CLOSES = time(_HOURS["opens"]), time(_HOURS["closes"])


@cache
def _countries() -> dict[str, str]:
    return {zone: country for country, zones in table("zones").items() for zone in zones}


def country_of(zone: str) -> str:
    """Return the country a time zone is in, "" where it is in none (UTC) or in nobody's list."""
    return _countries().get(zone, "")


@cache
def _calendar(country: str) -> holidays.HolidayBase | None:
    """Return the country's public holidays; years are worked out as they are asked for."""
    try:
        return holidays.country_holidays(country) if country else None
    except NotImplementedError:
        return None


def day_off(day: date, zone: str) -> str:
    """Return why an office there is closed that day ("a Sunday"); "" where it is not."""
    calendar = _calendar(country_of(zone))
    weekend = calendar.weekend if calendar is not None else set(_HOURS["weekend"])
    if day.weekday() in weekend:
        return gettext_noop("a %(day)s", day=Phrase(f"{day:%A}"))
    name = calendar.get(day) if calendar is not None else None
    return gettext_noop("a holiday (%(name)s)", name=name) if name else ""


def closed_at(at: datetime, zone: str) -> str:
    """Return why nobody is at work there then, as a sentence; "" where somebody may be."""
    local = at.astimezone(ZoneInfo(zone))
    if reason := day_off(local.date(), zone):
        return gettext_noop("That is %(reason)s there.", reason=reason)
    if not _OPENS <= local.time() <= _CLOSES:
        hours = gettext_noop(
            "%(opens)s to %(closes)s", opens=f"{_OPENS:%H:%M}", closes=f"{_CLOSES:%H:%M}"
        )
        return gettext_noop("That is outside working hours there (%(hours)s).", hours=hours)
    return ""


def next_open(at: datetime, zone: str) -> datetime:
    """Return the instant itself where it is in working hours, else the next morning that is."""
    local = at.astimezone(ZoneInfo(zone))
    if not closed_at(at, zone):
        return at
    day = local.date() if local.time() < _OPENS else local.date() + timedelta(days=1)
    for _ in range(_HOURS["most_days"]):
        if not day_off(day, zone):
            return datetime.combine(day, time(_HOURS["first_hour"]), ZoneInfo(zone))
        day += timedelta(days=1)
    return at


def last_open(at: datetime, zone: str) -> datetime:
    """Return the instant itself where it is in working hours, else the last closing before it."""
    local = at.astimezone(ZoneInfo(zone))
    if not closed_at(at, zone):
        return at
    day = local.date() if local.time() > _CLOSES else local.date() - timedelta(days=1)
    for _ in range(_HOURS["most_days"]):
        if not day_off(day, zone):
            return datetime.combine(day, _CLOSES, ZoneInfo(zone))
        day -= timedelta(days=1)
    return at


def least_time() -> timedelta:
    return timedelta(minutes=_HOURS["least_minutes"])
