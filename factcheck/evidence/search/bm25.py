"""Texts ranked by the parts of words they share.

BM25 (Robertson & Zaragoza, 2009) over four-character runs. Parts of words meet what stems miss:
"Moussawi" and "Musawi", "fundraiser" and "fundraising", a hashtag all in small letters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factcheck.text.language.word_lists import word_lists

Scores = NDArray[np.float64]

_K, _B = 1.2, 0.75  # BM25's usual two
_TWICE: Final = 2  # a query's word counts at most twice, however often it stands there
_RUN: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_IGNORED: Final = word_lists("factcheck.evidence.search", "ignored")["ignored"]


def folded(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)
    )


def grams_of(text: str) -> list[str]:
    """Return the runs of four characters of each word, its ends marked; a shorter word whole."""
    grams = []
    for word in _WORD.findall(folded(text)):
        if word not in _IGNORED:
            marked = f"_{word}_"
            grams += [marked[i : i + _RUN] for i in range(max(1, len(marked) - _RUN + 1))]
    return grams


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common each part of a word is among `texts` texts, and how long a text is on average."""

    texts: int
    of_term: Mapping[str, int]
    length: float

    @classmethod
    def of(cls, texts: Iterable[str]) -> Frequencies:
        counts: Counter[str] = Counter()
        number = total = 0
        for text in texts:
            grams = grams_of(text)
            counts.update(set(grams))
            number += 1
            total += len(grams)
        return cls(number, counts, max(total / max(number, 1), 1.0))

    def weight(self, term: str) -> float:
        have = min(self.of_term.get(term, 0), self.texts)
        return math.log(1 + (self.texts - have + 0.5) / (have + 0.5))


class Lexical:
    """Texts taken apart once, to be ranked for many queries.

    With `asked` for that one alone, at less cost.
    """

    def __init__(
        self, texts: Sequence[str], frequencies: Frequencies, asked: str | None = None
    ) -> None:
        asked_grams = None if asked is None else frozenset(grams_of(asked))
        self._size = len(texts)
        places: dict[str, list[int]] = {}
        weights: dict[str, list[float]] = {}
        for place, text in enumerate(texts):
            terms = grams_of(text)
            counts = Counter(
                terms if asked_grams is None else [term for term in terms if term in asked_grams]
            )
            norm = _K * (1 - _B + _B * len(terms) / frequencies.length)
            for term, count in counts.items():
                places.setdefault(term, []).append(place)
                weights.setdefault(term, []).append(count * (_K + 1) / (count + norm))
        self._held = {
            term: (np.array(at), frequencies.weight(term) * np.array(weights[term]))
            for term, at in places.items()
        }

    def scores(self, query: str) -> Scores:
        """One number for each text, 0 where nothing is shared."""
        out = np.zeros(self._size)
        for term, count in Counter(grams_of(query)).items():
            if held := self._held.get(term):
                out[held[0]] += held[1] * min(count, _TWICE)
        return out
