"""What a letter says: exactly what goes, composed from the request and the desk's template.

The copy is never looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation

from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.zones import zone_label
from factcheck.replies import rules
from factcheck.replies.actions.wording import Templates, letter_templates, template_for
from factcheck.replies.models import ANSWERABLE, CommentRequest, Contact
from factcheck.replies.reads import points

_LATER = ("chaser", "extension", "further")
# The letters that a party's other addresses get too.
_COPIED = ("first", "further", "another")


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it will go.

    `to` is one address, "" where the request has no email contact; `language` is that of its
    template.
    """

    subject: str
    text: str
    html: str
    to: str
    to_name: str
    reply_to: str
    language: str = "en"
    from_name: str = ""
    copies: tuple[tuple[str, str], ...] = ()  # (address, name): the same letter, by itself

    @property
    def right_to_left(self) -> bool:
        return rules.is_right_to_left(self.language)

    @property
    def fingerprint(self) -> str:
        """Two letters with the same one say the same to the same address."""
        said = [self.to, self.subject, self.text, *(address for address, _ in self.copies)]
        return hashlib.sha256("\0".join(said).encode()).hexdigest()


def private_link(request: CommentRequest) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("replies:reply_page", args=[request.link_token])


def reply_address(request: CommentRequest) -> str:
    return rules.reply_address(request.address_token, settings.MAIL_DOMAIN)


def format_time(at: datetime, zone: ZoneInfo, language: str = "en") -> str:
    """Return "17:00 ET on Sunday, November 22, 2026".

    Whole, since nobody knows when it is read. In another language its own names of days and months.
    """
    local = at.astimezone(zone)
    if rules.base_language(language) == "en":
        return f"{local:%H:%M} {zone_label(local)} on {local:%A, %B} {local.day}, {local.year}"
    with translation.override(rules.base_language(language)):
        day = f"{formats.date_format(local, 'l')}, {formats.date_format(local, 'DATE_FORMAT')}"
    return f"{day}, {local:%H:%M} {zone_label(local)}"


def letter_times(request: CommentRequest, desk: Desk, language: str = "en") -> list[str]:
    """Return the deadline in the party's zone, and in the desk's where its clock differs.

    Empty without a deadline.
    """
    if request.deadline is None:
        return []
    zones = [ZoneInfo(request.time_zone), desk.zone]
    local = [request.deadline.astimezone(zone) for zone in zones]
    times = [format_time(request.deadline, zones[0], language)]
    if local[0].utcoffset() == local[1].utcoffset():
        return times
    short = f"{local[1]:%H:%M} {zone_label(local[1])}"
    same_day = local[0].date() == local[1].date()
    return [*times, short if same_day else format_time(request.deadline, zones[1], language)]


def compose(
    request: CommentRequest,
    kind: str = "first",
    desk: Desk | None = None,
    templates: Templates | None = None,
    *,
    sender: User | None = None,
    contact: Contact | None = None,
) -> Composed:
    """Return the letter of `kind` (first, chaser, extension, further, another) as things are now.

    It holds the points, the deadline, the ways to answer, and what the desk wrote of the story:
    nothing of the copy, of other parties, or of the desk's notes. `sender` stands under it, else
    whoever sent the first; another `contact` is written to in its own language.
    """
    desk, contact = desk or Desk.load(), contact or request.contact
    templates = templates if templates is not None else letter_templates()
    sender = sender or sender_of(request)
    language = contact.language if contact else "en"
    # Another address of the party gets the first letter.
    name = "first" if kind == "another" else kind
    template = template_for(templates, name, language, request.party.kind)
    values = _values(request, kind, desk, template.language, contact)
    values |= _signature(sender, template.language)
    values["subject"] = _first_subject(request, templates, template.language, values)
    subject = values["subject"]
    if name != "first":
        subject = " ".join(rules.fill(template.subject, values).split())
    return Composed(
        subject=subject,
        text=rules.without_gaps(rules.fill(template.text, values)) + "\n",
        html=rules.as_html(template.text, values, language=template.language, title=subject),
        to=_address(request, kind, contact),
        to_name=contact.name if contact else "",
        reply_to=reply_address(request),
        language=template.language,
        from_name=f"{sender}, {desk.name}" if sender else desk.name,
        copies=_copies(request, contact) if kind in _COPIED else (),
    )


def _first_subject(
    request: CommentRequest, templates: Templates, language: str, values: Mapping[str, str]
) -> str:
    """Return the subject of the request's first letter: later ones go on from it."""
    first = template_for(templates, "first", language, request.party.kind)
    return " ".join((request.subject or rules.fill(first.subject, values)).split())


def _address(request: CommentRequest, kind: str, contact: Contact | None) -> str:
    """Return where the letter goes: a later one to where a person sent the one before.

    Empty where the contact has no mail.
    A contact that was changed since is written to once somebody confirms it (`confirm_address`).
    """
    if contact is None or contact.channel != "email":
        return ""
    if kind in _LATER and request.written_to and contact == request.contact:
        return request.written_to
    return contact.address


def sender_of(request: CommentRequest) -> User | None:
    """Return whoever sent the request's newest letter: the name that a reminder goes in."""
    letters = request.letters.select_related("outgoing__created_by").order_by("-id")
    return next((row.outgoing.created_by for row in letters if row.outgoing.created_by), None)


def _signature(sender: User | None, language: str) -> dict[str, str]:
    if sender is None:
        return {"sender": ""}
    phone = rules.optional_line("phone", language, phone=sender.phone)
    return {"sender": "\n".join(line for line in (sender.name, phone) if line)}


def _copies(request: CommentRequest, contact: Contact | None) -> tuple[tuple[str, str], ...]:
    """Return where copies go: the party's other addresses that were chosen, and that work."""
    if request.pk is None:
        return ()
    return tuple(
        (copied.address, copied.name)
        for copied in sorted(request.copies.all(), key=lambda one: one.pk)
        if copied.channel == "email"
        and copied.usable
        and copied.pk != (contact.pk if contact else None)
    )


def _values(
    request: CommentRequest, kind: str, desk: Desk, language: str, contact: Contact | None
) -> dict[str, str]:
    english = rules.base_language(language) == "en"
    times = letter_times(request, desk, language)
    author, zone = request.article.author, ZoneInfo(request.time_zone)
    runs = format_time(request.runs_at, zone, language) if request.runs_at else ""
    return {
        "newsroom": desk.name,
        "party": rules.with_article(request.party.name) if english else request.party.name,
        "contact": (contact.name if contact else "") or request.party.name,
        "reporter": str(author) if author else request.article.author_name or desk.name,
        "points": points_of(request, kind),
        "story": rules.optional_line("story", language, about=request.about),
        "runs": rules.optional_line("runs", language, at=runs),
        "deadline": (", which is " if english else " / ").join(times) or "…",
        "asked_at": format_time(request.sent_at, zone, language) if request.sent_at else "…",
        "reply_address": reply_address(request),
        "reply_link": private_link(request),
        **_ways_here(contact, language),
    }


def _ways_here(contact: Contact | None, language: str) -> dict[str, str]:
    """Return the words that offer an answer to the message itself, "" where it is none."""
    here = "here" if contact is None or contact.channel in ANSWERABLE else ""
    names = ("answer_here", "or_here")
    return {name: rules.optional_line(name, language, here=here) for name in names}


def points_of(request: CommentRequest, kind: str) -> str:
    """Return the points a letter of `kind` puts.

    A reminder and an extension repeat what was put, and nothing more.
    """
    if kind in points.PUTTING:
        return rules.numbered([point.words for point in points.points_to_put(request, kind)])
    return points.words_put(request)
