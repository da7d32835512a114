"""The steps on top of each page of an article."""

from __future__ import annotations

import logging
from typing import Any

from django import template
from django.template import Context

from factcheck.articles.models import Article
from factcheck.review.reads.steps import steps_of

register = template.Library()
log = logging.getLogger(__name__)


@register.inclusion_tag("review/_steps.html", takes_context=True)
def article_steps(context: Context, article: Article, tab: str) -> dict[str, Any]:
    """Render the five steps, from what the page has read or else read now."""
    user = context["request"].user
    steps = context.get("steps")
    if steps is None:
        try:
            steps = steps_of(article, user)
        except Exception:
            # The steps stand on every page of the article: one row that cannot be read takes the
            # figures away, never the page. The proof, which decides, is not so lenient.
            log.exception("The steps of article %s could not be told.", article.pk)
    return {"article": article, "steps": steps, "tab": tab, "user": user}
