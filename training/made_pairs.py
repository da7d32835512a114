"""Pairs made of news sentences by changing one value: what a small network learns last.

Of a sentence with a figure or a date, the sentence itself beside its neighbour supports it; the
same with another value refutes it. No person read them: they teach that a value decides, and no
score is taken on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random
from typing import Final

# Not a year: which is another one of the same event, a reader would have to know.
_NUMBER: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w.,-]*\d)")
_MONTHS: Final = (
    "January February March April June July August September October November December".split()  # noqa: SIM905
)
_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_IN_WORDS: Final = "two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_SETS: Final = (_MONTHS, _DAYS, _IN_WORDS)
_SENTENCE: Final = re.compile(r"[^\n]+?[.!?][”\"’')]*(?=\s+[A-Z“\"‘]|\s*$|\s*\n)")
_WORDS: Final = (7, 45)
"""How many words a claim of this kind has, at least and at most."""


def made_pairs(texts: Iterable[str], chance: Random) -> Iterator[tuple[str, str, str]]:
    """Yield (claim, passage, label) for the sentences of texts that hold a value."""
    for text in texts:
        sentences = [m[0].strip() for m in _SENTENCE.finditer(text)]
        for number, sentence in enumerate(sentences):
            other = with_other_value(sentence, chance)
            if other is None or not _WORDS[0] <= len(sentence.split()) <= _WORDS[1]:
                continue
            near = sentences[number - 1] if number else sentences[-1]
            label = chance.choice(("supports", "refutes"))
            told = sentence if label == "supports" else other
            passage = chance.choice((told, f"{near} {told}", f"{told} {near}"))
            yield (sentence, passage, label)


def with_other_value(sentence: str, chance: Random) -> str | None:
    """Return the sentence with one of its values changed; None where it has none."""
    changes = [(m.span(), _other_number(m[0], chance)) for m in _NUMBER.finditer(sentence)]
    for words in _SETS:
        found = re.finditer(rf"\b(?:{'|'.join(words)})\b", sentence)
        changes += [(m.span(), chance.choice([w for w in words if w != m[0]])) for m in found]
    if not changes:
        return None
    (start, end), new = chance.choice(changes)
    return sentence[:start] + new + sentence[end:]


def _other_number(shown: str, chance: Random) -> str:
    """Return another number of the same print, one of its first two digits changed."""
    place = chance.choice([n for n, char in enumerate(shown) if char.isdigit()][:2])
    new = chance.choice([d for d in "123456789" if d != shown[place]])
    return shown[:place] + new + shown[place + 1 :]
