"""Conversions that the copy gives beside a measure: "12 miles (19 km)", done again.

Rates of money are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from factcheck.text.checks.amounts import Range, given, meant
from factcheck.text.checks.line import CheckedLine, StatedValue, plain
from factcheck.text.language.word_lists import data_table
from factcheck.text.values.numbers import CODES

# To metres, kilograms, square metres, litres, metres a second. International yard and pound (NIST
# Special Publication 811, appendix B): the yard 0.9144 m, the pound 0.45359237 kg, the U.S. gallon
# 231 cubic inches.
_FACTORS: Final[dict[str, dict[str, str]]] = data_table("factcheck.text.checks", "units")
_KIND: Final = {unit: kind for kind, units in _FACTORS.items() for unit in units}
_BESIDE: Final = re.compile(
    r"^\s*(?:\(|,\s*or\b|\bor\b|,\s*about\b|—|–|/)\s*(?:about|around|roughly|some|nearly|almost"
    r"|more than|over|or)?\s*$"
)

_RANGE_BEFORE: Final = re.compile(r"\d\s?(?:to|and|[–-])\s?\Z")
_RANGE_AFTER: Final = re.compile(r"\s?(?:to|[–-])\s?(?:\d|(?:one|two|three|four|five|six|ten)\b)")
# How far below the sum a figure may lie that was cut off, not rounded: 112 km for 112.65. Guessed.
_CUT_OFF: Final = Decimal("0.01")


def units(statement: str, facts: Sequence[StatedValue], published: str) -> list[CheckedLine]:
    """Return a line for each measure given twice, in two units.

    Money in two currencies is only said to be unchecked.
    """
    numbers = sorted(
        (fact for fact in facts if fact.amount is not None), key=lambda fact: fact.span
    )
    lines = []
    for first, second in pairwise(numbers):
        if not _BESIDE.match(statement[first.span[1] : second.span[0]]):
            continue
        line = _money(first, second, published) or _measure(first, second, statement)
        if line is not None:
            lines.append(line)
    return lines


def _money(first: StatedValue, second: StatedValue, published: str) -> CheckedLine | None:
    unit, other = _unit(first), _unit(second)
    if unit == other or not {unit, other} <= CODES:
        return None
    working = f"Money is not converted here. Look up the rate of {unit} and {other} on {published}."
    return CheckedLine("conversion", f"{first.text} … {second.text}", working, "ask")


def _measure(first: StatedValue, second: StatedValue, statement: str) -> CheckedLine | None:
    unit, other = _unit(first), _unit(second)
    start, stated = given(first, statement), meant(second, statement)
    if unit == other or start is None or stated is None or not _comparable(unit, other):
        return None
    if _is_of_a_range(statement, first, second):
        return None
    made = Range(*sorted((convert(start.low, unit, other), convert(start.high, unit, other))))
    value, figure = (fact.amount[0] if fact.amount else Decimal(0) for fact in (first, second))
    converted = convert(value, unit, other)
    cut_off = figure <= converted and converted - figure <= _CUT_OFF * abs(converted)
    right = made.meets(stated) or cut_off
    shown = f"{plain(value)} {unit} is {plain(converted)} {other}"
    says = f"The copy says {second.text}: {'it agrees.' if right else 'it does not.'}"
    return CheckedLine(
        "conversion",
        f"{first.text} … {second.text}",
        f"{shown}. {says}",
        "right" if right else "wrong",
    )


def _is_of_a_range(statement: str, first: StatedValue, second: StatedValue) -> bool:
    """Return whether a measure is one end of a range: "18 to 23 feet (5.5 to 7 m)"."""
    before = _RANGE_BEFORE.search(statement[: first.span[0]])
    return before is not None or _RANGE_AFTER.match(statement[second.span[1] :]) is not None


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """Convert a measure to another unit of its kind; degrees by their own rule.

    Raises KeyError for units of two kinds.
    """
    if unit == "°C" and to == "°F":
        return value * 9 / 5 + 32
    if unit == "°F" and to == "°C":
        return (value - 32) * 5 / 9
    table = _FACTORS[_KIND[unit]]
    return value * Decimal(table[unit]) / Decimal(table[to])


def _comparable(unit: str, other: str) -> bool:
    return {unit, other} == {"°C", "°F"} or (unit in _KIND and _KIND.get(unit) == _KIND.get(other))


def _unit(fact: StatedValue) -> str:
    return fact.amount[1] if fact.amount else ""
