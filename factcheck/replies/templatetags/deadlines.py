"""A deadline on screen: by the desk's clock and by the party's."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils import timezone

from factcheck.newsroom.models import Desk, zone_named
from factcheck.newsroom.templatetags.times import span_of
from factcheck.replies.models import CommentRequest
from factcheck.replies.rules import clock

register = template.Library()


@register.simple_tag
def deadline_times(request: CommentRequest, desk: Desk) -> list[str]:
    """Return "17:00 ET", and the party's time where its clock shows another.

    "17:00 ET, and 01:00 UTC+3 on November 23".
    """
    if request.deadline is None:
        return []
    now, zones = timezone.now(), (desk.zone, zone_named(request.time_zone))
    here, there = (request.deadline.astimezone(zone) for zone in zones)
    # Two zones with the same clock need not both be named.
    shown = zones[:1] if here.utcoffset() == there.utcoffset() else zones
    return [clock(request.deadline, zone, now) for zone in shown]


@register.simple_tag
def asked_times(request: CommentRequest, desk: Desk) -> str:
    """Return when it was first asked, by the desk's clock."""
    return clock(request.sent_at, desk.zone, timezone.now()) if request.sent_at else ""


@register.filter
def took(length: timedelta | None) -> str:
    """Return "3 h 5 min"; nothing where nothing was measured."""
    return "" if length is None else span_of(length)
