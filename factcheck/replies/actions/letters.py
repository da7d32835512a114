"""What a letter says: exactly what goes, composed from the request alone. The copy is never looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from factcheck.newsroom.models import Desk
from factcheck.replies import rules
from factcheck.replies.models import CommentRequest
from factcheck.replies.rules.words import zone_label

_TEMPLATES = {"first": "letter", "chaser": "chaser", "extension": "extension"}


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it will go. `to` is one address, "" where the request has no email contact."""

    subject: str
    text: str
    html: str
    to: str
    to_name: str
    reply_to: str


def private_link(request: CommentRequest) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("replies:reply_page", args=[request.link_token])


def reply_address(request: CommentRequest) -> str:
    return rules.reply_address(request.address_token, settings.MAIL_DOMAIN)


def told_time(at: datetime, zone: ZoneInfo) -> str:
    """ "17:00 ET on Sunday, November 22, 2026": whole, since nobody knows when it is read."""
    local = at.astimezone(zone)
    return f"{local:%H:%M} {zone_label(local)} on {local:%A, %B} {local.day}, {local.year}"


def letter_times(request: CommentRequest, desk: Desk) -> list[str]:
    """The deadline in the party's zone, and in the desk's where its clock differs. Empty without a deadline."""
    if request.deadline is None:
        return []
    zones = [ZoneInfo(request.time_zone), desk.zone]
    local = [request.deadline.astimezone(zone) for zone in zones]
    told = [told_time(request.deadline, zones[0])]
    if local[0].utcoffset() == local[1].utcoffset():
        return told
    short = f"{local[1]:%H:%M} {zone_label(local[1])}"
    return [*told, short if local[0].date() == local[1].date() else told_time(request.deadline, zones[1])]


def compose(request: CommentRequest, kind: str = "first", desk: Desk | None = None) -> Composed:
    """The letter of `kind` (first, chaser, extension) as things stand. It holds the points, the deadline and the ways
    to answer: nothing of the story, of other parties, or of the desk's notes."""
    desk, contact = desk or Desk.load(), request.contact
    email = contact is not None and contact.channel == "email"
    context = {
        "request": request,
        "house": desk.name,
        "to": (contact.name if contact else "") or request.party.name,
        "party": rules.with_article(request.party.name),
        "points": request.points.strip(),
        "times": letter_times(request, desk),
        "asked_at": told_time(request.sent_at, ZoneInfo(request.time_zone)) if request.sent_at else "",
        "reply_address": reply_address(request),
        "link": private_link(request),
    }
    name = _TEMPLATES[kind]
    return Composed(
        subject=" ".join(render_to_string(f"mail/{name}-subject.txt", context).split()),
        text=render_to_string(f"mail/{name}-text.txt", context).strip() + "\n",
        html=render_to_string(f"mail/{name}-html.html", context),
        to=contact.address if contact and email else "",
        to_name=contact.name if contact else "",
        reply_to=reply_address(request),
    )
