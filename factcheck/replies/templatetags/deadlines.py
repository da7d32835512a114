"""A deadline on screen: by the desk's clock and by the party's."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from factcheck.newsroom.models import Desk, zone_named
from factcheck.newsroom.templatetags.times import span_of
from factcheck.newsroom.zones import zone_label
from factcheck.replies.models import CommentRequest

register = template.Library()


@register.simple_tag
def deadline_there(request: CommentRequest, desk: Desk) -> str:
    """Return the deadline by the party's clock, "02:39 UTC+3 on 2 Dec".

    "" where that shows what the desk's does.
    """
    if request.deadline is None:
        return ""
    here = request.deadline.astimezone(desk.zone)
    there = request.deadline.astimezone(zone_named(request.time_zone))
    if here.utcoffset() == there.utcoffset():
        return ""
    time = f"{there:%H:%M} {zone_label(there)}"
    if here.date() == there.date():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(there, "j M")}


@register.filter
def took(length: timedelta | None) -> str:
    """Return "3 h 5 min"; nothing where nothing was measured."""
    return "" if length is None else span_of(length)
