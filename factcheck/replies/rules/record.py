"""What the copy says about who was asked, held against what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from factcheck.newsroom.phrases import Phrase, gettext_noop, pgettext
from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import ago, at_start, clock, with_article

_IMMEDIATELY = re.compile(r"\b(?:immediately|right away|at once|promptly)\b", re.IGNORECASE)
SOON = timedelta(
    hours=1
)  # "did not immediately respond" within this of one letter is unfair to the party

_SAYS = {
    "sought": gettext_noop("The copy says comment was sought from %(party)s; %(wrong)s"),
    "declined": gettext_noop("The copy says %(party)s declined to comment; %(wrong)s"),
    "no-response": gettext_noop("The copy says %(party)s did not respond; %(wrong)s"),
    "unreachable": gettext_noop("The copy says %(party)s could not be reached; %(wrong)s"),
    "referred": gettext_noop("The copy says %(party)s referred questions elsewhere; %(wrong)s"),
    "replied": gettext_noop("The copy says %(party)s replied; %(wrong)s"),
}

_OUTCOMES = {
    "answered": pgettext("reply", "answered"),
    "partial": pgettext("reply", "partial"),
    "no comment": pgettext("reply", "no comment"),
    "asks for time": pgettext("reply", "asks for time"),
    "referred": pgettext("reply", "referred"),
    "legal threat": pgettext("reply", "legal threat"),
    "withdrawn": pgettext("reply", "withdrawn"),
}
# By whether it is known when the party was asked, and when it replied.
_UNSAID = {
    (True, True): gettext_noop(
        "%(party)s was asked at %(asked_at)s, and replied at %(replied_at)s; "
        "the copy does not say so."
    ),
    (True, False): gettext_noop("%(party)s was asked at %(asked_at)s; the copy does not say so."),
    (False, True): gettext_noop(
        "%(party)s was asked, and replied at %(replied_at)s; the copy does not say so."
    ),
    (False, False): gettext_noop("%(party)s was asked; the copy does not say so."),
}


@dataclass(frozen=True, slots=True)
class CopySays:
    """One party of one ask in the copy, with the requests that cover it."""

    ask_id: int
    outcome: str  # sought, declined, no-response, unreachable, referred, replied
    text: str  # the ask's words
    party_id: int
    party: str
    requests: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """`contradicts`: the copy says what the record does not bear.

    Else the record holds what the copy leaves out.
    """

    text: str
    contradicts: bool
    ask_id: int | None = None
    party_id: int | None = None
    request_id: int | None = None
    is_unread: bool = False  # something that may bear the copy out waits to be read

    @property
    def tone(self) -> str:
        return "red" if self.contradicts and not self.is_unread else "blue"

    @property
    def fault(self) -> str:
        """The few words a page sets before the text."""
        if self.contradicts and self.is_unread:
            return gettext_noop("unsorted reply")
        return gettext_noop("wrong in the copy") if self.contradicts else gettext_noop("left out")


def mismatches(
    asks: Iterable[CopySays], unsaid: Iterable[Asked], now: datetime, house: House
) -> list[Mismatch]:
    """Return where copy and record disagree, both ways.

    Asks that the record does not bear out, then requests (`unsaid`) of which the copy says nothing.
    """
    faults = []
    for ask in asks:
        wrong = _wrong(ask, now, house)
        if wrong:
            about = _telling(ask.requests)
            values = {"party": with_article(ask.party), "wrong": wrong}
            text = Phrase(_SAYS[ask.outcome].words, values=values)
            about_id, unread = (about.id, about.untriaged) if about else (None, False)
            faults.append(Mismatch(text, True, ask.ask_id, ask.party_id, about_id, bool(unread)))
    unspoken = (
        request
        for request in unsaid
        if request.state == "sent" or request.outcome or request.replied_at
    )
    return [*faults, *(_unsaid(request, now, house) for request in unspoken)]


def _unsaid(request: Asked, now: datetime, house: House) -> Mismatch:
    came = request.replied_at or request.answered_at
    values = {
        "party": at_start(request.party),
        "asked_at": clock(request.sent_at, house.zone, now) if request.sent_at else "",
        "replied_at": clock(came, house.zone, now) if came else "",
    }
    words = _UNSAID[request.sent_at is not None, came is not None]
    return Mismatch(Phrase(words.words, values=values), False, request_id=request.id)


def _telling(requests: Iterable[Asked]) -> Asked | None:
    """Return the request that says most of the party, where several cover it."""
    order = {"sent": 0, "unknown": 1, "queued": 2, "failed": 3, "open": 4, "proposed": 5}
    ranked = sorted(
        (request for request in requests if request.state != "dropped"),
        key=lambda request: (
            not request.outcome,
            request.replied_at is None,
            order.get(request.state, 9),
            request.id,
        ),
    )
    return ranked[0] if ranked else None


def _wrong(ask: CopySays, now: datetime, house: House) -> str:
    """Return what the record says instead, "" where it agrees."""
    request = _telling(ask.requests)
    if request is None:
        return gettext_noop("there is no request to it.")
    if not request.outcome and request.replied_at is None and request.state != "sent":
        return _not_asked(ask, request)
    if request.outcome and request.untriaged:
        return gettext_noop("something newer that may be its answer has not been sorted.")
    return _CHECKS[ask.outcome](ask, request, now, house)


def _not_asked(ask: CopySays, request: Asked) -> str:
    tried = request.bounced or request.unreached
    if ask.outcome == "unreachable" and tried:
        return (
            ""
            if not request.alternates
            else gettext_noop("there is a contact that has not been tried.")
        )
    return {
        "unknown": gettext_noop("its letter may not have been sent."),
        "queued": gettext_noop("its letter has not gone yet."),
        "failed": f"{request.trouble[:1].lower()}{request.trouble[1:]}"
        or gettext_noop("its letter failed."),
    }.get(request.state, gettext_noop("nothing has been sent to it."))


def _reply_came(request: Asked, now: datetime, house: House) -> str:
    if request.replied_at:
        came = clock(request.replied_at, house.zone, now)
        return gettext_noop("its reply came at %(time)s and has not been sorted.", time=came)
    if request.answered_at and request.outcome:
        return gettext_noop(
            "its reply came at %(time)s (%(outcome)s).",
            time=clock(request.answered_at, house.zone, now),
            outcome=_OUTCOMES.get(request.outcome, request.outcome),
        )
    return ""


def _sought(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if request.outcome in ("", "asks for time") and not request.replied_at
        else _reply_came(request, now, house)
    )


def _silent(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    came = _reply_came(request, now, house)
    if came:
        return came
    if request.untriaged:
        return gettext_noop("something that may be its answer has not been sorted.")
    if _IMMEDIATELY.search(ask.text):
        too_soon = (
            request.sent_at is not None and request.attempts <= 1 and now - request.sent_at < SOON
        )
        gone = ago((now - request.sent_at).total_seconds()) if request.sent_at else ""
        return gettext_noop("one letter went, %(length)s ago.", length=gone) if too_soon else ""
    if request.deadline is not None and now < request.deadline:
        return gettext_noop(
            "its deadline runs until %(time)s.", time=clock(request.deadline, house.zone, now)
        )
    return ""


def _declined(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if request.outcome == "no comment"
        else _reply_came(request, now, house) or gettext_noop("no reply of its is on record.")
    )


def _replied(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    if request.outcome or request.replied_at:
        return ""
    return _reply_came(request, now, house) or gettext_noop("no reply of its is on record.")


def _referred(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if request.outcome == "referred"
        else _reply_came(request, now, house) or gettext_noop("no reply of its is on record.")
    )


def _unreachable(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return _reply_came(request, now, house) or gettext_noop(
        "it was asked, and nothing says that it was not reached."
    )


_CHECKS = {
    "sought": _sought,
    "declined": _declined,
    "no-response": _silent,
    "unreachable": _unreachable,
    "referred": _referred,
    "replied": _replied,
}
