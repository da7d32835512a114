"""The proof, and the ways of reading it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factcheck.review.views.proof_context import find_article, whole_page
from factcheck.review.views.second import named, second_page


@login_required
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    second = request.GET.get("second", "")
    if second:
        return second_page(request, article, named(second))
    return render(request, "review/proof.html", whole_page(request, article))
