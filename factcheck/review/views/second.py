"""The second read: the proof page in reading mode, one pass stepped through item by item."""

from __future__ import annotations

import json
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
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.page_reads import one_page
from factcheck.review import actions
from factcheck.review.actions.item_rulings import of_query
from factcheck.review.forms.proof import SendBackForm, SignForm
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.card import may
from factcheck.review.reads.gate import gather
from factcheck.review.reads.passes import SLUGS, PassRow, pass_rows, second_read_url
from factcheck.review.reads.proof import ProofSheet, sheet
from factcheck.review.reads.second import (
    PassStops,
    Stop,
    fairness_pass,
    ruled_item,
    second_read,
    whole_pass,
)
from factcheck.review.rules.passes import FACTS, FAIRNESS
from factcheck.review.views.cards import checked
from factcheck.review.views.page_changes import SECOND_PARTS, changes_after_act, with_changes
from factcheck.review.views.proof_context import find_article, whole_page

MARKS: dict[str, type[Claim] | type[Quote] | type[Fact]] = {
    "claim": Claim,
    "quote": Quote,
    "fact": Fact,
}


def named(slug: str) -> str:
    """Return the pass with this slug, or 404."""
    if slug not in SLUGS:
        raise Http404("No such pass.")
    return SLUGS[slug]


