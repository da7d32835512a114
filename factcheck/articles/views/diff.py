"""Two proofs of an article, side by side."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factcheck.articles.diff import Diff, diff
from factcheck.articles.models import Article, Proof
from factcheck.articles.reads import proofs_of
from factcheck.articles.views.articles import find_article


@login_required
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show any two proofs, `?from=1&to=3` by their numbers.

    Without numbers it is the current one against the one before.
    """
    article = find_article(request, pk)
    proofs = list(proofs_of(article))
    context: dict[str, Any] = {"article": article, "proofs": proofs, "tab": "changes"}
    if len(proofs) > 1:
        new = _numbered(article, request.GET.get("to"), proofs[0].number)
        old = _numbered(article, request.GET.get("from"), max(new.number - 1, 1))
        context |= {
            "old": old,
            "new": new,
            **shown(diff(old.text, new.text), kinds_of(old), kinds_of(new)),
        }
    return render(request, "articles/diff.html", context)


def _numbered(article: Article, number: str | None, otherwise: int) -> Proof:
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404(_("No such proof."))
    proof = article.proofs.filter(number=int(number or otherwise)).first()
    if proof is None:
        raise Http404(_("No such proof."))
    return proof


def kinds_of(proof: Proof) -> dict[int, str]:
    """Return the kinds of blocks that are no body, by where they start."""
    return dict(proof.blocks.exclude(kind="body").values_list("start", "kind"))


def shown(difference: Diff, old_kinds: dict[int, str], new_kinds: dict[int, str]) -> dict[str, Any]:
    """For articles/_diff.html. The kinds are those of blocks that are no body, by their start."""
    return {
        "diff": difference,
        "stretches": difference.stretches(),
        "old_kinds": old_kinds,
        "new_kinds": new_kinds,
    }
