"""A passage that tells the claim in the claim's own words, in one run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from factcheck.evidence.rules.leaning import Flag
from factcheck.evidence.rules.polarity import has_denial, hedged
from factcheck.evidence.rules.same_subject import sense, sentence_at
from factcheck.evidence.rules.words import Word, is_content, words_of
from factcheck.text.language import lexicon

TOLD_OUTRIGHT: Final = 0.9
"""The chance that such a passage bears the claim out: see docs/benchmarks.md, Agreement."""
_LEAST_WORDS: Final = 3  # content words; fewer stand together by chance
# Flags of another clause's doubt or denial, or of who says so: the clause itself is looked at.
_OF_ANOTHER_CLAUSE: Final = frozenset({"speaker", "hedged", "negation"})
# Where another clause begins, of which nothing is said of the claim: "...; not one member broke
# ranks", "..., and parents fear that it may close others". No "but": it may take the claim back.
_ANOTHER_CLAUSE: Final = re.compile(
    r";|, and\b|,\s(?:even\s)?(?:though|although|while|whereas)\b"
    r"|\s[–—-]\s|\sand (?=asked|said|warned|added)\b"
)
# Where the clause itself begins: "Nobody needed a ticket on Saturday, when the line opened".
_CLAUSE_BEGINS: Final = re.compile(r";\s|,\s(?:when|where|as|while|and|but)\s(?!that\b)")
# What is said of a subject besides: "Ostria, who had not won at home since May, won 3-1".
_BESIDES: Final = re.compile(r",\s(?:who|which|whose|whom)\b[^,;:.]{3,90},(?=\s)")
# Between two commas stands what may be left out: "The refinery, the last of its kind, will shut".
_ASIDE: Final = re.compile(r"[^,;:“”\"]{0,40},[^,;:“”\"]{1,90},[^,;:“”\"]{0,40}")
# "170km south of Chennai, had its wettest day": what follows is said of another.
_OF: Final = re.compile(r"\b(?:of|from|in|near|to|at|for|with|by|than)\s+(?:the\s+|an?\s+)?$", re.I)
# "Both senators" is not "one of the senators".
_SHARE: Final = re.compile(r"\b(?:both|all|every|each|most|half|only|none|first|last)\b", re.I)


def is_told_outright(claim: str, passage: str, flags: Sequence[Flag]) -> bool:
    """Return whether the claim's content words stand in one sentence in a row and in order.

    An aside between commas does not break the row. Not where the clause denies or hedges, or any
    value of the passage is another.
    """
    words = [sense(word.stem) for word in words_of(claim) if is_content(word)]
    if len(words) < _LEAST_WORDS or any(flag.kind not in _OF_ANOTHER_CLAUSE for flag in flags):
        return False
    clause = _clause_with(claim, words, _BESIDES.sub("", passage))
    if not clause or _shares(claim) - _shares(clause):
        return False
    return has_denial(claim) == has_denial(clause) and not hedged(claim, clause)


def _shares(text: str) -> set[str]:
    return {match[0].lower() for match in _SHARE.finditer(text)}


def _clause_with(claim: str, senses: list[str], passage: str) -> str:
    """Return the clause where these senses first stand in a row; "" where none has them all."""
    theirs = [word for word in words_of(passage) if is_content(word)]
    first_of_claim = next(word for word in words_of(claim) if is_content(word))
    is_of = bool(_OF.search(claim[: first_of_claim.start]))
    for place, word in enumerate(theirs):
        if sense(word.stem) != senses[0] or bool(_OF.search(passage[: word.start])) != is_of:
            continue
        _, last = sentence_at(passage, word.start)
        row = _row_from(senses, [other for other in theirs[place:] if other.end <= last], passage)
        if row:
            return _clause_round(passage, word.start, row)
    return ""


def _clause_round(passage: str, start: int, end: int) -> str:
    """Return the clause that a row of words stands in."""
    first, last = sentence_at(passage, start)
    opening = [match.end() for match in _CLAUSE_BEGINS.finditer(passage, first, start)]
    following = _ANOTHER_CLAUSE.search(passage, end, last)
    return passage[max([first, *opening]) : following.start() if following else last]


def _row_from(senses: list[str], theirs: Sequence[Word], passage: str) -> int:
    """Return where the row that begins with the first word ends; 0 where it breaks off."""
    met = 0
    end = theirs[0].start if theirs else 0
    for word in theirs:
        if sense(word.stem) == senses[met]:
            # What was passed over must be an aside.
            passed = passage[end : word.start]
            if _has_content(passed) and not _ASIDE.fullmatch(passed):
                return 0
            end = word.end
            met += 1
            if met == len(senses):
                return end
    return 0


def _has_content(text: str) -> bool:
    """Return whether words tell anything: "across" for "in" does not."""
    return any(is_content(w) and w.text.lower() not in lexicon.PREPOSITIONS for w in words_of(text))
