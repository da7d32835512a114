"""A ruling by one key: it is answered with the next item to rule on, and can be undone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.evidence.models import Evidence
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.page_reads import one_page
from factcheck.newsroom.seen import NOT_SENT
from factcheck.review.actions.item_rulings import (
    KNOWN,
    REASONS,
    ItemRuling,
    RulingDone,
    rule_on_item,
    take_back,
)
from factcheck.review.forms.proof import FactsForm, RecordForm, VerdictForm
from factcheck.review.reads.card import Card, source_name
from factcheck.review.reads.items import Items
from factcheck.review.reads.proof import items_now
from factcheck.review.reads.said_so import SaidSo, said_so
from factcheck.review.views.cards import all_errors, find_card, show_card
from factcheck.review.views.items import show_item
from factcheck.review.views.page_changes import RULED_PARTS, changes_after_act, with_changes
from factcheck.review.views.proof_context import find_article


def rule(
    request: HttpRequest, article: Article, mark: Claim | Quote | None, name: str
) -> HttpResponse:
    """Rule on the card called `name`, and go on to the next item; a refusal is said at the card."""
    try:
        done = rule_on_item(
            by=signed_in_user(request),
            article=article,
            mark=mark,
            given=_given(request, article, mark, name),
        )
    except Refused as refusal:
        return show_card(request, article, name, refusal=refusal, typed="verdict", status=409)
    return _go_on(request, article, done)


@login_required
@require_POST
def facts_rule(request: HttpRequest, pk: int, mark: int) -> HttpResponse:
    """Rule on the loose facts of a block."""
    return rule(request, find_article(request, pk), None, f"facts-{mark}")


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo what was just done, as the page was told it: in JSON, or with the item's page."""
    article = find_article(request, pk)
    acts = [act for act in request.POST.get("acts", "").split(",") if act]
    in_place = request.htmx  # type: ignore[attr-defined]
    try:
        key = take_back(by=signed_in_user(request), article=article, acts=acts)
    except Refused as refusal:
        if in_place:
            return JsonResponse({"refused": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        return redirect("review:proof", article.pk)
    if in_place:
        with one_page():
            changed = changes_after_act(request, article)
        undone = {"said": _("Undone."), "undone": True, "at": key, "undo": "", "fields": {}}
        return JsonResponse({**undone, "changes": changed})
    return redirect("review:item", article.pk, key) if key else redirect("review:proof", article.pk)


def _given(
    request: HttpRequest, article: Article, mark: Claim | Quote | None, name: str
) -> ItemRuling:
    reason = request.POST.get("reason", "")
    chosen = "cannot" if reason else request.POST.get("rule", "")
    form = _form(request, mark)
    if not form.is_valid():
        raise Refused(all_errors(form))
    card, basis = find_card(article, name), form.ruling_basis()
    evidence = None
    if isinstance(mark, Claim):
        evidence = Evidence.objects.filter(pk=form.cleaned_data["evidence"], claim=mark).first()
    if evidence is not None and _is_another_source(card, evidence, basis["source"]):
        # What was filled in from the source in view is not what the one typed says.
        filled_in = {"locator": evidence.document.url[:300], "passage": evidence.passage}
        basis |= {name: "" for name, words in filled_in.items() if basis[name] == words}
        evidence = None
    basis["note"] = basis.get("note", "") or REASONS[card.kind].get(reason, "")
    return ItemRuling(
        rule=chosen,
        facts=_facts(request, card, every=mark is None or chosen in KNOWN),
        basis=basis,
        evidence=evidence,
        said=_said(request, mark) if isinstance(mark, Claim) and chosen == "confirm" else (),
    )


def _said(request: HttpRequest, claim: Claim) -> list[SaidSo]:
    """Return the quotes that were chosen to be confirmed with the claim, as they were shown.

    Refused where one is no longer as it was: its words, its speaker, or the record beside it.
    """
    wanted = request.POST.getlist("said")
    if not wanted:
        return []
    found = {one.chosen: one for one in said_so(claim)}
    if any(name not in found for name in wanted):
        raise Refused(_("What was said has changed while you looked. Look again, then rule."))
    return [found[name] for name in wanted]


def _is_another_source(card: Card, evidence: Evidence, typed: str) -> bool:
    """Return whether somebody typed a source of their own; a lead is named by where it leads."""
    row = next((row for row in card.sources if row.id == evidence.pk), None)
    return row is not None and row.tier != "lead only" and typed not in ("", source_name(row))


def _form(request: HttpRequest, mark: Claim | Quote | None) -> VerdictForm | FactsForm:
    if mark is None:
        return FactsForm(request.POST)
    data = request.POST.copy()
    data["ruling"] = "confirmed"
    return (RecordForm if isinstance(mark, Quote) else VerdictForm)(data)


def _facts(request: HttpRequest, card: Card, *, every: bool) -> list[tuple[Fact, int]]:
    """Return the facts to tick, with the ticks that were on the screen: those chosen, or all.

    `every`: where none is chosen, all of them.
    """
    shown = dict(pair.split("-", 1) for pair in request.POST.getlist("shown") if "-" in pair)
    chosen = set(request.POST.getlist("facts"))
    found = []
    for row in card.facts:
        name = str(row.fact.pk)
        if row.state.open and name in shown and (name in chosen or (every and not chosen)):
            if not shown[name].isdecimal():
                raise Refused(_(NOT_SENT))
            found.append((row.fact, int(shown[name])))
    return found


def _go_on(request: HttpRequest, article: Article, done: RulingDone) -> HttpResponse:
    """Answer with the next item to rule on, or with none, and with what undoes this one."""
    with one_page():
        changed = changes_after_act(request, article, RULED_PARTS)
        after = _after(items_now(article), request.POST.getlist("next"))
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, done.said)
            return redirect("review:item", article.pk, after) if after else redirect(article)
        shown = show_item(request, article, after) if after else HttpResponse("")
    answer = with_changes(shown, changed)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#hand", "innerHTML"
    return told(answer, article, done)


def told(answer: HttpResponse, article: Article, done: RulingDone) -> HttpResponse:
    """Let the page say what was done, with the button that undoes it."""
    answer["HX-Trigger"] = json.dumps({"proof:done": _told(article, done)})
    return answer


def told_in_json(request: HttpRequest, article: Article, done: RulingDone) -> JsonResponse:
    """Answer an act done in the list with what was done and what it changed on the page."""
    with one_page():
        changed = changes_after_act(request, article, RULED_PARTS)
    return JsonResponse({**_told(article, done), "changes": changed})


def _told(article: Article, done: RulingDone) -> dict[str, Any]:
    undo = reverse("review:undo", args=[article.pk]) if done.undo else ""
    return {"said": done.said, "undo": undo, "fields": {"acts": ",".join(done.undo)}}


def _after(found: Items, wanted: Sequence[str]) -> str:
    """Return the key of the item that comes next: of the boxes announced the first that is open.

    Where none is, the first of the list.
    """
    still = [item.key for item in found.in_order if item.to_rule]
    announced = [found.leads_to.get(name, "") for name in wanted]
    return next((key for key in [*announced, *still] if key in still), "")
