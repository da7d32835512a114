"""A claim and a passage, read and set side by side.

The whole of what `manage.py compare` and the margin show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from factcheck.evidence.rules import weighing
from factcheck.evidence.rules.comparing import FactComparison, compare
from factcheck.evidence.rules.credits import credits_of
from factcheck.evidence.rules.doers import other_doer, told_elsewhere
from factcheck.evidence.rules.entailment import entailment
from factcheck.evidence.rules.leaning import (
    Flag,
    Leaning,
    Voice,
    denies_alike,
    denies_place_rightly,
    denies_value_rightly,
    lean,
)
from factcheck.evidence.rules.namesakes import namesake_of
from factcheck.evidence.rules.not_stated import (
    answer_to,
    is_left_open,
    is_not_stated,
    is_only_linked,
)
from factcheck.evidence.rules.plans import is_only_planned
from factcheck.evidence.rules.subjects import one_is_a_change, without_page_dates
from factcheck.evidence.rules.told_outright import TOLD_OUTRIGHT, is_told_outright
from factcheck.evidence.rules.words import StatedFact
from factcheck.text import Reading, read

_PASSAGES_KEPT: Final = 64  # as read: some ten kilobytes each


@dataclass(frozen=True, slots=True)
class Beside:
    """`compared` in the order of the claim's facts.

    `leans` is the chance of the side that the passage is on: above 0 for the claim, below 0 against
    it, 0 where neither is likely enough. `credits`: on whose word the passage rests.
    """

    compared: tuple[FactComparison, ...]
    flags: tuple[Flag, ...]
    leans: float
    credits: tuple[str, ...] = ()


def facts_in(reading: Reading) -> list[StatedFact]:
    return [
        StatedFact(f.kind, reading.text[f.span[0] : f.span[1]], f.value, *f.span)
        for f in reading.facts
    ]


def voices_in(reading: Reading) -> list[Voice]:
    """Whoever is quoted, with how much of the text they are quoted for."""
    spans = [
        (q.speaker.name, sum(end - start for start, end in q.content))
        for q in reading.quotes
        if q.speaker
    ]
    return [Voice(name, length / max(len(reading.text), 1)) for name, length in spans]


def set_beside(
    claim: str,
    facts: Sequence[StatedFact],
    speaker: str,
    passage: str,
    published: dt.date | None = None,
) -> Beside:
    """Set a claim against a passage of a page.

    `facts` are spans into the claim; the speaker is "" for the paper itself; the passage's page was
    published that day.
    """
    found = _by_rules(claim, facts, speaker, passage, published)
    side = _side(claim, facts, passage, found)
    credited = credits_of(passage, found.voices)
    return Beside(found.compared, found.leaning.flags, side, credited)


_ANSWERED: Final = {"Yes": TOLD_OUTRIGHT, "No": -TOLD_OUTRIGHT}


def _side(claim: str, facts: Sequence[StatedFact], passage: str, found: _ByRules) -> float:
    """Return the chance of the side that a passage is on, as `Beside.leans` has it."""
    if answer := answer_to(claim, passage):
        return _ANSWERED[answer]
    told = _is_told(claim, facts, passage, found)
    side = TOLD_OUTRIGHT if told else weighing.leans(_seen(claim, passage, found))
    side = _with_doer(claim, passage, side)
    if side > 0 and _does_not_vouch(claim, facts, passage, found):
        return 0.0
    if not told and _is_silent(claim, facts, passage, found):
        return 0.0
    return 0.0 if _is_of_another_place(claim, facts, passage, found) else side


def _with_doer(claim: str, passage: str, side: float) -> float:
    """Return a side against where somebody else surely did it, none for where perhaps."""
    doer = other_doer(claim, passage)
    if doer is None:
        return side
    return min(side, -TOLD_OUTRIGHT if doer.sure else 0.0)


def _does_not_vouch(claim: str, facts: Sequence[StatedFact], passage: str, found: _ByRules) -> bool:
    """Return whether a passage only plans, asks or retells the claim, or tells another change."""
    return (
        is_only_planned(claim, passage)
        or _moved_otherwise(claim, facts, passage, found.stated)
        or is_not_stated(claim, passage)
    )


def _is_told(claim: str, facts: Sequence[StatedFact], passage: str, found: _ByRules) -> bool:
    """Return whether a passage tells the claim in its words, or denies what the claim denies."""
    numbers = [c for f, c in zip(facts, found.compared, strict=True) if f.kind == "number"]
    # The words may stand in a row round a number of another thing: "fell by 6 percent".
    outright = all(number.outcome != "other" for number in numbers) and is_told_outright(
        claim, passage, found.leaning.flags
    )
    return (
        outright
        or denies_value_rightly(claim, facts, found.compared, passage)
        or denies_place_rightly(claim, facts, passage, found.stated)
        or denies_alike(claim, found.compared, passage)
    )


def _is_silent(claim: str, facts: Sequence[StatedFact], passage: str, found: _ByRules) -> bool:
    """Return whether a passage leaves the claim open, or measures, or links, other things."""
    return (
        _has_no_figure(facts, found.compared)
        or is_left_open(claim, passage)
        or is_only_linked(claim, passage)
    )


def _is_of_another_place(
    claim: str, facts: Sequence[StatedFact], passage: str, found: _ByRules
) -> bool:
    told = told_elsewhere(claim, facts, passage, found.stated)
    return bool(told or namesake_of(claim, facts, passage, found.stated))


def _has_no_figure(facts: Sequence[StatedFact], compared: Sequence[FactComparison]) -> bool:
    """Return whether the claim's figures are told of other things only: injured, not dead."""
    numbers = [found for fact, found in zip(facts, compared, strict=True) if fact.kind == "number"]
    told = any(found.outcome != "not mentioned" for found in numbers)
    differs = any(found.outcome == "other" and found.sure for found in compared)
    return not told and not differs and any(found.apart for found in numbers)


