"""Crossref: whether a study exists, and whether it was retracted.

https://api.crossref.org/swagger-ui/index.html; updates to a work stand in its `updated-by`, those
of Retraction Watch among them: https://crossref.gitlab.io/tutorials/get-rw-metadata/.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from factcheck.outside.errors import OutsideError
from factcheck.outside.fields import at, list_of, plain_of, text_of
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.studies import StudyName
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

_WITHDRAWN: Final = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
_NOT_FOUND: Final = 404


class Crossref(LookUpService):
    """A work by its DOI."""

    name = "crossref"
    label = "Crossref"
    url = "https://api.crossref.org"
    whats = frozenset({"study"})

    def answers(self, question: ValueQuestion) -> bool:
        """Return whether it can be asked this: it knows a work by its DOI alone."""
        return super().answers(question) and bool(StudyName.of(question.subject).doi)

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        doi = question.subject.strip().rstrip(".,;)").lower()
        try:
            page = self.get(question, f"/works/{quote(doi, safe='')}")
        except OutsideError as error:
            if error.status != _NOT_FOUND:
                raise
            return LookedUp(doi, (), (f"Crossref knows no work with the DOI {doi}.",))
        work = at(answer_of(page, self.label, "message", kind=dict), "message")
        return LookedUp(doi, (_told(work, doi),))


def _told(work: object, doi: str) -> LookedUpValue:
    title = _first(work, "title") or doi
    journal, year = _first(work, "container-title"), _year(work)
    updates = [
        (text_of(update.get("type")).lower(), text_of(at(update, "updated", "date-time"))[:10])
        for update in list_of(at(work, "updated-by"))
    ]
    withdrawn = [(kind, day) for kind, day in updates if kind in _WITHDRAWN]
    where = ", ".join(part for part in (journal, year) if part)
    sentence = f"“{title}”" + (f" ({where})" if where else "")
    if withdrawn:
        kind, day = min(withdrawn, key=lambda update: update[1])
        sentence += f": {kind.replace('_', ' ')}" + (f" on {day}" if day else "")
    elif updates:
        kinds = dict.fromkeys(kind.replace("_", " ") for kind, _ in updates if kind)
        sentence += f": updated by {', '.join(kinds)}"
    return LookedUpValue(
        value=doi,
        sentence=f"{sentence}.",
        source="Crossref",
        url=f"https://doi.org/{quote(doi, safe='/')}",
        of=year,
        vintage=text_of(at(work, "indexed", "date-time"))[:10],
        retracted=bool(withdrawn) or title.lower().startswith("retracted"),
    )


def _first(work: object, name: str) -> str:
    """Return the first of a list of texts, which may hold HTML, or be missing or empty."""
    values = at(work, name)
    return plain_of(values[0]) if isinstance(values, list) and values else ""


def _year(work: object) -> str:
    """Return the year of issue, of [[2020, 3]]; Crossref has [[null]] where it knows none."""
    parts = at(work, "issued", "date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    year = first[0] if isinstance(first, list) and first else None
    return str(year) if isinstance(year, int) else ""
