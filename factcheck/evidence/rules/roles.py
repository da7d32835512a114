"""Who did it to whom: one text has A defeat B, the other B defeat A."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from factcheck.evidence.rules.names import same_name

# Acts with two parties, which say the reverse when the parties change places.
_ACTS: Final = (
    "succeed|replac|beat|defeat|kill|su|acquir|bought|attack|invad|follow|accus|criticis|criticiz|overt|outscor|arrest|"
    "shot|hir|fir|endors|prais|condemn|sanction|bomb|shell|appoint|nominat|invit|teach|taught|coach|join|support"
)
_ACT: Final = re.compile(rf"\b((?:{_ACTS})(?:ed|d|es|s|ing|ook|eeded|e)?)\b(\s+by\b)?")
_NAME: Final = re.compile(r"[A-Z][\w’'.-]*(?:\s+(?:(?:of|de|al|bin|van|von)\s+)?[A-Z][\w’'.-]*)*")
_NO_NAME: Final = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|In|On|At|By|After|Before|When|It|He|She|They)\b"
)

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ACT_LETTERS: Final = 4  # by which two forms of an act are one: "attacked", "attacking"; guessed


def swapped(claim: str, passage: str) -> str:
    """Return the act whose parties change places between the two texts, or nothing."""
    theirs = list(_deeds(passage))
    for act, doer, other in _deeds(claim):
        for their_act, their_doer, their_other in theirs:
            if act == their_act and same_name(doer, their_other) and same_name(other, their_doer):
                return act
    return ""


def _deeds(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each act of two parties: the letters it begins with, who did it, and to whom."""
    for sentence in _SENTENCE_END.split(text):
        named = [name for name in _NAME.finditer(sentence) if not _NO_NAME.match(name.group())]
        for act in _ACT.finditer(sentence):
            if parties := _parties(act, named):
                yield act.group(1)[:_ACT_LETTERS], *parties


def _parties(act: re.Match[str], named: list[re.Match[str]]) -> tuple[str, str] | None:
    """Return who did an act and to whom; None where a name is lacking on either side of it."""
    before = [name.group() for name in named if name.end() <= act.start()]
    after = [name.group() for name in named if name.start() >= act.end()]
    if not before or not after:
        return None
    # "Veld became mayor in October, succeeding Roos": the sentence's own subject did it.
    subject = before[0] if act.group(1).endswith("ing") else before[-1]
    is_passive = act.group(2) is not None
    return (after[0], subject) if is_passive else (subject, after[0])
