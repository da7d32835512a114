"""The queue as pages show it, counted in one place for the desk, the queue page and the admin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from factcheck.desk.models import QUEUE_KINDS, QueueItem, SavedFilter
from factcheck.desk.reads.listing import TIMES, in_time
from factcheck.desk.reads.queue import visible_items
from factcheck.newsroom.filters import AddressFilter, either_way, is_id
from factcheck.newsroom.models import User
from factcheck.newsroom.phrases import pgettext
from factcheck.newsroom.reads import people_who_may

A_PAGE = 50
STATES = {
    "": pgettext("items", "open"),
    "late": pgettext("items", "past its deadline"),
    "deferred": pgettext("items", "snoozed"),
    "resolved": pgettext("items", "resolved"),
    "all": pgettext("items", "all"),
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
class QueueFilter(AddressFilter):
    """A filter of the queue, as its address says it; an empty field filters nothing.

    `who` is "me", "nobody" or a person's id.
    """

    CHECKS: ClassVar[Mapping[str, Callable[[str], bool]]] = {
        "state": STATES.__contains__,
        "kind": QUEUE_KINDS.__contains__,
        "who": lambda value: value in ("me", "nobody") or is_id(value),
        "when": TIMES.__contains__,
        "sort": either_way(SORTS),
    }

    state: str = ""
    kind: str = ""
    who: str = ""
    when: str = ""
    q: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    page: Page[Any]
    wanted: QueueFilter
    counts: Counts
    people: list[User]


def queue_counts(user: User, now: datetime) -> Counts:
    """In one query."""
    waiting = Q(deferred_until=None) | Q(deferred_until__lte=now)
    late = Count("pk", filter=waiting & Q(deadline__lte=now))
    counted = (
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
    rows = {row["kind"]: row for row in counted}
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


def queue_page(user: User, now: datetime, criteria: QueueFilter, number: int = 1) -> QueuePage:
    """Return page `number` (from 1) of the queue.

    Unless sorted, what is past its deadline comes first, then by deadline, then the oldest.
    """
    rows = wanted_items(user, criteria, now).select_related("article", "assigned_to", "resolved_by")
    column = SORTS.get(criteria.sort.removeprefix("-"))
    if column is not None:
        down = criteria.sort.startswith("-")
        rows = rows.order_by(
            column.desc(nulls_last=True) if down else column.asc(nulls_last=True), "id"
        )
    elif criteria.state == "resolved":
        rows = rows.order_by("-resolved_at")
    return QueuePage(
        page=Paginator(rows, A_PAGE).get_page(number),
        wanted=criteria,
        counts=queue_counts(user, now),
        people=people_who_may("work queue"),
    )


def wanted_items(user: User, criteria: QueueFilter, now: datetime) -> QuerySet[QueueItem]:
    rows = visible_items(user)
    states = {
        "": rows.waiting(now),
        "late": rows.waiting(now).filter(deadline__lte=now),
        "deferred": rows.open().filter(deferred_until__gt=now),
        "resolved": rows.filter(resolved_at__isnull=False),
    }
    rows = states.get(criteria.state, rows)
    if criteria.kind:
        rows = rows.filter(kind=criteria.kind)
    if criteria.who:
        whose = {"me": user.pk, "nobody": None}
        rows = rows.filter(
            assigned_to=whose[criteria.who] if criteria.who in whose else int(criteria.who)
        )
    for word in criteria.q.split():
        rows = rows.filter(Q(text__icontains=word) | Q(article__headline__icontains=word))
    return rows.filter(in_time(criteria.when, now, user)) if criteria.when else rows


def filters_of(user: User, place: str) -> list[SavedFilter]:
    """Return the person's own filters, then those that others share."""
    standing = SavedFilter.objects.filter(
        Q(owner=user) | Q(shared=True), place=place, deleted_at=None
    )
    return sorted(
        standing.select_related("owner"),
        key=lambda saved: (saved.owner_id != user.pk, saved.name.casefold()),
    )
