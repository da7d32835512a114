"""What is added on a card: who spoke, records, dates of birth, marks on the checklist."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from factcheck.claims import actions as claims
from factcheck.claims.models import Claim, Quote
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.seen import shown_id
from factcheck.review import actions
from factcheck.review.forms.cards import BirthForm, KeepForm, LineForm, SpeakerForm
from factcheck.review.models import Record
from factcheck.review.views.acts import act
from factcheck.review.views.cards import checked
from factcheck.review.views.proof_context import find_article


@login_required
@require_POST
def speaker(request: HttpRequest, pk: int, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    quote = get_object_or_404(Quote, pk=mark, article=article)

    def do() -> None:
        claims.name_speaker(
            by=signed_in_user(request), quote=quote, **checked(SpeakerForm(request.POST)).said()
        )

    return act(request, article, do, typed="speaker")


@login_required
@require_POST
def keep(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    """Keep a record from the card of a claim or quote."""
    article = find_article(request, pk)
    on: dict[str, Any] = {
        kind: get_object_or_404(Claim if kind == "claim" else Quote, pk=mark, article=article)
    }

    def do() -> None:
        form = checked(KeepForm(request.POST, request.FILES, backing=kind == "claim"))
        actions.add_record(by=signed_in_user(request), article=article, **on, **form.kept())

    return act(request, article, do, typed="record")


@login_required
@require_safe
def record(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """Show a record's words, line by line."""
    article = find_article(request, pk)
    row = get_object_or_404(Record.objects.select_related("by"), pk=record, article=article)
    context = {
        "article": article,
        "record": row,
        "lines": row.text.splitlines(),
        "tab": "proof",
    }
    return render(request, "review/record.html", context)


@login_required
@require_POST
def turn_record(request: HttpRequest, pk: int, record: int, removed: bool) -> HttpResponse:
    """Take a record off the article, or bring it back."""
    article = find_article(request, pk)
    row = get_object_or_404(Record, pk=record, article=article)
    turn = actions.remove_record if removed else actions.restore_record
    return act(
        request, article, lambda: turn(by=signed_in_user(request), record=row), typed="record"
    )


@login_required
@require_POST
def birth(request: HttpRequest, pk: int, line: str) -> HttpResponse:
    article = find_article(request, pk)

    def do() -> None:
        actions.note_birth(
            by=signed_in_user(request),
            article=article,
            **checked(BirthForm(request.POST)).cleaned_data,
        )

    return act(request, article, do, typed=f"birth-{line}")


@login_required
@require_POST
def line(request: HttpRequest, pk: int, mark: int, line: str) -> HttpResponse:
    """Tick a line of the checklist or set it aside; `state` empty takes the mark back."""
    article = find_article(request, pk)
    claim = get_object_or_404(Claim, pk=mark, article=article)
    by = signed_in_user(request)

    def do() -> None:
        if request.POST.get("state") == "":
            shown = shown_id(request.POST)
            actions.unmark_line(by=by, claim=claim, key=line, expected=shown)
            return
        given = checked(LineForm(request.POST)).cleaned_data
        actions.mark_line(
            by=by,
            claim=claim,
            key=line,
            state=given["state"],
            note=given["note"],
            expected=given["expected"],
        )

    return act(request, article, do, typed=f"line-{line}")
