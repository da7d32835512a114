"""What the sentence rested on when the copy was cleared, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import capitalised, clock, with_article

_OUTCOMES = {
    "": "no answer",
    "answered": "answered",
    "partial": "answered in part",
    "no comment": "declined to comment",
}
_OUTCOMES |= {"asks for time": "asked for more time", "referred": "referred elsewhere"}
_OUTCOMES |= {"legal threat": "replied with a legal letter", "withdrawn": "withdrew its statement"}


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
        party = capitalised(with_article(request.party))
        before = was.pop(request.id, None)
        if before is None:
            if request.state != "dropped":
                changes.append(Drift(f"{party}: a request was added since.", request.id))
            continue
        changes += [
            Drift(f"{party}: {text}", request.id)
            for text in _changes(request, before, frozen_at, now, house)
        ]
    gone = [
        Drift(f"{capitalised(with_article(request['party']))}: its request is gone.", pk)
        for pk, request in was.items()
    ]
    return [*changes, *gone]


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
    return f"a reply came at {clock(request.replied_at, house.zone, now)} and has not been sorted."


def _outcome_changed(request: Asked, before: Mapping[str, Any], now: datetime, house: House) -> str:
    answered = f"{clock(request.answered_at, house.zone, now)}" if request.answered_at else ""
    if request.outcome != before["outcome"]:
        when = f", at {answered}" if answered else ""
        return (
            f"it was “{_OUTCOMES[before['outcome']]}” and is “{_OUTCOMES[request.outcome]}”{when}."
        )
    if request.outcome and answered and _iso(request.answered_at) != before["answered_at"]:
        return f"its answer of {answered} is another than the one it rests on."
    return ""


def _state_changed(request: Asked, before: Mapping[str, Any]) -> str:
    return f"its request was “{before['state']}” and is “{request.state}”."


def _deadline_changed(
    request: Asked, before: Mapping[str, Any], frozen_at: datetime, now: datetime, house: House
) -> str:
    if request.deadline is None:
        return ""
    deadline = clock(request.deadline, house.zone, now)
    if _iso(request.deadline) != before["deadline"]:
        return f"its deadline is now {deadline}."
    silent = not (request.outcome or request.heard or request.untriaged)
    if silent and frozen_at < request.deadline <= now:
        return f"its deadline of {deadline} has passed without a reply."
    return ""
