"""The sentence the copy may print, computed from the record.

With a reason for every clause and every silence. Nothing is claimed that the record does not bear:
a letter that failed was not "sought", a request never sent is not spoken of, "did not respond" is
claimed only after the deadline and only where no reply of any kind has come. The words are the
house's (`wording`); what they may claim is decided here.
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
    """Return the sentence as of `now`; text "" while there is nothing to say."""
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
    """Return the sentence as it would be once the letters not yet sent have gone.

    Always in the conditional.
    """
    waiting = ("proposed", "open", "queued")
    told = [one for one in requests if one.state != "dropped"]
    if not any(one.state in waiting and _silence(one) for one in told):
        return sentence(told, now, house)
    gone = [
        replace(one, state="sent", deadline=None, sent_at=now, unreached=0)
        if one.state in waiting
        else one
        for one in told
    ]
    then = sentence(gone, now, house)
    return replace(then, text=house.say("once sent", sentence=then.text) if then.text else "")


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
    return (
        not one.outcome
        and not one.heard
        and not one.untriaged
        and one.deadline is not None
        and one.deadline <= now
    )


def _sought(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    """Return a clause of all who were asked and have not answered.

    Of those whose time is up the next clauses say so.
    """
    some = [one for one in spoken if not one.outcome and not _unreachable(one)]
    if not some:
        return []
    reasons = [f"{one.party}: {_why_sought(one, now, house)}" for one in some]
    text = house.say("sought", parties=_names(some))
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
        clauses.append(
            Clause(
                house.say("no response", who=who, deadline=when), capitalised(reason), _ids(group)
            )
        )
    return clauses


_WHY = {
    "asks for time": "it asked for time, which is no answer.",
    "no comment": "it said so in its reply.",
    "partial": "it answered in part.",
    "answered": "it answered; what it said belongs in the copy.",
    "referred": "it named someone else to ask.",
}


def _clause(
    house: House, name: str, some: Sequence[Asked], reason: str, **values: str
) -> list[Clause]:
    if not some:
        return []
    them = "them" if len(some) > 1 else "it"
    text = house.say(name, parties=_names(some), them=them, **values)
    return [Clause(text, capitalised(f"{_names(some)}: {reason}"), _ids(some))]


def _in_time(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for outcome, why in _WHY.items():
        said = [
            one
            for one in spoken
            if one.outcome == outcome and not (_late(one) or _after_publication(one))
        ]
        clauses += _clause(house, outcome, said, why)
    return clauses


def _late_words(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for one in spoken:
        if one.outcome in _WHY and _late(one) and not _after_publication(one):
            assert one.deadline is not None
            assert one.answered_at is not None
            deadline, came = (
                clock(one.deadline, house.zone, now),
                clock(one.answered_at, house.zone, now),
            )
            clauses += _clause(
                house,
                f"{one.outcome}, late",
                [one],
                f"its answer came at {came}.",
                deadline=deadline,
            )
    return clauses


def _words_after_publication(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for outcome in _WHY:
        some = [one for one in spoken if one.outcome == outcome and _after_publication(one)]
        why = "the answer came when the article had been closed."
        clauses += _clause(house, f"{outcome}, after publication", some, why)
    return clauses


def _not_reached(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    some = [one for one in spoken if _unreachable(one) and not one.outcome and not one.replied_at]
    tried = "letters came back or calls were not taken, and no contact is left to try."
    return _clause(house, "not reached", some, tried)


_BUILDERS = (_sought, _no_response, _in_time, _late_words, _words_after_publication, _not_reached)
