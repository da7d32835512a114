"""What others do while a page is open: told to it every few seconds, without a reload."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Article
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.models import LogEntry
from factcheck.review.reads.card import may
from factcheck.review.reads.gate import cleared_now, gather
from factcheck.review.reads.paper import block_html, line, signature
from factcheck.review.reads.passes import pass_rows
from factcheck.review.reads.proof import ProofSheet, news_of, progress, sheet, standing_queries
from factcheck.review.reads.steps import step_links, steps_from, steps_of
from factcheck.review.reads.suggestions import suggested
from factcheck.review.rules.gate import blockers
from factcheck.review.views.proof_context import find_article

log = logging.getLogger(__name__)
NEWS_SHOWN = 3  # of a colleague's last acts


@login_required
@require_POST
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what has changed on a page since it last asked; 204 where nothing has.

    It changes nothing itself: it is a POST because the page sends what it has, which may be long.
    Given: `since`, its last token; `proof`, the id of the one it shows; `blocks`, the signatures of
    its blocks, `lines` those of its items; `all`, where it shows every claim. JSON back: `since`;
    `newer`, the number of a newer proof, else 0; `blocks`, by place the signature and the inside of
    each that differs; `lines`, by key the items that differ, and `groups`, all keys in their order;
    `parts`, pieces of the page by the id of their element; `news`, what others did.
    """
    article = find_article(request, pk)
    since = request.POST.get("since", "")
    now = news_of(article)
    if since == now:
        return HttpResponse(status=204)
    shown = sheet(article, show_all="all" in request.POST)
    newer = shown.proof.number if request.POST.get("proof") != str(shown.proof.pk) else 0
    had = request.POST.get("blocks", "").split(",")
    known = frozenset(request.POST.get("lines", "").split(","))
    return JsonResponse(
        {
            "since": now,
            "newer": newer,
            "blocks": {} if newer else _changed(shown, had),
            "lines": {} if newer else _lines(shown, known),
            "groups": {} if newer else _groups(shown),
            "parts": _parts(request, article, shown, newer),
            "news": _news(request, article, since),
        }
    )


def _changed(shown: ProofSheet, had: list[str]) -> dict[int, tuple[str, str]]:
    insides = [block_html(block, shown) for block in shown.blocks]
    signed = [(signature(html), html) for html in insides]
    return {n: block for n, block in enumerate(signed) if n >= len(had) or block[0] != had[n]}


def _lines(shown: ProofSheet, known: frozenset[str]) -> dict[str, str]:
    lines = [(item.key, *line(item)) for item in shown.items.all]
    return {key: html for key, sign, html in lines if sign not in known}


def _groups(shown: ProofSheet) -> dict[str, list[str]]:
    return {group: [item.key for item in found] for group, _, found in shown.groups}


def _parts(request: HttpRequest, article: Article, shown: ProofSheet, newer: int) -> dict[str, str]:
    queries = standing_queries(article)
    by = signed_in_user(request)
    looked_at = gather([article], timezone.now(), shown.on.rulings)[article.pk]
    reads = list(shown.proof.first_reads.select_related("by"))
    passes = pass_rows(article, shown.proof, looked_at, by.pk)
    steps = steps_from(article, by, looked_at, shown.items, passes, reads)
    context: dict[str, Any] = {
        "article": article,
        "coverage": shown.coverage,
        "newer": newer,
        "gate": blockers(looked_at),
        "looked_at": looked_at,
        "cleared": cleared_now([article.pk]).select_related("by").first(),
        "findings": shown.findings.counts(),
        "steps": steps,
        "links": steps.all,
        "tab": "proof",
        "user": by,
        "queries": queries,
        "may": may(by, article),
        "progress": progress(article, shown.proof),
        "alarms": shown.alarms,
        "suggested": suggested(shown.on),
        "first_reads": reads,
        "proof": shown.proof,
    }
    names = {
        "steps": "steps",
        "coverage": "coverage",
        "gate": "gate",
        "query-list": "query_list",
        "progress": "progress",
        "alarms": "alarms",
        "suggestions": "suggestions",
        "first-read": "first_read",
    }
    rendered = {
        part: render_to_string(f"review/_{name}.html", context, request)
        for part, name in names.items()
    }
    count = f'<span id="query-count" class="num soft">{len(queries)}</span>'
    return {**rendered, "query-count": count}


def _news(request: HttpRequest, article: Article, since: str) -> list[str]:
    """Return the last things that colleagues did."""
    newest = since.partition(".")[0]
    if not newest.isdecimal() or len(newest) > 18:
        return []
    others = LogEntry.objects.filter(article_id=article.pk, id__gt=int(newest), by__isnull=False)
    rows = (
        others.exclude(by=signed_in_user(request))
        .order_by("-id")
        .values_list("by_name", "text")[:NEWS_SHOWN]
    )
    return [f"{name}: {text}" for name, text in reversed(rows)]


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
