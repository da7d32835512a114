"""What the sentence rested on when the copy was cleared, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.replies.rules.facts import Asked, House
from factcheck.replies.rules.words import capitalised, clock, with_article

_SAID = {
    "": "no answer",
    "answered": "answered",
    "partial": "answered in part",
    "no comment": "declined to comment",
}
_SAID |= {"asks for time": "asked for more time", "referred": "referred elsewhere"}


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing in which the record is no longer what the frozen sentence rests on."""

    text: str
    request_id: int


def evidence(one: Asked) -> dict[str, Any]:
    """Return what is kept of a request with the frozen sentence, as JSON.

    Instants are in ISO 8601.
    """
    return {
        "id": one.id,
        "party": one.party,
        "state": one.state,
        "outcome": one.outcome,
        "untriaged": one.untriaged,
        "sent_at": _iso(one.sent_at),
        "deadline": _iso(one.deadline),
        "answered_at": _iso(one.answered_at),
        "replied_at": _iso(one.replied_at),
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
    was = {one["id"]: one for one in frozen}
    found = []
    for one in now_facts:
        party = capitalised(with_article(one.party))
        before = was.pop(one.id, None)
        if before is None:
            if one.state != "dropped":
                found.append(Drift(f"{party}: a request was added since.", one.id))
            continue
        found += [
            Drift(f"{party}: {text}", one.id)
            for text in _changes(one, before, frozen_at, now, house)
        ]
    gone = [
        Drift(f"{capitalised(with_article(one['party']))}: its request is gone.", pk)
        for pk, one in was.items()
    ]
    return [*found, *gone]


def _changes(
    one: Asked, before: Mapping[str, Any], frozen_at: datetime, now: datetime, house: House
) -> list[str]:
    told = []
    if one.replied_at and _iso(one.replied_at) != before["replied_at"]:
        told.append(
            f"a reply came at {clock(one.replied_at, house.zone, now)} and has not been read."
        )
    if one.outcome != before["outcome"]:
        when = f", at {clock(one.answered_at, house.zone, now)}" if one.answered_at else ""
        told.append(f"it was “{_SAID[before['outcome']]}” and is “{_SAID[one.outcome]}”{when}.")
    elif one.outcome and _iso(one.answered_at) != before["answered_at"] and one.answered_at:
        told.append(
            f"its answer of {clock(one.answered_at, house.zone, now)} is another than the one it rests on."
        )
    if one.state != before["state"]:
        told.append(f"its request was “{before['state']}” and is “{one.state}”.")
    if one.deadline and _iso(one.deadline) != before["deadline"]:
        told.append(f"its deadline is now {clock(one.deadline, house.zone, now)}.")
    elif (
        one.deadline
        and frozen_at < one.deadline <= now
        and not (one.outcome or one.heard or one.untriaged)
    ):
        told.append(
            f"its deadline of {clock(one.deadline, house.zone, now)} has passed without a reply."
        )
    return told
