"""Sentences that rules say in English, and a page in the language of whoever reads it.

Rules know no framework, and what they say may be kept: in the log, in a frozen report, in a file
for counsel. A `Phrase` is its English sentence, to keep or to compare; it also holds what it was
made of, so that a page can say it in another language (`newsroom/translating.py`).

`gettext_noop`, `ngettext` and `pgettext` bear these names because `makemessages` finds sentences by
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Phrase(str):
    """An English sentence with the words and values it was made of.

    `values` may be phrases themselves. Where `parts` are given the phrase is those, with `between`
    in between; where `plural` is given, `number` chooses between it and `words`; `context` tells
    apart the meanings of one English word.
    """

    words: str
    plural: str
    number: int
    context: str
    values: Mapping[str, Any]
    parts: tuple[str, ...]
    between: str

    def __new__(
        cls,
        words: str,
        *,
        plural: str = "",
        number: int = 1,
        context: str = "",
        values: Mapping[str, Any] | None = None,
        parts: Iterable[str] = (),
        between: str = " ",
    ) -> Self:
        given, joined = dict(values or {}), tuple(parts)
        chosen = plural if plural and number != 1 else words
        made = super().__new__(cls, between.join(joined) if joined else _filled(chosen, given))
        made.words, made.plural, made.number = words, plural, number
        made.context, made.values = context, given
        made.parts, made.between = joined, between
        return made


def _filled(words: str, values: Mapping[str, Any]) -> str:
    return words % values if values else words


def gettext_noop(words: str, /, **values: Any) -> Phrase:
    """Return the sentence in English, to be translated where it is shown."""
    return Phrase(words, values=values)


def ngettext(singular: str, plural: str, count: int, /, **values: Any) -> Phrase:
    """Return the sentence for `count`, which it may name, to be translated where it is shown."""
    return Phrase(singular, plural=plural, number=count, values={"count": count, **values})


def pgettext(context: str, word: str) -> Phrase:
    """Return a word in English; `context` says which of its meanings is to be translated."""
    return Phrase(word, context=context)


def one_after_another(parts: Iterable[str], between: str = " ") -> Phrase:
    """Return several sentences or words as one."""
    return Phrase("", parts=parts, between=between)
