"""The call sheet: a page to ring from, to print and to take along."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.review import actions
from factcheck.review.forms.calls import PhoneCallForm
from factcheck.review.models import CallAnswer, CallQuestion
from factcheck.review.reads.calls import Callee, call_sheet
from factcheck.review.views.cards import all_errors, find_card, show_card
from factcheck.review.views.notes import find_mark
from factcheck.review.views.proof_context import find_article


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, find_article(request, pk))


@login_required
@require_POST
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a call to one person of the sheet."""
    article = find_article(request, pk)
    callee = _callee(article, request.POST.get("person", ""))
    form = PhoneCallForm(request.POST, callee)
    try:
        if not form.is_valid():
            raise Refused(all_errors(form))
        actions.log_phone_call(
            by=signed_in_user(request), article=article, name=callee.name, **form.call()
        )
    except Refused as refusal:
        return _page(request, article, refused=str(refusal), typed=callee.anchor, form=form)
    messages.success(request, _("The call to %(name)s is logged.") % {"name": callee.name})
    return _back(article, callee.anchor)


@login_required
@require_POST
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Word a question, take one off the sheet, or restore it.

    On a mark, on its own, or to somebody new.
    """
    article = find_article(request, pk)
    name, act = request.POST.get("name", ""), request.POST.get("act", "word")
    mark, stored = _mark(request, article), _stored(request, article)

    def do() -> CallQuestion:
        by = signed_in_user(request)
        if act == "word":
            text = request.POST.get("text", "")
            return actions.word_question(
                by=by, article=article, name=name, text=text, mark=mark, question=stored
            )
        off = act == "drop"
        return actions.drop_question(
            by=by, article=article, name=name, mark=mark, question=stored, dropped=off
        )

    about = request.POST.get("on", "") or request.POST.get("question", "") or "new"
    return _act(request, article, do, typed=f"{request.POST.get('person', '')}:{about}")


@login_required
@require_POST
def rule(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Confirm a mark on what was said of it in a call."""
    article = find_article(request, pk)
    answer_row = get_object_or_404(
        CallAnswer.objects.select_related("call"), pk=answer, call__article=article
    )
    name = request.POST.get("card", "")
    if not name:
        typed = f"answer-{answer}"
        return _act(
            request,
            article,
            lambda: actions.rule_on_call(by=signed_in_user(request), answer=answer_row),
            typed=typed,
        )
    try:
        actions.rule_on_call(by=signed_in_user(request), answer=answer_row)
    except Refused as refusal:
        return show_card(request, article, name, refusal=refusal, status=409)
    if request.htmx:  # type: ignore[attr-defined]
        return show_card(request, article, name)
    return redirect(find_card(article, name).url)


def _act(
    request: HttpRequest, article: Article, do: Callable[[], object], *, typed: str
) -> HttpResponse:
    try:
        do()
    except Refused as refusal:
        return _page(request, article, refused=str(refusal), typed=typed)
    return _back(article, request.POST.get("anchor", ""))


def _back(article: Article, anchor: str) -> HttpResponse:
    return redirect(
        reverse("review:calls", args=[article.pk])
        + (f"#{anchor}" if anchor.startswith("ring-") else "")
    )


def _mark(request: HttpRequest, article: Article) -> Claim | Quote | Fact | None:
    on = request.POST.get("on", "")
    return find_mark(article, on) if on else None


def _stored(request: HttpRequest, article: Article) -> CallQuestion | None:
    number = request.POST.get("question", "")
    if not number:
        return None
    if not number.isdecimal() or len(number) > 18:
        raise Http404("No such question.")
    return get_object_or_404(CallQuestion, pk=number, article=article)


def _callee(article: Article, key: str) -> Callee:
    callee = next((other for other in call_sheet(article).callees if other.person == key), None)
    if callee is None:
        raise Http404("Nobody of that name is on the sheet.")
    return callee


def _page(
    request: HttpRequest,
    article: Article,
    *,
    refused: str = "",
    typed: str = "",
    form: PhoneCallForm | None = None,
) -> HttpResponse:
    shown_sheet, by = call_sheet(article), signed_in_user(request)
    rows = [
        (
            callee,
            form if form is not None and callee.anchor == typed else PhoneCallForm(None, callee),
        )
        for callee in shown_sheet.callees
    ]
    context = {
        "article": article,
        "proof": article.current_proof(),
        "sheet": shown_sheet,
        "rows": rows,
        "may_edit": by.may("edit call sheet"),
        "may_log": by.may("log call"),
        "may_rule": by.may("give verdict"),
        "on": request.POST.get("on", "") if refused else request.GET.get("on", ""),
        "words": request.POST.get("text", ""),
        "new_name": request.POST.get("name", ""),
        "refused": refused,
        "typed": typed,
        "tab": "calls",
    }
    return render(request, "review/calls.html", context, status=409 if refused else 200)
