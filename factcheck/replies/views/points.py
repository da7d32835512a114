"""Points made from the copy's own words, or said to cover them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.claims.models import Accusation, Claim, Quote
from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, Point
from factcheck.replies.reads.points import Charge
from factcheck.replies.views.common import do, person, request_for

PAGE = "replies:request"
MARKS: dict[str, type[Charge]] = {"accusation": Accusation, "claim": Claim, "quote": Quote}


@login_required
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a point from a mark of the copy.

    `mark` is "claim-12"; `copy_words` lets its words go.
    """
    comment_request, by = request_for(request, pk), person(request)

    def act() -> None:
        mark = mark_of(comment_request, request.POST.get("mark", ""))
        actions.choose_point(
            by=by, request=comment_request, mark=mark, copy_words="copy_words" in request.POST
        )

    return do(request, act, _("Added. Word the question below."), PAGE, pk)


@login_required
@require_POST
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a question covers what the copy says in `mark` too."""
    mine = Point.objects.filter(request__in=CommentRequest.objects.visible_to(person(request)))
    point = get_object_or_404(mine.select_related("request__article"), pk=pk)

    def act() -> None:
        mark = mark_of(point.request, request.POST.get("mark", ""))
        actions.cover(by=person(request), point=point, mark=mark)

    return do(request, act, _("Noted."), PAGE, point.request_id)


def mark_of(comment_request: CommentRequest, key: str) -> Charge:
    kind, _dash, number = key.partition("-")
    if kind not in MARKS or not number.isdecimal():
        raise Refused(_("Choose a claim, a quote or an accusation of the copy."))
    mark: Charge | None = (
        MARKS[kind].objects.filter(pk=int(number), article=comment_request.article_id).first()
    )
    if mark is None:
        raise Refused(_("The copy no longer has these words."))
    return mark
