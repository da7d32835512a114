"""When a digest goes. Pure: instants in, instants out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)  # as ISO 8601 counts: Monday is 1
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def next_digest(
    now: datetime, zone: ZoneInfo, hours: Collection[int], days: Collection[int] = EVERY_DAY
) -> datetime:
    """Return the first instant after `now` on one of `days` and `hours` in `zone`, in UTC.

    Hours are 0 to 23, days 1 to 7 from Monday; neither may be empty. On a day whose clocks skip
    that hour it is the instant the skipped hour would have begun; on one that has the hour twice,
    the first. A day that a zone left out (Apia, 30 December 2011) has no digest.
    """
    today = now.astimezone(zone).date()
    for ahead in range(16):
        day = today + timedelta(days=ahead)
        if day.isoweekday() in days:
            at = [datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC) for hour in hours]
            later = [
                instant
                for instant in at
                if instant > now and instant.astimezone(zone).date() == day
            ]
            if later:
                return min(later)
    raise ValueError("There is no such hour on no such day.")


def schedule_says(hours: Collection[int], days: Collection[int]) -> str:
    """Return "Monday, Friday at 8:00, 17:00" for the log and the screen."""
    named = (
        "every day"
        if set(days) == set(EVERY_DAY)
        else ", ".join(DAY_NAMES[day - 1] for day in sorted(days))
    )
    return f"{named} at {', '.join(f'{hour}:00' for hour in sorted(hours))}"
