"""PubMed: whether a study of medicine exists, and whether it was retracted.

https://www.ncbi.nlm.nih.gov/books/NBK25499/ (ESearch, ESummary): a term that finds nothing is left
out under status 200 with a note in `errorlist`, and everything may then match; a record that is
gone is an object with `error`; more than three requests a second are refused as text under 429.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from factcheck.outside.fields import at, list_of, plain_of, text_of
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.studies import StudyName, same_title, study_value
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

_LOOKED_AT: Final = 5
_RETRACTED: Final = "Retracted Publication"
_NOTICE: Final = "retraction in"


class PubMed(LookUpService):
    """A record by its number, its DOI, or the title it has."""

    name = "pubmed"
    label = "PubMed"
    url = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    takes_key = True
    whats = frozenset({"study"})

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        study = StudyName.of(question.subject)
        ids = [study.pmid] if study.pmid else self._found(question, study)
        records, day = self._records(question, ids) if ids else ([], "")
        told = next((record for record in records if _is_it(record, study)), None)
        if told is None:
            return LookedUp(study.text, (), (f"PubMed has no record {study.text}.",))
        return LookedUp(study.text, (_told(told, study, day),))

    def _found(self, question: ValueQuestion, study: StudyName) -> list[str]:
        words = " ".join(re.findall(r"[^\W_]+", study.title))
        term = f'"{study.doi}"[doi]' if study.doi else f"{words}[title]"
        asked = {"db": "pubmed", "term": term, "retmode": "json", "retmax": _LOOKED_AT}
        page = self.get(question, "/esearch.fcgi", self._parameters(asked))
        answer = answer_of(page, self.label, "esearchresult", "idlist")
        ids = at(answer, "esearchresult", "idlist")
        numbers = [text_of(one) for one in ids] if isinstance(ids, list) else []
        return [one for one in numbers if one.isdecimal()][:_LOOKED_AT]

    def _records(self, question: ValueQuestion, ids: list[str]) -> tuple[list[object], str]:
        """Return the records that are there, and the day they were read: they bear no other."""
        asked = {"db": "pubmed", "id": ",".join(ids), "retmode": "json"}
        page = self.get(question, "/esummary.fcgi", self._parameters(asked))
        result = at(answer_of(page, self.label, "result", kind=dict), "result")
        records = [at(result, one) for one in ids]
        there = [record for record in records if record and not at(record, "error")]
        return there, f"{page.fetched_at:%Y-%m-%d}"

    def _parameters(self, asked: Mapping[str, object]) -> dict[str, object]:
        return {**asked, **({"api_key": self.key} if self.key else {})}


def _is_it(record: object, study: StudyName) -> bool:
    """Return whether a record is the study asked for: PubMed drops words it does not know."""
    if study.pmid:
        return text_of(at(record, "uid")) == study.pmid
    if study.title:
        return same_title(study.title, _title(record))
    return study.doi in (one.lower() for one in _dois(record))


def _title(record: object) -> str:
    return plain_of(at(record, "title")).rstrip(".")


def _dois(record: object) -> list[str]:
    ids = list_of(at(record, "articleids"))
    return [text_of(one.get("value")) for one in ids if one.get("idtype") == "doi"]


def _told(record: object, study: StudyName, day: str) -> LookedUpValue:
    kinds = at(record, "pubtype")
    notices = [
        text_of(one.get("refsource"))
        for one in list_of(at(record, "references"))
        if text_of(one.get("reftype")).lower() == _NOTICE
    ]
    year = re.match(r"\d{4}", text_of(at(record, "pubdate")))
    uid = text_of(at(record, "uid"))
    return study_value(
        name=study,
        title=_title(record),
        journal=plain_of(at(record, "fulljournalname")) or plain_of(at(record, "source")),
        year=year.group() if year else "",
        source="PubMed",
        url=f"https://pubmed.ncbi.nlm.nih.gov/{uid}/"
        if uid.isdecimal()
        else "https://pubmed.ncbi.nlm.nih.gov/",
        retracted=bool(notices) or (isinstance(kinds, list) and _RETRACTED in kinds),
        notice=notices[0] if notices else "",
        vintage=day,
    )
