"""What the pages of requests share: who may see what, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk, User
from factcheck.replies.models import CommentRequest

Page = Callable[..., HttpResponse]


def by_desk_clock(view: Page) -> Page:
    """Show every time of a page by the desk's clock, whoever reads it.

    A deadline is the desk's word to a party: it reads alike for all who share it.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with timezone.override(Desk.load().zone):
            return view(request, *args, **kwargs)

    return shown


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


class UnsettledHour(Refused):
    """A time that clocks show twice: `times` are the fields of which somebody must say which."""

    def __init__(self, reason: str, times: list[str]) -> None:
        super().__init__(reason)
        self.times = times


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
    if doubled := getattr(form, "doubled", None):
        raise UnsettledHour(" ".join(faults), doubled)
    raise Refused(" ".join(faults))


def do(
    request: HttpRequest, act: Callable[[], Any], done: str, to: str, *args: Any
) -> HttpResponse:
    """Run `act`, say `done`, and go back to the page `to`; or say why it was refused."""
    try:
        act()
    except Refused as reason:
        return refused(request, reason, to, *args)
    messages.success(request, done)
    return redirect(to, *args)


def refused(request: HttpRequest, reason: Refused, to: str, *args: Any) -> HttpResponse:
    """Say why an act was refused: in its own form, which keeps what was typed and its place.

    Without a script the page `to` says it.
    """
    if not request.htmx:  # type: ignore[attr-defined]
        messages.error(request, str(reason))
        return redirect(to, *args)
    doubled = reason.times if isinstance(reason, UnsettledHour) else []
    context = {"reason": str(reason), "doubled": " ".join(doubled)}
    answer = render(request, "replies/_refused.html", context, status=422)
    answer["HX-Retarget"], answer["HX-Reswap"] = "this", "beforeend show:none"
    answer["HX-Reselect"], answer["HX-Push-Url"] = ".refused", "false"
    return answer