@login_required
@require_safe
def walk(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Lead an address of before the second read was a mode of the proof page to that page."""
    named(slug)
    return redirect(second_read_url(find_article(request, pk).pk, slug))


def second_page(
    request: HttpRequest,
    article: Article,
    name: str,
    *,
    refused: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the proof page in reading mode; `typed` names the form that a refusal belongs to."""
    context = whole_page(request, article)
    page = context["page"]
    row = next(row for row in context["passes"] if row.name == name)
    by, now = signed_in_user(request), timezone.now()
    changed = changed_between(row.last.proof, page.proof) if row.last and row.changed_url else None
    context |= {
        "row": row,
        "second": second_read(article, page.sheet, by, name, row.slug, now),
        "changed": changed.text if changed else "",
        "on_author": page.on_author if name == FACTS else (),
        "refused": refused,
        "typed": typed,
        "data": request.POST,
        "tab": "second",
    }
    if name == FAIRNESS:
        context["differs"] = fairness_pass(article, page.proof, now).differs
    elif name != FACTS:
        context["whole"] = whole_pass(article, page.sheet, Desk.load().bar)
    return render(request, "review/proof.html", context, status=status)


def show_stop(
    request: HttpRequest,
    article: Article,
    name: str,
    key: str,
    *,
    refusal: Refused | None = None,
    typed: str = "",
) -> HttpResponse:
    """Show one stop of a pass: alone for htmx, else as a page of its own.

    `typed` names the form that was refused: "agree" or "back".
    """
    by, now = signed_in_user(request), timezone.now()
    shown, row = sheet(article), _row(article, name, by.pk)
    reading = second_read(article, shown, by, name, row.slug, now)
    stop = reading.find(key)
    if stop is None and refusal is None:
        raise Http404("No such item in this pass.")
    if stop is None:
        return second_page(request, article, name, refused=str(refusal), typed="page", status=409)
    context = {
        "article": article,
        "proof": shown.proof,
        "row": row,
        "stop": stop,
        "may": may(by, article),
        "refused": str(refusal) if refusal else "",
        "typed": typed,
        "data": request.POST,
        "inside": "review/_second_item.html",
        "title": stop.words,
        "second_read": reading,
        "tab": "second",
        **_around(article, reading, stop),
        **_in_hand(article, shown, stop, name, by.pk),
    }
    status = 409 if refusal else 200
    in_place = request.htmx  # type: ignore[attr-defined]
    template = "review/_second_item.html" if in_place else "review/item.html"
    return render(request, template, context, status=status)


def _row(article: Article, name: str, reader: int) -> PassRow:
    proof = article.current_proof()
    rows = pass_rows(article, proof, gather([article], timezone.now())[article.pk], reader)
    return next(row for row in rows if row.name == name)


def _around(article: Article, reading: PassStops, stop: Stop) -> dict[str, Any]:
    """Return the place of a stop in its list, and the addresses beside it."""
    place = reading.stops.index(stop)
    return {
        "place": place + 1,
        "total": len(reading.stops),
        "before_url": reading.stops[place - 1].url if place else "",
        "after_url": reading.stops[place + 1].url if place + 1 < len(reading.stops) else "",
        "list_url": second_read_url(article.pk, reading.slug),
    }


def _in_hand(
    article: Article, shown: ProofSheet, stop: Stop, name: str, reader: int
) -> dict[str, Any]:
    if name == FACTS:
        ruled = ruled_item(article, shown, shown.items.by_key[stop.key], reader)
        return {"ruled": ruled, "sent_as": ruled.sent_as}
    parties = fairness_pass(article, shown.proof, timezone.now()).parties
    heard = next(one for one in parties if one.key == stop.key)
    return {"heard": heard, "sent_as": stop.key}


@login_required
@require_POST
def sign(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    article, name = find_article(request, pk), named(slug)
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
        return second_page(request, article, name, refused=str(refusal), typed="sign", status=409)
    signed = given["accepted"] == "yes"
    said = _("Signed: the pass “%(name)s”.") if signed else _("Refused: the pass “%(name)s”.")
    messages.success(request, said % {"name": in_words(name)})
    return redirect(_after_signing(article, signed_in_user(request), signed=signed))


def _is_to_sign(row: PassRow, by: User) -> bool:
    is_signed_by_them = any(signature.by_id == by.pk for signature in row.signed)
    return row.word != "signed" and not row.why_not and not is_signed_by_them


def _after_signing(article: Article, by: User, *, signed: bool) -> str:
    """Return where to go on: to the next pass that they may sign, else to what is left to clear."""
    page = reverse("review:proof", args=[article.pk])
    if not signed:
        return f"{page}#sign-off"
    looked_at = gather([article], timezone.now())[article.pk]
    rows = pass_rows(article, article.current_proof(), looked_at, by.pk)
    onward = next((row for row in rows if _is_to_sign(row, by)), None)
    return second_read_url(article.pk, onward.slug) if onward else f"{page}#gate"


@login_required
@require_POST
def agree(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Agree with what was ruled on the field `item`, or (`agreed` "no") no longer."""
    article, name = find_article(request, pk), named(slug)
    item, number = request.POST.get("item", ""), request.POST.get("proof", "")
    shown = get_object_or_404(
        Proof, pk=int(number) if number.isdecimal() and len(number) < 19 else 0, article=article
    )
    taken_back = request.POST.get("agreed") == "no"
    do = actions.take_agreement_back if taken_back else actions.agree
    try:
        do(by=signed_in_user(request), article=article, proof=shown, item=item)
    except Refused as refusal:
        return show_stop(request, article, name, item, refusal=refusal, typed="agree")
    undo = reverse("review:agree", args=[article.pk, slug])
    fields = {"item": item, "proof": number, "agreed": "no"}
    said = _("You no longer agree.") if taken_back else _("Agreed.")
    if taken_back and request.htmx:  # type: ignore[attr-defined]
        with one_page():
            changed = changes_after_act(request, article, SECOND_PARTS)
        told = {"said": said, "undone": True, "at": item, "undo": "", "fields": {}}
        return JsonResponse({**told, "changes": changed})
    if taken_back:
        return redirect(_stop_url(article, slug, item))
    return _go_on(request, article, slug, item, {"said": said, "undo": undo, "fields": fields})


def _stop_url(article: Article, slug: str, key: str) -> str:
    return f"{reverse('review:item', args=[article.pk, key])}?second={slug}"


def _go_on(
    request: HttpRequest, article: Article, slug: str, at: str, done: dict[str, Any]
) -> HttpResponse:
    """Answer with the next stop that is not agreed, or with none, and with what undoes this act."""
    by, name = signed_in_user(request), named(slug)
    with one_page():
        changed = changes_after_act(request, article, SECOND_PARTS)
        reading = second_read(article, sheet(article), by, name, slug, timezone.now())
        after = reading.after(at)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, done["said"])
            here = second_read_url(article.pk, slug)
            return redirect(_stop_url(article, slug, after) if after else f"{here}#sign")
        shown = show_stop(request, article, name, after) if after else HttpResponse("")
    answer = with_changes(shown, changed)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#hand", "innerHTML"
    answer["HX-Trigger"] = json.dumps({"proof:done": done})
    return answer


def _mark(article: Article, kind: str, pk: str) -> Claim | Quote | Fact:
    row = get_object_or_404(MARKS[kind], pk=pk, article=article)
    assert isinstance(row, Claim | Quote | Fact)
    return row


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Send the item in the field `item` back: "claim-12", or "party-3", named in the query.

    `stop` is its key in the list, where that is not the mark's own.
    """
    article, name = find_article(request, pk), named(slug)
    item = request.POST.get("item", "")
    stop = request.POST.get("stop", item)
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
        query = actions.send_back(
            by=signed_in_user(request),
            article=article,
            proof=shown,
            reading_pass=name,
            comment=of + given["comment"],
            mark=mark_row,
        )
    except Refused as refusal:
        return show_stop(request, article, name, stop, refusal=refusal, typed="back")
    undo = reverse("review:undo", args=[article.pk])
    done = {
        "said": _("Sent back: the author is asked."),
        "undo": undo,
        "fields": {"acts": of_query(query)},
    }
    return _go_on(request, article, slug, stop, done)
