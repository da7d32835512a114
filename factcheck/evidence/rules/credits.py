"""On whose word a passage rests: the agency it credits, the ministry or person it quotes.

Three papers that quote one ministry are one source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from factcheck.evidence.rules.leaning import Voice
from factcheck.evidence.rules.words import plain

_NAME: Final = r"([A-Z][\w’'.-]{1,30}(?: (?:of |the |for )?[A-Z][\w’'.-]{1,30}){0,4})"
# How a text says that another told it first, or that it stands on an agency's wire.
_CREDITS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Aa]ccording to|[Cc]iting|[Rr]eporting by|(?:first )?reported by|told)"
        rf" (?:the |a report (?:by|in) (?:the )?)?{_NAME}",
        rf"\b(?:[Tt]he )?{_NAME} (?:reports|reported|has reported)\b",
        r"\((AP|AFP|Reuters|dpa|EFE|ANSA|UPI|Xinhua|TASS)\)",
    )
)
_MUCH: Final = (
    0.25  # the share of a passage that is one person's words, from which it rests on them
)
_MOST: Final = 5


def credits_of(passage: str, voices: Sequence[Voice]) -> tuple[str, ...]:
    """Return whom a passage rests on, each once, at most five, as it names them."""
    named = [match.group(1) for pattern in _CREDITS for match in pattern.finditer(passage)]
    quoted = [voice.name for voice in voices if voice.share >= _MUCH]
    once = {_bare(name): name.strip(" .") for name in (*named, *quoted) if _bare(name)}
    return tuple(once.values())[:_MOST]


def _bare(name: str) -> str:
    """Return a name as two papers would both have it: no case, no article, no stops."""
    return re.sub(r"^(?:the|a) |[.’']", "", plain(name)).strip()


def shared_credit(mine: Sequence[str], theirs: Sequence[str]) -> str:
    """Return whom both rest on, as the first names them; "" where there is none."""
    known = {_bare(name) for name in theirs}
    return next((name for name in mine if _bare(name) in known), "")
