"""Times as the desk says them: zone named, time left beside it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from factcheck.newsroom.translating import listed
from factcheck.newsroom.zones import zone_label

register = template.Library()


def span_of(length: timedelta) -> str:
    """Return "42 min", "3 h 5 min", "2 d 4 h": two units at most, rounded down to the minute."""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _in_words(days, _("d"), hours if days < 10 else 0, _("h"))
    if hours:
        return _in_words(hours, _("h"), minutes, _("min"))
    return _in_words(minutes, _("min"))


def _in_words(count: int, unit: str, rest: int = 0, of_rest: str = "") -> str:
    first = f"{count} {unit}"
    return f"{first} {rest} {of_rest}" if rest else first


@register.filter
def clock(at: datetime | None) -> str:
    """Return "17:00 ET" on the reader's today, "24 Nov 17:00 ET" otherwise.

    Where lines run from the right, the hour and its zone are kept from changing places.
    """
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localtime()
    day = ""
    if local.date() != today.date():
        # Translators: how Django writes a date, see its "date" filter; "24 Nov".
        form = _("j M") if local.year == today.year else _("j M Y")
        day = f"{_day(local.date(), form, get_language())} "
    hour = f"{local:%H:%M} {zone_label(local)}"
    return f"{day}\u2066{hour}\u2069" if get_language_bidi() else f"{day}{hour}"


@lru_cache(maxsize=4000)
def _day(day: date, form: str, language: str | None) -> str:
    """Return a day in the words of `language`, which is the page's."""
    return date_format(day, form)


@register.filter
def left(at: datetime | None) -> str:
    """Return "in 42 min", or "12 min ago"."""
    if at is None:
        return ""
    length = at - timezone.now()
    if abs(length) < timedelta(minutes=1):
        return _("now")
    if length > timedelta(0):
        return _("in %(span)s") % {"span": span_of(length)}
    return _("%(span)s ago") % {"span": span_of(length)}


@register.filter
def due(at: datetime | None) -> str:
    """Return "17:00 ET, in 42 min"."""
    return listed([clock(at), left(at)]) if at else ""


@register.filter
def past(at: datetime | None) -> bool:
    return at is not None and at <= timezone.now()


@register.filter
def age(since: datetime, until: datetime | None) -> str:
    """How long it has lasted, to `until` or to now: "3 h 5 min"."""
    return span_of((until or timezone.now()) - since)
