"""The language that copy is written in."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from factcheck.text.language import lexicon

ENGLISH = "en"
# Enough of the copy to tell its language by, in characters.
_ENOUGH = 8_000
# Letters below which nothing is told apart: a caption, a list of names.
_FEWEST_LETTERS = 20
# The share of English function words above which nobody need be asked. The least of 225 plain news
# texts has .30, of 84 PolNeAR articles .31; a Dutch sentence has .16.
_ENGLISH_SHARE = 0.25
# The same of the words without a capital, which are no names; a Dutch sentence has .19.
_ENGLISH_SHARE_OF_SMALL = 0.33
# How sure the classifier must be that copy is not English; guessed. It takes none of those 309 for
# another language.
_SURE = 0.6

_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = (
    lexicon.PRONOUNS
    | lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.AUXILIARIES
    | lexicon.CONJUNCTIONS
    | {"the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "not"}
)


def language_of(text: str) -> str:
    """Return the language's ISO 639-1 code; English where the copy is too short to tell.

    Source: py3langid (naive Bayes over byte sequences, 97 languages).
    """
    words = _WORD.findall(text[:_ENOUGH].lower())
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return ENGLISH
    plain = _small_words(text[:_ENOUGH])
    if sum(word in _FUNCTION_WORDS for word in words) > _ENGLISH_SHARE * len(words):
        return ENGLISH
    # Names from elsewhere are no language: "Tánaiste Fiachra Ó Broin said the Bill would pass."
    if sum(word in _FUNCTION_WORDS for word in plain) > _ENGLISH_SHARE_OF_SMALL * len(plain):
        return ENGLISH
    code, chance = _identifier().classify(text[:_ENOUGH])
    return str(code) if chance >= _SURE else ENGLISH


def _small_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.islower()]


@cache
def _identifier() -> LanguageIdentifier:
    """Load the classifier, which takes most of a second: only copy that may not be English pays."""
    return LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
