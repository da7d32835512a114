"""Figures that count nothing: in a name ("Channel 4"), an address, or a telephone number."""

from __future__ import annotations

import re

from factcheck.text.language.word_lists import word_lists
from factcheck.text.reading import Span

_WORDS = word_lists("factcheck.text.values", "labels")

_HEADS = _WORDS["heads"]
_SMALL_HEADS = _WORDS["small_heads"]
_OPENERS = _WORDS["openers"]
_BEFORE = re.compile(r"(?P<gap>^|[.!?:;,“”\"(—–-]\s*|\s)(?P<word>[A-Za-z][\w’'-]*)\.?[\s\xa0]$")
_ADDRESS = re.compile(
    r"\s(?:[A-Z][\w.’'-]*\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Lane|Boulevard|Blvd|Way"
    r"|Square|Place|Court|Crescent|Terrace|Row)\b"
)
_NAME_ENDS = re.compile(r"$|[.,;:!?)’'”\"]|\s(?:[A-Z]|(?:is|was|has)\b)")
_PHONE = re.compile(
    r"(?<![\w.,$€£+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,4}){1,4}"
    r"|\(\d{3,5}\)\s?\d{3,4}[ .-]\d{3,4}|\d{3}[.-]\d{3}[.-]\d{4}|\d{3}-\d{4}"
    r"|0\d{2,4} \d{3,4} \d{3,4}|0\d{3,4} \d{6}|(?:1-)?\d{3}-[A-Z]{4,8}(?:\s?\(\d{4,8}\))?"
    r"|1-\d{3}-\d{3}-\d{4})(?![\w-])"
    # "call 101", "text 60777": the verb says that it is dialled, and nothing counted follows.
    r"|\b(?:[Cc]all|[Dd]ial|[Rr]ing|[Tt]ext|[Pp]hone)\s(?:\w+\son\s|on\s)?\d{3,6}"
    r"(?=\s*(?:[.,;)]|$)|\s(?:or|and|if|with|for|quoting|immediately)\b)"
    r"|\bquoting\s(?:(?:reference|incident|log|crime|number|no\.?)\s){0,3}\d[\d/-]*"
)


def is_label(text: str, start: int, end: int) -> bool:
    """Return whether a figure or number word without a unit belongs to the words beside it."""
    if text[start].isdigit() and _ADDRESS.match(text, end):
        return True
    before = _BEFORE.search(text[max(0, start - 24) : start])
    if before is None:
        return False
    return _is_headed(before.group("word")) or _ends_a_name(text, start, end, before)


def _is_headed(word: str) -> bool:
    """Return whether the word before makes a figure its label: "Highway 40", "page 3"."""
    low = word.lower()
    return low in _HEADS and (word[0].isupper() or low in _SMALL_HEADS)


def _ends_a_name(text: str, start: int, end: int, before: re.Match[str]) -> bool:
    """Return whether a figure is the end of a name: "Formula One", "Halden 3 was"."""
    word = before.group("word")
    if not before.group("gap").isspace() or not word[0].isupper() or word.lower() in _OPENERS:
        return False
    if text[start:end] == "One":
        return True
    return text[start:end].isdigit() and _NAME_ENDS.match(text, end) is not None


def telephone_numbers(text: str, block: Span) -> list[Span]:
    return [m.span() for m in _PHONE.finditer(text, *block)]
