"""What a look-up is asked, and the values it answers with: plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>“”]{1,200}")
What = Literal[
    "birth",
    "founding",
    "office",
    "population",
    "population rank",
    "distance",
    "indicator",
    "European statistic",
    "U.S. series",
    "study",
    "company figure",
    "company filing",
    "company",
    "company officer",
]


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """One value that is looked up: `what` of `subject`, as of the day `at`.

    `subject` is a name; a country's two-letter code for an indicator or a European statistic; the
    series of the Federal Reserve; a study's DOI, "pmid:" and its number, or its title. `of` is the
    indicator's code, the statistic's data set with its filters ("une_rt_m age=TOTAL"), the series'
    units, the other place of a distance, the country of a rank, the item of a company's accounts,
    the form of a filing, or the officer's company. Nothing else of the copy is in it. `by_month`:
    the value is one of a month, or quarter, up to `at`; else of a year.
    """

    what: What
    subject: str
    of: str = ""
    at: date | None = None
    by_month: bool = False
    allowed_outside: bool = False

    @property
    def text(self) -> str:
        """Return what leaves the building, for a person to read."""
        return f"{self.what} of {self.subject}" + (f", {self.of}" if self.of else "")


@dataclass(frozen=True, slots=True)
class LookedUpValue:
    """One value a source has.

    `value` is canonical: a plain decimal, an ISO 8601 date to the precision known, or a name;
    `unit` is empty for counts. `of` is the day or year the value is of, `vintage` when the source
    last changed or published it, both ISO 8601 or empty. `sentence` says it all for a reader; `url`
    is a page a person can open.
    """

    value: str
    sentence: str
    source: str
    url: str
    unit: str = ""
    of: str = ""
    vintage: str = ""
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a look-up came to; `query_sent` is what left the building, `notes` are for a person."""

    query_sent: str
    values: tuple[LookedUpValue, ...]
    notes: tuple[str, ...] = ()
