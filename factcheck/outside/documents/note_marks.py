"""Raised characters: the mark of a note, an ordinal, or an exponent.

"47³" is 47 and note 3; "19th" and "30 km²" are what they look like.
"""

from __future__ import annotations

import re
from typing import Literal

Raised = Literal["note", "exponent", "words"]

MARK = re.compile(
    r"[\s\[({]{0,3}(?:(?:note|fn|n)\.?\s?)?"
    r"(?:\d{1,3}(?:[,;\u2013-]\s?\d{1,3}){0,8}|[ivxlc]{1,6}|[a-z]{1,2}|[A-Z]{1,3}\d{1,3}|[*\u2020\u2021\u00a7\u00b6#]{1,4})"
    r"[\s\])}.,]{0,3}"
)
_ORDINALS = frozenset(
    [
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "re",
        "e",
        "ère",
        "ème",
        "eme",
        "º",
        "ª",
        "o",
        "a",
        "os",
        "as",
        "mo",
        "do",
        "tm",
        "sm",
        "me",
        "lle",
        "mr",
        "mrs",
    ]
)
_POWER = re.compile(r"[+\u2212\u2013-]\d{1,3}|\d{0,2}[+\u2212-]")  # 10⁻³, s⁻¹; the charge of Ca²⁺
_TEN = re.compile(r"(?<![\d.,])10$")
_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s10$", re.I
)
# Units that are squared and cubed. A word among them needs its number: "in" is one only in "5 in²".
_UNIT = re.compile(
    r"(?:^|[\d\s(/·.])(?:[kcdmhµμn]?m|км|[сдм]?м)$"
    r"|\d\s?(?:mi|ft|in|yd)\.?$|\d\s(?:sec|s)$|\d\s?(?:miles?|feet|foot|inch(?:es)?|yards?)$"
    r"|[a-zµμ]/(?:s|h|sec)$"
)
_MONEY = re.compile(r"[$£€¥₹₽]\s?\d[\d.,]{0,12}\s?m$")  # "£30m" is no length
_SYMBOL = re.compile(r"(?:^|[\s(=+*/·\u2212-])(?:[rRxyn]|χ|σ|πr|mc)$")  # R², E = mc²
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![a-z])")  # what follows the mass of ¹⁴C
_TO_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻˒", "0123456789+-,")
SUPERSCRIPTS = re.compile("([⁰¹²³⁴-⁹⁺⁻]+(?:[,˒–-][⁰¹²³⁴-⁹]+)*)")
_REACH = 24  # characters before that tell what raised ones are


def kind_of_raised(raised: str, before: str, following: str = "") -> Raised:
    """Return what raised characters after the words `before`, and before others, are."""
    text, tail = digits_of(raised.strip()), before[-_REACH:]
    if text.lower() in _ORDINALS and text.isalpha() and before[-1:].isdigit():
        return "words"
    if _is_exponent(text, tail) or _is_mass(text, tail, following):
        return "exponent"
    if MARK.fullmatch(digits_of(raised)) and (before.strip() or "[" in raised):
        return "note"
    return "words"


def _is_exponent(text: str, tail: str) -> bool:
    if not tail or tail[-1].isspace():
        return False
    if _POWER.fullmatch(text):
        return True
    if text.isdigit() and len(text) <= 3 and _TEN.search(tail):
        return not _DAY.search(tail)
    # Nothing is measured beyond the third power: "30 km⁷" is 30 km and note 7.
    if text not in ("2", "3") or _MONEY.search(tail):
        return False
    return bool(_UNIT.search(tail) or _SYMBOL.search(tail))


def _is_mass(text: str, tail: str, following: str) -> bool:
    """Return whether it is the mass of an isotope: it stands before its element."""
    apart = not tail or tail[-1] in " (\n\t\u00a0"
    return apart and text.isdigit() and bool(_ELEMENT.match(following))


def digits_of(raised: str) -> str:
    """Return superscript characters as plain ones."""
    return raised.translate(_TO_DIGITS)


def exponent(raised: str) -> str:
    """Return digits as superscript characters."""
    plain = re.sub("[\u2212\u2013]", "-", raised.strip())
    return plain.translate(_TO_SUPERSCRIPTS)


def split_raised(text: str) -> tuple[str, list[str]]:
    """Return plain text without superscript digits that mark notes, and those marks."""
    marks: list[str] = []

    def judge(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - _REACH) : match.start()]
        following = text[match.end() : match.end() + 3]
        if kind_of_raised(match[0], before, following) != "note":
            return match[0]
        marks.append(digits_of(match[0]))
        return ""

    return SUPERSCRIPTS.sub(judge, text), marks
