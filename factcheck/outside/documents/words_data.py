"""The word lists of `data/`, loaded once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.12  # of a text's words must be the commonest of a language
_SAMPLE = 20_000
_LEAST_LETTERS = 20  # by which a language can be told
_LEAST_SMALL_WORDS = 3  # more of them are needed in the shortest text
_SCRIPT_SHARE = 0.4  # of a text's letters, from which it is in a script


def load(name: str) -> dict[str, Any]:
    """Return a word list."""
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))


_LANGUAGES = load("languages.toml")
_COMMON = {code: frozenset(words.split()) for code, words in _LANGUAGES["words"].items()}
_SCRIPTS = {code: re.compile(f"[{signs}]") for code, signs in _LANGUAGES["scripts"].items()}
# A script's letters also stand in its neighbours' writing: the rarer letters decide.
_RARER = [
    ("uk", "ru", 0.01),
    ("fa", "ar", 0.02),
    ("ja", "zh", 0.05),
]


def language_of(text: str) -> str:
    """Return the language a text is most likely in, two letters; "" where nothing tells."""
    sample = text[:_SAMPLE].lower()
    letters = sum(c.isalpha() for c in sample)
    if letters < _LEAST_LETTERS:
        return ""
    return _by_script(sample, letters) or _by_small_words(sample)


def _by_script(sample: str, letters: int) -> str:
    """Return the language whose script a text is in; "" where it is none of one language."""
    shares: dict[str, float] = {
        code: len(sign.findall(sample)) / letters for code, sign in _SCRIPTS.items()
    }
    for rarer, common, least in _RARER:
        if shares[rarer] > least and shares[rarer] + shares[common] > _SCRIPT_SHARE:
            return rarer
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] > _SCRIPT_SHARE else ""


def _by_small_words(sample: str) -> str:
    """Return the language most of whose small words are in a text; "" where they are too few."""
    words = _WORD.findall(sample)
    counts = {code: sum(w in common for w in words) for code, common in _COMMON.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > max(_LEAST_SMALL_WORDS, _ENOUGH * len(words)) else ""