def _moved_otherwise(
    claim: str, facts: Sequence[StatedFact], passage: str, stated: Sequence[StatedFact]
) -> bool:
    """Return whether one fell to the very figure by which the other fell."""
    return any(
        fact.kind == other.kind == "number"
        and fact.value == other.value
        and one_is_a_change(claim, fact, passage, other)
        for fact in facts
        for other in stated
    )


def seen_beside(claim: str, passage: str) -> dict[str, float]:
    """Return what the weighing of a claim and a passage looks at, by name: see `weighing`."""
    facts = facts_in(read(claim))
    return _seen(claim, passage, _by_rules(claim, facts, "", passage, None))


@dataclass(frozen=True, slots=True)
class _ByRules:
    facts: Sequence[StatedFact]
    compared: tuple[FactComparison, ...]
    leaning: Leaning
    voices: Sequence[Voice]
    stated: Sequence[StatedFact]


@lru_cache(maxsize=_PASSAGES_KEPT)
def _passage_read(passage: str, published: dt.date | None) -> Reading:
    """Return a passage as it is read; several claims of one story are set beside the same one."""
    return read(passage, published)


def _by_rules(
    claim: str,
    facts: Sequence[StatedFact],
    speaker: str,
    passage: str,
    published: dt.date | None,
) -> _ByRules:
    reading = _passage_read(passage, published)
    stated = facts_in(reading)
    compared = tuple(compare(fact, claim, facts, passage, stated) for fact in facts)
    voices = voices_in(reading)
    leaning = lean(
        claim,
        facts,
        compared,
        passage,
        stated=stated,
        speaker=speaker,
        voices=voices,
    )
    return _ByRules(facts, compared, leaning, voices, stated)


def _seen(claim: str, passage: str, found: _ByRules) -> dict[str, float]:
    pairs = list(zip(found.facts, found.compared, strict=True))
    read_together = entailment(claim, without_page_dates(passage, found.stated))
    return weighing.features(claim, passage, pairs, found.leaning, read_together)
