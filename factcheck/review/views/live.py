"""What others do while a page is open: told to it every few seconds, without a reload."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from factcheck.newsroom.accounts import signed_in_user
from factcheck.review.reads.proof import news_of, progress
from factcheck.review.reads.steps import step_links, steps_of
from factcheck.review.views.page_changes import ShownPage, changes
from factcheck.review.views.proof_context import find_article

log = logging.getLogger(__name__)


@login_required
@require_POST
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what has changed on a page since it last asked; 204 where nothing has.

    It changes nothing itself: it is a POST because the page sends what it has, which may be long.
    Given: the fields of `ShownPage`; JSON back: what `changes` returns.
    """
    article = find_article(request, pk)
    page = ShownPage.told_in(request.POST)
    if page.since == news_of(article):
        return HttpResponse(status=204)
    return JsonResponse(changes(request, article, page))


@login_required
@require_safe
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the five steps with their figures, for a page that has shown the links alone.

    `tab` in the query is the page's own.
    """
    article = find_article(request, pk)
    context = {"article": article, "tab": request.GET.get("tab", "")}
    try:
        told = steps_of(article, signed_in_user(request))
    except Exception:
        # One row that cannot be read takes the figures away, never the way to the other pages.
        log.exception("The steps of article %s could not be told.", article.pk)
        failed = {**context, "links": step_links(article), "failed": True}
        return render(request, "review/_steps.html", failed)
    return render(request, "review/_steps.html", {**context, "steps": told, "links": told.all})


@login_required
@require_safe
def progress_bar(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what the machine still does, rendered."""
    article = find_article(request, pk)
    now = progress(article, article.proofs.defer("text").get(current=True))
    return render(request, "review/_progress.html", {"article": article, "progress": now})
