"""Where a request stands, and what is to be done about it next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies.rules.facts import Asked, ContactFacts, LetterFacts, ReplyFacts
from factcheck.replies.rules.working_hours import country_of, last_open, least_time, next_open

FINAL_OUTCOMES = ("answered", "no comment", "referred", "legal threat", "withdrawn")
REAL_ANSWERS = ("answered", "partial", "no comment", "referred", "legal threat")
_SAYS_NOTHING = ("not about this", "withdraws")
# The letters that ask the party itself; a reminder or an extension repeats what these put.
_ASKING = ("first", "another", "copy")
_HEALTH = {"good": 0, "untried": 0, "failing": 1}


class Chasing(Protocol):
    """The desk's rule: how many minutes before its deadline an unanswered request is chased."""

    chase_minutes_before: int


@dataclass(frozen=True, slots=True)
class Step:
    """chase now, wait until `at`, or nothing, with the reason for the screen."""

    kind: Literal["chase", "wait", "nothing"]
    reason: str
    at: datetime | None = None


def next_step(request: Asked, now: datetime, desk: Chasing) -> Step:
    """Whether the reminder goes.

    Once a deadline, never after any reply, bounce or decline, never on hold, past the deadline, or
    while something is unread (MAIL.md: what request trackers get wrong).
    """
    reason = _why_no_chaser(request, now)
    if reason or request.deadline is None:
        return Step("nothing", reason or gettext_noop("It has no deadline."))
    at = request.deadline - timedelta(minutes=desk.chase_minutes_before)
    if request.sent_at is not None:
        # With an hour to answer, a reminder two hours before the end would go with the letter
        # itself.
        answered = max(request.sent_at, request.extended_at or request.sent_at)
        at = max(at, answered + (request.deadline - answered) / 2)
    if now < at:
        return Step("wait", gettext_noop("Its reminder is not due yet."), at)
    return Step("chase", gettext_noop("No answer has come and the deadline is near."), at)


def _why_no_chaser(request: Asked, now: datetime) -> str:
    waits_again = _has_more_time(request)
    checks = (
        (request.state != "sent", gettext_noop("No letter has gone to it yet.")),
        (request.closed_at is not None, gettext_noop("The article is closed.")),
        (request.hold, gettext_noop("It is on hold.")),
        (request.untriaged > 0, gettext_noop("Something that came is unsorted.")),
        (
            (bool(request.outcome) or request.heard) and not waits_again,
            gettext_noop("It has replied."),
        ),
        (request.bounced, gettext_noop("A letter to it came back.")),
        (request.chased, gettext_noop("It has been reminded of this deadline.")),
        (not request.by_mail, gettext_noop("A person has to call.")),
        (request.deadline is None, gettext_noop("It has no deadline.")),
        (
            request.deadline is not None and request.deadline <= now,
            gettext_noop("The deadline has passed."),
        ),
    )
    return next((reason for holds, reason in checks if holds), "")


def _has_more_time(request: Asked) -> bool:
    """Whether it asked for time, has got it, and has said nothing else."""
    return (
        request.outcome == "asks for time"
        and not request.heard_more
        and request.extended_at is not None
        and request.answered_at is not None
        and request.extended_at >= request.answered_at
    )


def status_of(request: Asked, now: datetime) -> str:
    """Return one word for screens and JSON.

    proposed, open, queued, sent, overdue, replied (unread), answered, partial, no comment, asks for
    time, referred, failed, unknown, dropped. Due at 17:00 is overdue from 17:00:00 on.
    """
    if request.state == "dropped":
        return "dropped"
    if request.replied_at is not None:
        return "replied"
    late = request.deadline is not None and request.deadline <= now
    waits = request.awaits_more or (request.outcome == "asks for time" and late)
    if request.outcome and not waits:
        return request.outcome
    if request.state == "sent" or request.outcome:
        return "overdue" if late else "sent"
    return request.state


