"""Names and times as a newspaper writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from factcheck.newsroom.phrases import Phrase, gettext_noop, ngettext, one_after_another
from factcheck.newsroom.zones import zone_label
from factcheck.replies.rules.data import table

_DATA: Final = table("names")
_LETTERS: Final = frozenset(_DATA["letters"])
_OFFICES: Final = re.compile(rf"\b(?:{'|'.join(_DATA['offices'])})$", re.IGNORECASE)


def with_article(name: str) -> str:
    """Return the name as a sentence writes it; the article is of English alone.

    "the IDF", "the Iraqi government", "Hezbollah", "U.S. officials".
    """
    bare = _without_article(name)
    return name if bare is None else gettext_noop("the %(name)s", name=bare)


def at_start(name: str) -> str:
    """Return the name as a sentence begins with it: "The IDF", "Hezbollah"."""
    bare = _without_article(name)
    return capitalised(name) if bare is None else gettext_noop("The %(name)s", name=bare)


def _without_article(name: str) -> str | None:
    """Return what follows the article, or None where there is none."""
    if re.match(r"(?i)the\s", name):
        return name[4:].lstrip()
    return name if name in _LETTERS or _OFFICES.search(name) else None


def listed(names: Sequence[str]) -> str:
    """Return the names as a list: "A", "A and B", "A, B and C".

    Semicolons where a name has a comma of its own.
    """
    if len(names) < 2:
        return one_after_another(names) if names else ""
    comma = comma_between(names)
    first, last = one_after_another(names[:-1], comma), names[-1]
    if comma == "; " and len(names) > 2:
        return gettext_noop("%(first)s; and %(last)s", first=first, last=last)
    return gettext_noop("%(first)s and %(last)s", first=first, last=last)


def comma_between(names: Sequence[str]) -> str:
    """Return what parts the names of a list: a semicolon where one has a comma of its own."""
    return "; " if any("," in name for name in names) else ", "


def parties(names: Sequence[str], *, starting: bool = False) -> str:
    """Return the names as a sentence writes them, or as one begins with them (`starting`)."""
    said = [with_article(name) for name in names]
    if starting:
        said[:1] = [at_start(name) for name in names[:1]]
    return listed(said)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def clock(at: datetime, zone: ZoneInfo, now: datetime) -> Phrase:
    """Return the time: "17:00 ET", and the day where it is not today there.

    "17:00 ET on November 22".
    """
    local, today = at.astimezone(zone), now.astimezone(zone)
    text = f"{local:%H:%M} {zone_label(local)}"
    if local.date() == today.date():
        return Phrase(text)
    if local.year == today.year:
        return gettext_noop("%(time)s on %(day)s", time=text, day=day_of(local))
    return gettext_noop("%(time)s on %(day)s", time=text, day=day_and_year_of(local))


def day_of(local: datetime) -> Phrase:
    """Return "November 22"; a page has the month's name in its own language."""
    return gettext_noop("%(month)s %(day)s", month=Phrase(f"{local:%B}"), day=local.day)


def day_and_year_of(local: datetime) -> Phrase:
    """Return "November 22, 2026"; a page has the month's name in its own language."""
    month = Phrase(f"{local:%B}")
    return gettext_noop("%(month)s %(day)s, %(year)s", month=month, day=local.day, year=local.year)


def ago(length_seconds: float) -> Phrase:
    """Return the length in words: "20 minutes", "3 hours", "2 days", rounded down."""
    minutes = int(length_seconds // 60)
    if minutes >= 1440:
        return ngettext("%(count)s day", "%(count)s days", minutes // 1440)
    if minutes >= 60:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60)
    if minutes >= 1:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes)
    return gettext_noop("less than a minute")
