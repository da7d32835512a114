"""A passage that tells the claim in the claim's own words, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from factcheck.evidence.rules.leaning import Flag
from factcheck.evidence.rules.polarity import has_denial, hedged
from factcheck.evidence.rules.same_subject import sense, sentence_at
from factcheck.evidence.rules.words import is_content, words_of

TOLD_OUTRIGHT: Final = 0.9
"""The chance that such a passage bears the claim out: see docs/benchmarks.md, Agreement."""
_LEAST_WORDS: Final = 4  # content words; fewer stand together by chance


def is_told_outright(claim: str, passage: str, flags: Sequence[Flag]) -> bool:
    """Return whether the claim's content words stand in one sentence in a row and in order.

    Not where the sentence denies or hedges, or any value there is another.
    """
    words = [sense(word.stem) for word in words_of(claim) if is_content(word)]
    if len(words) < _LEAST_WORDS or any(flag.kind != "speaker" for flag in flags):
        return False
    sentence = _sentence_with(words, passage)
    return bool(sentence) and not has_denial(sentence) and not hedged(claim, sentence)


def _sentence_with(senses: list[str], passage: str) -> str:
    """Return the sentence where these senses first stand in a row; "" where none has them all."""
    theirs = [word for word in words_of(passage) if is_content(word)]
    told = [sense(word.stem) for word in theirs]
    for place in range(len(told) - len(senses) + 1):
        end = place + len(senses)
        if told[place:end] == senses:
            first, last = sentence_at(passage, theirs[place].start)
            return passage[first:last] if theirs[end - 1].end <= last else ""
    return ""
