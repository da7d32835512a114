"""Numbers as copy states them: value, unit, and how exactly it means them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

_VALUE: Final = re.compile(r"^(-?\d+(?:\.\d+)?)(?:\s+(.+))?$")
_ROUND: Final = (
    r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated|circa|or so|close to"
)
_NEARLY: Final = r"nearly|almost|just under|just short of"
_OVER: Final = (
    r"(?:more|greater|higher|longer|taller|larger|bigger|older|heavier|faster|farther|further) "
    r"than|over|at least|"
    r"above|exceed(?:s|ing|ed)?|no fewer than|upwards? of|in excess of|surpass\w*"
)
_UNDER: Final = (
    r"(?:fewer|less|lower|shorter|smaller|younger|lighter|slower) than|under|up to|at most|below|"
    r"no more than|"
    r"as many as|maximum of"
)
_OR_EQUAL: Final = frozenset(
    {
        "at least",
        "no fewer than",
        "up to",
        "at most",
        "no more than",
        "as many as",
        "maximum of",
        "upwards of",
        "or more",
    }
)
_WAYS: Final = (("nearly", _NEARLY), ("over", _OVER), ("under", _UNDER), ("about", _ROUND))
_SCALE: Final = re.compile(
    r"\b(?:hundred|thousand|million|billion|trillion|mln|bln|dozen)s?\b|\d\s?(?:m|bn|k|tn)\b", re.I
)
# To the base unit of each kind: lengths in metres, weights in kilograms, areas in square metres.
_UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    name: (base, Decimal(factor))
    for base, table in {
        "m": {"mm": "0.001", "cm": "0.01", "m": "1", "metre": "1", "meter": "1", "km": "1000", "kilometre": "1000",
              "kilometer": "1000", "mi": "1609.344", "mile": "1609.344", "ft": "0.3048", "foot": "0.3048",
              "feet": "0.3048", "yd": "0.9144", "yard": "0.9144", "in": "0.0254", "inch": "0.0254"},
        "kg": {"g": "0.001", "gram": "0.001", "kg": "1", "kilogram": "1", "kilo": "1", "t": "1000", "tonne": "1000",
               "lb": "0.45359237", "pound": "0.45359237", "ton": "907.18474"},
        "m2": {"m2": "1", "km2": "1000000", "ha": "10000", "hectare": "10000", "acre": "4046.8564224",
               "square km": "1000000", "square mile": "2589988.110336", "square m": "1", "square foot": "0.09290304"},
        "s": {"second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800",
              "year": "31557600"},
    }.items()
    for name, factor in table.items()
}  # fmt: skip


_FRACTION: Final = re.compile(
    r"\b(?:half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b", re.I
)
_OUT_OF: Final = re.compile(r"([\d,]+(?:\.\d+)?) out of \d")  # a score, not a share
# "She was 31 when …", "aged 29": an age, though no year is named.
_AGED: Final = re.compile(r"\b(?:aged?|was|is|turned|at)\s+$", re.I)
_OLDEST: Final = 120
_NOTHING_AFTER: Final = re.compile(r"\s*(?:[,.;)]|when\b|at the time\b|and\b|$)", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """`way` is "exactly", "about", "nearly", "over" or "under".

    `rounded` says that it was written with a word of scale ("3 million"), which promises no more
    digits than it shows.
    """

    value: Decimal
    unit: str
    way: str = "exactly"
    rounded: bool = False
    words: str = ""  # what says the way: "at least"

    @property
    def step(self) -> Decimal:
        """The size of the last digit that the number as written vouches for.

        1000 for 3000, 0.1 for 2.5.
        """
        exponent = self.value.normalize().as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def amount(value: str | None, text: str, before: str, after: str = "") -> Amount | None:
    """Return the amount that a fact states.

    From its canonical value ("3000", "12.5 %"), its words, and the copy before and after it.
    """
    match = _VALUE.match((value or "").strip())
    if match is None:
        return None
    try:
        number = Decimal(match.group(1))
    except InvalidOperation:
        return None
    way, words = _way(f"{before[-28:]} {text}".lower(), after.lower())
    unit = (match.group(2) or "").strip()
    if scored := _OUT_OF.match(text):
        number = Decimal(scored.group(1).replace(",", ""))
    elif not unit and number < 1 and _FRACTION.search(text):
        number, unit = number * 100, "%"
    elif not unit and number <= _OLDEST and _AGED.search(before) and _NOTHING_AFTER.match(after):
        unit = "years"
    return Amount(number, unit, way, bool(_SCALE.search(text)), words)


def is_currency(unit: str) -> bool:
    """Whether the unit is a currency's code, as ISO 4217 has it: "USD"."""
    return len(unit) == 3 and unit.isupper()


