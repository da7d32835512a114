"""Numbers as copy states them: value, unit, and how exactly it means them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from factcheck.text.language.word_lists import data_table

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
    for base, factors in data_table("factcheck.evidence.rules", "units").items()
    for name, factor in factors.items()
}


_FRACTION: Final = re.compile(
    r"\b(?:half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b", re.I
)
_OUT_OF: Final = re.compile(r"(\d[\d,]{0,30}(?:\.\d{1,10})?) out of \d")  # a score, not a share
# "She was 31 when …", "aged 29": an age, though no year is named.
_AGED: Final = re.compile(r"\b(?:aged?|was|is|turned|at)\s+$", re.I)
_OLDEST: Final = 120  # years; the oldest person known died at 122
# Characters before a number in which "more than an estimated" and "never … more than" stand;
# guessed.
_WAY_REACH: Final = 28
_NEVER_REACH: Final = 60
_NOTHING_AFTER: Final = re.compile(r"\s*(?:[,.;)]|when\b|at the time\b|and\b|$)", re.I)


# "never had more than 5,000" is at most 5,000.
_NEVER: Final = re.compile(
    r"\b(?:never|not|n[’']t)\s+(?:\w+\s+){0,3}(?:more|greater|higher|longer|larger)\s+than\s*$",
    re.I,
)


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
    way, words = _way(f"{before[-_WAY_REACH:]} {text}".lower(), after.lower())
    if way == "over" and _NEVER.search(before[-_NEVER_REACH:]):
        way, words = "under", f"no {words}" if words.endswith("than") else "at most"
    unit = (match.group(2) or "").strip()
    if scored := _OUT_OF.match(text):
        number = Decimal(scored.group(1).replace(",", ""))
    elif not unit:
        number, unit = _with_unit_meant(number, text, before, after)
    return Amount(number, unit, way, bool(_SCALE.search(text)), words)


def _with_unit_meant(number: Decimal, text: str, before: str, after: str) -> tuple[Decimal, str]:
    """Return a bare number in the unit its words mean: a part in percent, an age in years."""
    if number < 1 and _FRACTION.search(text):
        return number * 100, "%"
    if _is_age(number, before, after):
        return number, "years"
    return number, ""


def _is_age(number: Decimal, before: str, after: str) -> bool:
    """Return whether a bare number is somebody's age: "aged 47", "Ana Ruiz, 47, said"."""
    if number > _OLDEST or _AGED.search(before) is None:
        return False
    return _NOTHING_AFTER.match(after) is not None


def is_currency(unit: str) -> bool:
    """Whether the unit is a currency's code, as ISO 4217 has it: "USD"."""
    return len(unit) == 3 and unit.isupper()


def _way(near: str, after: str) -> tuple[str, str]:
    """Return how exactly a number is meant, by the words before or after it.

    `near` ends with the number's own words.
    """
    found = [
        (match.start(), way, match.group(1))
        for way, words in _WAYS
        if (
            match := re.search(
                rf"\b({words})\s+(?:a |an |the )?[$€£]?[\w.,]+(?:[ -]\w+)?\W*$", near
            )
        )
    ]
    if found:
        # "No more than 50" begins before "more than 50".
        _, way, said = min(found, key=lambda one: one[0])
        return way, said
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


_DIFFERENCE: Final = re.compile(
    r"\b(?:by|rise of|rose|risen|warmed|warming of|cooled|cooling of|increase of|drop of|fall of"
    r"|difference of|anomaly of)\s+(?:about|around|some|nearly|almost|roughly|more than|at least"
    r"|up to)?\s*$",
    re.I,
)


_COMPARED: Final = re.compile(
    r"[^.,;]{0,24}?\b(?:warmer|hotter|cooler|colder|higher|lower|above|below|more|less)\b", re.I
)


# "Put the warming of the sea since 1980 at 1.5 °C".
_PUT_AT: Final = re.compile(
    r"\b(?:warming|cooling|rise|increase|drop|fall|anomaly|difference|change)\b[^.;]{0,60}"
    r"\b(?:at|of|was|is|to be)\s+(?:about |around |some |nearly )?$",
    re.I,
)


def is_difference(text: str, start: int, end: int) -> bool:
    """Return whether a number says how much something changed, not where it stands.

    It stands from `start` to `end`: "rose by 3 degrees", "3 degrees warmer than usual".
    """
    before = _DIFFERENCE.search(text[max(0, start - 48) : start])
    if before is not None or _COMPARED.match(text, end) is not None:
        return True
    return _PUT_AT.search(text[max(0, start - _MOVED_REACH) : start]) is not None


