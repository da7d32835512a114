"""One article's parties side by side."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.claims.actions import party_named
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk
from factcheck.newsroom.seen import NOT_SENT
from factcheck.replies import actions, rules
from factcheck.replies.models import TERMS, CommentRequest
from factcheck.replies.reads import comment_requests, frozen_sentence, points
from factcheck.replies.views.common import article_for, person


@login_required
@require_safe
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    article, now = article_for(request, pk), timezone.now()
    rows = comment_requests.requests_of(article, now)
    facts = [row.facts for row in rows]
    house = comment_requests.house()
    spoken = rules.sentence(facts, now, house)
    context = {
        "article": article,
        "terms": TERMS,
        "may_extend": person(request).may("extend deadline"),
        "proposed": [row for row in rows if row.status == "proposed"],
        "asked": [row for row in rows if row.status not in ("proposed", "dropped")],
        "dropped": [row for row in rows if row.status == "dropped"],
        "unsent": [row for row in rows if row.may_send],
        "sentence": spoken,
        "then": rules.sentence_if_sent(facts, now, house) if spoken.to_come else None,
        "mismatches": comment_requests.asks_against_record(article, now),
        "frozen": frozen_sentence.frozen_of(article),
        "drift": frozen_sentence.drift_of(article, now),
        "unasked": points.not_yet_asked([article.pk])[article.pk],
    }
    return render(request, "replies/of_article.html", context)


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    article, by = article_for(request, pk), person(request)
    name = " ".join(request.POST.get("party", "").split())[:200]
    if not name:
        messages.error(request, "Write the party's name.")
        return redirect("replies:of_article", pk)

    try:
        made = actions.add_request(by=by, article=article, party=party_named(name, False))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("replies:of_article", pk)
    return redirect("replies:request", made.pk)


@login_required
@require_POST
def take_up_all(request: HttpRequest, pk: int) -> HttpResponse:
    article, by = article_for(request, pk), person(request)
    taken = 0
    for comment_request in CommentRequest.objects.filter(article=article, state="proposed"):
        try:
            actions.take_up(by=by, request=comment_request)
            taken += 1
        except Refused as reason:
            messages.error(request, str(reason))
    messages.success(request, f"Taken up: {taken}.")
    return redirect("replies:of_article", pk)


@login_required
@require_http_methods(["GET", "POST"])
def send_several(request: HttpRequest, pk: int) -> HttpResponse:
    """One page that shows every letter exactly as it will go, and one button."""
    article = article_for(request, pk)
    if request.method == "POST":
        chosen = [
            int(chosen_id) for chosen_id in request.POST.getlist("request") if chosen_id.isdecimal()
        ][:200]
        chosen_ids = (
            CommentRequest.objects.filter(article=article, pk__in=chosen)
            .select_related("article")
            .order_by("pk")
        )
        # A letter that was not shown is none that was looked over: it does not go.
        seen = {pk: request.POST.get(f"seen-{pk}") or NOT_SENT for pk in chosen}
        letters, refused = actions.send_requests(by=person(request), requests=chosen_ids, seen=seen)
        for reason in refused:
            messages.error(request, reason)
        messages.success(request, f"Letters on their way: {len(letters)}.")
        return redirect("replies:of_article", pk)
    rows = [row for row in comment_requests.requests_of(article, timezone.now()) if row.may_send]
    desk, templates, by = Desk.load(), actions.letter_templates(), person(request)
    ready = [
        (row, actions.compose(row.request, desk=desk, templates=templates, sender=by))
        for row in rows
        if not row.lacks
    ]
    context = {"article": article, "ready": ready, "lacking": [row for row in rows if row.lacks]}
    return render(request, "replies/send_several.html", context)
