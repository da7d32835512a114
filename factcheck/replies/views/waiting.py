"""What the desk waits for over all articles, and how parties keep their deadlines.

Filters stand in the address.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factcheck.claims.models import PARTY_KINDS
from factcheck.newsroom.surviving import built
from factcheck.replies.models import CommentRequest, Reply
from factcheck.replies.reads import board, comment_requests
from factcheck.replies.reads.board import ORDERS, PERIODS, STATES, BoardFilter
from factcheck.replies.reads.comment_requests import RequestRow
from factcheck.replies.reads.with_record import records
from factcheck.replies.views.common import by_desk_clock, person

A_PAGE = 50


class CountedFilter(Paginator[int]):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: QuerySet[CommentRequest, int], count: int) -> None:
        super().__init__(rows, A_PAGE)
        self._count = count

    @cached_property
    def count(self) -> int:
        return self._count


def kept(query: QueryDict, *names: str) -> str:
    """Return the address's filters without `names`, for the links that set these."""
    left = query.copy()
    for name in ("page", *names):
        left.pop(name, None)
    return left.urlencode()


def _name(pk: int) -> str:
    return _("Comment request %(number)s") % {"number": pk}


@login_required
@require_safe
@by_desk_clock
def outstanding(request: HttpRequest) -> HttpResponse:
    by, now, filters = person(request), timezone.now(), BoardFilter.of(request.GET.dict())
    counts = board.counts(
        board.waited_for(by, BoardFilter(filters.party, filters.kind, filters.person), now), now
    )
    rows = board.waited_for(by, filters, now)
    page = CountedFilter(
        rows.values_list("pk", flat=True), counts[filters.state or "all"]
    ).get_page(request.GET.get("page"))

    def shown(pks: Sequence[int]) -> list[RequestRow]:
        return comment_requests.rows(records(pks), now)

    listed, lost = built(list(page.object_list), shown, _name)
    context = {
        "wanted": filters,
        "states": [(slug, words, counts[slug]) for slug, (words, _) in STATES.items()],
        "all": counts["all"],
        "people": board.people_on(by),
        "kinds": PARTY_KINDS,
        "page": page,
        "rows": listed,
        "lost": lost,
        "orphans": Reply.objects.orphans().count(),
        "kept": kept(request.GET),
        "stateless": kept(request.GET, "state"),
    }
    return render(request, "replies/outstanding.html", context)


@login_required
@require_safe
@by_desk_clock
def owed(request: HttpRequest) -> HttpResponse:
    """Who owes us an answer."""
    period = request.GET.get("days", "90")
    period = period if period in PERIODS else "90"
    order = request.GET.get("order", "-silent")
    order = order if order.removeprefix("-") in ORDERS else "-silent"
    days = int(period) if period else None
    figures = board.owing(person(request), timezone.now(), days=days, order=order)
    columns = [
        # Figures begin with the largest, names with A; the same again turns them round.
        (
            name,
            words,
            name if order == f"-{name}" or (name == "party" and order != name) else f"-{name}",
        )
        for name, words in ORDERS.items()
    ]
    unordered = kept(request.GET, "order")
    context = {
        "page": Paginator(figures, A_PAGE).get_page(request.GET.get("page")),
        "periods": PERIODS.items(),
        "period": period,
        "columns": columns,
        "order": order.removeprefix("-"),
        "sorted": "descending" if order.startswith("-") else "ascending",
        "kept": kept(request.GET),
        "unordered": f"{unordered}&" if unordered else "",
    }
    return render(request, "replies/owed.html", context)
