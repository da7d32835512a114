"""Figures that count nothing: in a name ("Channel 4"), an address, or a telephone number."""

from __future__ import annotations

import re

from factcheck.text.language.lexicon import word_list
from factcheck.text.reading import Span

_HEADS = frozenset(
    word_list("""
        resolution flight room route highway interstate section article clause rule chapter volume book page pages
        channel bbc radio studio boeing airbus apollo artemis iphone galaxy windows playstation xbox formula model unit
        platform terminal gate pier dock building block sector zone district ward precinct brigade regiment division
        squadron battalion group class grade level phase stage tier type category day week season episode part figure
        table appendix annex schedule order act bill proposition prop amendment title line track lane exit junction bus
        tram train camp school psalm agenda vision project expo bowl top suite apartment flat lot plot well block
        mark tower hangar warehouse area site case file form version generation round turn lap
        protocol convention directive regulation statute paragraph
    """)
)
_SMALL_HEADS = frozenset(["page", "pages", "chapter", "section", "article", "paragraph", "clause"])
_OPENERS = frozenset(
    word_list("""
        the a an some about around nearly almost over under only just at in on of by to for from with and but or as if
        when since after before until between more less fewer than another all these those they he she we i you it
        there roughly approximately exactly even not no his her its their our this that every each both least most up
        january february march april may june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday
    """)
)
_BEFORE = re.compile(r"(?P<gap>^|[.!?:;,“”\"(—–-]\s*|\s)(?P<word>[A-Za-z][\w’'-]*)\.?[\s\xa0]$")
_ADDRESS = re.compile(
    r"\s(?:[A-Z][\w.’'-]*\s){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Lane|Boulevard|Blvd|Way|Square|Place|Court|Crescent|Terrace|Row)\b"
)
_NAME_ENDS = re.compile(r"$|[.,;:!?)’'”\"]|\s(?:[A-Z]|(?:is|was|has)\b)")
_PHONE = re.compile(
    r"(?<![\w.,$€£+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,4}){1,4}"
    r"|\(\d{3,5}\)\s?\d{3,4}[ .-]\d{3,4}|\d{3}[.-]\d{3}[.-]\d{4}|\d{3}-\d{4}|0\d{2,4} \d{3,4} \d{3,4})(?![\w-])"
)


def is_label(text: str, start: int, end: int) -> bool:
    """Return whether a figure or number word without a unit belongs to the words beside it."""
    if text[start].isdigit() and _ADDRESS.match(text, end):
        return True
    before = _BEFORE.search(text[max(0, start - 24) : start])
    if before is None:
        return False
    word = before.group("word")
    low = word.lower()
    if low in _HEADS and (word[0].isupper() or low in _SMALL_HEADS):
        return True
    mid_sentence = before.group("gap").isspace() and word[0].isupper() and low not in _OPENERS
    if text[start:end] == "One":
        return mid_sentence
    return mid_sentence and text[start:end].isdigit() and bool(_NAME_ENDS.match(text, end))


def telephone_numbers(text: str, block: Span) -> list[Span]:
    return [m.span() for m in _PHONE.finditer(text, *block)]
