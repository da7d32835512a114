"""The shapes of a checklist: what goes in, and one line of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from factcheck.text.reading import FactKind, Span

# right: the sums agree; wrong: they do not; ask: only a person can tell, or something is still
# missing.
Outcome = Literal["right", "wrong", "ask"]


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A fact as the copy states it.

    `span` is into the statement, `value` canonical as in `MarkedFact`.
    """

    kind: FactKind
    text: str
    value: str | None
    span: Span

    @property
    def amount(self) -> tuple[Decimal, str] | None:
        """Number and unit of "40 km"; None where the copy is vague."""
        number, _, unit = (self.value or "").partition(" ")
        try:
            return (Decimal(number), unit) if self.kind == "number" and number else None
        except InvalidOperation:
            return None


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One thing to check.

    `about` are the words of the copy, `working` says what was worked out and how, in full.

    `person` is whose age it is, who may be given a date of birth.
    """

    kind: str
    about: str
    working: str
    outcome: Outcome
    person: str = ""

    @property
    def key(self) -> str:
        """Return a hash of the copy's words and the working: a tick belongs to this very line."""
        return hashlib.sha256(f"{self.kind}\0{self.about}\0{self.working}".encode()).hexdigest()[
            :24
        ]

    @property
    def open(self) -> bool:
        """A person must look at it."""
        return self.outcome != "right"


def plain(number: Decimal, digits: int = 2) -> str:
    """Return a number for the screen, at most `digits` after the point.

    Thousands are set apart and trailing zeros dropped.
    """
    rounded = round(number, digits)
    whole = f"{rounded:,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole
