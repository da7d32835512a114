"""When a digest goes. Pure: instants in, instants out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_digest(now: datetime, zone: ZoneInfo, hour: int) -> datetime:
    """The first instant after `now` at which clocks in `zone` show `hour` (0 to 23), in UTC.

    On a day whose clocks skip that hour it is the instant the skipped hour would have begun; on one that has the hour
    twice, the first.
    """
    today = now.astimezone(zone).date()
    for days in range(3):
        at = datetime.combine(today + timedelta(days=days), time(hour), tzinfo=zone).astimezone(UTC)
        if at > now:
            return at
    raise AssertionError("Every day has every hour, or an instant for it.")
