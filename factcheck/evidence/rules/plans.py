"""What one text tells as done and the other as planned: "has closed", "plans to close"."""

from __future__ import annotations

import re
from typing import Final

from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.words import stem
from factcheck.text.language.tense import is_past

_PLANNED: Final = re.compile(
    r"\b(?:(?:plans?|planned|planning|intends?|intended|aims?|aimed|hopes?|hoped|wants?|wanted"
    r"|propos(?:es?|ed)|expects?|expected|pledge[sd]?|vow(?:s|ed)?|promise[sd]?|threaten(?:s|ed)?"
    r"|agree[sd]?|set|due|scheduled|is|are)\s+to(?:\s+be)?"
    r"|(?:will|would|could|may|might)(?:\s+be)?"
    r"|(?:consider|discuss|propos|weigh)(?:s|es|ed|ing))\s+(\w{3,40})",
    re.I,
)
_DONE: Final = re.compile(r"\b(?:has|have|had|was|were|been)\s+(?:\w+ly\s+)?(\w{3,40})", re.I)
_WORD: Final = re.compile(r"\b[a-z]{3,40}\b")


def is_only_planned(claim: str, passage: str) -> bool:
    """Return whether a passage only plans what the claim tells as done.

    Not where it tells the same act as done anywhere, or the claim plans it too.
    """
    only_planned = _planned(passage) - _done(passage)
    return bool(only_planned & (_done(claim) - _planned(claim)))


def _planned(text: str) -> set[str]:
    return {sense(stem(match[1])) for match in _PLANNED.finditer(text)}


def _done(text: str) -> set[str]:
    """Return the senses of the verbs of the past, those of a plan left out."""
    told = [match[1] for match in _DONE.finditer(text)]
    told += [word for word in _WORD.findall(_PLANNED.sub(" ", text)) if is_past(word)]
    return {sense(stem(word.lower())) for word in told}