def _way(near: str, after: str) -> tuple[str, str]:
    """Return how exactly a number is meant, by the words before or after it.

    `near` ends with the number's own words.
    """
    for way, words in _WAYS:
        if found := re.search(
            rf"\b({words})\s+(?:a |an |the )?[$€£]?[\w.,]+(?:[ -]\w+)?\W*$", near
        ):
            return way, found.group(1)
    follows = re.match(r"\s*(or (?:so|more|fewer|less))\b", after)
    if follows:
        return {"so": "about", "more": "over"}.get(
            follows.group(1).split()[1], "under"
        ), follows.group(1)
    return "exactly", ""


def metres_if_meant(source: Amount, text: str, copy: Amount) -> Amount:
    """Return "2,310 m" beside a length is metres, not millions."""
    if (
        source.unit
        or not re.search(r"\d m$", text)
        or _UNITS.get(_unit(copy.unit), ("",))[0] != "m"
    ):
        return source
    return replace(source, value=source.value / 10**6, unit="m", rounded=False)


def in_one_unit(copy: Amount, source: Amount) -> Amount | None:
    """Return the source's amount in the copy's unit, or None when the units are of different kinds."""
    if _unit(copy.unit) == _unit(source.unit):
        return source
    if is_currency(copy.unit) and is_currency(source.unit):
        return source if copy.value == source.value else None
    if {copy.unit, source.unit} == {"°C", "°F"}:
        value = (source.value - 32) * 5 / 9 if copy.unit == "°C" else source.value * 9 / 5 + 32
        return Amount(value, copy.unit, "about", True)
    mine, theirs = _UNITS.get(_unit(copy.unit)), _UNITS.get(_unit(source.unit))
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return None
    value = source.value * theirs[1] / mine[1]
    # A converted amount is as exact as the one it was made from, never more.
    return Amount(value, copy.unit, "about", True)


def _unit(unit: str) -> str:
    low = unit.strip().lower()
    low = {
        "percent": "%",
        "per cent": "%",
        "pct": "%",
        "percentage points": "pp",
        "percentage point": "pp",
    }.get(low, low)
    return low[:-1] if low.endswith("s") and low[:-1] in _UNITS else low


def agree(copy: Amount, source: Amount) -> tuple[bool, str]:
    """Whether the source's value bears the copy's out, and why, for amounts in one unit."""
    a, b = copy.value, source.value
    if copy.way == "over":
        return b > a or (b == a and (source.way == "over" or copy.words in _OR_EQUAL)), _limit(
            copy, b
        )
    if copy.way == "under":
        return b < a or (b == a and (source.way == "under" or copy.words in _OR_EQUAL)), _limit(
            copy, b
        )
    if a == b:
        return True, "the same number"
    if copy.way == "nearly":
        return a * Decimal("0.9") <= b <= a, _limit(copy, b)
    loose = copy.way == "about" or copy.rounded or source.rounded
    if loose and abs(a - b) * 2 <= copy.step and abs(a - b) <= abs(a) * Decimal("0.2"):
        return True, f"{show(b)} rounds to {show(a)}"
    if (
        source.way in ("about", "nearly")
        and abs(a - b) * 2 <= source.step
        and abs(a - b) <= abs(b) * Decimal("0.2")
    ):
        return True, f"the source rounds: {source.way} {show(b)}"
    if (copy.way == "about" or source.unit != copy.unit or source.way == "about") and abs(
        a - b
    ) <= abs(a) / 50:
        return True, f"{show(b)} is within 2 % of {show(a)}"
    if source.way == "over" and b < a <= b * Decimal("1.2"):
        return True, f"the source says more than {show(b)}"
    return False, f"{show(b)}, not {show(a)}"


def _limit(copy: Amount, theirs: Decimal) -> str:
    far = "far off, " if not copy.value / 2 <= theirs <= copy.value * 2 else ""
    return f"{show(theirs)}: {far}against “{copy.words} {show(copy.value)}”"


def show(value: Decimal) -> str:
    """Return a number for the eye: 2,987; 12.5."""
    text = f"{value:,.2f}" if value != value.to_integral_value() else f"{value:,.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
