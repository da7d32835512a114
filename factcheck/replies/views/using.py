"""What the copy makes of a reply, said on the reply."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, Reply, Statement, Use
from factcheck.replies.views.common import do, person

PAGE = "replies:request"


def _reply(request: HttpRequest, pk: int) -> Reply:
    mine = CommentRequest.objects.visible_to(person(request))
    return get_object_or_404(Reply.objects.filter(request__in=mine), pk=pk)


@login_required
@require_POST
def mark_use(request: HttpRequest, pk: int) -> HttpResponse:
    reply = _reply(request, pk)
    act = partial(
        actions.mark_use, by=person(request), reply=reply, words=request.POST.get("words", "")
    )
    return do(request, act, _("Linked."), PAGE, reply.request_id)


@login_required
@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """`act`: off, or confirm what moved."""
    mine = CommentRequest.objects.visible_to(person(request))
    mark = get_object_or_404(
        Use.objects.select_related("article", "reply").filter(reply__request__in=mine), pk=pk
    )
    by, act_asked = person(request), request.POST.get("act", "")

    def act() -> None:
        if act_asked not in ("off", "confirm"):
            raise Refused(_("Say what is to become of it."))
        (actions.confirm_use if act_asked == "confirm" else actions.unmark_use)(by=by, use=mark)

    return do(request, act, _("Noted."), PAGE, mark.reply.request_id)


@login_required
@require_POST
def make_statement(request: HttpRequest, pk: int) -> HttpResponse:
    reply, kind, words = (
        _reply(request, pk),
        request.POST.get("kind", ""),
        request.POST.get("words", ""),
    )
    act = partial(actions.make_statement, by=person(request), reply=reply, kind=kind, words=words)
    return do(request, act, _("Kept."), PAGE, reply.request_id)


@login_required
@require_POST
def link_statement(request: HttpRequest, pk: int) -> HttpResponse:
    mine = CommentRequest.objects.visible_to(person(request))
    statement = get_object_or_404(
        Statement.objects.select_related("reply").filter(reply__request__in=mine), pk=pk
    )
    act = partial(actions.link_statement, by=person(request), statement=statement)
    return do(request, act, _("Linked."), PAGE, statement.reply.request_id)
