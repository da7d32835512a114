"""The way to what changed: since the last signature where there is one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from factcheck.articles.reads import diff_url
from factcheck.review.reads.signed import signed_proofs
from factcheck.review.views.proof_context import find_article


@login_required
@require_safe
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the current proof against the last one signed, else against the one before."""
    article = find_article(request, pk)
    current, signed = article.proofs.defer("text").get(current=True), signed_proofs(article)
    since = signed.last and signed.last != current.number
    return redirect(
        diff_url(pk, signed.last, current.number) if since else reverse("articles:diff", args=[pk])
    )
