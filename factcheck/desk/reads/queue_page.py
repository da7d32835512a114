"""The queue as pages show it, counted in one place for the desk, the queue page and the admin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from factcheck.desk.models import QUEUE_KINDS, QueueItem, SavedFilter
from factcheck.desk.reads.listing import TIMES, in_time
from factcheck.desk.reads.queue import visible_items
from factcheck.newsroom.models import User
from factcheck.newsroom.reads import people_who_may

A_PAGE = 50
STATES = {
    "": "waiting",
    "late": "past its deadline",
    "deferred": "put off",
    "resolved": "resolved",
    "all": "all",
}
SORTS: dict[str, Any] = {
    "kind": F("kind"),
    "what": Lower("text"),
    "article": Lower("article__headline"),
    "age": F("opened_at"),
    "deadline": F("deadline"),
    "who": Lower("assigned_to__name"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits now, of what the reader may see.

    `kinds`: [{"kind", "n", "late"}] in the order of QUEUE_KINDS.
    """

    waiting: int
    late: int
    mine: int
    nobodys: int
    deferred: int
    kinds: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """A filter of the queue, as its address says it; an empty field filters nothing.

    `who` is "me", "nobody" or a person's id.
    """

    state: str = ""
    kind: str = ""
    who: str = ""
    when: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> QueueFilter:
        known = {
            "state": STATES,
            "kind": QUEUE_KINDS,
            "when": TIMES,
            "sort": {*SORTS, *(f"-{name}" for name in SORTS)},
        }
        said = {one.name: " ".join(given.get(one.name, "").split())[:200] for one in fields(cls)}
        said = {
            name: value for name, value in said.items() if name not in known or value in known[name]
        }
        if said["who"] not in ("me", "nobody") and not (
            said["who"].isdecimal() and len(said["who"]) < 10
        ):
            del said["who"]
        return cls(**said)

    @property
    def narrowed(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self) if one.name != "sort")

    @property
    def query(self) -> str:
        return urlencode(
            [(one.name, getattr(self, one.name)) for one in fields(self) if getattr(self, one.name)]
        )


@dataclass(frozen=True, slots=True)
class QueuePage:
    page: Page
    wanted: QueueFilter
    counts: Counts
    people: list[User]


def queue_counts(user: User, now: datetime) -> Counts:
    """In one query."""
    waiting = Q(deferred_until=None) | Q(deferred_until__lte=now)
    late = Count("pk", filter=waiting & Q(deadline__lte=now))
    told = (
        visible_items(user)
        .open()
        .order_by()
        .values("kind")
        .annotate(
            n=Count("pk", filter=waiting),
            late=late,
            mine=Count("pk", filter=waiting & Q(assigned_to=user)),
            nobodys=Count("pk", filter=waiting & Q(assigned_to=None)),
            deferred=Count("pk", filter=~waiting),
        )
    )
    rows = {row["kind"]: row for row in told}
    total = {
        name: sum(row[name] for row in rows.values())
        for name in ("n", "late", "mine", "nobodys", "deferred")
    }
    kinds = [
        {name: rows[k][name] for name in ("kind", "n", "late")}
        for k in QUEUE_KINDS
        if k in rows and rows[k]["n"]
    ]
    return Counts(
        total["n"], total["late"], total["mine"], total["nobodys"], total["deferred"], kinds
    )


def queue_page(user: User, now: datetime, wanted: QueueFilter, number: int = 1) -> QueuePage:
    """Return page `number` (from 1) of the queue.

    Unless sorted, what is past its deadline comes first, then by deadline, then the oldest.
    """
    found = wanted_items(user, wanted, now).select_related("article", "assigned_to", "resolved_by")
    column = SORTS.get(wanted.sort.removeprefix("-"))
    if column is not None:
        down = wanted.sort.startswith("-")
        found = found.order_by(
            column.desc(nulls_last=True) if down else column.asc(nulls_last=True), "id"
        )
    elif wanted.state == "resolved":
        found = found.order_by("-resolved_at")
    return QueuePage(
        page=Paginator(found, A_PAGE).get_page(number),
        wanted=wanted,
        counts=queue_counts(user, now),
        people=people_who_may("work queue"),
    )


def wanted_items(user: User, wanted: QueueFilter, now: datetime) -> QuerySet[QueueItem]:
    found = visible_items(user)
    states = {
        "": found.waiting(now),
        "late": found.waiting(now).filter(deadline__lte=now),
        "deferred": found.open().filter(deferred_until__gt=now),
        "resolved": found.filter(resolved_at__isnull=False),
    }
    found = states.get(wanted.state, found)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.who:
        whose = {"me": user.pk, "nobody": None}
        found = found.filter(
            assigned_to=whose[wanted.who] if wanted.who in whose else int(wanted.who)
        )
    for word in wanted.q.split():
        found = found.filter(Q(text__icontains=word) | Q(article__headline__icontains=word))
    return found.filter(in_time(wanted.when, now, user)) if wanted.when else found


def filters_of(user: User, place: str) -> list[SavedFilter]:
    """Return the person's own filters, then those that others share."""
    standing = SavedFilter.objects.filter(
        Q(owner=user) | Q(shared=True), place=place, deleted_at=None
    )
    return sorted(
        standing.select_related("owner"),
        key=lambda one: (one.owner_id != user.pk, one.name.casefold()),
    )
