"""Phrases in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import (
    get_language_bidi,
    gettext,
    gettext_noop,
    ngettext,
    pgettext,
)

from factcheck.newsroom.phrases import Phrase

# What stands between the parts of a list: each script has its own.
_MARKS = (gettext_noop(", "), gettext_noop("; "))


def listed(parts: Iterable[str]) -> str:
    """Return "one, two, three", with the comma of the reader's language."""
    return gettext(", ").join(parts)


def translated(text: Any) -> Any:
    """Return a phrase in the language of the page; anything else as it is."""
    if not isinstance(text, Phrase):
        return text
    if text.parts:
        between = gettext(text.between) if text.between in _MARKS else text.between
        return between.join(_isolated(translated(part)) for part in text.parts)
    values = {name: translated(value) for name, value in text.values.items()}
    words = _words_of(text)
    return words % values if values else words


def _isolated(part: Any) -> str:
    """Return a part as it stands, whatever script its neighbours are in.

    From right to left "≠ 38 The Wire" beside "= 12,000" would be read across the two.
    """
    return f"\u2068{part}\u2069" if get_language_bidi() else str(part)


def _words_of(text: Phrase) -> str:
    if text.plural:
        return ngettext(text.words, text.plural, text.number)
    if text.context:
        return pgettext(text.context, text.words)
    return gettext(text.words) if text.words else ""
