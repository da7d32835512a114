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
_UNIT = re.compile(
    r"(?:^|[\d\s(/·.])(?:[kcdmµμn]?m|km|ha|mi|mile|miles|ft|feet|foot|in|inch|inches|yd|yard|yards|sec|s|sq)"
    r"\.?$"
)
_POWER_OF_TEN = re.compile(r"[×x*·]\s?10$")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
RAISED_DIGITS = re.compile("[⁰¹²³⁴-⁹]+")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def kind_of_raised(raised: str, before: str) -> Raised:
    """Return what raised characters after the words `before` are."""
    text = raised.strip()
    if text.lower() in _ORDINALS and text.isalpha() and before[-1:].isdigit():
        return "words"
    if re.fullmatch(r"[-+\u2212]?\d{1,2}", text):
        tail = before[-24:]
        if _UNIT.search(tail) or _POWER_OF_TEN.search(tail):
            return "exponent"
    if MARK.fullmatch(raised) and (before.strip() or "[" in raised):
        return "note"
    return "words"


def exponent(raised: str) -> str:
    """Return digits as superscript characters."""
    return raised.strip().replace("\u2212", "-").translate(_SUPERSCRIPTS)


def split_raised(text: str) -> tuple[str, list[str]]:
    """Return plain text without superscript digits that mark notes, and those marks."""
    marks: list[str] = []

    def judge(match: re.Match[str]) -> str:
        digits = match[0].translate(_TO_DIGITS)
        before = text[max(0, match.start() - 24) : match.start()]
        if kind_of_raised(digits, before) == "exponent" or not before.strip():
            return match[0]
        marks.append(digits)
        return ""

    return RAISED_DIGITS.sub(judge, text), marks
