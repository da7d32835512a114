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


def swapped(claim: str, passage: str) -> str:
    """Return the act whose parties change places between the two texts, or nothing."""
    theirs = list(_deeds(passage))
    for act, doer, other in _deeds(claim):
        for their_act, their_doer, their_other in theirs:
            if act == their_act and same_name(doer, their_other) and same_name(other, their_doer):
                return act
    return ""


def _deeds(text: str) -> Iterator[tuple[str, str, str]]:
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text):
        named = [m for m in _NAME.finditer(sentence) if not _NO_NAME.match(m.group())]
        for act in _ACT.finditer(sentence):
            before = [m.group() for m in named if m.end() <= act.start()]
            after = [m.group() for m in named if m.start() >= act.end()]
            if not before or not after:
                continue
            # "Veld became mayor in October, succeeding Roos": the sentence's own subject did it.
            doer = before[0] if act.group(1).endswith("ing") else before[-1]
            pair = (after[0], doer) if act.group(2) else (doer, after[0])
            yield act.group(1)[:4], *pair
