"""Stored words and the rules' sentences, in the language of the page."""

from __future__ import annotations

from django import template

from factcheck.newsroom.translating import translated
from factcheck.review.models.vocabulary import claim_kinds_in_words, in_words

register = template.Library()
register.filter("in_words", in_words)
register.filter("claim_kinds", claim_kinds_in_words)
register.filter("translated", translated)

_OPENING, _CLOSING = '“"«„‘', '”"»“’'


@register.filter
def unquoted(words: str) -> str:
    """Return the copy's words without the marks around all of them: the page sets its own."""
    if len(words) > 1 and words[0] in _OPENING and words[-1] in _CLOSING:
        return words[1:-1]
    return words
