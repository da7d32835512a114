"""Crossref: whether a study exists, and whether it was retracted.

https://api.crossref.org/swagger-ui/index.html; updates to a work stand in its `updated-by`, those
of Retraction Watch among them: https://crossref.gitlab.io/tutorials/get-rw-metadata/.
"""

from __future__ import annotations

from typing import Final, NamedTuple
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


class _Update(NamedTuple):
    """A notice that changes a work: what it does, and its day, "" where it has none."""

    kind: str
    day: str

    @property
    def words(self) -> str:
        return self.kind.replace("_", " ")


def _told(work: object, doi: str) -> LookedUpValue:
    title = _first(work, "title") or doi
    journal, year = _first(work, "container-title"), _year(work)
    where = ", ".join(filter(None, (journal, year)))
    updates = _updates(work)
    withdrawals = [update for update in updates if update.kind in _WITHDRAWN]
    cited = f"“{title}” ({where})" if where else f"“{title}”"
    fate = _withdrawn(withdrawals) if withdrawals else _updated(updates)
    return LookedUpValue(
        value=doi,
        sentence=f"{cited}{fate}.",
        source="Crossref",
        url=f"https://doi.org/{quote(doi, safe='/')}",
        of=year,
        vintage=text_of(at(work, "indexed", "date-time"))[:10],
        retracted=bool(withdrawals) or title.lower().startswith("retracted"),
    )


def _updates(work: object) -> list[_Update]:
    return [
        _Update(
            text_of(update.get("type")).lower(),
            text_of(at(update, "updated", "date-time"))[:10],
        )
        for update in list_of(at(work, "updated-by"))
    ]


def _withdrawn(withdrawals: list[_Update]) -> str:
    """Return ": retraction on 2021-03-04", by the first of several."""
    first = min(withdrawals, key=lambda update: update.day)
    return f": {first.words} on {first.day}" if first.day else f": {first.words}"


def _updated(updates: list[_Update]) -> str:
    """Return ": updated by correction, addendum", each kind once; "" where there are none."""
    if not updates:
        return ""
    kinds = dict.fromkeys(update.words for update in updates if update.kind)
    return f": updated by {', '.join(kinds)}"


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
