"""Values that a passage has and that are of another time or state than the claim's.

The day of a report is not the day of what it reports; what was planned for a day, or expected of a
crowd, did not happen by that; a count of 2018 says nothing of 2023; a first count was taken back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from factcheck.evidence.rules.compare_dates import when
from factcheck.evidence.rules.same_subject import counted, sentence_at
from factcheck.evidence.rules.subjects import is_page_date
from factcheck.evidence.rules.words import StatedFact

_LOOK: Final = 60  # characters before a value in which its verb stands; guessed
_SAYING: Final = (
    r"said|says|told|confirmed|reported|announced|stated|wrote|warned|confessed|admitted"
    r"|acknowledged|disclosed|revealed|testified|recalled|claimed|added"
)
_PAPER: Final = (
    r"(?:statement|report|study|notice|letter|bulletin|release|filing|memo)\s+"
    r"(?:released|issued|published|dated|put out|sent|made public|made|signed)"
)
# "Said in an interview on Sunday that": the day is that of the saying.
_REPORTED: Final = re.compile(
    rf"\b(?:(?P<said>{_SAYING})(?:\s(?:reporters|journalists|lawmakers|the \w+|in an? \w+))?"
    rf"|(?P<paper>{_PAPER}))\s+(?:(?:in|on|early|late|last|at)\s+)*$",
    re.I,
)
_PLANNED_FOR: Final = re.compile(
    r"\b(?:planned|scheduled|slated|due|expected|promised|intended|meant|projected|forecast|booked"
    r"|targeted|foreseen|envisaged)\s+(?:to\s+\w+\s+)?(?:for|in|on|by|at|from)?\s*(?:the\s)?$",
    re.I,
)
_PREPARED_FOR: Final = re.compile(
    r"\b(?:(?:prepared|planned|budgeted|hoped|aimed|catered|allowed|bargained)\s+for"
    r"|(?:expected|predicted|anticipated|projected|promised|foresaw)"
    r"|(?:forecast|target|goal|estimate before)\s+(?:of|was))"
    r"\s+(?:(?:an?|the|some|about|around|up to|at least|more than|over|crowds?|total|turnout"
    r"|audiences?|of)\s+)*[$€£]?$",
    re.I,
)
# "Wants the brigade doubled to 9,000": what it will have, not what it has.
_WANTED: Final = re.compile(
    r"\b(?:wants?|wanted|plans?|planned|aims?|proposes?|proposed|hopes?|seeks?|calls? for)\b"
    r"[^.;]{0,80}\b(?:doubled?|tripled?|raised?|increased?|cut|expanded?|grow|lowered?|reduced?)"
    r"(?:\s\w+){0,3}\sto\s+(?:about\s|some\s)?[$€£]?$",
    re.I,
)
_AHEAD: Final = re.compile(
    r"\b(?:plan\w*|schedul\w*|slated|due|expect\w*|promis\w*|intend\w*|project\w*|forecast\w*"
    r"|predict\w*|prepar\w*|budget\w*|hop(?:e|es|ed|ing)|aim\w*|target\w*|will|would)\b",
    re.I,
)
_AT_FIRST: Final = re.compile(
    r"\b(?:at first|initially|originally|first (?:reported|said|spoke|put)|had (?:earlier|first)"
    r"|earlier (?:said|reported|put))\b[^.;]{0,60}$",
    re.I,
)
_NEXT_YEAR: Final = re.compile(
    r"[^.;]{0,40}\b(?:the year after|the (?:following|next) year|a year later)\b", re.I
)


# "Of 2018", "on 31 December 2018": when something was so; no "the 2019 truce", no "since 2019".
_TOLD_OF: Final = re.compile(r"\b(?:in|on|during|for|by|through|of|from|between|and)\s+$", re.I)


def is_of_the_report(claim: str, passage: str, date: StatedFact) -> bool:
    """Return whether a date is when something was said: "confirmed in November that it leaked".

    Not where the claim tells the same saying.
    """
    told = _REPORTED.search(passage[max(0, date.start - _LOOK) : date.start])
    if told is None:
        return False
    verb = (told["said"] or told["paper"].split()[0]).lower()
    return re.search(rf"\b{verb}\b", claim, re.I) is None


def is_only_expected(claim: str, passage: str, value: StatedFact) -> bool:
    """Return whether a passage has a value only as planned, and the claim as come about."""
    if _AHEAD.search(claim):
        return False
    before = passage[max(0, value.start - _LOOK) : value.start]
    if value.kind == "number" and _WANTED.search(
        passage[max(0, value.start - 2 * _LOOK) : value.start]
    ):
        return True
    pattern = _PLANNED_FOR if value.kind == "date" else _PREPARED_FOR
    return pattern.search(before) is not None


def was_taken_back(passage: str, number: StatedFact) -> bool:
    """Return whether a count is what was said at first: "at first spoke of 120 dead"."""
    return _AT_FIRST.search(passage[max(0, number.start - 2 * _LOOK) : number.start]) is not None


_STILL_COUNTED: Final = re.compile(
    r"\b(?:expect(?:ed|s)?|likely|feared|could|may|might)(?: it| them)?"
    r" to (?:rise|climb|grow|increase)"
    r"|\b(?:could|may|might|will) (?:rise|climb|grow)\b"
    r"|\bstill (?:being )?(?:digging|searching|missing|trapped|looking|counting|counted|arriving)"
    r"|\bsearch(?:es)? (?:went on|goes on|continue[sd]?)\b"
    r"|\bmore (?:were|are) (?:on|under|feared)\b"
    r"|\b(?:first|initial|preliminary|early) (?:survey|count|figures?|estimates?|tally|toll)\b",
    re.I,
)


def is_still_counted(passage: str) -> bool:
    """Return whether a passage says that its count is a first one, or will rise."""
    return _STILL_COUNTED.search(passage) is not None


_LATER: Final = re.compile(
    r"\b(?:in the end|by the end of|eventually|the (?:following|next) (?:day|week|month|year)"
    r"|(?:days|weeks|months) later)\b",
    re.I,
)


def is_told_later(claim: str, passage: str) -> bool:
    """Return whether only the claim's count is of the end: "in the end 80 were charged"."""
    return _LATER.search(claim) is not None and _LATER.search(passage) is None


