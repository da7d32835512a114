"""The copy read through, and alarms set aside."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Proof
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.review import actions
from factcheck.review.models import AlarmSetAside
from factcheck.review.reads.card import may
from factcheck.review.reads.proof import tag_of
from factcheck.review.views.acts import refused_page
from factcheck.review.views.proof_context import find_article


@login_required
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the copy without a mark on it, for the first reading."""
    article = find_article(request, pk)
    proof = article.current_proof()
    blocks: list[dict[str, str]] = []
    for block in proof.blocks.all():
        tag = tag_of(block.kind, first=not any(b["kind"] == "headline" for b in blocks))
        blocks.append({"kind": block.kind, "tag": tag, "text": proof.text[block.start : block.end]})
    reads = list(proof.first_reads.select_related("by"))
    context = {
        "article": article,
        "proof": proof,
        "blocks": blocks,
        "has_headline": any(block["kind"] == "headline" for block in blocks),
        "first_reads": reads,
        "mine": any(done.by_id == signed_in_user(request).pk for done in reads),
        "may": may(signed_in_user(request), article),
        "tab": "read",
    }
    return render(request, "review/read.html", context)


@login_required
@require_POST
def first_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the proof on the page was read through, or take it back."""
    article = find_article(request, pk)
    number = request.POST.get("proof", "")
    proof = get_object_or_404(
        Proof, pk=int(number) if number.isdecimal() and len(number) < 19 else 0, article=article
    )
    do = actions.unread if request.POST.get("done") == "no" else actions.first_read
    try:
        do(by=signed_in_user(request), article=article, proof=proof)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:read", pk)
    return redirect(reverse("review:read" if do is actions.unread else "review:proof", args=[pk]))


@login_required
@require_POST
def set_alarm_aside(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    try:
        alarm, reason = request.POST.get("alarm", ""), request.POST.get("reason", "")
        actions.set_alarm_aside(
            by=signed_in_user(request), article=article, alarm=alarm, reason=reason
        )
    except Refused as refusal:
        return refused_page(request, article, refused=str(refusal), typed="alarm")
    return redirect(reverse("review:proof", args=[pk]) + "#alarms")


@login_required
@require_POST
def raise_again(request: HttpRequest, pk: int, aside: int) -> HttpResponse:
    article = find_article(request, pk)
    try:
        actions.raise_again(
            by=signed_in_user(request),
            aside=get_object_or_404(AlarmSetAside, pk=aside, article=article),
        )
    except Refused as refusal:
        return refused_page(request, article, refused=str(refusal), typed="alarm")
    return redirect(reverse("review:proof", args=[pk]) + "#alarms")
