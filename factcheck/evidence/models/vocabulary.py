"""The stored words of the room as a page says them: English in rows, in the log and in the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.translating import translated

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: Final[Mapping[str, StrPromise]] = {
    # Tiers of a source.
    "primary": _lazy("primary"),
    "wire": _lazy("wire"),
    "secondary": _lazy("secondary"),
    "partisan": _lazy("partisan"),
    "lead only": _lazy("lead only"),
    # What a passage does for its claim.
    "supports": _lazy("supports"),
    "against": _lazy("against"),
    "background": _lazy("background"),
    # Rulings on evidence.
    "suggested": _lazy("suggested"),
    "accepted": _lazy("accepted"),
    "rejected": _lazy("rejected"),
    # What a source says of a value.
    "same": _lazy("same"),
    "other": _lazy("other"),
    "not mentioned": _lazy("not mentioned"),
    "same, a lead only": _lazy("same, a lead only"),
    "differs": _lazy("differs"),
    "differs, ruled on": _lazy("differs, ruled on"),
    "other figure": _lazy("other figure"),
    # Kinds of fact.
    "number": _lazy("number"),
    "date": _lazy("date"),
    "name": _lazy("name"),
    "title": _lazy("title"),
    "place": _lazy("place"),
    "superlative": _lazy("superlative"),
    # What became of a search, and kinds of feed and archive.
    "sending": _lazy("sending"),
    "answered": _lazy("answered"),
    "failed": _lazy("failed"),
    "not sent": _lazy("not sent"),
    "some": _lazy("some"),
    "nothing": _lazy("nothing"),
    "forbidden": _lazy("forbidden"),
    "no question": _lazy("no question"),
    "news": _lazy("news"),
    "fact-checks": _lazy("fact-checks"),
    "sitemap": _lazy("sitemap"),
    "folder": _lazy("folder"),
}


def in_words(text: Any, words: Mapping[str, StrPromise] = WORDS) -> Any:
    """Return a stored word or a rule's sentence in the language of the page.

    What is in no table was written by somebody, and stays as it is.
    """
    known = words.get(text) if isinstance(text, str) else None
    return translated(text) if known is None else str(known)


def choices(
    stored: Iterable[str], words: Mapping[str, StrPromise] = WORDS
) -> list[tuple[str, StrPromise | str]]:
    """Return a field's choices: the stored words, as each page says them."""
    return [(word, words.get(word, word)) for word in stored]
