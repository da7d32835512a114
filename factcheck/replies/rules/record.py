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


def mismatches(
    asks: Iterable[CopySays], unsaid: Iterable[Asked], now: datetime, house: House
) -> list[Mismatch]:
    """Return where copy and record disagree, both ways.

    Asks that the record does not bear out, then requests (`unsaid`) of which the copy says nothing.
    """
    found = []
    for ask in asks:
        wrong = _wrong(ask, now, house)
        if wrong:
            about = _telling(ask.requests)
            copy = _SAYS[ask.outcome].format(party=with_article(ask.party))
            text = f"The copy says {copy}; {wrong}"
            found.append(
                Mismatch(text, True, ask.ask_id, ask.party_id, about.id if about else None)
            )
    told = (one for one in unsaid if one.state == "sent" or one.outcome or one.replied_at)
    return [*found, *(_unsaid(one, now, house) for one in told)]


def _unsaid(one: Asked, now: datetime, house: House) -> Mismatch:
    asked = f" at {clock(one.sent_at, house.zone, now)}" if one.sent_at else ""
    came = one.replied_at or one.answered_at
    answer = f", and replied at {clock(came, house.zone, now)}" if came else ""
    party = with_article(one.party)
    text = f"{party[:1].upper()}{party[1:]} was asked{asked}{answer}; the copy does not say so."
    return Mismatch(text, False, request_id=one.id)


def _telling(requests: Iterable[Asked]) -> Asked | None:
    """Return the request that says most of the party, where several cover it."""
    order = {"sent": 0, "unknown": 1, "queued": 2, "failed": 3, "open": 4, "proposed": 5}
    ranked = sorted(
        (one for one in requests if one.state != "dropped"),
        key=lambda one: (not one.outcome, one.replied_at is None, order.get(one.state, 9), one.id),
    )
    return ranked[0] if ranked else None


def _wrong(ask: CopySays, now: datetime, house: House) -> str:
    """Return what the record says instead, "" where it agrees."""
    one = _telling(ask.requests)
    if one is None:
        return "there is no request to it."
    if not one.outcome and one.replied_at is None and one.state != "sent":
        return _not_asked(ask, one)
    return _CHECKS[ask.outcome](ask, one, now, house)


def _not_asked(ask: CopySays, one: Asked) -> str:
    tried = one.bounced or one.unreached
    if ask.outcome == "unreachable" and tried:
        return "" if not one.alternates else "there is a contact that has not been tried."
    return {
        "unknown": "its letter may or may not have gone.",
        "queued": "its letter has not gone yet.",
        "failed": f"{one.trouble[:1].lower()}{one.trouble[1:]}" or "its letter failed.",
    }.get(one.state, "nothing has been sent to it.")


def _reply_came(one: Asked, now: datetime, house: House) -> str:
    if one.replied_at:
        return f"its reply came at {clock(one.replied_at, house.zone, now)} and has not been read."
    if one.answered_at and one.outcome:
        return f"its reply came at {clock(one.answered_at, house.zone, now)} ({one.outcome})."
    return ""


def _sought(ask: CopySays, one: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if one.outcome in ("", "asks for time") and not one.replied_at
        else _reply_came(one, now, house)
    )


def _silent(ask: CopySays, one: Asked, now: datetime, house: House) -> str:
    came = _reply_came(one, now, house)
    if came:
        return came
    if one.untriaged:
        return "something that may be its answer has not been read."
    if _IMMEDIATELY.search(ask.text):
        too_soon = one.sent_at is not None and one.attempts <= 1 and now - one.sent_at < SOON
        gone = ago((now - one.sent_at).total_seconds()) if one.sent_at else ""
        return f"one letter went, {gone} ago." if too_soon else ""
    if one.deadline is not None and now < one.deadline:
        return f"its deadline runs until {clock(one.deadline, house.zone, now)}."
    return ""


def _declined(ask: CopySays, one: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if one.outcome == "no comment"
        else _reply_came(one, now, house) or "no reply of its is on record."
    )


def _replied(ask: CopySays, one: Asked, now: datetime, house: House) -> str:
    if one.outcome or one.replied_at:
        return ""
    return _reply_came(one, now, house) or "no reply of its is on record."


def _referred(ask: CopySays, one: Asked, now: datetime, house: House) -> str:
    return (
        ""
        if one.outcome == "referred"
        else _reply_came(one, now, house) or "no reply of its is on record."
    )


def _unreachable(ask: CopySays, one: Asked, now: datetime, house: House) -> str:
    return _reply_came(one, now, house) or "it was asked, and nothing says that it was not reached."


_CHECKS = {
    "sought": _sought,
    "declined": _declined,
    "no-response": _silent,
    "unreachable": _unreachable,
    "referred": _referred,
    "replied": _replied,
}
