"""The article a view is about, and the context of the whole proof page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.articles.reads import article_seen_by
from factcheck.claims.models import FACT_KINDS
from factcheck.newsroom.accounts import signed_in_user
from factcheck.review.forms.proof import MARK_KINDS
from factcheck.review.reads.card import may
from factcheck.review.reads.gate import gather
from factcheck.review.reads.passes import overrides_of, pass_rows
from factcheck.review.reads.proof import proof_page
from factcheck.review.reads.steps import steps_from
from factcheck.review.rules.gate import blockers


def find_article(request: HttpRequest, pk: int) -> Article:
    """Return the article, or 404: one that is missing and one out of sight look the same."""
    article = article_seen_by(signed_in_user(request), pk)
    if article is None:
        raise Http404("No such article.")
    return article


def whole_page(request: HttpRequest, article: Article) -> dict[str, Any]:
    page = proof_page(article, show_all="all" in request.GET)
    by = signed_in_user(request)
    looked_at = gather([article], timezone.now(), page.sheet.on.rulings)[article.pk]
    passes = pass_rows(article, page.proof, looked_at, by.pk)
    return {
        "article": article,
        "page": page,
        "looked_at": looked_at,
        "gate": blockers(looked_at),
        "cleared": page.cleared,
        "findings": page.sheet.findings.counts(),
        "steps": steps_from(article, by, looked_at, page.sheet.items, passes, page.first_reads),
        "may": may(by, article),
        "passes": passes,
        "overrides": overrides_of(article),
        "mark_kinds": MARK_KINDS,
        "fact_kinds": FACT_KINDS,
        "tab": "proof",
    }
