"""The checklist of one statement: what can be worked out, with its working, and questions to ask.

Pure: copy and facts in, lines out. It says whether sums agree, never whether a claim is true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from factcheck.text.checks.ages import StatedBirth, age_on, ages, find_births
from factcheck.text.checks.line import CheckedLine, StatedValue
from factcheck.text.checks.sums import sums
from factcheck.text.checks.units import convert, units
from factcheck.text.checks.words import questions, scales, spellings, weekdays

__all__ = [
    "CheckedLine",
    "StatedBirth",
    "StatedValue",
    "age_on",
    "checklist",
    "convert",
    "find_births",
]


def checklist(
    statement: str,
    facts: Sequence[StatedValue],
    *,
    published: dt.date,
    article: Sequence[StatedValue] = (),
    births: Sequence[StatedBirth] = (),
    sources: Sequence[tuple[str, str, str]] = (),
) -> list[CheckedLine]:
    """Return the lines of one statement.

    What is wrong comes first, then what a person must tell, then what agrees.

    `facts` are the statement's own, `article` those of the whole copy, `births` what is known of
    when people were born, `sources` what sources have instead: (the fact's canonical value, the
    source's, who).
    """
    day = f"{published.day} {published:%B %Y}"
    lines = [
        *ages(statement, facts, births, published),
        *sums(statement, facts),
        *weekdays(statement, facts, published),
        *units(statement, facts, day),
        *scales(facts, article, sources),
        *spellings(facts, article),
        *questions(statement, facts),
    ]
    order = ("wrong", "ask", "right")
    return sorted(lines, key=lambda line: order.index(line.outcome))
