"""Ranges: "between 3 and 5 million", "2 to 3 metres". A value inside one bears it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from factcheck.evidence.rules.numbers import Amount, amount, show
from factcheck.evidence.rules.same_subject import sentence_at
from factcheck.evidence.rules.words import StatedFact
from factcheck.text.language.word_lists import word_lists

_WORDS: Final = word_lists("factcheck.evidence.rules", "words")

_BETWEEN: Final = re.compile(r"\bbetween\s+(?:about\s+)?[$€£]?$", re.I)
_FROM: Final = re.compile(r"\bfrom\s+(?:about\s+)?[$€£]?$", re.I)
_RANGES: Final = re.compile(r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying))\b[^.;,]{0,20}$", re.I)
_LOOK: Final = 40  # characters before a range in which "between" and "ranged from" stand; guessed
_TO: Final = re.compile(r"\s?(?:to|–|-)\s?[$€£]?")
_AND: Final = re.compile(r"\s{1,3}and\s{1,3}[$€£]?")
_THOUSANDS: Final = (Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9, Decimal(10) ** 12)


def range_partner(text: str, fact: StatedFact, facts: Sequence[StatedFact]) -> Amount | None:
    """Return the amount at the other end of a number's range; None where it is in none."""
    other = other_end(text, fact, facts)
    return amount(other.value, other.text, text[: other.start]) if other else None


def other_end(text: str, fact: StatedFact, facts: Sequence[StatedFact]) -> StatedFact | None:
    """Return the other end of the range that a number is an end of; None where it is in none.

    "Fell from 60 to 40" is a change, not a range; "ranged from 40 to 60" is one.
    """
    for other in facts:
        if other is fact or other.kind != "number":
            continue
        low, high = sorted((fact, other), key=lambda number: number.start)
        between = text[low.end : high.start]
        before = text[max(0, low.start - _LOOK) : low.start]
        joined = _AND.fullmatch(between) and _BETWEEN.search(before)
        moves = _FROM.search(before) and not _RANGES.search(before) and not _is_open(text, low)
        ranged = _TO.fullmatch(between) and not moves
        if (joined or ranged) and _rises(low, high):
            return other
    return None


# "From 200 to 300 soldiers will go": nothing before it has moved.
_OPENS: Final = re.compile(r"(?:^|[.!?:]\s|,\s|\bthat\s)from\s+(?:about\s+)?[$€£]?$", re.I)
_MOVED: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(_WORDS['up'] | _WORDS['down']))}|rising|falling|extended)\b", re.I
)


def _is_open(text: str, low: StatedFact) -> bool:
    """Return whether a sentence opens with a range, and tells of nothing that rose or fell."""
    first, last = sentence_at(text, low.start)
    return bool(_OPENS.search(text[: low.start])) and not _MOVED.search(text, first, last)


def _rises(low: StatedFact, high: StatedFact) -> bool:
    """Return whether the second number is the larger: "by 52 to 48" is a vote, no range."""
    ends = [amount(fact.value, fact.text, "") for fact in (low, high)]
    values = [_scaled(end, other).value for end, other in (ends, ends[::-1]) if end and other]
    return len(values) < len(ends) or values[0] < values[1]


def within_range(end: Amount, other: Amount, value: Amount) -> tuple[bool, str]:
    """Return whether a value lies between the two ends of a range, and why."""
    low, high = sorted((_scaled(end, other), _scaled(other, end)), key=lambda a: a.value)
    shown = f"{show(low.value)} to {show(high.value)}"
    if low.value <= value.value <= high.value:
        return True, f"{show(value.value)} lies within {shown}"
    return False, f"{show(value.value)}, outside {shown}"


def _scaled(end: Amount, other: Amount) -> Amount:
    """Give the "3" of "between 3 and 5 million" the scale of the other end."""
    if end.rounded or not other.rounded:
        return end
    scale = max((s for s in _THOUSANDS if s <= other.value), default=Decimal(1))
    return replace(end, value=end.value * scale) if end.value < scale else end
