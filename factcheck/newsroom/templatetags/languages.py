"""The language of a page, for its frame."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils import translation

from factcheck.newsroom.languages import ENGLISH, words_version

register = template.Library()


@register.simple_tag
def script_words() -> str:
    """Return the address of what the page's scripts say in its language."""
    language = translation.get_language() or ENGLISH
    return reverse("newsroom:script_words", args=[language, words_version(language)])
