"""The second reader's pages: one pass walked item by item, signed or refused at its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Article, Proof
from factcheck.articles.reads import changed_between
from factcheck.claims.models import Claim, Fact, Party, Quote
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.review import actions
from factcheck.review.forms.proof import SendBackForm, SignForm
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.card import may
from factcheck.review.reads.gate import gather
from factcheck.review.reads.passes import SLUGS, on_author, pass_rows
from factcheck.review.reads.rulings import rulings_of
from factcheck.review.reads.second import agreed_by, facts_pass, fairness_pass, whole_pass
from factcheck.review.rules.passes import FACTS, FAIRNESS
from factcheck.review.views.acts import checked
from factcheck.review.views.proof_context import find_article

MARKS: dict[str, type[Claim] | type[Quote] | type[Fact]] = {
    "claim": Claim,
    "quote": Quote,
    "fact": Fact,
}


@login_required
@require_safe
def walk(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    return _shown(request, find_article(request, pk), _named(slug))


def _named(slug: str) -> str:
    if slug not in SLUGS:
        raise Http404("No such pass.")
    return SLUGS[slug]


def _shown(
    request: HttpRequest,
    article: Article,
    name: str,
    *,
    refused: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """`typed` names the form a refusal belongs to: "sign", or "back-" and the key of an item."""
    proof = article.current_proof()
    by, now = signed_in_user(request), timezone.now()
    rows = pass_rows(article, proof, gather([article], now)[article.pk], by.pk)
    row = next(row for row in rows if row.name == name)
    changed = changed_between(row.last.proof, proof) if row.last and row.changed_url else None
    context: dict[str, Any] = {
        "article": article,
        "proof": proof,
        "rows": rows,
        "row": row,
        "changed": changed.text if changed else "",
        "may": may(by, article),
        "on_author": on_author(rulings_of([article.pk])) if name == FACTS else (),
        "refused": refused,
        "typed": typed,
        "data": request.POST,
        "tab": "second",
    }
    if name == FACTS:
        items = facts_pass(article, proof, by.pk, request.GET.get("page", "1"))
        context |= {"items": items, "agreed": agreed_by(proof, by, items)}
    elif name == FAIRNESS:
        fairness = fairness_pass(article, proof, now)
        context |= {"fairness": fairness, "agreed": agreed_by(proof, by, fairness.parties)}
    else:
        context["whole"] = whole_pass(article, proof)
    return render(request, "review/second.html", context, status=status)


@login_required
@require_POST
def sign(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    article, name = find_article(request, pk), _named(slug)
    try:
        form = checked(SignForm(request.POST))
        given = form.cleaned_data
        actions.sign_off(
            by=signed_in_user(request),
            article=article,
            proof=get_object_or_404(Proof, pk=given["proof"], article=article),
            reading_pass=name,
            accepted=given["accepted"] == "yes",
            comment=given["comment"],
            answers=form.answers(name),
        )
    except Refused as refusal:
        return _shown(request, article, name, refused=str(refusal), typed="sign", status=409)
    signed = given["accepted"] == "yes"
    said = _("Signed: the pass “%(name)s”.") if signed else _("Refused: the pass “%(name)s”.")
    messages.success(request, said % {"name": in_words(name)})
    return redirect(reverse("review:proof", args=[article.pk]) + "#sign-off")


@login_required
@require_POST
def agree(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Agree with what was ruled on the field `item`, or (`agreed` "no") no longer."""
    article, name = find_article(request, pk), _named(slug)
    item, page = request.POST.get("item", ""), request.POST.get("page", "")
    number = request.POST.get("proof", "")
    shown = get_object_or_404(
        Proof, pk=int(number) if number.isdecimal() and len(number) < 19 else 0, article=article
    )
    do = actions.take_agreement_back if request.POST.get("agreed") == "no" else actions.agree
    try:
        do(by=signed_in_user(request), article=article, proof=shown, item=item)
    except Refused as refusal:
        if request.htmx:  # type: ignore[attr-defined]
            return JsonResponse({"refused": str(refusal)}, status=409)
        return _shown(
            request, article, name, refused=str(refusal), typed=f"agree-{item}", status=409
        )
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    here = reverse("review:second_read", args=[article.pk, slug])
    return redirect(f"{here}?page={page}#{item}" if page.isdecimal() else f"{here}#{item}")


def _mark(article: Article, kind: str, pk: str) -> Claim | Quote | Fact:
    row = get_object_or_404(MARKS[kind], pk=pk, article=article)
    assert isinstance(row, Claim | Quote | Fact)
    return row


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Send the item in the field `item` back: "claim-12", or "party-3", named in the query."""
    article, name = find_article(request, pk), _named(slug)
    item = request.POST.get("item", "")
    kind, _dash, number = item.partition("-")
    mark_row: Claim | Quote | Fact | None = None
    if kind in MARKS and number.isdecimal() and len(number) < 19:
        mark_row = _mark(article, kind, number)
    of = (
        f"{get_object_or_404(Party, pk=number)}: " if kind == "party" and number.isdecimal() else ""
    )
    try:
        given = checked(SendBackForm(request.POST)).cleaned_data
        shown = get_object_or_404(Proof, pk=given["proof"], article=article)
        comment = of + given["comment"]
        actions.send_back(
            by=signed_in_user(request),
            article=article,
            proof=shown,
            reading_pass=name,
            comment=comment,
            mark=mark_row,
        )
    except Refused as refusal:
        return _shown(
            request, article, name, refused=str(refusal), typed=f"back-{item}", status=409
        )
    messages.success(request, _("Sent back: the author is asked."))
    here = reverse("review:second_read", args=[article.pk, slug])
    page = request.POST.get("page", "")
    return redirect(f"{here}?page={page}#{item}" if page.isdecimal() else f"{here}#{item}")
