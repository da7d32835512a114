"""Names and times as a newspaper writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from factcheck.newsroom.zones import zone_label
from factcheck.replies.rules.data import table

_DATA: Final = table("names")
_LETTERS: Final = frozenset(_DATA["letters"])
_OFFICES: Final = re.compile(rf"\b(?:{'|'.join(_DATA['offices'])})$", re.IGNORECASE)


def with_article(name: str) -> str:
    """Return the name as a sentence writes it.

    "the IDF", "the Iraqi government", "Hezbollah", "U.S. officials".
    """
    if re.match(r"(?i)the\s", name):
        return "the " + name[4:].lstrip()
    return f"the {name}" if name in _LETTERS or _OFFICES.search(name) else name


def listed(names: Sequence[str]) -> str:
    """Return the names as a list: "A", "A and B", "A, B and C".

    Semicolons where a name has a comma of its own.
    """
    if len(names) < 2:
        return "".join(names)
    comma = "; " if any("," in name for name in names) else ", "
    last = f"{comma}and " if comma == "; " and len(names) > 2 else " and "
    return comma.join(names[:-1]) + last + names[-1]


def parties(names: Sequence[str]) -> str:
    return listed([with_article(name) for name in names])


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def clock(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return the time: "17:00 ET", and the day where it is not today there.

    "17:00 ET on November 22".
    """
    local, today = at.astimezone(zone), now.astimezone(zone)
    text = f"{local:%H:%M} {zone_label(local)}"
    if local.date() == today.date():
        return text
    year = f", {local.year}" if local.year != today.year else ""
    return f"{text} on {local:%B} {local.day}{year}"


def ago(length_seconds: float) -> str:
    """Return the length in words: "20 minutes", "3 hours", "2 days", rounded down."""
    minutes = int(length_seconds // 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}" + ("" if count == 1 else "s")
    return "less than a minute"
