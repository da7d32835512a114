"""What came back: triage by one key, orphans, machines' mail."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, MailNotice, Reply
from factcheck.replies.reads import comment_requests
from factcheck.replies.views.common import do, person


@login_required
@require_safe
def unfiled(request: HttpRequest) -> HttpResponse:
    by = person(request)
    asked = comment_requests.outstanding_requests(by).select_related("party", "article")
    context = {
        "orphans": comment_requests.orphans(by),
        "notices": comment_requests.unread_notices(by)[:200],
        "asked": asked[:200],
    }
    return render(request, "replies/orphans.html", context)


def _reply(request: HttpRequest, pk: int) -> Reply:
    mine = Q(request__isnull=True) | Q(
        request__in=CommentRequest.objects.visible_to(person(request))
    )
    return get_object_or_404(Reply.objects.select_related("request__article").filter(mine), pk=pk)


@login_required
@require_POST
def triage(request: HttpRequest, pk: int) -> HttpResponse:
    reply, by, says = _reply(request, pk), person(request), request.POST.get("says", "")
    to = ("replies:request", reply.request_id) if reply.request_id else ("replies:orphans",)
    return do(
        request, lambda: actions.triage(by=by, reply=reply, says=says), f"Noted: {says}.", *to
    )


@login_required
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    reply, by, chosen = _reply(request, pk), person(request), request.POST.get("request", "")

    def act() -> None:
        comment_request = (
            CommentRequest.objects.visible_to(by)
            .filter(pk=int(chosen) if chosen.isdecimal() else 0)
            .first()
        )
        if comment_request is None:
            raise Refused("Choose the request that it answers.")
        actions.file_orphan(by=by, reply=reply, request=comment_request)

    return do(request, act, "Filed.", "replies:orphans")


@login_required
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    by = person(request)
    mine = Q(request__isnull=True) | Q(request__in=CommentRequest.objects.visible_to(by))
    mail_notice = get_object_or_404(
        MailNotice.objects.select_related("request__article").filter(mine), pk=pk
    )
    to = (
        ("replies:request", mail_notice.request_id)
        if mail_notice.request_id
        else ("replies:orphans",)
    )
    if request.POST.get("ruling") == "answer":
        return do(
            request,
            lambda: actions.take_as_reply(by=by, notice=mail_notice),
            "It waits to be read as a reply.",
            *to,
        )
    return do(request, lambda: actions.see_notice(by=by, notice=mail_notice), "Seen.", *to)
