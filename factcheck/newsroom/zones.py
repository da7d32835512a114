"""Time zones as a newspaper writes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from factcheck.text.language.word_lists import word_lists

# American papers write the zone, not whether it is summer there (AP stylebook, "time zones").
_AMERICAN: Final = {f"{zone}{half}T": f"{zone}T" for zone in "ECMP" for half in "SD"}
_PLAIN: Final = word_lists("factcheck.newsroom", "zones")["plain"]


def zone_label(at: datetime) -> str:
    """Return "ET" for New York, "GMT" for London in winter.

    "UTC+8" where the letters (CST, IST) mean several zones.
    """
    name = at.tzname() or "UTC"
    key = getattr(at.tzinfo, "key", "")
    if key.startswith(("America/", "US/")) and name in _AMERICAN:
        return _AMERICAN[name]
    if name in _PLAIN or (name, key) == ("BST", "Europe/London"):
        return name
    minutes = int((at.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
