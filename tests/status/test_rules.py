from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.status.rules import EVERY_DAY, next_digest, schedule_says

NEW_YORK = ZoneInfo("America/New_York")
UTC = dt.UTC


def at(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("now", "hour", "expected"),
    [
        (at(2024, 11, 27, 12, 59), 8, at(2024, 11, 27, 13, 0)),
        (
            at(2024, 11, 27, 13, 0),
            8,
            at(2024, 11, 28, 13, 0),
        ),  # at the hour itself, the next is tomorrow's
        (at(2024, 11, 28, 3, 0), 23, at(2024, 11, 28, 4, 0)),  # still the 27th in New York
        (
            at(2024, 11, 2, 13, 0),
            8,
            at(2024, 11, 3, 13, 0),
        ),  # clocks went back in the night: 25 hours later
        (
            at(2024, 3, 9, 14, 0),
            8,
            at(2024, 3, 10, 12, 0),
        ),  # clocks went forward: 23 hours less one minute past
        (
            at(2024, 3, 10, 6, 0),
            2,
            at(2024, 3, 10, 7, 0),
        ),  # 2:00 is skipped: when it would have begun
        (at(2024, 11, 3, 4, 30), 1, at(2024, 11, 3, 5, 0)),  # 1:00 comes twice: the first
        (at(2024, 11, 3, 5, 0), 1, at(2024, 11, 4, 6, 0)),  # and not again at the second
    ],
)
def test_a_digest_goes_at_the_hour_of_the_persons_own_clock(
    now: dt.datetime, hour: int, expected: dt.datetime
) -> None:
    assert next_digest(now, NEW_YORK, [hour]) == expected


@given(
    st.integers(0, 10 * 365 * 24 * 60).map(
        lambda minutes: at(2020, 1, 1) + dt.timedelta(minutes=minutes)
    ),
    st.integers(0, 23),
    st.sampled_from(
        ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
    ),
)
def test_the_next_digest_is_ahead_and_at_most_a_day_and_an_hour_or_two_away(
    now: dt.datetime, hour: int, zone: str
) -> None:
    found = next_digest(now, ZoneInfo(zone), [hour])
    assert dt.timedelta(0) < found - now <= dt.timedelta(hours=26)
    again = next_digest(found, ZoneInfo(zone), [hour])
    assert dt.timedelta(hours=22) <= again - found <= dt.timedelta(hours=26)


MOMENTS = st.integers(0, 10 * 365 * 24 * 60).map(
    lambda minutes: at(2020, 1, 1) + dt.timedelta(minutes=minutes)
)
ZONES = st.sampled_from(
    [
        "UTC",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
    ]
)
HOURS = st.sets(st.integers(0, 23), min_size=1)
DAYS = st.sets(st.integers(1, 7), min_size=1)
QUIET = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a loaded machine draws slowly


@QUIET
@given(MOMENTS, ZONES, HOURS, DAYS)
def test_no_hour_that_was_chosen_is_passed_over_and_no_other_is_taken(
    now: dt.datetime, zone: str, hours: set[int], days: set[int]
) -> None:
    """Held against a plain search: every local hour from now on, in order, until one is chosen."""
    clock = ZoneInfo(zone)
    start = now.astimezone(clock).replace(minute=0, second=0, microsecond=0, tzinfo=None, fold=0)
    wall = (start + dt.timedelta(hours=n) for n in range(-1, 24 * 9))
    chosen = (one for one in wall if one.hour in hours and one.isoweekday() in days)
    instants = (one.replace(tzinfo=clock).astimezone(UTC) for one in chosen)
    assert next_digest(now, clock, hours, days) == min(one for one in instants if one > now)


@QUIET
@given(MOMENTS, ZONES, HOURS, DAYS)
def test_a_week_holds_each_chosen_hour_of_each_chosen_day_once(
    now: dt.datetime, zone: str, hours: set[int], days: set[int]
) -> None:
    clock = ZoneInfo(zone)
    seen = []
    until = now + dt.timedelta(days=7)
    while (now := next_digest(now, clock, hours, days)) <= until:
        seen.append(now.astimezone(clock))
    assert len(seen) == len(set(seen))
    assert {one.isoweekday() for one in seen} <= days
    wanted = len(hours) * len(days)
    # A day's change of clocks may join two hours into one instant, or push one over the edge of the
    # week.
    assert wanted - 2 <= len(seen) <= wanted + 1


def test_a_day_that_was_left_out_has_no_digest() -> None:
    apia = ZoneInfo("Pacific/Apia")  # crossed the date line: there was no Friday 30 December 2011
    found = next_digest(at(2011, 12, 29, 20), apia, [8], [5])
    assert found.astimezone(apia).date() == dt.date(2012, 1, 6)


def test_a_schedule_is_said_in_words() -> None:
    assert schedule_says([17, 8], [5, 1]) == "Monday, Friday at 8:00, 17:00"
    assert schedule_says([8], EVERY_DAY) == "every day at 8:00"


def test_a_schedule_without_hours_or_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no such hour"):
        next_digest(at(2024, 1, 1), ZoneInfo("UTC"), [], [1])
