"""A deadline or a call on screen: by the desk's clock and by the one of where it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from factcheck.newsroom.models import Desk, zone_named
from factcheck.newsroom.templatetags.times import span_of
from factcheck.newsroom.zones import zone_label
from factcheck.replies.models import CommentRequest, RequestCall

register = template.Library()


@register.simple_tag
def deadline_there(request: CommentRequest, desk: Desk) -> str:
    """Return the deadline by the party's clock, "02:39 UTC+3 on 2 Dec".

    "" where that shows what the desk's does.
    """
    if request.deadline is None:
        return ""
    return _there(request.deadline, desk.zone, zone_named(request.time_zone))


@register.simple_tag
def noted_there(call: RequestCall) -> str:
    """Return when a call was by the clock it was noted by, "" where the page's shows the same."""
    return _there(call.at, timezone.get_current_timezone(), zone_named(call.time_zone))


def _there(at: datetime, here_zone: tzinfo, there_zone: tzinfo) -> str:
    here, there = at.astimezone(here_zone), at.astimezone(there_zone)
    if here.utcoffset() == there.utcoffset():
        return ""
    time = f"{there:%H:%M} {zone_label(there)}"
    if here.date() == there.date():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(there, "j M")}


@register.simple_tag
def record_time(at: Mapping[str, str] | None, *, by_desk: bool = False) -> SafeString:
    """Return an instant of the record: by the desk's clock, and by the party's where that differs.

    `by_desk` for what only the desk did. "" of an instant that never was.
    """
    if not at:
        return SafeString()
    shown = format_html('<time datetime="{}">{}</time>', at["utc"], at["desk"])
    if by_desk or at["party"] == at["desk"]:
        return shown
    there = _("(%(there)s there)") % {"there": at["party"]}
    return format_html('{} <span class="soft">{}</span>', shown, there)


@register.filter
def took(length: timedelta | None) -> str:
    """Return "3 h 5 min"; nothing where nothing was measured."""
    return "" if length is None else span_of(length)
