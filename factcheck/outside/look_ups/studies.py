"""What the registers of research have in common: how a study is named, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from factcheck.outside.look_ups.values import DOI, LookedUpValue

_PMID: Final = re.compile(r"pmid:(\d{1,9})")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class StudyName:
    """A study by one of its names; the others are empty."""

    doi: str = ""
    pmid: str = ""
    title: str = ""

    @classmethod
    def of(cls, subject: str) -> StudyName:
        """Return the name a question gives: a DOI, "pmid:" and a number, or a title."""
        text = " ".join(subject.split())[:300]
        if found := DOI.match(text):
            return cls(doi=found.group().rstrip(".,;)").lower())
        if found := _PMID.fullmatch(text.lower()):
            return cls(pmid=found[1])
        return cls(title=text)

    @property
    def text(self) -> str:
        """Return the name as it leaves the building."""
        return self.doi or (f"PMID {self.pmid}" if self.pmid else f"“{self.title}”")


def same_title(asked: str, found: str) -> bool:
    """Return whether two titles have the same words, one perhaps without its subtitle."""
    mine, theirs = (_WORD.findall(text.casefold()) for text in (asked, found))
    return bool(mine) and mine == theirs[: len(mine)]


def study_value(
    *,
    name: StudyName,
    title: str,
    journal: str,
    year: str,
    source: str,
    url: str,
    retracted: bool,
    notice: str = "",
    vintage: str = "",
) -> LookedUpValue:
    """Return a study as a value: that it is there, where and when, and whether it was retracted.

    `notice` is the day or place of the retraction, empty where the register does not say.
    """
    where = ", ".join(part for part in (journal, year) if part)
    sentence = f"“{title or name.text}”" + (f" ({where})" if where else "")
    if retracted:
        sentence += ": retracted" + (f", {notice}" if notice else "")
    return LookedUpValue(
        value=name.doi or title or name.text,
        sentence=f"{sentence}.",
        source=source,
        url=url,
        of=year,
        vintage=vintage,
        retracted=retracted,
    )


def doi_page(doi: str) -> str:
    """Return the page a DOI leads to."""
    return f"https://doi.org/{quote(doi, safe='/')}"
