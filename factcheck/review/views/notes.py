"""Notes between colleagues: their page, and the same threads inside a card.

With htmx a thread's place is answered in place; without it, by the page the person was on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.review import actions
from factcheck.review.actions.item_rulings import RulingDone
from factcheck.review.models import Note, Thread
from factcheck.review.reads.notes import open_notes, people_for, threads_of
from factcheck.review.templatetags.notes import notes_of_article, notes_of_card
from factcheck.review.views.cards import find_card
from factcheck.review.views.item_rulings import told
from factcheck.review.views.proof_context import find_article

SHOWS = ("open", "resolved", "all")


def find_mark(article: Article, name: str) -> Claim | Quote | Fact:
    """Return the article's mark called `name` ("claim-12"), or 404."""
    kind, _, number = name.partition("-")
    if number.isdecimal() and len(number) < 19:
        if kind == "claim":
            return get_object_or_404(Claim, pk=number, article=article)
        if kind == "quote":
            return get_object_or_404(Quote, pk=number, article=article)
        if kind == "fact":
            return get_object_or_404(Fact, pk=number, article=article)
    raise Http404("No such mark.")


@login_required
@require_safe
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the article's notes: those open, unless asked for all."""
    return _notes_page(request, find_article(request, pk))


@login_required
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Those whom a note may call, for completion: what to write, and who it is.

    An address where two have one name.
    """
    able = [colleague for colleague in people_for(find_article(request, pk)) if colleague.may_see]
    names = [colleague.name.casefold() for colleague in able]
    people_json = [
        {
            "write": colleague.name
            if names.count(colleague.name.casefold()) == 1
            else colleague.address,
            "name": colleague.name,
            "address": colleague.address,
        }
        for colleague in able
    ]
    return JsonResponse({"people": people_json})


@login_required
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    name = request.POST.get("on", "")
    on: dict[str, Any] = {name.partition("-")[0]: find_mark(article, name)} if name else {}
    text = request.POST.get("text", "")

    def do() -> Thread:
        return actions.start_thread(by=signed_in_user(request), article=article, text=text, **on)

    return _act(request, article, do, typed="new")


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    article = find_article(request, pk)
    answered_thread = get_object_or_404(Thread, pk=thread, article=article)

    def do() -> Thread:
        actions.answer_thread(
            by=signed_in_user(request), thread=answered_thread, text=request.POST.get("text", "")
        )
        return answered_thread

    return _act(request, article, do, typed=f"thread-{thread}")


@login_required
@require_POST
def reword(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    article = find_article(request, pk)
    own_note = get_object_or_404(
        Note.objects.select_related("thread__article", "by"), pk=note, thread__article=article
    )
    seen = request.POST.get("seen", "")

    def do() -> Thread:
        number = int(seen) if seen.isdecimal() and len(seen) < 6 else None
        actions.reword_note(
            by=signed_in_user(request),
            note=own_note,
            text=request.POST.get("text", ""),
            seen=number,
        )
        return own_note.thread

    return _act(request, article, do, typed=f"note-{note}")


@login_required
@require_POST
def turn(request: HttpRequest, pk: int, thread: int, resolved: bool) -> HttpResponse:
    article = find_article(request, pk)
    turned_thread = get_object_or_404(Thread, pk=thread, article=article)
    do = actions.resolve_thread if resolved else actions.reopen_thread
    return _act(
        request,
        article,
        lambda: do(by=signed_in_user(request), thread=turned_thread),
        typed=f"thread-{thread}",
        turned=True,
    )


def _act(
    request: HttpRequest,
    article: Article,
    do: Callable[[], Thread],
    *,
    typed: str,
    turned: bool = False,
) -> HttpResponse:
    """Do it, and show the threads of its place; a refusal is shown at its form.

    The place is "claim-12", "article", or "" for the page of all notes. What was typed is kept.
    """
    place = request.POST.get("card", "")
    try:
        thread = do()
    except Refused as refusal:
        refused_form = {
            "refused": str(refusal),
            "typed": typed,
            "words": request.POST.get("text", ""),
        }
        if request.htmx and place:  # type: ignore[attr-defined]
            return _place(request, article, place, refused_form, status=409)
        return _notes_page(request, article, refused_form, status=409)
    if not place:
        return redirect(
            reverse("review:notes", args=[article.pk]) + f"?show=all#thread-{thread.pk}"
        )
    if request.htmx:  # type: ignore[attr-defined]
        return told(
            _place(request, article, place, {}),
            article,
            _said(thread, begun=typed == "new", turned=turned),
        )
    if place == "article":
        return redirect(reverse("review:proof", args=[article.pk]) + "#notes")
    return redirect(find_card(article, place).url + f"#thread-{thread.pk}-{place}")


def _said(thread: Thread, *, begun: bool, turned: bool) -> RulingDone:
    """Return what was done to a thread, and how it is undone; what is written stays written."""
    if not turned:
        return RulingDone(_("Noted."), (f"thread-resolve-{thread.pk}",) if begun else ())
    if thread.resolved:
        return RulingDone(_("Resolved."), (f"thread-reopen-{thread.pk}",))
    return RulingDone(_("Reopened."), (f"thread-resolve-{thread.pk}",))


def _place(
    request: HttpRequest,
    article: Article,
    place: str,
    refused_form: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    by = signed_in_user(request)
    context = (
        notes_of_article(article, by)
        if place == "article"
        else notes_of_card(find_card(article, place), by)
    )
    return render(request, "review/_notes.html", {**context, **refused_form}, status=status)


def _notes_page(
    request: HttpRequest,
    article: Article,
    refused_form: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    asked = request.GET.get("show", "open")
    show = asked if asked in SHOWS and refused_form is None else "all" if refused_form else "open"
    resolved = {"open": False, "resolved": True}.get(show)
    open_now = sum(open_notes(article).values())
    context = {
        "article": article,
        "threads": threads_of(article, resolved=resolved),
        "show": show,
        "shows": SHOWS,
        "open_now": open_now,
        "place": "",
        "choices": [],
        "may_write": signed_in_user(request).may("write note"),
        "reader": signed_in_user(request),
        "tab": "notes",
        **(refused_form or {}),
    }
    return render(request, "review/notes.html", context, status=status)
