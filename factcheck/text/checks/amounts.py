"""How exactly copy means a number, and whether what was worked out agrees with it.

A number vouches for its last digit: "12" is anything that rounds to 12. Trailing zeros vouch for
less ("900" for the nearest hundred), but never for more than a twentieth of the number. "More
than", "nearly" and "about" loosen it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factcheck.text.checks.line import StatedValue

_TWENTIETH: Final = Decimal("0.05")
_TENTH: Final = Decimal("0.1")
_WRITTEN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALE: Final = re.compile(
    r"(?:hundred|thousand|million|billion|trillion|mn|mln|bn|tn|\d[km])\b", re.I
)
_HEDGES: Final = {
    name: re.compile(rf"\b(?:{words})\s+(?:an? |the )?\W*$", re.I)
    for name, words in {
        "over": "more than|over|at least|above|in excess of|upwards? of",
        "under": "nearly|almost|just under|less than|fewer than|up to|under",
        "about": "about|around|some|roughly|approximately|an estimated",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Range:
    """All the numbers that a stated one may stand for."""

    low: Decimal
    high: Decimal

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high


def meant(fact: StatedValue, statement: str) -> Range | None:
    """Return what the copy vouches for by stating this number, read with the word before it.

    Returns None where it is vague.
    """
    amount = fact.amount
    if amount is None:
        return None
    value = amount[0]
    half = _half_step(value)
    size = abs(value)
    hedge = next(
        (name for name, words in _HEDGES.items() if words.search(statement[: fact.span[0]])), ""
    )
    below = {"over": Decimal(0), "under": size * _TENTH, "about": max(half, size * _TWENTIETH)}.get(
        hedge, half
    )
    above = {"over": size * _TENTH, "under": Decimal(0), "about": max(half, size * _TWENTIETH)}.get(
        hedge, half
    )
    return Range(value - below, value + above)


def given(fact: StatedValue, statement: str) -> Range | None:
    """Return a number as a sum starts from it.

    It is exact as written, unless a word of scale or a hedge loosens it.
    """
    amount = fact.amount
    if amount is None:
        return None
    if any(words.search(statement[: fact.span[0]]) for words in _HEDGES.values()):
        return meant(fact, statement)
    written = _WRITTEN.search(fact.text)
    if written is None or not _SCALE.search(fact.text):
        return Range(amount[0], amount[0])
    # "$40 million" vouches for the forty: for what rounds to it in whole millions.
    digits = Decimal(written.group().replace(",", ""))
    exponent = digits.as_tuple().exponent
    half = (
        Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        * abs(amount[0] / digits)
        / 2
        if digits
        else 0
    )
    return Range(amount[0] - half, amount[0] + half)


def _half_step(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return min(step / 2, abs(value) * _TWENTIETH) if step > 1 else step / 2
