"""What came back: triage by one key, orphans, machines' mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import shown_in
from factcheck.newsroom.translating import translated
from factcheck.replies import actions
from factcheck.replies.forms.comment_requests import SortForm, TermsForm
from factcheck.replies.models import CommentRequest, MailNotice, Point, Reply
from factcheck.replies.reads import comment_requests
from factcheck.replies.reads.vocabulary import in_words
from factcheck.replies.views.common import by_desk_clock, do, person, refused, valid


@login_required
@require_safe
@by_desk_clock
def unfiled(request: HttpRequest) -> HttpResponse:
    by = person(request)
    waiting = comment_requests.outstanding_requests(by).select_related("party", "article")[:200]
    context = {
        "orphans": comment_requests.orphans(by),
        "notices": comment_requests.unread_notices(by)[:200],
        "waiting": waiting,
        "answered": comment_requests.asked_before(by, [one.pk for one in waiting])[:200],
    }
    return render(request, "replies/orphans.html", context)


def _reply(request: HttpRequest, pk: int) -> Reply:
    mine = Q(request__isnull=True) | Q(
        request__in=CommentRequest.objects.visible_to(person(request))
    )
    return get_object_or_404(Reply.objects.select_related("request__article").filter(mine), pk=pk)


def _back(reply: Reply, posted: QueryDict) -> tuple[Any, ...]:
    """Return the page on which the reply was shown: the article's requests, its own, or neither."""
    if reply.request is None:
        return ("replies:orphans",)
    if posted.get("back") == "board":
        return ("replies:of_article", reply.request.article_id)
    return ("replies:request", reply.request_id)


@login_required
@require_POST
def triage(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what a reply says and on what terms; give it the time, or ask whom it names."""
    reply, by, form = _reply(request, pk), person(request), SortForm(request.POST)
    if reply.request is not None:
        form.default_zone = reply.request.time_zone
    to = _back(reply, request.POST)
    try:
        given = valid(form)
        with transaction.atomic():
            actions.triage(
                by=by,
                reply=reply,
                says=given["says"],
                terms=form.terms_given() if "terms" in request.POST else None,
                wish=actions.Wish(given["asks_until"], given["refers_to"]),
                expected=shown_in(request.POST, "expected"),
            )
            onward = _follow_wish(by, reply, given)
    except Refused as reason:
        return refused(request, reason, *to)
    messages.success(
        request,
        _("Noted: %(says)s.") % {"says": _said(given["says"])},
    )
    return onward or redirect(*to)


def _said(says: str) -> str:
    """Return what a reply was sorted as, as the requests' state says it."""
    known = comment_requests.WORDS.get(says)
    return translated(known) if known else in_words(says, "answer")


def _follow_wish(by: User, reply: Reply, given: Mapping[str, Any]) -> HttpResponse | None:
    """Do what the answer asks for, where whoever sorts it says so."""
    if reply.request is None:
        return None
    if given["says"] == "asks for time" and given["give"]:
        if given["asks_until"] is None:
            raise Refused(_("Say until when it asks for time."))
        actions.extend_deadline(
            by=by,
            request=reply.request,
            until=given["asks_until"],
            reason="The party asked for time.",
        )
    if given["says"] == "referred" and (given["refers_address"] or given["refers_party"]):
        asked, contact = actions.take_referral(
            by=by,
            reply=reply,
            address=given["refers_address"],
            name=given["refers_to"],
            party=given["refers_party"],
        )
        query = f"?to={contact.pk}" if contact and asked.pk == reply.request_id else ""
        return redirect(reverse("replies:request", args=[asked.pk]) + query + "#compose")
    return None


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a reply: `act` is terms, share, split, move, withdraw, restore or answers."""
    reply, by = _reply(request, pk), person(request)
    to = _back(reply, request.POST)

    def act() -> None:
        asked = request.POST.get("act", "")
        if asked in ("share", "split", "move"):
            _to_another(by, reply, asked, request.POST)
        elif asked == "terms":
            form = TermsForm(request.POST)
            form.default_zone = reply.request.time_zone if reply.request else "UTC"
            valid(form)
            actions.set_terms(by=by, reply=reply, terms=form.terms_given())
        elif asked == "answers":
            _lay(by, reply, request.POST)
        elif asked == "withdraw":
            actions.withdraw_reply(by=by, reply=reply, why=request.POST.get("why", ""))
        elif asked == "restore":
            actions.restore_reply(by=by, reply=reply)
        else:
            raise Refused(_("Say what is to become of the reply."))

    return do(request, act, _("Done. What the copy may say follows."), *to)


def _lay(by: User, reply: Reply, posted: QueryDict) -> None:
    pk = posted.get("point", "")
    point = Point.objects.filter(
        pk=int(pk) if pk.isdecimal() else 0, request=reply.request_id
    ).first()
    if point is None:
        raise Refused(_("Choose the question that it answers."))
    actions.lay_beside(by=by, reply=reply, point=point, words=posted.get("words", ""))


def _to_another(by: User, reply: Reply, act: str, posted: QueryDict) -> None:
    chosen = posted.get("request", "")
    other = (
        CommentRequest.objects.visible_to(by)
        .filter(pk=int(chosen) if chosen.isdecimal() else 0)
        .first()
    )
    if other is None:
        raise Refused(_("Choose the request that it answers."))
    if act == "move":
        actions.move_reply(by=by, reply=reply, request=other)
        return
    words = posted.get("words", "") if act == "split" else ""
    if act == "split" and not words.strip():
        raise Refused(_("Give the passage that is to be split off."))
    actions.share_reply(by=by, reply=reply, request=other, words=words)


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
            raise Refused(_("Choose the request that it answers."))
        actions.file_orphan(by=by, reply=reply, request=comment_request)

    return do(request, act, _("Matched."), "replies:orphans")


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
            _("It is an unsorted reply now."),
            *to,
        )
    return do(request, lambda: actions.see_notice(by=by, notice=mail_notice), _("Seen."), *to)
