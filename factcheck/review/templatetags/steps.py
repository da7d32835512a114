"""The steps on top of each page of an article."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from factcheck.articles.models import Article
from factcheck.review.reads.steps import step_links

register = template.Library()


@register.inclusion_tag("review/_steps.html", takes_context=True)
def article_steps(context: Context, article: Article, tab: str) -> dict[str, Any]:
    """Render the five steps with the figures that the page has read, else the links alone.

    The figures are the whole gate: a page that has not read it fetches them once it is shown, so
    that no page of an article waits for them, and none falls with a row that cannot be read.
    """
    steps = context.get("steps")
    links = steps.all if steps else step_links(article)
    return {"article": article, "steps": steps, "links": links, "tab": tab}
