"""The desk, the queue's own page, and the filters people keep of both."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrPromise

from factcheck.desk import actions
from factcheck.desk.forms import QueueActForm
from factcheck.desk.models import QUEUE_KINDS, QueueItem, SavedFilter
from factcheck.desk.reads import board as board_reads
from factcheck.desk.reads import listing as desk_reads
from factcheck.desk.reads import queue_page
from factcheck.desk.reads.first_day import first_day
from factcheck.desk.reads.lines import any_stale
from factcheck.desk.reads.queue_words import item_words
from factcheck.desk.reads.workload import loads, weights_explained
from factcheck.evidence.reads.offers import offered_searches
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.reads import people_who_may
from factcheck.newsroom.templatetags.times import clock
from factcheck.newsroom.translating import translated
from factcheck.post.models import Mailbox

DESK_COLUMNS = [
    (_lazy("Article"), "headline", False),
    (_lazy("State"), "state", False),
    (_lazy("Blocked by, since"), "stuck", False),
    (_lazy("Deadline"), "deadline", False),
    (_lazy("Facts open"), "facts", True),
    (_lazy("Claims"), "claims", True),
    (_lazy("Conflicts"), "conflicts", True),
    (_lazy("Quotes"), "quotes", True),
    (_lazy("Queries"), "queries", True),
    (_lazy("Awaiting reply"), "awaited", True),
    (_lazy("Unsorted replies"), "unread", True),
    (_lazy("Checker"), "who", False),
]
QUEUE_COLUMNS = [
    (_lazy("Kind"), "kind", False),
    (_lazy("What"), "what", False),
    (_lazy("Article"), "article", False),
    (_lazy("Age"), "age", True),
    (_lazy("Deadline"), "deadline", False),
    (_lazy("Assigned to"), "who", False),
]


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    by = signed_in_user(request)
    if there := _opens_with(request, "desk"):
        return there
    now = timezone.now()
    drawing = any_stale(now)
    if drawing:
        actions.draw_lines(now=now)
        drawing = any_stale(now)
    criteria = desk_reads.DeskFilter.of(request.GET.dict())
    context = {
        "wanted": criteria,
        "people": people_who_may("mark copy"),
        "shows": desk_reads.SHOWS.items(),
        "states": [(key, translated(name)) for key, name in desk_reads.STATES.items()],
        "times": desk_reads.TIMES.items(),
        "reasons": desk_reads.REASON_NAMES.items(),
        "queue": queue_page.queue_counts(by, now) if by.may("work queue") else None,
        **_filters(request, "desk", criteria.query),
    }
    if not request.GET:
        return render(request, "desk/board.html", {**context, **_board(by, now, drawing)})
    page = desk_reads.desk(by, now, criteria, page_number(request), drawing=drawing)
    context |= {"page": page, "columns": columns(DESK_COLUMNS, criteria.sort)}
    return render(request, "desk/listing.html", context)


def _board(by: User, now: datetime, drawing: bool) -> dict[str, Any]:
    """For templates/desk/board.html, beside what the list shows too."""
    return {
        "board": board_reads.board(by, now, drawing=drawing),
        "loads": loads(by, now) if by.may("set article") else None,
        "weights": weights_explained(),
        "offers": offered_searches(by),
        "first_day": first_day(by),
    }


@login_required
@require_POST
def test_mailbox(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Read a mailbox now, and say what came of it."""
    mailbox = get_object_or_404(Mailbox, pk=pk)
    outcome = actions.check_mailbox(by=signed_in_user(request), mailbox=mailbox)
    level = messages.ERROR if mailbox.error else messages.SUCCESS
    messages.add_message(request, level, outcome)
    return redirect("desk:list")


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    by = signed_in_user(request)
    if not by.may("work queue"):
        raise NotAllowed(_("The queue is worked by checkers, editors and chiefs."))
    if there := _opens_with(request, "queue"):
        return there
    page = queue_page.queue_page(
        by, timezone.now(), queue_page.QueueFilter.of(request.GET.dict()), page_number(request)
    )
    context = {
        "page": page,
        "columns": columns(QUEUE_COLUMNS, page.wanted.sort),
        "states": [(key, translated(name)) for key, name in queue_page.STATES.items()],
        "times": desk_reads.TIMES.items(),
        "kinds": QUEUE_KINDS,
        **_filters(request, "queue", page.wanted.query),
    }
    return render(request, "desk/queue.html", context)


@login_required
@require_POST
def queue_act(request: HttpRequest) -> HttpResponseBase:
    """One act on the items ticked, and what became of each."""
    by = signed_in_user(request)
    back = _back("queue", request.POST.get("query", ""))
    form = QueueActForm(request.POST, by=by)
    if not form.is_valid():
        for faults in form.errors.values():
            messages.error(request, " ".join(str(fault) for fault in faults))
        return redirect(back)
    items = QueueItem.objects.filter(pk__in=[pk for pk, _ in form.cleaned_data["items"]])
    try:
        outcome = _act(by, items, form.cleaned_data)
    except (Refused, NotAllowed) as reason:
        messages.error(request, str(reason))
    else:
        asked = form.cleaned_data
        until = clock(asked["until"]) if asked["until"] else ""
        tell(request, outcome, asked["act"], to=asked["to"] or _("nobody"), until=until)
    return redirect(back)