_MOVED: Final = (
    r"\b(?:rose|risen|rises?|rising|fell|fallen|falls?|falling|grew|grown|grows?|climb\w*|jump\w*"
    r"|drop\w*|declin\w*|increas\w*|decreas\w*|cut|raised?|reduced?|lowered|up|down)\b"
)
_NOT_EXACT: Final = r"(?:about |around |some |nearly |almost |roughly |more than |at least |only )?"
_BY_SO_MUCH: Final = re.compile(rf"{_MOVED}[^.;,]{{0,40}}\bby {_NOT_EXACT}$", re.I)
_TO_SO_MUCH: Final = re.compile(rf"{_MOVED}[^.;,]{{0,40}}\bto {_NOT_EXACT}$", re.I)
_MOVED_REACH: Final = 80  # characters before a number in which the verb stands; guessed


def moved(text: str, start: int) -> str:
    """Return "by" or "to" where something moved by, or to, the number at `start`; else nothing."""
    before = text[max(0, start - _MOVED_REACH) : start].rstrip("$€£")
    ways = {"by": _BY_SO_MUCH, "to": _TO_SO_MUCH}
    return next((way for way, pattern in ways.items() if pattern.search(before)), "")


def in_one_unit(copy: Amount, source: Amount, *, difference: bool = False) -> Amount | None:
    """Return the source's amount in the copy's unit, or None for units of another kind.

    A difference of degrees converts without the 32 of the scale.
    """
    if _unit(copy.unit) == _unit(source.unit):
        return source
    if is_currency(copy.unit) and is_currency(source.unit):
        return source if copy.value == source.value else None
    if {copy.unit, source.unit} == {"°C", "°F"}:
        zero = 0 if difference else 32
        to_celsius, to_fahrenheit = (source.value - zero) * 5 / 9, source.value * 9 / 5 + zero
        value = to_celsius if copy.unit == "°C" else to_fahrenheit
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
    """Return whether the source's value bears the copy's out, and why; amounts in one unit."""
    if copy.way in ("over", "under"):
        return _within_limit(copy, source), _limit(copy, source.value)
    if copy.value == source.value:
        return True, "the same number"
    if copy.way == "nearly":
        near = copy.value * Decimal("0.9") <= source.value <= copy.value
        return near, _limit(copy, source.value)
    for agrees, why in _LOOSELY:
        if agrees(copy, source):
            return True, why(copy, source)
    return False, f"{show(source.value)}, not {show(copy.value)}"


def _within_limit(copy: Amount, source: Amount) -> bool:
    if copy.value == source.value:
        return source.way == copy.way or copy.words in _OR_EQUAL
    return (source.value > copy.value) == (copy.way == "over")


def _rounds_to_copy(copy: Amount, source: Amount) -> bool:
    loose = copy.way == "about" or copy.rounded or source.rounded
    return loose and _rounds(source.value, copy.value, copy.step)


def _source_rounds(copy: Amount, source: Amount) -> bool:
    return source.way in ("about", "nearly") and _rounds(copy.value, source.value, source.step)


def _rounds(exact: Decimal, rounded: Decimal, step: Decimal) -> bool:
    """Return whether `exact` rounds to `rounded` at this step, and is not a fifth off."""
    gap = abs(exact - rounded)
    return gap * 2 <= step and gap <= abs(rounded) * Decimal("0.2")


def _within_two_percent(copy: Amount, source: Amount) -> bool:
    loose = copy.way == "about" or source.unit != copy.unit or source.way == "about"
    return loose and abs(copy.value - source.value) <= abs(copy.value) / 50


def _a_little_more(copy: Amount, source: Amount) -> bool:
    return source.way == "over" and source.value < copy.value <= source.value * Decimal("1.2")


_Test = Callable[[Amount, Amount], bool]
_Sentence = Callable[[Amount, Amount], str]
_LOOSELY: Final[tuple[tuple[_Test, _Sentence], ...]] = (
    # in this order: whether a value that is not the same agrees, and the reason on screen
    (_rounds_to_copy, lambda copy, source: f"{show(source.value)} rounds to {show(copy.value)}"),
    (_source_rounds, lambda _, source: f"the source rounds: {source.way} {show(source.value)}"),
    (
        _within_two_percent,
        lambda copy, source: f"{show(source.value)} is within 2 % of {show(copy.value)}",
    ),
    (_a_little_more, lambda _, source: f"the source says more than {show(source.value)}"),
)


def _limit(copy: Amount, theirs: Decimal) -> str:
    far = "far off, " if not copy.value / 2 <= theirs <= copy.value * 2 else ""
    return f"{show(theirs)}: {far}against “{copy.words} {show(copy.value)}”"


def show(value: Decimal) -> str:
    """Return a number for the eye: 2,987; 12.5."""
    text = f"{value:,.2f}" if value != value.to_integral_value() else f"{value:,.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
