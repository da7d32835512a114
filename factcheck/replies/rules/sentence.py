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

from factcheck.newsroom.phrases import Phrase, gettext_noop, ngettext, one_after_another
from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import capitalised, clock, parties


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    reason: str
    request_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftOutParty:
    """A party of which the sentence says nothing, and why."""

    party: str
    reason: str
    request_id: int


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str = ""
    clauses: tuple[Clause, ...] = ()
    to_come: tuple[LeftOutParty, ...] = ()


_BEFORE = {
    "proposed": gettext_noop("Nobody has decided to ask it yet."),
    "open": gettext_noop("Its letter has not been sent."),
    "queued": gettext_noop("Its letter waits for the mail server."),
    "unknown": gettext_noop("Its letter may not have been sent; somebody must settle that."),
    "failed": gettext_noop("Its letter failed: it has not been asked."),
    "dropped": gettext_noop("Somebody decided not to ask it."),
}


def sentence(requests: Iterable[Asked], now: datetime, house: House) -> Sentence:
    """Return the sentence as of `now`; text "" while there is nothing to say."""
    known = list(requests)
    spoken = [request for request in known if _silence(request) is None]
    clauses = [clause for build in _BUILDERS for clause in build(spoken, now, house)]
    text = "; ".join(clause.text for clause in clauses)
    silent = ((request, _silence(request)) for request in known)
    return Sentence(
        text=f"{capitalised(text)}." if text else "",
        clauses=tuple(clauses),
        to_come=tuple(
            LeftOutParty(request.party, reason, request.id) for request, reason in silent if reason
        ),
    )


def sentence_if_sent(requests: Iterable[Asked], now: datetime, house: House) -> Sentence:
    """Return the sentence as it would be once the letters not yet sent have gone.

    Always in the conditional.
    """
    waiting = ("proposed", "open", "queued")
    live = [request for request in requests if request.state != "dropped"]
    if not any(request.state in waiting and _silence(request) for request in live):
        return sentence(live, now, house)
    gone = [
        replace(request, state="sent", deadline=None, sent_at=now, unreached=0)
        if request.state in waiting
        else request
        for request in live
    ]
    then = sentence(gone, now, house)
    return replace(then, text=house.say("once sent", sentence=then.text) if then.text else "")


def _silence(request: Asked) -> str | None:
    """Why nothing is said of it; None where something is."""
    if request.state == "dropped":
        return _BEFORE["dropped"]
    if request.outcome and request.untriaged:
        # What it said first may be taken back by what nobody has read yet.
        return gettext_noop("Something newer that may be its answer has not been sorted.")
    if request.outcome or request.replied_at or request.state == "sent" or _unreachable(request):
        return None
    return _why_not_asked(request)


def _why_not_asked(request: Asked) -> str:
    if (request.bounced or request.unreached) and request.alternates:
        return ngettext(
            "It was not reached, and another contact has not been tried.",
            "It was not reached, and %(count)s other contacts have not been tried.",
            request.alternates,
        )
    if request.state == "failed" and request.trouble:
        return request.trouble
    return _BEFORE[request.state]


def _unreachable(request: Asked) -> bool:
    tried = request.bounced or request.unreached > 0
    return (
        request.state in ("open", "failed")
        and tried
        and not request.alternates
        and not request.attempts
    )


def _names(some: Sequence[Asked], *, starting: bool = False) -> str:
    return parties([request.party for request in some], starting=starting)


def _ids(some: Sequence[Asked]) -> tuple[int, ...]:
    return tuple(request.id for request in some)


def _late(request: Asked) -> bool:
    return bool(request.deadline and request.answered_at and request.answered_at > request.deadline)


def _after_publication(request: Asked) -> bool:
    return bool(
        request.closed_at and request.answered_at and request.answered_at > request.closed_at
    )


def _silent_past_deadline(request: Asked, now: datetime) -> bool:
    return (
        not request.outcome
        and not request.heard
        and not request.untriaged
        and request.deadline is not None
        and request.deadline <= now
    )


