"""What the sentence rested on when the copy was cleared, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.newsroom.phrases import Phrase, gettext_noop, pgettext
from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import at_start, clock

_OUTCOMES = {
    "": gettext_noop("no answer"),
    "answered": gettext_noop("answered"),
    "partial": gettext_noop("answered in part"),
    "no comment": gettext_noop("declined to comment"),
    "asks for time": gettext_noop("asked for more time"),
    "referred": gettext_noop("referred elsewhere"),
    "legal threat": gettext_noop("replied with a legal letter"),
    "withdrawn": gettext_noop("withdrew its statement"),
}
_STATES = {
    "proposed": pgettext("request", "proposed"),
    "open": pgettext("request", "open"),
    "queued": pgettext("request", "queued"),
    "sent": pgettext("request", "sent"),
    "failed": pgettext("request", "failed"),
    "unknown": pgettext("request", "unknown"),
    "dropped": pgettext("request", "dropped"),
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing in which the record is no longer what the frozen sentence rests on."""

    text: str
    request_id: int


def evidence(request: Asked) -> dict[str, Any]:
    """Return what is kept of a request with the frozen sentence, as JSON.

    Instants are in ISO 8601.
    """
    return {
        "id": request.id,
        "party": request.party,
        "state": request.state,
        "outcome": request.outcome,
        "untriaged": request.untriaged,
        "sent_at": _iso(request.sent_at),
        "deadline": _iso(request.deadline),
        "answered_at": _iso(request.answered_at),
        "replied_at": _iso(request.replied_at),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def drift(
    frozen: Sequence[Mapping[str, Any]],
    frozen_at: datetime,
    now_facts: Iterable[Asked],
    now: datetime,
    house: House,
) -> list[Drift]:
    """Return what changed in the requests since `frozen_at`.

    Requests that were added or dropped, replies that came, outcomes and states that changed,
    deadlines that moved or passed without a word.
    """
    was = {request["id"]: request for request in frozen}
    changes = []
    for request in now_facts:
        party = at_start(request.party)
        before = was.pop(request.id, None)
        if before is None:
            if request.state != "dropped":
                added = gettext_noop("a request was added since.")
                changes.append(Drift(_of(party, added), request.id))
            continue
        changes += [
            Drift(_of(party, text), request.id)
            for text in _changes(request, before, frozen_at, now, house)
        ]
    gone = [
        Drift(_of(at_start(request["party"]), gettext_noop("its request is gone.")), pk)
        for pk, request in was.items()
    ]
    return [*changes, *gone]


def _of(party: str, text: str) -> Phrase:
    """Say whose request it is that changed."""
    return gettext_noop("%(party)s: %(text)s", party=party, text=text)


def _changes(
    request: Asked, before: Mapping[str, Any], frozen_at: datetime, now: datetime, house: House
) -> list[str]:
    changes = [
        _reply_came(request, before, now, house),
        _outcome_changed(request, before, now, house),
        "" if request.state == before["state"] else _state_changed(request, before),
        _deadline_changed(request, before, frozen_at, now, house),
    ]
    return [change for change in changes if change]


def _reply_came(request: Asked, before: Mapping[str, Any], now: datetime, house: House) -> str:
    if not request.replied_at or _iso(request.replied_at) == before["replied_at"]:
        return ""
    came = clock(request.replied_at, house.zone, now)
    return gettext_noop("a reply came at %(time)s and has not been sorted.", time=came)


def _outcome_changed(request: Asked, before: Mapping[str, Any], now: datetime, house: House) -> str:
    answered = clock(request.answered_at, house.zone, now) if request.answered_at else ""
    if request.outcome != before["outcome"]:
        was, became = _OUTCOMES[before["outcome"]], _OUTCOMES[request.outcome]
        if not answered:
            return gettext_noop("it was “%(was)s” and is “%(became)s”.", was=was, became=became)
        return gettext_noop(
            "it was “%(was)s” and is “%(became)s”, at %(time)s.",
            was=was,
            became=became,
            time=answered,
        )
    if request.outcome and answered and _iso(request.answered_at) != before["answered_at"]:
        return gettext_noop(
            "its answer of %(time)s is another than the one it rests on.", time=answered
        )
    return ""


def _state_changed(request: Asked, before: Mapping[str, Any]) -> str:
    return gettext_noop(
        "its request was “%(was)s” and is “%(became)s”.",
        was=_STATES.get(before["state"], before["state"]),
        became=_STATES.get(request.state, request.state),
    )


def _deadline_changed(
    request: Asked, before: Mapping[str, Any], frozen_at: datetime, now: datetime, house: House
) -> str:
    if request.deadline is None:
        return ""
    deadline = clock(request.deadline, house.zone, now)
    if _iso(request.deadline) != before["deadline"]:
        return gettext_noop("its deadline is now %(time)s.", time=deadline)
    silent = not (request.outcome or request.heard or request.untriaged)
    if silent and frozen_at < request.deadline <= now:
        return gettext_noop("its deadline of %(time)s has passed without a reply.", time=deadline)
    return ""
