"""A claim and a passage, read and set side by side.

The whole of what `manage.py compare` and the margin show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.evidence.rules.comparing import FactComparison, compare
from factcheck.evidence.rules.credits import credits_of
from factcheck.evidence.rules.leaning import Flag, Voice, lean
from factcheck.evidence.rules.words import StatedFact
from factcheck.text import Reading, read


@dataclass(frozen=True, slots=True)
class Beside:
    """`compared` in the order of the claim's facts; `leans` as `Leaning` has it.

    `credits`: on whose word the passage rests.
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
    reading = read(passage, published)
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
    return Beside(compared, leaning.flags, leaning.leans, credits_of(passage, voices))
