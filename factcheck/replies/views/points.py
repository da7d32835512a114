"""The points of one request: chosen, worded, ordered, withdrawn, and put in a further letter."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from factcheck.claims.models import Accusation, Claim, Quote
from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.forms.comment_requests import LocalTime, in_zone
from factcheck.replies.models import CommentRequest, Point
from factcheck.replies.reads.points import Charge
from factcheck.replies.views.common import do, person, request_for, shown_fingerprint

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

    return do(request, act, "Chosen. Word it below.", PAGE, pk)


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by = request_for(request, pk), person(request)
    text, copy_words = request.POST.get("text", ""), "copy_words" in request.POST
    act = partial(
        actions.add_point, by=by, request=comment_request, text=text, copy_words=copy_words
    )
    return do(request, act, "Added.", PAGE, pk)


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One point: `act` is word, up, down, withdraw or cover (with `mark`)."""
    mine = Point.objects.filter(request__in=CommentRequest.objects.visible_to(person(request)))
    point = get_object_or_404(mine.select_related("request__article"), pk=pk)
    by, act_asked = person(request), request.POST.get("act", "")

    def act() -> None:
        if act_asked == "word":
            text, copy_words = request.POST.get("text", ""), "copy_words" in request.POST
            actions.word_point(by=by, point=point, text=text, copy_words=copy_words)
        elif act_asked in ("up", "down"):
            actions.move_point(by=by, point=point, up=act_asked == "up")
        elif act_asked == "withdraw":
            actions.withdraw_point(by=by, point=point)
        elif act_asked == "cover":
            actions.cover(
                by=by, point=point, mark=mark_of(point.request, request.POST.get("mark", ""))
            )
        else:
            raise Refused("Say what is to become of the point.")

    return do(
        request, act, "Saved. Below is the letter exactly as it will go.", PAGE, point.request_id
    )


@login_required
@require_POST
def further(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a further letter with what is not yet asked.

    `until` is a wall-clock time in the request's zone.
    """
    comment_request, by = request_for(request, pk), person(request)

    def act() -> None:
        try:
            local = LocalTime(required=False).clean(request.POST.get("until", ""))
            until = in_zone(local, comment_request.time_zone) if local else None
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        actions.send_further(
            by=by,
            request=comment_request,
            until=until,
            # With a later deadline the letter says more than the one that was shown.
            seen="" if until else shown_fingerprint(request.POST, "seen"),
        )

    return do(request, act, "The further letter is on its way.", PAGE, pk)


def mark_of(comment_request: CommentRequest, key: str) -> Charge:
    kind, _, number = key.partition("-")
    if kind not in MARKS or not number.isdecimal():
        raise Refused("Choose a claim, a quote or an accusation of the copy.")
    mark: Charge | None = (
        MARKS[kind].objects.filter(pk=int(number), article=comment_request.article_id).first()
    )
    if mark is None:
        raise Refused("The copy no longer has these words.")
    return mark
