"""Multiples: "doubled", "a third as many", worked out from two figures of the passage.

Only where the passage has exactly two figures of one kind, the earlier and the later; the working
is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from factcheck.evidence.rules.numbers import Amount, amount, show
from factcheck.evidence.rules.shares_and_ranks import parts_of_wholes
from factcheck.evidence.rules.words import StatedFact, plain

_FACTORS: Final = {
    "doubl": Decimal(2),
    "tripl": Decimal(3),
    "trebl": Decimal(3),
    "quadrupl": Decimal(4),
    "halv": Decimal("0.5"),
}
_TIMES: Final = {
    word: Decimal(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=2
    )
}
_FACTOR: Final = re.compile(
    rf"\b(?:(?P<verb>{'|'.join(_FACTORS)})(?:ed|es|ing|e)?\b"
    r"|(?P<half>(?:by|in)\s+half)\b"
    rf"|(?P<times>{'|'.join(_TIMES)}|\d{{1,3}})(?:fold|[- ]fold|\s+times\b))"
)
_MORE_OR_LESS: Final = re.compile(r"\b(?:more than|over|at least|nearly|almost|about)\s+$")
# How far from the multiple the two figures may be, as a share of it.
_NEAR, _NEARER = Decimal("0.1"), Decimal("0.25")
_PAIR: Final = 2
# "Up from 60", "fell to 40 from 60"; not "fell from 60 to 40", which has them in order.
_LATER_FIRST: Final = re.compile(
    r"\b(?:up|down|compared|rose|fell)\s+(?:with|to\s+\S+\s+)?from\b(?!\s+\S+(?:\s\w+)?\s+to\b)"
)


def multiple_of(text: str) -> tuple[Decimal, bool] | None:
    """Return the factor that words state and whether they mean it loosely; None for no factor."""
    low = plain(text)
    match = _FACTOR.search(low)
    if match is None:
        return None
    if match["verb"] or match["half"]:
        factor = _FACTORS[match["verb"] or "halv"]
    else:
        factor = _TIMES.get(match["times"]) or Decimal(match["times"])
    return factor, _MORE_OR_LESS.search(low[: match.start()]) is not None


def worked_out(
    claimed: tuple[Decimal, bool], passage: str, stated: Sequence[StatedFact]
) -> tuple[bool, str] | None:
    """Return whether the passage's two figures bear the factor out, with the working.

    None where it has not exactly two comparable figures.
    """
    figures = _figures(passage, stated)
    if len(figures) != _PAIR or figures[0].value == 0 or figures[1].value == 0:
        return None
    if len(_all_amounts(passage, stated)) > _PAIR:
        return None  # which two are meant is anybody's guess
    earlier, later = figures
    if _LATER_FIRST.search(plain(passage)):
        earlier, later = later, earlier
    factor, loosely = claimed
    ratio = later.value / earlier.value
    agrees = abs(ratio - factor) <= factor * (_NEARER if loosely else _NEAR)
    shown = ratio.quantize(Decimal("0.01")).normalize()
    return agrees, f"{show(later.value)} ÷ {show(earlier.value)} = {shown:f}"


# "From 5.75 percent to 6.25 percent"; "at 27 percent, down from 31 percent".
_FROM_TO: Final = re.compile(
    r"\bfrom\s{1,3}(\d[\d.]{0,20})\s?(?:%|per ?cent)?\s{1,3}to\s{1,3}(\d[\d.]{0,20})"
    r"\s?(?:%|per ?cent)"
    r"|(?<![\d.])(\d[\d.]{0,20})\s?(?:%|per ?cent)[^.;\d]{0,40},"
    r"\s{1,3}(?:up|down)\s{1,3}from\s{1,3}(\d[\d.]{0,20})"
)
_POINTS: Final = {
    "percentage points": Decimal(1),
    "percentage point": Decimal(1),
    "basis points": Decimal(100),
    "basis point": Decimal(100),
}


def points_worked_out(claimed: Amount, passage: str) -> tuple[bool, str] | None:
    """Return whether the one change of a percentage that a passage tells is of so many points.

    With the working; None where the claim has no points, or the passage no such change, or several.
    """
    told = _FROM_TO.findall(plain(passage))
    if claimed.unit not in _POINTS or len(told) != 1:
        return None
    low, high = sorted(Decimal(number.rstrip(".")) for number in told[0] if number)
    points = (high - low) * _POINTS[claimed.unit]
    times = "" if _POINTS[claimed.unit] == 1 else f" × {_POINTS[claimed.unit]}"
    return points == claimed.value, f"({show(high)} − {show(low)}){times} = {show(points)}"


_EQUAL_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SEVERAL: Final = {"two": 2, "three": 3, "four": 4, "seven": 7, "nine": 9}
_FRACTIONS: Final = {name: Decimal(1) / parts for name, parts in _EQUAL_PARTS.items()} | {
    f"{word}{joint}{name}s": Decimal(number) / parts
    for name, parts in _EQUAL_PARTS.items()
    for word, number in _SEVERAL.items()
    for joint in "- "
    if number < parts
}
_FRACTION: Final = re.compile(rf"(?:(?:an?|one)[\s-]+)?({'|'.join(_FRACTIONS)})")
_ONE_IN: Final = re.compile(rf"one (?:in|out of) ({'|'.join(_TIMES)})")
_AT_LEAST: Final = re.compile(r"\b(?:more than|over|at least)\s+$")
_AT_MOST: Final = re.compile(r"\b(?:less than|under|at most|fewer than|not even)\s+$")


_COUNT: Final = rf"(?:\d[\d,]{{0,12}}|one|{'|'.join(_TIMES)})"
_SHARES: Final = re.compile(
    rf"\b{_COUNT}\s(?:in|(?:out\s)?of)\s(?:every\s|the\s)?{_COUNT}\b"
    rf"|\b{_COUNT}\s(?:was|were|made|had|have|has|did)\b"
)
_NONE_OF: Final = re.compile(r"\bnot (?:a |one|even)")


def fraction_of(text: str) -> Decimal | None:
    """Return the share that words state, 0 to 1: "a third", "one in five"."""
    if one_in := _ONE_IN.fullmatch(plain(text)):
        return 1 / _TIMES[one_in[1]]
    stated = _FRACTION.fullmatch(plain(text))
    return _FRACTIONS[stated[1]] if stated else None


def is_share(share: Decimal, before: str, wanted: Decimal) -> bool:
    """Return whether a share may be called this fraction, by the words before it: "more than"."""
    if _AT_LEAST.search(plain(before)):
        return share >= wanted
    if _AT_MOST.search(plain(before)):
        return share <= wanted
    return abs(share - wanted) <= wanted * _NEAR


def share_worked_out(before: str, text: str, passage: str) -> tuple[bool, str] | None:
    """Return whether the one part of a whole that a passage counts is the fraction a text states.

    With the working; `before` is the copy before it, "more than". None where the text states none,
    or the passage counts no part, or several.
    """
    wanted, counted = fraction_of(text), parts_of_wholes(passage)
    if wanted is None or len(counted) != 1 or not 0 < counted[0][0] < counted[0][1]:
        return None
    if len(_SHARES.findall(plain(passage))) > 1 or _NONE_OF.search(plain(passage)):
        return None  # "6 out of 10 … nearer 4 in 10"; "one turned round, two were met"
    part, whole = counted[0]
    share = Decimal(part) / whole
    agrees = is_share(share, before, wanted)
    return agrees, f"{part:,} of {whole:,} is {share.quantize(Decimal('0.01')):f}"


def _figures(passage: str, stated: Sequence[StatedFact]) -> list[Amount]:
    """Return the passage's amounts of its commonest unit, in order."""
    amounts = _all_amounts(passage, stated)
    units = [figure.unit for figure in amounts]
    commonest = max(units, key=units.count, default="")
    return [figure for figure in amounts if figure.unit == commonest]


def _all_amounts(passage: str, stated: Sequence[StatedFact]) -> list[Amount]:
    read = (
        amount(fact.value, fact.text, passage[: fact.start])
        for fact in stated
        if fact.kind == "number"
    )
    return [figure for figure in read if figure is not None]
