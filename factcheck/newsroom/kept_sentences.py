"""Sentences that are kept in English, and shown in the language of the page.

A row that holds a sentence was written for nobody in particular. The sentences of a room are a few,
with values in them: a page finds which it is, and its values, and says it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from factcheck.newsroom.phrases import Phrase

_VALUE: Final = re.compile(r"%\((\w+)\)s|%%")


class KeptSentences:
    """The sentences that some rows may hold, the most telling first.

    A later one may fit the words of an earlier. `value` is the pattern of what stands for a value.
    """

    def __init__(self, sentences: Iterable[str], *, value: str = r"[^\n]{0,400}?") -> None:
        self._patterns = [(words, re.compile(_pattern(words, value))) for words in sentences]

    def phrase(self, text: str) -> Phrase | None:
        """Return a kept sentence as the phrase that it was; None where it is none of them."""
        for words, pattern in self._patterns:
            if match := pattern.fullmatch(text):
                return Phrase(words, values=match.groupdict())
        return None


def _pattern(words: str, value: str) -> str:
    """Return the pattern that reads back the values of a sentence."""
    parts, end = [], 0
    for place in _VALUE.finditer(words):
        parts.append(re.escape(words[end : place.start()]))
        parts.append(f"(?P<{place[1]}>{value})" if place[1] else "%")
        end = place.end()
    return "".join([*parts, re.escape(words[end:])])
