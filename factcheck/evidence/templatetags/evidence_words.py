"""Stored words and the rules' sentences, in the language of the page."""

from __future__ import annotations

from django import template

from factcheck.evidence.models.vocabulary import in_words
from factcheck.evidence.reads.whys import why_phrase
from factcheck.newsroom.translating import translated

register = template.Library()
register.filter("in_words", in_words)


@register.filter
def why_in_words(why: str) -> str:
    """Return a kept reason in the language of the page."""
    return str(translated(why_phrase(why)))
