"""The sentence the copy may print, computed from the record, with a reason for every clause and every silence.

Nothing is claimed that the record does not bear: a letter that failed was not "sought", a request never sent is not
spoken of, "did not respond" stands only after the deadline and only where no reply of any kind has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import capitalised, clock, parties


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    reason: str
    request_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A party of which the sentence says nothing, and why."""

    party: str
    reason: str
    request_id: int


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str = ""
    clauses: tuple[Clause, ...] = ()
    to_come: tuple[LeftOut, ...] = ()


_BEFORE = {
    "proposed": "Nobody has taken the request up yet.",
    "open": "Its letter has not been sent.",
    "queued": "Its letter waits for the mail server.",
    "unknown": "Its letter may or may not have gone; a person must settle that.",
    "failed": "Its letter failed: it has not been asked.",
    "dropped": "A person dropped the request.",
}


def sentence(requests: Iterable[Asked], now: datetime, house: House) -> Sentence:
    """The sentence as of `now`; text "" while there is nothing to say."""
    told = list(requests)
    spoken = [one for one in told if _silence(one) is None]
    clauses = [clause for build in _BUILDERS for clause in build(spoken, now, house)]
    text = "; ".join(clause.text for clause in clauses)
    silent = ((one, _silence(one)) for one in told)
    return Sentence(
        text=f"{capitalised(text)}." if text else "",
        clauses=tuple(clauses),
        to_come=tuple(LeftOut(one.party, reason, one.id) for one, reason in silent if reason),
    )


def sentence_if_sent(requests: Iterable[Asked], now: datetime, house: House) -> Sentence:
    """The sentence as it would stand once the letters not yet sent have gone: always in the conditional."""
    waiting = ("proposed", "open", "queued")
    told = [one for one in requests if one.state != "dropped"]
    if not any(one.state in waiting and _silence(one) for one in told):
        return sentence(told, now, house)
    gone = [
        replace(one, state="sent", deadline=None, sent_at=now, unreached=0) if one.state in waiting else one
        for one in told
    ]
    then = sentence(gone, now, house)
    return replace(then, text=f"Once the letters have gone: {then.text}" if then.text else "")


def _silence(one: Asked) -> str | None:
    """Why nothing is said of it; None where something is."""
    if one.state == "dropped":
        return _BEFORE["dropped"]
    if one.outcome or one.replied_at or one.state == "sent" or _unreachable(one):
        return None
    if (one.bounced or one.unreached) and one.alternates:
        return f"It was not reached, and {_others(one.alternates)} not been tried."
    return one.trouble if one.state == "failed" and one.trouble else _BEFORE[one.state]


def _others(count: int) -> str:
    return "another contact has" if count == 1 else f"{count} other contacts have"


def _unreachable(one: Asked) -> bool:
    tried = one.bounced or one.unreached > 0
    return one.state in ("open", "failed") and tried and not one.alternates and not one.attempts


def _names(some: Sequence[Asked]) -> str:
    return parties([one.party for one in some])


def _ids(some: Sequence[Asked]) -> tuple[int, ...]:
    return tuple(one.id for one in some)


def _late(one: Asked) -> bool:
    return bool(one.deadline and one.answered_at and one.answered_at > one.deadline)


def _after_publication(one: Asked) -> bool:
    return bool(one.closed_at and one.answered_at and one.answered_at > one.closed_at)


def _silent_past_deadline(one: Asked, now: datetime) -> bool:
    return not one.outcome and not one.heard and not one.untriaged and one.deadline is not None and one.deadline <= now


def _sought(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    """All who were asked and have not answered; of those whose time is up the next clauses say so."""
    some = [one for one in spoken if not one.outcome and not _unreachable(one)]
    if not some:
        return []
    reasons = [f"{one.party}: {_why_sought(one, now, house)}" for one in some]
    text = f"{house.name} has sought comment from {_names(some)}"
    return [Clause(text, " ".join(reasons), _ids(some))]


def _why_sought(one: Asked, now: datetime, house: House) -> str:
    asked = f"asked at {clock(one.sent_at, house.zone, now)}" if one.sent_at else "asked"
    if one.replied_at:
        return f"{asked}; its reply of {clock(one.replied_at, house.zone, now)} has not been read."
    if one.untriaged:
        return f"{asked}; something that may be its answer has not been read."
    if one.deadline is None:
        return f"{asked}."
    passed = "passed" if one.deadline <= now else "runs until"
    return f"{asked}; its deadline {passed} {clock(one.deadline, house.zone, now)}."


def _no_response(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    some = [one for one in spoken if _silent_past_deadline(one, now) and not _unreachable(one)]
    asked = [one for one in spoken if not one.outcome and not _unreachable(one)]
    clauses = []
    for deadline in sorted({one.deadline for one in some if one.deadline}):
        group = [one for one in some if one.deadline == deadline]
        when = clock(deadline, house.zone, now)
        # Said of everyone just named, the names need not be said again.
        who = "they" if len(group) == len(asked) > 1 else "it" if len(asked) == 1 else _names(group)
        reason = f"{_names(group)}: the deadline was {when}, and no reply of any kind has come."
        clauses.append(Clause(f"{who} did not respond by {when}", capitalised(reason), _ids(group)))
    return clauses


def _said(spoken: Sequence[Asked], outcome: str, text: str, reason: str, *, timely: bool = True) -> list[Clause]:
    some = [
        one for one in spoken if one.outcome == outcome and not (timely and (_late(one) or _after_publication(one)))
    ]
    return [Clause(f"{_names(some)} {text}", capitalised(f"{_names(some)}: {reason}"), _ids(some))] if some else []


def _asks_for_time(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    text = "asked for more time to respond"
    return _said(spoken, "asks for time", text, "it asked for time, which is no answer.", timely=False)


def _declined(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    return _said(spoken, "no comment", "declined to comment", "it said so in its reply.", timely=False)


def _partial(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    return _said(spoken, "partial", "responded to some of the questions put to it", "it answered in part.")


def _answered(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    return _said(spoken, "answered", "responded to questions", "it answered; what it said belongs in the copy.")


def _referred(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    return _said(spoken, "referred", "referred questions elsewhere", "it named someone else to ask.", timely=False)


def _answered_late(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for one in spoken:
        if one.outcome in ("answered", "partial") and _late(one) and not _after_publication(one):
            deadline, came = clock(one.deadline, house.zone, now), clock(one.answered_at, house.zone, now)  # type: ignore[arg-type]
            text = f"{_names([one])} responded to questions after the deadline of {deadline}"
            clauses.append(Clause(text, f"{capitalised(_names([one]))}: its answer came at {came}.", (one.id,)))
    return clauses


def _answered_after(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    some = [one for one in spoken if one.outcome in ("answered", "partial") and _after_publication(one)]
    if not some:
        return []
    reason = f"{_names(some)}: the answer came when the article had been closed."
    return [Clause(f"{_names(some)} responded to questions after publication", capitalised(reason), _ids(some))]


def _not_reached(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    some = [one for one in spoken if _unreachable(one) and not one.outcome and not one.replied_at]
    if not some:
        return []
    tried = "letters came back or calls were not taken, and no contact is left to try."
    reason = capitalised(f"{_names(some)}: {tried}")
    return [Clause(f"{_names(some)} could not be reached for comment", reason, _ids(some))]


_BUILDERS = (
    _sought,
    _no_response,
    _asks_for_time,
    _declined,
    _partial,
    _answered,
    _referred,
    _answered_late,
    _answered_after,
    _not_reached,
)
