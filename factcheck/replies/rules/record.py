"""What the copy says about who was asked, held against what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import ago, clock, with_article

_IMMEDIATELY = re.compile(r"\b(?:immediately|right away|at once|promptly)\b", re.IGNORECASE)
SOON = timedelta(
    hours=1
)  # "did not immediately respond" within this of one letter is unfair to the party

_SAYS = {
    "sought": "comment was sought from {party}",
    "declined": "{party} declined to comment",
    "no-response": "{party} did not respond",
    "unreachable": "{party} could not be reached",
    "referred": "{party} referred questions elsewhere",
    "replied": "{party} replied",
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
            return "unsorted reply"
        return "wrong in the copy" if self.contradicts else "left out"


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
            copy = _SAYS[ask.outcome].format(party=with_article(ask.party))
            text = f"The copy says {copy}; {wrong}"
            about_id, unread = (about.id, about.untriaged) if about else (None, False)
            faults.append(Mismatch(text, True, ask.ask_id, ask.party_id, about_id, bool(unread)))
    unspoken = (
        request
        for request in unsaid
        if request.state == "sent" or request.outcome or request.replied_at
    )
    return [*faults, *(_unsaid(request, now, house) for request in unspoken)]


def _unsaid(request: Asked, now: datetime, house: House) -> Mismatch:
    asked = f" at {clock(request.sent_at, house.zone, now)}" if request.sent_at else ""
    came = request.replied_at or request.answered_at
    answer = f", and replied at {clock(came, house.zone, now)}" if came else ""
    party = with_article(request.party)
    text = f"{party[:1].upper()}{party[1:]} was asked{asked}{answer}; the copy does not say so."
    return Mismatch(text, False, request_id=request.id)


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
        return "there is no request to it."
    if not request.outcome and request.replied_at is None and request.state != "sent":
        return _not_asked(ask, request)
    if request.outcome and request.untriaged:
        return "something newer that may be its answer has not been sorted."
    return _CHECKS[ask.outcome](ask, request, now, house)


def _not_asked(ask: CopySays, request: Asked) -> str:
    tried = request.bounced or request.unreached
    if ask.outcome == "unreachable" and tried:
        return "" if not request.alternates else "there is a contact that has not been tried."
    return {
        "unknown": "its letter may not have been sent.",
        "queued": "its letter has not gone yet.",
        "failed": f"{request.trouble[:1].lower()}{request.trouble[1:]}" or "its letter failed.",
    }.get(request.state, "nothing has been sent to it.")


def _reply_came(request: Asked, now: datetime, house: House) -> str:
    if request.replied_at:
        came = clock(request.replied_at, house.zone, now)
        return f"its reply came at {came} and has not been sorted."
    if request.answered_at and request.outcome:
        return (
            f"its reply came at {clock(request.answered_at, house.zone, now)} ({request.outcome})."
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
        return "something that may be its answer has not been sorted."
    if _IMMEDIATELY.search(ask.text):
        too_soon = (
            request.sent_at is not None and request.attempts <= 1 and now - request.sent_at < SOON
        )
        gone = ago((now - request.sent_at).total_seconds()) if request.sent_at else ""
        return f"one letter went, {gone} ago." if too_soon else ""
    if request.deadline is not None and now < request.deadline:
        return f"its deadline runs until {clock(request.deadline, house.zone, now)}."
    return ""


def _declined(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if request.outcome == "no comment"
        else _reply_came(request, now, house) or "no reply of its is on record."
    )


def _replied(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    if request.outcome or request.replied_at:
        return ""
    return _reply_came(request, now, house) or "no reply of its is on record."


def _referred(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if request.outcome == "referred"
        else _reply_came(request, now, house) or "no reply of its is on record."
    )


def _unreachable(ask: CopySays, request: Asked, now: datetime, house: House) -> str:
    return (
        _reply_came(request, now, house)
        or "it was asked, and nothing says that it was not reached."
    )


_CHECKS = {
    "sought": _sought,
    "declined": _declined,
    "no-response": _silent,
    "unreachable": _unreachable,
    "referred": _referred,
    "replied": _replied,
}
