"""Calls, chats, meetings and letters on paper: what passed otherwise than by our mail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated
from factcheck.post.rules import header_safe, storable
from factcheck.replies import rules
from factcheck.replies.actions.carriage import reconsider, restate
from factcheck.replies.actions.comment_requests import locked, stop_reminder
from factcheck.replies.actions.health import note_call
from factcheck.replies.actions.points import record_put_points
from factcheck.replies.models import (
    ANSWERS,
    CallFile,
    CommentRequest,
    Point,
    Reply,
    RequestCall,
)
from factcheck.replies.rules import Terms
from factcheck.replies.rules.wording import by_channel


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as somebody chose it."""

    name: str
    claimed_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CallFacts:
    """When and how a call was made. `at` None is now; `made_by` None whoever logs it."""

    channel: str
    reached: bool = True
    message_left: bool = False
    at: datetime | None = None
    time_zone: str = ""
    made_by: User | None = None
    files: tuple[GivenFile, ...] = field(default=())


def _check_call(facts: CallFacts, words: str, terms: Terms, says: str, said_by: str) -> None:
    """Raise Refused with all that is wrong with a call as it was typed."""
    channel, now = " ".join(facts.channel.split()), timezone.now()
    faults = (
        (
            not channel or channel == "email" or len(channel) > 40,
            _("Say how it was, in a word or two: phone, in person, Signal, letter …"),
        ),
        (
            facts.at is not None and facts.at > now,
            _("This time is still to come. Log it once it has passed."),
        ),
        (
            facts.time_zone not in ("", *available_timezones()),
            _("“%(time_zone)s” is not a time zone.") % {"time_zone": facts.time_zone},
        ),
        (
            bool(says) and says not in ANSWERS,
            _("“%(says)s” is nothing a reply can say.") % {"says": says},
        ),
        (
            bool(says) and not facts.reached,
            _("Nobody was reached: nobody can have said anything."),
        ),
        (
            bool(said_by.strip()) and not (facts.reached or facts.message_left),
            _("Nobody was reached: nobody can have spoken. Leave “Who spoke” empty."),
        ),
        (not words.strip(), _("Write down the words.")),
        (bool(rules.terms_fault(terms)), translated(rules.terms_fault(terms))),
    )
    if wrong := [reason for is_wrong, reason in faults if is_wrong]:
        raise Refused(" ".join(wrong))


@transaction.atomic
def log_call(
    *,
    by: User,
    request: CommentRequest,
    words: str,
    channel: str = "phone",
    facts: CallFacts | None = None,
    terms: str | Terms = rules.TERMS[0],
    said_by: str = "",
    says: str = "",
    reached: bool = True,
    points: Iterable[Point] | None = None,
) -> RequestCall:
    """Log a call or a chat, at its own time.

    With `says`, `words` are the party's and count as its triaged reply, which came when the call
    was; without, they are our note (“left the points with the duty officer”). Nobody reached and
    no message left: a try, which asks nobody. `points` are those put in it; None means all that
    stand where it is the first asking, none later.
    """
    require_on_article(by=by, verb="log call", article=request.article)
    facts = facts or CallFacts(channel, reached=reached)
    terms = Terms(terms) if isinstance(terms, str) else terms
    _check_call(facts, words, terms, says, said_by)
    request = locked(request)
    if request.state == "dropped":
        raise Refused(_("Somebody decided not to ask it. Choose “Ask” first."))
    call = _made(by, request, facts, words, said_by)
    putting = _points_of_call(request, points) if call.has_asked else []
    record_put_points(putting, call=call)
    note_call(request, call.channel, reached=call.reached)
    if request.state == "proposed":
        request.state = "open"
    if request.deadline is None:
        request.deadline = rules.default_deadline(timezone.now(), Desk.load().hours_to_answer, None)
    request.save(update_fields=["state", "deadline"])
    restate(request)
    if says:
        _reply_in_call(by, request, call, terms, says)
    _log_call(by, request, call, terms, says)
    nudge("replies")
    return call


def _made(
    by: User, request: CommentRequest, facts: CallFacts, words: str, said_by: str
) -> RequestCall:
    now = timezone.now()
    call = RequestCall.objects.create(
        request=request,
        channel=header_safe(facts.channel, 40),
        words=storable(words.strip()),
        reached=facts.reached,
        message_left=facts.message_left and not facts.reached,
        spoke_with=header_safe(said_by, 300),
        made_by=facts.made_by or by,
        by=by,
        at=facts.at or now,
        time_zone=facts.time_zone or request.time_zone,
        logged_at=now,
    )
    CallFile.objects.bulk_create(
        CallFile(
            call=call,
            name=header_safe(file.name, 255) or "file",
            claimed_type=header_safe(file.claimed_type, 200),
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
        )
        for file in facts.files
    )
    return call


def _log_call(
    by: User, request: CommentRequest, call: RequestCall, terms: Terms, says: str
) -> None:
    way = "asked" if call.reached else "message left" if call.message_left else "not reached"
    log(
        by=by,
        verb="log call",
        subject=call,
        article_id=request.article_id,
        text=f"{request.party}, {by_channel(call.channel)}: {says or way}.",
        words=call.words,
        terms=terms.kind,
        at=call.at.isoformat(),
    )


def _points_of_call(request: CommentRequest, chosen: Iterable[Point] | None) -> list[Point]:
    if chosen is None:
        standing = request.standing_points if request.sent_at is None else []
    else:
        chosen_ids = {point.pk for point in chosen}
        standing = [point for point in request.standing_points if point.pk in chosen_ids]
    return [point for point in standing if not rules.has_gap(point.words)]


def _reply_in_call(
    by: User, request: CommentRequest, call: RequestCall, terms: Terms, says: str
) -> None:
    Reply.objects.create(
        request=request,
        call=call,
        channel=call.channel,
        matched_by="person",
        text=call.words,
        terms=terms.kind,
        embargo_until=terms.embargo_until,
        embargo_zone=terms.embargo_zone,
        attributed_to=header_safe(terms.attributed_to, 300),
        said_by=call.spoke_with,
        received_at=call.at,
        logged_by=by,
        says=says,
        triaged_by=by,
        triaged_at=call.logged_at,
    )
    stop_reminder(request, "The party answered in a call.")
    reconsider(request)
