"""Phrases in the language of whoever reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext

from factcheck.newsroom.phrases import Phrase


def translated(text: Any) -> Any:
    """Return a phrase in the language of the page; anything else as it is."""
    if not isinstance(text, Phrase):
        return text
    if text.parts:
        return " ".join(translated(part) for part in text.parts)
    if not text.words:
        return ""
    values = {name: translated(value) for name, value in text.values.items()}
    words = ngettext(text.words, text.plural, text.number) if text.plural else gettext(text.words)
    return words % values if values else words
