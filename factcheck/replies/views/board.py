"""One article's parties side by side."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.articles.models import Article
from factcheck.claims.actions import party_named
from factcheck.claims.models import Accusation, Party
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk
from factcheck.newsroom.seen import NOT_SENT
from factcheck.replies import actions, rules
from factcheck.replies.models import TERMS, CommentRequest
from factcheck.replies.reads import comment_requests, frozen_sentence, points
from factcheck.replies.reads.accused import accused_without_request
from factcheck.replies.reads.comment_requests import RequestRow
from factcheck.replies.views.common import article_for, by_desk_clock, person, refused

PAGE = "replies:of_article"


@login_required
@require_safe
@by_desk_clock
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    return _board(request, article_for(request, pk))


def _board(
    request: HttpRequest, article: Article, why_not: str = "", typed: str = ""
) -> HttpResponse:
    """Show the board; `why_not` says why the party that was `typed` is not asked."""
    now, desk = timezone.now(), Desk.load()
    rows = comment_requests.requests_of(article, now, desk)
    charges = points.charges_of([article.pk])
    facts = [row.facts for row in rows]
    house = comment_requests.house(desk)
    spoken = rules.sentence(facts, now, house)
    context = {
        "article": article,
        "terms": TERMS,
        "may_extend": person(request).may("extend deadline"),
        "accused": accused_without_request(charges[article.pk], [row.request for row in rows]),
        **_grouped(rows),
        "sentence": spoken,
        "then": rules.sentence_if_sent(facts, now, house) if spoken.to_come else None,
        "mismatches": comment_requests.asks_against_record(article, now),
        "frozen": frozen_sentence.frozen_of(article),
        "drift": frozen_sentence.drift_of(article, now),
        "unasked": points.not_yet_asked([article.pk], charges)[article.pk],
        "why_not": why_not,
        "typed": typed,
    }
    status = 422 if why_not else 200
    return render(request, "replies/of_article.html", context, status=status)


def _grouped(rows: Sequence[RequestRow]) -> dict[str, list[RequestRow]]:
    """Return the rows by what somebody has decided of each party, and those with a letter to go."""
    return {
        "proposed": [row for row in rows if row.status == "proposed"],
        "asked": [row for row in rows if row.status not in ("proposed", "dropped")],
        "dropped": [row for row in rows if row.status == "dropped"],
        "unsent": [row for row in rows if row.may_send],
    }


@login_required
@require_POST
@by_desk_clock
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a party by name, or one that the copy accuses; or say why that one is not asked."""
    article, by = article_for(request, pk), person(request)
    if "same" in request.POST:
        return _add_the_same(request, article)
    name = " ".join(request.POST.get("party", "").split())[:200]
    try:
        accusation = _accusation(article, request.POST.get("accusation", ""))
        if request.POST.get("act") == "decline" and accusation is not None:
            why = request.POST.get("reason", "")
            made = actions.decline_to_ask(by=by, article=article, accusation=accusation, reason=why)
            messages.success(request, _("%(party)s is not asked.") % {"party": made.party})
            return redirect(PAGE, pk)
        party = accusation.party if accusation else _party(name)
        made = actions.add_request(by=by, article=article, party=party, accusation=accusation)
    except Refused as reason:
        if request.htmx:  # type: ignore[attr-defined]
            return refused(request, reason, PAGE, pk)
        return _board(request, article, str(reason), name)
    return redirect("replies:request", made.pk)


def _add_the_same(request: HttpRequest, article: Article) -> HttpResponse:
    """Put one request's questions to other parties; the letters are looked over together."""
    chosen, by = request.POST["same"], person(request)
    asked = get_object_or_404(article.requests, pk=int(chosen) if chosen.isdecimal() else 0)
    try:
        made = actions.ask_the_same(
            by=by, request=asked, names=request.POST.get("parties", "").splitlines()
        )
    except Refused as reason:
        return refused(request, reason, "replies:request", asked.pk)
    if len(made) == 1:
        return redirect("replies:request", made[0].pk)
    return redirect("replies:send_several", article.pk)


def _party(name: str) -> Party:
    if not name:
        raise Refused(_("Write the party’s name."))
    return party_named(name, False)


def _accusation(article: Article, pk: str) -> Accusation | None:
    """Return the accusation of the article's copy that a form names; None where it names none."""
    if not pk:
        return None
    standing = Accusation.objects.live().select_related("party").filter(article=article)
    found = standing.filter(pk=int(pk) if pk.isdecimal() else 0).first()
    if found is None:
        raise Refused(_("The copy accuses nobody in these words any more."))
    return found


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
    messages.success(request, _("To be asked: %(taken)s.") % {"taken": taken})
    return redirect(PAGE, pk)


@login_required
@require_http_methods(["GET", "POST"])
@by_desk_clock
def send_several(request: HttpRequest, pk: int) -> HttpResponse:
    """One page that shows every letter exactly as it will go, and one button."""
    article = article_for(request, pk)
    if request.method == "POST":
        _send_chosen(request, article)
        return redirect(PAGE, pk)
    rows = [row for row in comment_requests.requests_of(article, timezone.now()) if row.may_send]
    desk, templates, by = Desk.load(), actions.letter_templates(), person(request)
    ready = [
        (row, actions.compose(row.request, desk=desk, templates=templates, sender=by))
        for row in rows
        if not row.lacks
    ]
    context = {"article": article, "ready": ready, "lacking": [row for row in rows if row.lacks]}
    return render(request, "replies/send_several.html", context)


def _send_chosen(request: HttpRequest, article: Article) -> None:
    """Send the letters that were ticked, each as it was looked over."""
    ticked = request.POST.getlist("request")
    chosen = [int(chosen_id) for chosen_id in ticked if chosen_id.isdecimal()][:200]
    rows = CommentRequest.objects.filter(article=article, pk__in=chosen)
    # A letter that was not shown is none that was looked over: it does not go.
    seen = {pk: request.POST.get(f"seen-{pk}") or _(NOT_SENT) for pk in chosen}
    letters, not_sent = actions.send_requests(
        by=person(request), requests=rows.select_related("article").order_by("pk"), seen=seen
    )
    for reason in not_sent:
        messages.error(request, reason)
    messages.success(request, _("Letters on their way: %(count)s.") % {"count": len(letters)})