_FINAL: Final = re.compile(
    r"\b(?:final|definitive|complete|in the end|no (?:more|others|one else)|called off"
    r"|ended the search|all (?:were|are) accounted for)\b",
    re.I,
)


def is_final_count(passage: str) -> bool:
    """Return whether a passage says that its count is the last: "he said it was final"."""
    return _FINAL.search(passage) is not None


def is_of_another_year(
    claim: str,
    fact: StatedFact,
    facts: Sequence[StatedFact],
    passage: str,
    stated: StatedFact,
    others: Sequence[StatedFact],
) -> bool:
    """Return whether two figures that differ are each told of years that the other lacks."""
    if _figure(fact) == _figure(stated):
        return False
    mine, theirs = _years(claim, fact, facts), _years(passage, stated, others)
    return bool(mine) and bool(theirs) and not mine & theirs


def _figure(number: StatedFact) -> str:
    """Return a number without its unit: an age is "44 years" here and "44" there."""
    return (number.value or "").partition(" ")[0]


def _years(text: str, value: StatedFact, facts: Sequence[StatedFact]) -> set[int]:
    """Return the years that a value's sentence is told of, its page's own date left out.

    "Since the 2019 truce" tells nothing of 2019.
    """
    first, last = sentence_at(text, value.start)
    dates = [
        f
        for f in facts
        if f.kind == "date"
        and first <= f.start < last
        and _TOLD_OF.search(text[: f.start])
        and not is_page_date(text, f)
    ]
    days = [when(date.value, date.text) for date in dates]
    return {
        year
        for day in days
        if day is not None and not day.yearless and not day.dayless
        for year in (day.first.year, day.last.year)
    }


def counts_another_year(
    claim: str,
    facts: Sequence[StatedFact],
    passage: str,
    date: StatedFact,
    others: Sequence[StatedFact],
) -> bool:
    """Return whether a passage's date is the year of another count than the claim's.

    "2.2 million tonnes in 2018" beside "3 million tonnes in 2023": neither figure is the other's.
    """
    first, last = sentence_at(passage, date.start)
    theirs = [f for f in others if f.kind == "number" and first <= f.start < last]
    mine = [f for f in facts if f.kind == "number"]
    if not mine or set(map(_figure, mine)) <= set(map(_figure, theirs)):
        return False
    return any(
        _counts_alike(claim, one, passage, other)
        for one in mine
        for other in theirs
        if _figure(one) != _figure(other)
    )


def _counts_alike(claim: str, one: StatedFact, passage: str, other: StatedFact) -> bool:
    units = [(f.value or "").partition(" ")[2] for f in (one, other)]
    if any(units):
        return units[0] == units[1]
    return bool(counted(claim, one.start, one.end) & counted(passage, other.start, other.end))


def is_told_of_the_next_year(passage: str, date: StatedFact, year: int) -> bool:
    """Return whether a passage says "2020 and again the year after" where 2021 is meant."""
    return date.value == str(year - 1) and _NEXT_YEAR.match(passage, date.end) is not None
