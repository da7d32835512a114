"""One request: what is put, to whom, until when, and everything that has passed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from factcheck.articles.models import Proof
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.replies import actions
from factcheck.replies.forms.comment_requests import (
    DropForm,
    ExtendForm,
    RequestCallForm,
    RequestForm,
    in_zone,
)
from factcheck.replies.forms.parties import ContactForm
from factcheck.replies.models import CommentRequest, Letter
from factcheck.replies.reads import comment_requests, points
from factcheck.replies.views.common import do, person, request_for

PAGE = "replies:request"


@login_required
@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request = request_for(request, pk)
    form = RequestForm(request.POST or None, request=comment_request)
    if request.method == "POST" and form.is_valid():
        try:
            _save(person(request), comment_request, dict(form.cleaned_data))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Saved. Below is the letter exactly as it will go.")
            return redirect(PAGE, pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "replies/request.html",
        _context(person(request), comment_request, form),
        status=status,
    )


@transaction.atomic
def _save(by: User, comment_request: CommentRequest, values: dict[str, Any]) -> None:
    point, copy_words = values.pop("points"), values.pop("copy_words")
    actions.edit_request(by=by, request=comment_request, **values)
    if point.strip():
        actions.add_point(by=by, request=comment_request, text=point, copy_words=copy_words)


def _context(by: User, comment_request: CommentRequest, form: RequestForm) -> dict[str, object]:
    row = comment_requests.rows(
        comment_requests.loaded(CommentRequest.objects.filter(pk=comment_request.pk)),
        timezone.now(),
    )[0]
    history = LogEntry.objects.filter(
        article_id=comment_request.article_id,
        subject="replies.commentrequest",
        subject_id=comment_request.pk,
    )
    proof = Proof.objects.filter(article=comment_request.article_id, current=True).first()
    proposed, others = points.candidates_of(row.request, proof) if proof else ([], [])
    further = row.request.state == "sent" and row.not_yet_asked and row.request.contact is not None
    return {
        "unasked": points.unasked_of(row.request),
        "proposed_points": proposed,
        "other_points": [other for other in others if not other.chosen],
        "further": actions.compose(row.request, "further") if further else None,
        "row": row,
        "one": row.request,
        "article": row.request.article,
        "form": form,
        "letter": actions.compose(row.request),
        "call_form": RequestCallForm(),
        "extend_form": ExtendForm(),
        "drop_form": DropForm(),
        "contact_form": ContactForm(initial={"time_zone": row.request.time_zone, "language": "en"}),
        "may_extend": by.may("extend deadline"),
        "may_settle": by.may("settle letter"),
        "history": history[:200],
    }


@login_required
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by = request_for(request, pk), person(request)
    return do(
        request,
        lambda: actions.take_up(by=by, request=comment_request),
        f"{comment_request.party} taken up.",
        PAGE,
        pk,
    )


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by = request_for(request, pk), person(request)
    seen = request.POST.get("seen", "")
    act = partial(actions.send_request, by=by, request=comment_request, seen=seen)
    return do(request, act, "The letter is on its way.", PAGE, pk)


@login_required
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, on = (
        request_for(request, pk),
        person(request),
        request.POST.get("on") == "1",
    )
    done = "On hold: no reminder goes." if on else "Off hold."
    return do(request, lambda: actions.hold(by=by, request=comment_request, on=on), done, PAGE, pk)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by = request_for(request, pk), person(request)
    reason = request.POST.get("reason", "")

    def act() -> None:
        actions.drop_request(by=by, request=comment_request, reason=reason)

    return do(
        request,
        act,
        f"Request to {comment_request.party} dropped.",
        "replies:of_article",
        comment_request.article_id,
    )


@login_required
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, form = request_for(request, pk), person(request), ExtendForm(request.POST)

    def act() -> None:
        values = _valid(form)
        try:
            until = in_zone(values["until"], comment_request.time_zone)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        actions.extend_deadline(
            by=by,
            request=comment_request,
            until=until,
            reason=values["reason"],
            tell=values["tell"],
        )

    return do(request, act, "The deadline is moved.", PAGE, pk)


@login_required
@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, form = (
        request_for(request, pk),
        person(request),
        RequestCallForm(request.POST),
    )

    def act() -> None:
        values = _valid(form)
        reached = values["says"] != "nobody"
        values["says"] = values["says"] if reached else ""
        actions.log_call(by=by, request=comment_request, reached=reached, **values)

    return do(request, act, "Logged.", PAGE, pk)


@login_required
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, form = request_for(request, pk), person(request), ContactForm(request.POST)

    def act() -> None:
        actions.save_contact(by=by, party=comment_request.party, **_valid(form))

    return do(request, act, "Contact added. Choose it above to use it.", PAGE, pk)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.select_related("outgoing", "request__article"), pk=pk)
    comment_request, by = request_for(request, letter.request_id), person(request)
    ruling = request.POST.get("ruling", "")

    def act() -> None:
        if ruling not in ("went", "did not go", "again"):
            raise Refused("Say whether it went.")
        actions.settle_letter(by=by, letter=letter, went=ruling == "went", again=ruling == "again")

    return do(request, act, "Settled.", PAGE, comment_request.pk)


def _valid(form: RequestCallForm | ContactForm | ExtendForm) -> dict[str, Any]:
    """Return the form's values, or raise Refused with what is wrong, field by field."""
    if form.is_valid():
        return dict(form.cleaned_data)
    faults = [
        f"{form.fields[name].label or name}: {' '.join(map(str, e))}"
        for name, e in form.errors.items()
    ]
    raise Refused(" ".join(faults))
