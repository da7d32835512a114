"""What the pages of requests share: who may see what, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import NOT_SENT, shown_in
from factcheck.replies.models import CommentRequest


def person(request: HttpRequest) -> User:
    """Who is signed in; the views are behind login_required."""
    return cast("User", request.user)


def article_for(request: HttpRequest, pk: int) -> Article:
    """404 for what the person may not see, as for what is not there."""
    return get_object_or_404(Article.objects.visible_to(person(request)), pk=pk)


def request_for(request: HttpRequest, pk: int) -> CommentRequest:
    seen = CommentRequest.objects.visible_to(person(request)).select_related(
        "article", "party", "contact"
    )
    return get_object_or_404(seen, pk=pk)


def shown_fingerprint(posted: Mapping[str, str], name: str) -> str:
    """Return the fingerprint of the letter that was on the screen; Refused where none was sent."""
    if not (seen := shown_in(posted, name)):
        raise Refused(NOT_SENT)
    return seen


def valid(form: forms.BaseForm) -> dict[str, Any]:
    """Return the form's values, or raise Refused with what is wrong, field by field."""
    if form.is_valid():
        return dict(form.cleaned_data)
    faults = [
        f"{form.fields[name].label or name}: {' '.join(map(str, errors))}"
        if name in form.fields
        else " ".join(map(str, errors))
        for name, errors in form.errors.items()
    ]
    raise Refused(" ".join(faults))


def do(
    request: HttpRequest, act: Callable[[], Any], done: str, to: str, *args: Any
) -> HttpResponse:
    """Run `act`, say `done` or why it was refused, and go back to the page `to`."""
    try:
        act()
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect(to, *args)
