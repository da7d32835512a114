"""Word's numbered lists: "2." before the second point, as the copy refers to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.packages import child, local, value

_MOST_DIGITS = 7  # from which on a number is no list's: letters would be as long
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """Return a number in small Roman numerals."""
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def letters(number: int) -> str:
    """Return a number as Word letters its lists: a to z, then aa, bb."""
    rounds, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (rounds + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "decimalZero": lambda n: f"{n:02}",
}


@dataclass
class _Level:
    form: str
    text: str
    start: int


class Lists:
    """The numbering of a document, counted as its paragraphs come."""

    def __init__(self, roots: Iterable[etree._Element | None]) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        # Of lists of one kind, which count on together.
        self._counts: dict[str, dict[int, int]] = {}
        self._kinds: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}  # where a list says that it counts anew
        for root in roots:
            for element in () if root is None else root:
                if local(element) == "abstractNum":
                    abstract[value(element, "abstractNumId")] = _levels(element)
                elif local(element) == "num":
                    base = value(child(element, "abstractNumId"), "val")
                    number = value(element, "numId")
                    own, self._restarts[number] = _overrides(element)
                    self._levels[number] = {**abstract.get(base, {}), **own}
                    self._kinds[number] = base

    def label(self, place: tuple[str, str]) -> str:
        """Return the label of a paragraph in this list, so deep; "" where it has none."""
        number = place[0]
        depth = _int(place[1], 0)
        level = self._levels.get(number, {}).get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(self._kinds[number], {})
        restart = self._restarts[number].pop(depth, None)
        if restart is not None:
            counts[depth] = restart - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        # A new point begins its own points at their first again.
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda sign: self._part(number, int(sign[1]) - 1), level.text)

    def _part(self, number: str, depth: int) -> str:
        """Return the count of one level, as its form writes it: "%1.%2." is made of two."""
        level = self._levels[number].get(depth)
        if level is None:
            return ""
        count = self._counts[self._kinds[number]].get(depth, level.start)
        return _FORMATS.get(level.form, str)(max(count, 1))


def _levels(element: etree._Element) -> dict[int, _Level]:
    """Return the levels of a list by their depth (ECMA-376, 17.9)."""
    rows = {}
    for level in element:
        if local(level) != "lvl":
            continue
        depth = _int(value(level, "ilvl"), 0)
        form = value(child(level, "numFmt"), "val") or "decimal"
        text = value(child(level, "lvlText"), "val") or f"%{depth + 1}."
        start = _int(value(child(level, "start"), "val"), 1)
        rows[depth] = _Level(form, text, start)
    return rows


def _overrides(element: etree._Element) -> tuple[dict[int, _Level], dict[int, int]]:
    """Return the levels a list has of its own, and where they count anew."""
    levels: dict[int, _Level] = {}
    restarts: dict[int, int] = {}
    for row in element:
        if local(row) != "lvlOverride":
            continue
        levels |= _levels(row)
        start = value(child(row, "startOverride"), "val")
        if start:
            restarts[_int(value(row, "ilvl"), 0)] = _int(start, 1)
    return levels, restarts


def _int(text: str, otherwise: int) -> int:
    """Return a number that a list may have, else `otherwise`."""
    is_number = text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS
    return int(text) if is_number else otherwise
