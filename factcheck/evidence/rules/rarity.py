"""How rare an English word is, where no archive has been counted: by MiniLM's vocabulary.

BERT's vocabulary is sorted by how often a piece of a word stood in its texts (Devlin and others
2018), so a word's place in it is its rank; what is no word there is rarer than all that are.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from factcheck.evidence.rules.words import plain


def rarity_of(word: str) -> int:
    """Return a step of rarity: 0 of the commonest words, 15 of those the vocabulary lacks."""
    ranks = _ranks()
    low = plain(word).removesuffix("'s")
    rank = min(ranks.get(low, len(ranks)), ranks.get(low.removesuffix("s"), len(ranks)))
    return round(math.log2(rank + 1))


@cache
def _ranks() -> dict[str, int]:
    """Return the whole words of the vocabulary, each with its place."""
    path = files("factcheck.text.model") / "weights" / "vocabulary.json"
    pieces: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return pieces