def parties_to_decide(accused: Iterable[int], requests: Iterable[tuple[int, str]]) -> list[int]:
    """Return the parties that somebody has to decide about: to ask, or to say why not.

    `accused` are the parties the copy accuses, `requests` (party, state) of all there are for the
    article, those set aside too. First the accused without a request, then the proposed ones.
    """
    known = list(requests)
    decided = {party for party, _ in known}
    unasked = dict.fromkeys(party for party in accused if party not in decided)
    return [*unasked, *(party for party, state in known if state == "proposed")]


def asked_at(letters: Iterable[LetterFacts]) -> list[datetime]:
    """Return when each letter that asked, and was not returned, went."""
    return [
        letter.sent_at
        for letter in letters
        if letter.kind in _ASKING and letter.sent_at and not letter.bounced
    ]


def state_after(letters: Iterable[LetterFacts], called: bool) -> str:
    """Return the request's state by the carriage of the letters that asked, and the calls taken.

    Who got no letter was not asked.
    """
    firsts = [letter for letter in letters if letter.kind in _ASKING]
    states = {letter.state for letter in firsts if not letter.bounced}
    if called or "sent" in states:
        return "sent"
    if "unknown" in states:
        return "unknown"
    if states & {"queued", "in flight"}:
        return "queued"
    if "failed" in states or any(letter.bounced for letter in firsts):
        return "failed"
    return "open"


def outcome_of(replies: Iterable[ReplyFacts]) -> tuple[str, datetime | None]:
    """Return what the party said, all in all, and when.

    A full answer stays whatever follows; else the latest word counts. Replies that are not about
    this count for nothing, and what was withdrawn no longer does: once nothing else stands, that
    is what the party has done.
    """
    known = sorted(replies, key=lambda reply: reply.received_at)
    about = [r for r in known if r.says not in _SAYS_NOTHING and r.withdrawn_at is None]
    if not about:
        gone = [r.withdrawn_at for r in known if r.withdrawn_at]
        gone += [r.received_at for r in known if r.says == "withdraws"]
        return ("withdrawn", max(gone)) if gone else ("", None)
    answers = [reply for reply in about if reply.says == "answered"]
    chosen = answers[0] if answers else about[-1]
    return chosen.says, chosen.received_at


def first_answer(replies: Iterable[ReplyFacts]) -> datetime | None:
    """When the first real answer came, by which a party's pace is told."""
    return min((reply.received_at for reply in replies if reply.says in REAL_ANSWERS), default=None)


def is_final(outcome: str) -> bool:
    """Whether the desk has stopped waiting: a part, or a wish for time, does not end it."""
    return outcome in FINAL_OUTCOMES


def best_contact(contacts: Sequence[ContactFacts]) -> ContactFacts | None:
    """Return the contact to try first: healthy before failing, then by rank.

    A bad or retired one is never chosen.
    """
    return next(iter(alternates(contacts, ())), None)


def alternates(contacts: Sequence[ContactFacts], tried: Iterable[int]) -> list[ContactFacts]:
    """Those not tried yet, not bad and not retired, best first."""
    used = set(tried)
    left = [c for c in contacts if c.id not in used and c.health in _HEALTH and not c.retired]
    return sorted(left, key=lambda c: (_HEALTH[c.health], c.rank, c.id))


def default_deadline(
    now: datetime, hours: int, article: datetime | None, zone: str = "UTC"
) -> datetime | None:
    """Return `hours` from now, to the minute, but not after the article's own deadline.

    None when that has passed. It is proposed around the nights, weekends and holidays of the
    party's place: later where the article leaves the time, else before the office closes.
    """
    latest = (now + timedelta(hours=hours)).replace(second=0, microsecond=0)
    if article is not None and article <= now:
        return None
    if not country_of(zone):
        return latest if article is None else min(latest, article)
    open_then = next_open(latest, zone)
    if article is None or open_then <= article:
        return open_then
    before = last_open(min(latest, article), zone)
    return before if before >= now + least_time() else min(latest, article)