def _act(by: User, items: Any, asked: dict[str, Any]) -> actions.QueueOutcome:
    seen = asked["seen"]
    match asked["act"]:
        case "take":
            return actions.take(by=by, items=items, seen=seen)
        case "give":
            return actions.assign(by=by, items=items, to=asked["to"], seen=seen)
        case "defer":
            return actions.defer(by=by, items=items, until=asked["until"], seen=seen)
        case "resolve":
            return actions.resolve(by=by, items=items, note=asked["note"], seen=seen)
        case _:
            return actions.reopen(by=by, items=items, seen=seen)


_DONE: Final = {
    "take": ngettext_lazy(
        "%(count)s item assigned to you.",
        "%(count)s items assigned to you.",
        "count",
    ),
    "give": ngettext_lazy(
        "%(count)s item assigned to %(to)s.",
        "%(count)s items assigned to %(to)s.",
        "count",
    ),
    "defer": ngettext_lazy(
        "%(count)s item snoozed until %(until)s.",
        "%(count)s items snoozed until %(until)s.",
        "count",
    ),
    "resolve": ngettext_lazy("%(count)s item resolved.", "%(count)s items resolved.", "count"),
    "reopen": ngettext_lazy("%(count)s item reopened.", "%(count)s items reopened.", "count"),
}


def tell(request: HttpRequest, outcome: actions.QueueOutcome, act: str, **values: Any) -> None:
    """How many were done, and each that was not with its reason.

    `act` is one of the form's ACTS; `values` are the words its sentence needs: `to`, `until`.
    """
    count = len(outcome.done)
    if count:
        messages.success(request, _DONE[act] % {"count": count, **values})
    for item, why in outcome.left:
        messages.warning(
            request, _("Not done: %(text)s %(why)s") % {"text": item_words(item.text), "why": why}
        )
    if not count and not outcome.left:
        messages.warning(request, _("Tick the items first."))


@login_required
@require_POST
def save_filter(request: HttpRequest, place: str) -> HttpResponseBase:
    query = _clean(place, request.POST.get("query", ""))
    try:
        saved = actions.save_filter(
            by=signed_in_user(request), place=place, name=request.POST.get("name", ""), query=query
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved as “%(saved)s”.") % {"saved": saved})
    return redirect(_back(place, query))


@login_required
@require_POST
def change_filter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Share, open with, delete, bring back: `act` says which."""
    by, act = signed_in_user(request), request.POST.get("act", "")
    saved = get_object_or_404(SavedFilter, pk=pk, owner=by)
    try:
        if act in ("share", "unshare"):
            actions.share_filter(by=by, saved=saved, shared=act == "share")
        elif act in ("first", "not first"):
            actions.open_with_filter(by=by, saved=saved, first=act == "first")
        elif act == "delete":
            actions.delete_filter(by=by, saved=saved)
            return redirect(
                f"{_back(saved.place, request.POST.get('query', ''))}&deleted={saved.pk}"
            )
        elif act == "restore":
            actions.restore_filter(by=by, saved=saved)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(saved.place, request.POST.get("query", "")))


def columns(named: list[tuple[StrPromise, str, bool]], sort: str) -> list[dict[str, object]]:
    """Return a table's columns: where a click sorts next, and how it is sorted now."""
    return [
        {
            "name": name,
            "num": num,
            "sort": f"-{key}" if sort == key else key,
            "now": {key: "ascending", f"-{key}": "descending"}.get(sort, ""),
        }
        for name, key, num in named
    ]


def page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 6 else 1


def _clean(place: str, query: str) -> str:
    filter_class: Any = desk_reads.DeskFilter if place == "desk" else queue_page.QueueFilter
    return str(filter_class.of(QueryDict(query).dict()).query)


def _back(place: str, query: str) -> str:
    """Return the address of the page with its filter kept.

    Never the bare address, which would open the page with the person's first filter.
    """
    page = reverse("desk:list" if place == "desk" else "desk:queue")
    return f"{page}?{_clean(place, query) or 'show=all'}"


def _opens_with(request: HttpRequest, place: str) -> HttpResponseBase | None:
    """Redirect a bare address to the filter the person chose to open with."""
    if request.GET:
        return None
    first = SavedFilter.objects.filter(
        owner=signed_in_user(request), place=place, first=True, deleted_at=None
    ).first()
    return redirect(f"{request.path}?{first.query}") if first and first.query else None


def _filters(request: HttpRequest, place: str, query: str) -> dict[str, Any]:
    """For templates/desk/_filters.html."""
    by, deleted = signed_in_user(request), request.GET.get("deleted", "")
    gone = SavedFilter.objects.filter(owner=by, deleted_at__isnull=False)
    return {
        "place": place,
        "save_url": reverse(f"desk:save_{place}_filter"),
        "query": query,
        "filters": queue_page.filters_of(by, place),
        "deleted": gone.filter(pk=int(deleted)).first()
        if deleted.isdecimal() and len(deleted) < 10
        else None,
    }
