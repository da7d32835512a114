"""The board over all articles.

Whom the desk waits for, soonest first, and how each party has kept its deadlines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from factcheck.claims.models import PARTY_KINDS
from factcheck.newsroom.filters import AddressFilter, is_id
from factcheck.newsroom.models import User
from factcheck.replies.models import CommentRequest, Letter, Reply
from factcheck.replies.reads.comment_requests import outstanding_requests
from factcheck.replies.reads.parties import search_parties

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ANSWERED = ["answered", "partial", "referred", "legal threat", "withdrawn"]
_UNREAD = Reply.objects.filter(triaged_at__isnull=True, request__isnull=False).values("request")
_ASKED = Q(state="sent") & ~Q(pk__in=_UNREAD)
_IN_PART = Q(outcome="partial", awaits_more=False)
# slug: (what the page says, which requests); each outstanding request is in exactly one.
STATES: dict[str, tuple[StrPromise, Callable[[datetime], Q]]] = {
    "overdue": (_lazy("overdue"), lambda now: _ASKED & ~_IN_PART & Q(deadline__lte=now)),
    "waiting": (_lazy("awaiting reply"), lambda now: _ASKED & ~_IN_PART & Q(deadline__gt=now)),
    "unread": (_lazy("unsorted reply"), lambda now: Q(pk__in=_UNREAD)),
    "part": (_lazy("answered in part"), lambda now: _ASKED & _IN_PART),
    "queued": (_lazy("letter waiting to go"), lambda now: Q(state="queued") & ~Q(pk__in=_UNREAD)),
    "unknown": (_lazy("letter in doubt"), lambda now: Q(state="unknown") & ~Q(pk__in=_UNREAD)),
}


@dataclass(frozen=True, slots=True)
class BoardFilter(AddressFilter):
    """What somebody wants to see of the board; what is empty keeps nothing out."""

    CHECKS: ClassVar[Mapping[str, Callable[[str], bool]]] = {
        "kind": PARTY_KINDS.__contains__,
        "person": is_id,
        "state": STATES.__contains__,
    }

    party: str = ""  # words of its name, of another name or of an address; or its number
    kind: str = ""  # of party
    person: str = ""  # their number
    state: str = ""


def waited_for(user: User, filters: BoardFilter, now: datetime) -> QuerySet[CommentRequest]:
    """Return the outstanding requests that `wanted` lets through, soonest deadline first."""
    rows = outstanding_requests(user)
    if filters.party.isdecimal():
        rows = rows.filter(party_id=int(filters.party[:18]))
    elif filters.party:
        rows = rows.filter(party__in=search_parties(user, filters.party).order_by().values("pk"))
    if filters.kind:
        rows = rows.filter(party__kind=filters.kind)
    if filters.person:
        person = int(filters.person)
        wrote = Letter.objects.filter(request=OuterRef("pk"), outgoing__created_by=person)
        has = Q(article__assigned_to=person) | Q(taken_up_by=person)
        rows = rows.filter(has | Q(created_by=person) | Exists(wrote))
    if filters.state in STATES:
        rows = rows.filter(STATES[filters.state][1](now))
    return rows


def counts(rows: QuerySet[CommentRequest], now: datetime) -> dict[str, int]:
    """How many there are in each of STATES, and in "all", in one query."""
    by_state = {slug: Count("pk", filter=which(now)) for slug, (_, which) in STATES.items()}
    return rows.order_by().aggregate(all=Count("pk"), **by_state)


def people_on(user: User) -> QuerySet[User]:
    """Return whom one may ask the board for: people with an open article or a request."""
    # Each read once, not once a person: few people have very many articles.
    open_ones = CommentRequest.objects.filter(article__closed_at__isnull=True).order_by()
    has = Q(pk__in=open_ones.values("article__assigned_to"))
    took = Q(pk__in=open_ones.values("taken_up_by"))
    return User.objects.filter(has | took | Q(pk=user.pk)).order_by("name", "pk")


class Percentile(Aggregate):
    """PostgreSQL's percentile_cont.

    The value under which `share` of the values lie; rows without one do not count.
    """

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=float(share), output_field=DurationField(), **extra)


PERIODS = {
    "30": _lazy("30 days"),
    "90": _lazy("90 days"),
    "365": _lazy("a year"),
    "": _lazy("all time"),
}
ORDERS = {
    "party": _lazy("Party"),
    "asked": pgettext_lazy("how often", "Asked"),
    "answered": _lazy("Answered"),
    "declined": _lazy("Declined"),
    "silent": _lazy("No response"),
    "unread": _lazy("To be read"),
    "waiting": _lazy("Time left"),
    "median": _lazy("Median"),
    "slow": _lazy("9 of 10 within"),
}


def owing(
    user: User, now: datetime, *, days: int | None, order: str
) -> QuerySet[CommentRequest, Any]:
    """Return by party how often it was asked in the last `days`, and what became of it.

    Also how long its first real answer took (median and 90th percentile). Machines' mail is no
    answer, nor is a wish for time; what nobody has read yet is neither. `order` is one of ORDERS,
    from the top with "-" before it.
    """
    asked = CommentRequest.objects.visible_to(user).filter(sent_at__isnull=False)
    if days is not None:
        asked = asked.filter(sent_at__gte=now - timedelta(days=days))
    took = ExpressionWrapper(F("first_answer_at") - F("sent_at"), output_field=DurationField())
    unread = Q(pk__in=_UNREAD)
    nothing = Q(first_answer_at=None) & ~unread
    grouped = asked.order_by().values("party_id", name=F("party__name"))
    figures = grouped.annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(outcome__in=ANSWERED)),
        declined=Count("pk", filter=Q(outcome="no comment")),
        silent=Count("pk", filter=nothing & Q(deadline__lte=now)),
        unread=Count("pk", filter=Q(first_answer_at=None) & unread),
        waiting=Count("pk", filter=nothing & Q(deadline__gt=now)),
        median=Percentile(took, share=0.5),
        slow=Percentile(took, share=0.9),
    )
    column = order.removeprefix("-")
    by = F({"party": "name"}.get(column, column if column in ORDERS else "silent"))
    descending = order.startswith("-") or column not in ORDERS
    return figures.order_by(
        by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), "name", "party_id"
    )
