"""What an edit does to the marks, and the sources that the writer gives for the words."""

from __future__ import annotations

import csv

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.diff import diff
from factcheck.articles.editing import given_copy
from factcheck.articles.forms import EditForm
from factcheck.articles.models import Proof
from factcheck.articles.reads import brought_with
from factcheck.articles.rules import clean
from factcheck.articles.views.articles import find_article
from factcheck.articles.views.diff import kinds_of, shown
from factcheck.claims.edit_preview import edit_outcome, preview_edit
from factcheck.claims.reads import naked_numbers, progress
from factcheck.newsroom.actions import Refused


@login_required
@require_POST
def edit_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the edit form again, with what saving it would do. Nothing is saved."""
    article = find_article(request, pk)
    current = article.current_proof()
    cleared = current.cleared_at is not None
    form = EditForm(request.POST, request.FILES, cleared=cleared)
    context = {"article": article, "form": form, "proof": current, "tab": "edit"}
    if not form.is_valid():
        return render(request, "articles/edit.html", context, status=422)
    base = get_object_or_404(
        Proof,
        pk=form.cleaned_data["base"],
        article=article,
    )
    try:
        given = given_copy(form, base)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "articles/edit.html", context, status=409)
    text = clean(given.text)
    kept = {"text": text, "base": base.pk, "laid": given.laid()}
    kept["why"] = form.cleaned_data.get("why", "")
    context["form"] = EditForm(initial=kept, cleared=cleared)
    context["preview"] = preview_edit(article, text)
    context |= shown(diff(current.text, text), kinds_of(current), {})
    return render(request, "articles/edit.html", context)


@login_required
@require_safe
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the newest edit did to the marks.

    The fragment is fetched again while the proof is being read.
    """
    article = find_article(request, pk)
    proof = article.proofs.defer("text").get(current=True)
    state = progress(proof).state
    context = {"article": article, "proof": proof, "outcome": edit_outcome(proof, state)}
    template = "claims/_edit_outcome.html" if request.htmx else "claims/edit_outcome.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@login_required
@require_safe
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the draft brought: sources, notes, what was left out, naked numbers."""
    article = find_article(request, pk)
    proof = article.current_proof()
    context = {
        "article": article,
        "proof": proof,
        "brought": brought_with(article, proof),
        "naked": naked_numbers(proof),
        "tab": "sources",
    }
    return render(request, "claims/sources.html", context)


@login_required
@require_safe
def sources_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the writer's list of sources as a table."""
    article = find_article(request, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sources-{article.pk}.csv"'
    table = csv.writer(answer)
    table.writerow(["words", "address", "note", "given by"])
    for row in brought_with(article, article.current_proof()).sources:
        table.writerow([_cell(text) for text in (row.words, row.address, row.text, row.by_name)])
    return answer


def _cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
