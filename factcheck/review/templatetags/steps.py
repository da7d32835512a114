"""The steps on top of each page of an article."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from factcheck.articles.models import Article
from factcheck.review.reads.steps import steps_of

register = template.Library()


@register.inclusion_tag("review/_steps.html", takes_context=True)
def article_steps(context: Context, article: Article, tab: str) -> dict[str, Any]:
    """Render the five steps, from what the page has read or else read now."""
    user = context["request"].user
    steps = context.get("steps") or steps_of(article, user)
    return {"article": article, "steps": steps, "tab": tab, "user": user}
