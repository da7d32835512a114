"""Fields of what comes from outside, where any may be missing, of another type, or endless."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from factcheck.outside.addresses import target_of
from factcheck.outside.errors import OutsideError
from factcheck.outside.sanitize import one_line, text_of_html

MAX_ITEMS = 500
MAX_WORDS = 2000  # characters of one field


def at(value: object, *path: str) -> object:
    """Return what stands at a path of keys, None where it breaks off."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def list_of(value: object) -> list[dict[str, object]]:
    """Return the objects of a list, at most MAX_ITEMS; none of anything else."""
    items = value[:MAX_ITEMS] if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def text_of(value: object) -> str:
    """Return one line of text, at most MAX_WORDS characters; "" of anything but text."""
    if not isinstance(value, str):
        return ""
    # Cut before it is cleaned, too, or a field without end would be; half of it may be white space.
    return one_line(value[: 2 * MAX_WORDS])[:MAX_WORDS]


def plain_of(value: object) -> str:
    """Return the text of a field that holds HTML, as `text_of` does."""
    if not isinstance(value, str):
        return ""
    # Of HTML, three quarters may be tags.
    return text_of(text_of_html(value[: 4 * MAX_WORDS]))


def url_of(value: object) -> str:
    """Return an http(s) URL that may be opened, "" of anything else."""
    try:
        return target_of(value).url if isinstance(value, str) else ""
    except OutsideError:
        return ""


def instant_of(value: object) -> datetime | None:
    """Return an aware instant of "20230918T031500Z", ISO 8601 or a bare date, else None."""
    text = text_of(value)
    compact = re.fullmatch(r"(\d{8})T?(\d{6})Z?", text)
    try:
        if compact:
            return datetime.strptime(f"{compact[1]}{compact[2]}+0000", "%Y%m%d%H%M%S%z")
        instant = datetime.fromisoformat(text)
        in_zone = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return in_zone.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