def _sought(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    """Return a clause of all who were asked and have not answered.

    Of those whose time is up the next clauses say so.
    """
    some = [request for request in spoken if not request.outcome and not _unreachable(request)]
    if not some:
        return []
    reasons = [_of(request.party, _why_sought(request, now, house)) for request in some]
    text = house.say("sought", parties=_names(some))
    return [Clause(text, one_after_another(reasons), _ids(some))]


def _of(party: str, reason: str) -> Phrase:
    """Say of whom a reason is given."""
    return gettext_noop("%(party)s: %(reason)s", party=party, reason=reason)


def _why_sought(request: Asked, now: datetime, house: House) -> Phrase:
    asked = gettext_noop("asked")
    if request.sent_at:
        asked = gettext_noop("asked at %(time)s", time=clock(request.sent_at, house.zone, now))
    if request.replied_at:
        came = clock(request.replied_at, house.zone, now)
        return gettext_noop(
            "%(asked)s; its reply of %(time)s has not been sorted.", asked=asked, time=came
        )
    if request.untriaged:
        return gettext_noop(
            "%(asked)s; something that may be its answer has not been sorted.", asked=asked
        )
    if request.deadline is None:
        return gettext_noop("%(asked)s.", asked=asked)
    ends = clock(request.deadline, house.zone, now)
    if request.deadline <= now:
        return gettext_noop("%(asked)s; its deadline passed %(time)s.", asked=asked, time=ends)
    return gettext_noop("%(asked)s; its deadline runs until %(time)s.", asked=asked, time=ends)


def _no_response(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    asked = [request for request in spoken if not request.outcome and not _unreachable(request)]
    by_deadline: dict[datetime, list[Asked]] = {}
    for request in asked:
        if request.deadline and _silent_past_deadline(request, now):
            by_deadline.setdefault(request.deadline, []).append(request)
    clauses = []
    for deadline, group in sorted(by_deadline.items(), key=lambda item: item[0]):
        when = clock(deadline, house.zone, now)
        words = house.say("no response", who=_who(group, asked), deadline=when)
        silent = gettext_noop(
            "the deadline was %(time)s, and no reply of any kind has come.", time=when
        )
        clauses.append(Clause(words, _of(_names(group, starting=True), silent), _ids(group)))
    return clauses


def _who(group: Sequence[Asked], asked: Sequence[Asked]) -> str:
    """Return whom a clause is about: of all who were just named, a pronoun will do."""
    if len(asked) == 1:
        return "it"
    return "they" if len(group) == len(asked) else _names(group)


_WHY = {
    "asks for time": gettext_noop("it asked for time, which is no answer."),
    "no comment": gettext_noop("it said so in its reply."),
    "partial": gettext_noop("it answered in part."),
    "answered": gettext_noop("it answered; what it said belongs in the copy."),
    "referred": gettext_noop("it named someone else to ask."),
    "legal threat": gettext_noop("its answer is a legal letter."),
    "withdrawn": gettext_noop("it took back what it had said, and nothing else of it stands."),
}


def _clause(
    house: House, name: str, some: Sequence[Asked], reason: str, **values: str
) -> list[Clause]:
    if not some:
        return []
    them = "them" if len(some) > 1 else "it"
    text = house.say(name, parties=_names(some), them=them, **values)
    return [Clause(text, _of(_names(some, starting=True), reason), _ids(some))]


def _in_time(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for outcome, why in _WHY.items():
        in_time = [
            request
            for request in spoken
            if request.outcome == outcome and not (_late(request) or _after_publication(request))
        ]
        clauses += _clause(house, outcome, in_time, why)
    return clauses


def _late_words(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for request in spoken:
        if request.outcome in _WHY and _late(request) and not _after_publication(request):
            assert request.deadline is not None
            assert request.answered_at is not None
            deadline, came = (
                clock(request.deadline, house.zone, now),
                clock(request.answered_at, house.zone, now),
            )
            clauses += _clause(
                house,
                f"{request.outcome}, late",
                [request],
                gettext_noop("its answer came at %(time)s.", time=came),
                deadline=deadline,
            )
    return clauses


def _words_after_publication(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    clauses = []
    for outcome in _WHY:
        some = [
            request
            for request in spoken
            if request.outcome == outcome and _after_publication(request)
        ]
        why = gettext_noop("the answer came when the article had been closed.")
        clauses += _clause(house, f"{outcome}, after publication", some, why)
    return clauses


def _not_reached(spoken: Sequence[Asked], now: datetime, house: House) -> list[Clause]:
    some = [
        request
        for request in spoken
        if _unreachable(request) and not request.outcome and not request.replied_at
    ]
    tried = gettext_noop(
        "letters came back or calls were not taken, and no contact is left to try."
    )
    return _clause(house, "not reached", some, tried)


_BUILDERS = (_sought, _no_response, _in_time, _late_words, _words_after_publication, _not_reached)
