"""Every ruling, question and signature given on the proof page.

With htmx a note is answered in place; without it, by its own page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.evidence.models import Evidence
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.page_reads import one_page
from factcheck.newsroom.seen import shown_id
from factcheck.review import actions
from factcheck.review.actions.item_rulings import (
    RulingDone,
    also_ticked,
    of_answer,
    of_decision,
    of_query,
    of_tick,
    of_verdict,
)
from factcheck.review.forms.proof import (
    ClearForm,
    DecideForm,
    QueryAnswerForm,
    QueryForm,
    RecordForm,
    TickForm,
    VerdictForm,
)
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.card import card
from factcheck.review.views.cards import checked, find_card, show_card
from factcheck.review.views.item_rulings import rule, told, told_in_json
from factcheck.review.views.page_changes import RULED_PARTS, changes_after_act, with_changes
from factcheck.review.views.proof_context import find_article, whole_page

ASKABLE = {"claim": Claim, "quote": Quote, "fact": Fact}


def act(
    request: HttpRequest, article: Article, do: Callable[[], object], *, typed: str
) -> HttpResponse:
    """Do it and show its card; a refusal is shown there, at the form, with what was typed.

    Where `do` returns a RulingDone, a page with a script is told what was done and how to undo it;
    in the list, where there is no card, in JSON.
    """
    name = request.POST.get("card", "")
    in_place = request.htmx  # type: ignore[attr-defined]
    try:
        done = do()
    except Refused as refusal:
        if not name and in_place:
            return JsonResponse({"refused": str(refusal)}, status=409)
        if not name:
            return refused_page(request, article, refused=str(refusal), typed=typed)
        return show_card(request, article, name, refusal=refusal, typed=typed, status=409)
    if not name:
        if in_place and isinstance(done, RulingDone):
            return told_in_json(request, article, done)
        return _to_page(article, "queries")
    if in_place:
        with one_page():
            changed = changes_after_act(request, article, RULED_PARTS)
            shown = with_changes(show_card(request, article, name), changed)
        return told(shown, article, done) if isinstance(done, RulingDone) else shown
    return redirect(find_card(article, name).url)


def refused_page(
    request: HttpRequest, article: Article, *, refused: str, typed: str
) -> HttpResponse:
    """Return the whole proof page with a refusal at the form called `typed`."""
    context = {
        **whole_page(request, article),
        "refused": refused,
        "typed": typed,
        "data": request.POST,
    }
    return render(request, "review/proof.html", context, status=409)


def _to_page(article: Article, anchor: str) -> HttpResponse:
    return redirect(reverse("review:proof", args=[article.pk]) + f"#{anchor}")


@login_required
@require_POST
def verdict(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    ruled = _ruled(article, kind, mark)
    by = signed_in_user(request)
    if "rule" in request.POST or "reason" in request.POST:
        return rule(request, article, ruled, f"{kind}-{mark}")

    def do() -> RulingDone:
        form = checked((RecordForm if kind == "quote" else VerdictForm)(request.POST))
        given = form.cleaned_data
        evidence = (
            Evidence.objects.filter(pk=given["evidence"], claim=mark).first()
            if kind == "claim"
            else None
        )
        earlier = Verdict.objects.filter(pk=given["earlier_check"]).select_related("claim").first()
        on = {"claim": ruled} if isinstance(ruled, Claim) else {"quote": ruled}
        with transaction.atomic():
            ruling = actions.give_verdict(
                by=by,
                ruling=given["ruling"],
                evidence=evidence,
                earlier_check=earlier,
                tier=given["tier"],
                **on,
                **form.basis(),
            )
            ticks = []
            if given["facts_too"] and given["ruling"] == "confirmed":
                ticks = _tick_open_facts(article, mark, by, form)
        said = _("Ruled: %(ruling)s.") % {"ruling": in_words(ruling.ruling)}
        said += also_ticked([tick.fact for tick in ticks])
        return RulingDone(said, (of_verdict(ruling), *map(of_tick, ticks)))

    return act(request, article, do, typed="verdict")


def _ruled(article: Article, kind: str, mark: int) -> Claim | Quote:
    if kind == "claim":
        return get_object_or_404(Claim, pk=mark, article=article)
    return get_object_or_404(Quote, pk=mark, article=article)


def _tick_open_facts(article: Article, claim: int, by: User, form: VerdictForm) -> list[Tick]:
    claim_card = card(article, "claim", claim)
    basis = {name: form.cleaned_data[name] for name in ("source", "locator", "passage", "method")}
    return [
        actions.tick_fact(by=by, fact=row.fact, state="confirmed", **basis)
        for row in (claim_card.facts if claim_card else ())
        if row.state.word in ("not ticked", "checking")
    ]


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    ruled = _ruled(article, kind, mark)
    on = {"claim": ruled} if isinstance(ruled, Claim) else {"quote": ruled}

    def do() -> RulingDone:
        shown = shown_id(request.POST)
        actions.withdraw_verdict(by=signed_in_user(request), expected=shown, **on)
        return RulingDone(_("The verdict was taken back."), (f"withdrawn-{shown}",))

    return act(request, article, do, typed="verdict")


def _fact(article: Article, pk: int) -> Fact:
    fact = get_object_or_404(Fact, pk=pk, article=article)
    fact.article = article
    return fact


@login_required
@require_POST
def tick(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    article = find_article(request, pk)
    ticked = _fact(article, fact)

    def do() -> RulingDone:
        form = checked(TickForm(request.POST))
        done = actions.tick_fact(
            by=signed_in_user(request),
            fact=ticked,
            state=form.cleaned_data["state"],
            **form.basis(),
        )
        said = _("Ticked “%(fact)s”: %(state)s.") % {"fact": ticked, "state": in_words(done.state)}
        return RulingDone(said + also_ticked([ticked]), (of_tick(done),))

    return act(request, article, do, typed=f"fact-{fact}")


@login_required
@require_POST
def untick(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    article = find_article(request, pk)
    ticked = _fact(article, fact)

    def do() -> RulingDone:
        shown = shown_id(request.POST)
        actions.untick(by=signed_in_user(request), fact=ticked, expected=shown)
        return RulingDone(
            _("The tick on “%(ticked)s” was taken back.") % {"ticked": ticked},
            (f"unticked-{shown}",),
        )

    return act(request, article, do, typed=f"fact-{fact}")


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)

    def do() -> RulingDone:
        given = checked(QueryForm(request.POST)).cleaned_data
        on: dict[str, Any] = {
            name: get_object_or_404(model, pk=given[name], article=article)
            for name, model in ASKABLE.items()
            if given[name]
        }
        query = actions.raise_query(
            by=signed_in_user(request), article=article, text=given["text"], new=given["new"], **on
        )
        return RulingDone(
            _("Asked the author: %(text)s") % {"text": query.text}, (of_query(query),)
        )

    return act(request, article, do, typed="query")


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, query: int) -> HttpResponse:
    article = find_article(request, pk)
    asked = get_object_or_404(Query, pk=query, article=article)

    def do() -> RulingDone:
        form = checked(QueryAnswerForm(request.POST))
        answered = actions.answer_query(
            by=signed_in_user(request),
            query=asked,
            answer=form.cleaned_data["answer"],
            expected=form.cleaned_data["expected"],
        )
        first = asked.state == "open"
        return RulingDone(
            _("Answered. It may be changed until an editor decides."),
            (of_answer(answered),) if first else (),
        )

    return act(request, article, do, typed=f"answer-{query}")


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, query: int) -> HttpResponse:
    article = find_article(request, pk)
    asked = get_object_or_404(Query, pk=query, article=article)

    def do() -> RulingDone:
        given = checked(DecideForm(request.POST)).cleaned_data
        decided = actions.decide_query(
            by=signed_in_user(request),
            query=asked,
            decision=given["decision"],
            note=given["note"],
            expected=given["expected"],
        )
        return RulingDone(
            _("Decided: %(decision)s.") % {"decision": in_words(given["decision"])},
            (of_decision(decided),),
        )

    return act(request, article, do, typed=f"decide-{query}")


@login_required
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    try:
        form = checked(ClearForm(request.POST))
        shown = get_object_or_404(Proof, pk=form.cleaned_data["proof"], article=article)
        actions.clear(
            by=signed_in_user(request), article=article, proof=shown, overrides=form.overrides()
        )
    except Refused as refusal:
        return refused_page(request, article, refused=str(refusal), typed="clear")
    messages.success(request, _("Cleared: this proof may run."))
    return _to_page(article, "gate")
