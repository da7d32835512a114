from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.status.rules import next_digest

NEW_YORK = ZoneInfo("America/New_York")
UTC = dt.UTC


def at(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("now", "hour", "expected"),
    [
        (at(2024, 11, 27, 12, 59), 8, at(2024, 11, 27, 13, 0)),
        (at(2024, 11, 27, 13, 0), 8, at(2024, 11, 28, 13, 0)),  # at the hour itself, the next is tomorrow's
        (at(2024, 11, 28, 3, 0), 23, at(2024, 11, 28, 4, 0)),  # still the 27th in New York
        (at(2024, 11, 2, 13, 0), 8, at(2024, 11, 3, 13, 0)),  # clocks went back in the night: 25 hours later
        (at(2024, 3, 9, 14, 0), 8, at(2024, 3, 10, 12, 0)),  # clocks went forward: 23 hours less one minute past
        (at(2024, 3, 10, 6, 0), 2, at(2024, 3, 10, 7, 0)),  # 2:00 is skipped: when it would have begun
        (at(2024, 11, 3, 4, 30), 1, at(2024, 11, 3, 5, 0)),  # 1:00 comes twice: the first
        (at(2024, 11, 3, 5, 0), 1, at(2024, 11, 4, 6, 0)),  # and not again at the second
    ],
)
def test_a_digest_goes_at_the_hour_of_the_persons_own_clock(now: dt.datetime, hour: int, expected: dt.datetime) -> None:
    assert next_digest(now, NEW_YORK, hour) == expected


@given(
    st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: at(2020, 1, 1) + dt.timedelta(minutes=minutes)),
    st.integers(0, 23),
    st.sampled_from(["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_the_next_digest_is_ahead_and_at_most_a_day_and_an_hour_or_two_away(
    now: dt.datetime, hour: int, zone: str
) -> None:
    found = next_digest(now, ZoneInfo(zone), hour)
    assert dt.timedelta(0) < found - now <= dt.timedelta(hours=26)
    again = next_digest(found, ZoneInfo(zone), hour)
    assert dt.timedelta(hours=22) <= again - found <= dt.timedelta(hours=26)
