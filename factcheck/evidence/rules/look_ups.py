"""Which values of a claim can be looked up, and a looked-up value beside the claim's.

A question holds one name, country or DOI of the claim and nothing else of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from factcheck.evidence.rules import names
from factcheck.evidence.rules.compare_dates import bears_out, when
from factcheck.evidence.rules.comparing import FactComparison
from factcheck.evidence.rules.languages import country_code
from factcheck.evidence.rules.numbers import agree, amount, in_one_unit
from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.words import StatedFact, is_content, plain, words_of
from factcheck.outside.look_ups.values import DOI, LookedUpValue, ValueQuestion, What
from factcheck.text.language.word_lists import data_table, word_lists

_WORDS: Final = word_lists("factcheck.evidence.rules", "look_ups")
_INDICATORS: Final = tuple(
    (frozenset(row["words"].split()), row["code"])
    for row in data_table("factcheck.evidence.rules", "look_ups")["indicators"]
)
_SMALLEST: Final = 100  # below it a bare number counts no town's people
MOST: Final = 4  # questions of one claim


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """What to look up for a claim, and the fact of it that is tested; None: the whole claim."""

    question: ValueQuestion
    fact: StatedFact | None


def questions_of(
    claim: str, facts: Sequence[StatedFact], day: dt.date | None, addresses: Sequence[str] = ()
) -> tuple[FactQuestion, ...]:
    """Return what can be looked up for a claim, at most `MOST`, each once.

    `day` is when the copy is published; `addresses` are those of the writer's own sources, which
    may name a study.
    """
    said = {plain(word.text) for word in words_of(claim)}
    found = [
        *_studies(claim, addresses),
        *_dated(said, facts),
        *_indicators(said, facts, day),
        *_populations(said, facts, day),
        *_distances(facts),
        *_offices(facts, day),
    ]
    once = {(one.question, one.fact and one.fact.start): one for one in found}
    return tuple(once.values())[:MOST]


def _of_kind(facts: Sequence[StatedFact], *kinds: str) -> list[StatedFact]:
    return [fact for fact in facts if fact.kind in kinds]


def _studies(claim: str, addresses: Sequence[str]) -> list[FactQuestion]:
    dois = dict.fromkeys(
        match.group().rstrip(".,;)").lower()
        for text in (claim, *addresses)
        for match in DOI.finditer(text)
    )
    return [FactQuestion(ValueQuestion("study", doi), None) for doi in dois]


def _dated(said: set[str], facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return births and foundings: a claim with one name and one date, and the word."""
    whats: tuple[What, ...] = ("birth", "founding")
    subjects, dates = _of_kind(facts, "name"), [f for f in _of_kind(facts, "date") if f.value]
    if len(subjects) != 1 or len(dates) != 1:
        return []
    name = subjects[0].value or subjects[0].text
    return [
        FactQuestion(ValueQuestion(what, name), dates[0]) for what in whats if said & _WORDS[what]
    ]


def _counts(facts: Sequence[StatedFact]) -> list[StatedFact]:
    """Return the numbers that may count a town's people: large, and of no unit."""
    bare = [fact for fact in _of_kind(facts, "number") if (fact.value or "").isdecimal()]
    return [fact for fact in bare if int(fact.value or 0) >= _SMALLEST]


def _populations(
    said: set[str], facts: Sequence[StatedFact], day: dt.date | None
) -> list[FactQuestion]:
    places, counts = _of_kind(facts, "place"), _counts(facts)
    if not said & _WORDS["population"] or len(places) != 1 or len(counts) != 1:
        return []
    place = places[0].value or places[0].text
    return [FactQuestion(ValueQuestion("population", place, at=day), counts[0])]


def _indicators(
    said: set[str], facts: Sequence[StatedFact], day: dt.date | None
) -> list[FactQuestion]:
    """Return the indicator a claim speaks of, for the one country and one number in it."""
    code = next((code for words, code in _INDICATORS if words <= said), "")
    countries = {country_code(f.value or f.text) for f in _of_kind(facts, "place")} - {""}
    numbers = _of_kind(facts, "number")
    if not code or len(countries) != 1 or len(numbers) != 1:
        return []
    # "Of 2019", where the claim says so; else the newest there was.
    dates = [f.value for f in _of_kind(facts, "date") if f.value and re.match(r"\d{4}", f.value)]
    at = dt.date(int(dates[0][:4]), 12, 31) if dates and dates[0] else day
    question = ValueQuestion("indicator", countries.pop(), code, at)
    return [FactQuestion(question, numbers[0])]


def _distances(facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the distance a claim states between the two places in it."""
    numbers = _of_kind(facts, "number")
    lengths = [fact for fact in numbers if (fact.value or "").split(" ")[-1] in _WORDS["distance"]]
    places = list(dict.fromkeys(f.value or f.text for f in _of_kind(facts, "place")))
    if len(lengths) != 1 or len(places) != 2:
        return []
    return [FactQuestion(ValueQuestion("distance", places[0], places[1]), lengths[0])]


def _offices(facts: Sequence[StatedFact], day: dt.date | None) -> list[FactQuestion]:
    """Return the office of each person whose title stands right before or after the name."""
    pairs = product(_of_kind(facts, "title"), _of_kind(facts, "name"))
    return [
        FactQuestion(ValueQuestion("office", name.value or name.text, at=day), title)
        for title, name in pairs
        if 0 <= name.start - title.end <= 2 or 0 <= title.start - name.end <= 6
    ]


def value_beside(fact: StatedFact, claim: str, found: LookedUpValue) -> FactComparison:
    """Return what a looked-up value says of the claim's.

    Never `sure`: how often a value looked up is of the same thing has not been measured.
    """
    if fact.kind == "date":
        return _date_beside(fact, claim, found)
    if fact.kind == "title":
        return _office_beside(fact, found)
    mine = amount(fact.value, fact.text, claim[: fact.start], claim[fact.end :])
    theirs = amount(" ".join([found.value, found.unit]).strip(), found.value, "")
    same_unit = mine and theirs and in_one_unit(mine, theirs)
    shown = " ".join([found.value, found.unit]).strip()
    if not mine or not same_unit:
        return FactComparison("not mentioned", shown, "in another unit")
    agrees, why = agree(mine, same_unit)
    return FactComparison("same" if agrees else "other", shown, why)


def _date_beside(fact: StatedFact, claim: str, found: LookedUpValue) -> FactComparison:
    mine, theirs = when(fact.value, fact.text, claim[: fact.start]), when(found.value, found.value)
    agrees = bears_out(mine, theirs) if mine and theirs else None
    if agrees is None:
        return FactComparison("not mentioned", found.value, f"says only “{found.value}”")
    return FactComparison("same" if agrees else "other", found.value)


def _office_beside(fact: StatedFact, found: LookedUpValue) -> FactComparison:
    mine, theirs = (
        {sense(word.stem) for word in words_of(text) if is_content(word)}
        for text in (fact.text, found.value)
    )
    if mine and (mine <= theirs or names.same_name(fact.text, found.value)):
        return FactComparison("same", found.value)
    # People hold several offices at once: another is no contradiction.
    return FactComparison("not mentioned", found.value, "another office")
