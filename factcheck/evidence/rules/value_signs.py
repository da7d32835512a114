"""The sign and the word for what a source says of a value: the same on every page.

Only another value of a kind that is right nine times in ten is called a difference; any other is
another figure, which may be of another thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from factcheck.text.language.word_lists import data_table

# How precise the machine's "other value" must be, by kind of fact, to be shown as a difference.
PRECISE: Final = 0.90
_PRECISION: Final[Mapping[str, float]] = {
    kind: measured["right"] / measured["judged"]
    for kind, measured in data_table("factcheck.evidence.rules", "differences")[
        "other_value"
    ].items()
}


@dataclass(frozen=True, slots=True)
class ValueSign:
    """How a value is shown: a sign, the sign in words, and its colour."""

    symbol: str
    words: str
    tone: str


SAME: Final = ValueSign("=", "same", "green")
# What a lead says is no support: the source it leads to would be.
SAME_LEAD: Final = ValueSign("=", "same, a lead only", "soft")
DIFFERS: Final = ValueSign("≠", "differs", "red")
RULED_ON: Final = ValueSign("≠", "differs, ruled on", "soft")
OTHER_FIGURE: Final = ValueSign("~", "other figure", "soft")
SILENT: Final = ValueSign("–", "not mentioned", "soft")


def is_shown_as_difference(kind: str) -> bool:
    """Return whether another value of this kind of fact is right often enough to be called so."""
    return _PRECISION.get(kind, 0.0) >= PRECISE


def sign_of(outcome: str, kind: str, *, sure: bool, lead: bool = False) -> ValueSign:
    """Return how one comparison is shown.

    `kind` is the fact's, `sure` the comparison's; `lead`: its source is a lead only.
    """
    if outcome == "same":
        return SAME_LEAD if lead else SAME
    if outcome != "other":
        return SILENT
    return DIFFERS if sure and is_shown_as_difference(kind) else OTHER_FIGURE
