"""OpenAlex: whether a study exists, by DOI, PubMed number or title, and whether it was retracted.

https://developers.openalex.org/api-reference/works/get-a-single-work: one work by its identifier
is free; a search by title takes from the day's allowance, which is ten times as large with a key;
past it the answer is 429. A work that is unknown is 404; `is_retracted` comes from Retraction
Watch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from factcheck.outside.errors import OutsideError
from factcheck.outside.fields import at, list_of, plain_of, text_of, url_of
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.studies import StudyName, doi_page, same_title, study_value
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

_NOT_FOUND: Final = 404
_LOOKED_AT: Final = 5  # works of a like title
_FIELDS: Final = "id,doi,display_name,publication_year,is_retracted,primary_location,updated_date"


class OpenAlex(LookUpService):
    """A work by its identifier, or the one that has the title."""

    name = "openalex"
    label = "OpenAlex"
    url = "https://api.openalex.org"
    takes_key = True
    whats = frozenset({"study"})

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        study = StudyName.of(question.subject)
        works = self._titled(question, study) if study.title else self._identified(question, study)
        if not works:
            return LookedUp(study.text, (), (f"OpenAlex knows no work {study.text}.",))
        return LookedUp(study.text, (_told(works[0], study),))

    def _identified(self, question: ValueQuestion, study: StudyName) -> list[object]:
        key = f"doi:{study.doi}" if study.doi else f"pmid:{study.pmid}"
        try:
            page = self.get(question, f"/works/{quote(key, safe=':')}", self._parameters({}))
        except OutsideError as error:
            if error.status != _NOT_FOUND:
                raise
            return []
        return [answer_of(page, self.label, "id", kind=str)]

    def _titled(self, question: ValueQuestion, study: StudyName) -> list[object]:
        # A comma or a colon would end the filter.
        words = " ".join(re.findall(r"[^\W_]+", study.title))
        asked = {"filter": f"title.search:{words}", "per_page": _LOOKED_AT}
        page = self.get(question, "/works", self._parameters(asked))
        found = list_of(at(answer_of(page, self.label, "results"), "results"))
        return [work for work in found if same_title(study.title, plain_of(_title(work)))]

    def _parameters(self, asked: Mapping[str, object]) -> dict[str, object]:
        return {**asked, "select": _FIELDS} | ({"api_key": self.key} if self.key else {})


def _title(work: object) -> object:
    return at(work, "display_name") or at(work, "title")


def _told(work: object, study: StudyName) -> LookedUpValue:
    doi = text_of(at(work, "doi")).removeprefix("https://doi.org/")
    year = at(work, "publication_year")
    return study_value(
        name=study,
        title=plain_of(_title(work)),
        journal=plain_of(at(work, "primary_location", "source", "display_name")),
        year=str(year) if isinstance(year, int) and not isinstance(year, bool) else "",
        source="OpenAlex",
        url=doi_page(doi) if doi else url_of(at(work, "id")) or "https://openalex.org/",
        retracted=at(work, "is_retracted") is True,
        vintage=text_of(at(work, "updated_date"))[:10],
    )
