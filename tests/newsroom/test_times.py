from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from factcheck.newsroom.templatetags.times import clock, due, left, past

NOW = dt.datetime(2026, 11, 22, 21, 18, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_new_york() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("America/New_York")):
        yield


def test_a_time_today_names_its_zone_and_what_is_left() -> None:
    assert due(NOW + dt.timedelta(minutes=42)) == "17:00 ET, in 42 min"


def test_a_time_that_is_over_says_how_long_ago() -> None:
    assert left(NOW - dt.timedelta(hours=3, minutes=5)) == "3 h 5 min ago"
    assert past(NOW)
    assert not past(NOW + dt.timedelta(seconds=1))


def test_another_day_is_named_and_another_year_with_it() -> None:
    assert clock(NOW + dt.timedelta(days=2)) == "24 Nov 16:18 ET"
    assert clock(NOW.replace(year=2024)) == "22 Nov 2024 16:18 ET"


def test_a_zone_without_letters_is_named_by_its_distance() -> None:
    with timezone.override(ZoneInfo("America/Sao_Paulo")):
        assert clock(NOW) == "18:18 UTC-3"


def test_nothing_is_said_of_no_time() -> None:
    assert (clock(None), left(None), due(None), past(None)) == ("", "", "", False)
