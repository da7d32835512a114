"""Companies House: the companies of the United Kingdom and who their officers are.

https://developer-specs.company-information.service.gov.uk/: the key goes as the name of HTTP Basic
authentication; 600 requests in five minutes, then 429; lists come in pages of 35 officers, told by
`total_results`; a company that is unknown is 404; an officer who left has `resigned_on`.
"""

from __future__ import annotations

import base64
import re
from typing import Final
from urllib.parse import quote

from factcheck.outside.fields import at, list_of, text_of
from factcheck.outside.http import FetchedPage
from factcheck.outside.look_ups.companies import same_company
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

_CANDIDATES: Final = 10
_PAGE: Final = 35  # officers
_PAGES: Final = 4  # of officers that are read: nobody has as many directors
_PUBLIC: Final = "https://find-and-update.company-information.service.gov.uk/company"


class CompaniesHouse(LookUpService):
    """A company's founding and state, or one officer's time in office."""

    name = "companies_house"
    label = "Companies House"
    url = "https://api.company-information.service.gov.uk"
    needs_key = True
    seconds = 0.5  # 600 in five minutes
    whats = frozenset({"company", "company officer"})

    @property
    def headers(self) -> dict[str, str]:
        """Return the key as the name of Basic authentication, without a password."""
        credentials = base64.b64encode(f"{self.key}:".encode()).decode()
        return {**super().headers, "Authorization": f"Basic {credentials}"}

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        of_officer = question.what == "company officer"
        company = " ".join((question.of if of_officer else question.subject).split())[:160]
        found = self._named(question, company)
        if found is None:
            note = f"Companies House has no company called {company}."
            return LookedUp(company, (), (note,))
        number = text_of(found.get("company_number"))
        if of_officer:
            return self._officer(question, text_of(found.get("title")), number)
        page = self.get(question, f"/company/{quote(number, safe='')}")
        profile = answer_of(page, self.label, "company_name", kind=str)
        return LookedUp(company, (_profile_told(profile, number, _day(page)),))

    def _named(self, question: ValueQuestion, company: str) -> dict[str, object] | None:
        asked = {"q": company, "items_per_page": _CANDIDATES}
        answer = answer_of(self.get(question, "/search/companies", asked), self.label, "items")
        named = [
            item
            for item in list_of(at(answer, "items"))
            if same_company(company, text_of(item.get("title")))
            and re.fullmatch(r"[A-Z0-9]{6,10}", text_of(item.get("company_number")))
        ]
        # Dissolved companies keep their names: one that is active goes before them.
        active = [item for item in named if item.get("company_status") == "active"]
        return next(iter(active or named), None)

    def _officer(self, question: ValueQuestion, company: str, number: str) -> LookedUp:
        person = " ".join(question.subject.split())[:100]
        sent = f"{person}, officer of {company}"
        officers, day = self._officers(question, number)
        terms = [one for one in officers if _is_person(one, person)]
        if not terms:
            note = f"Companies House has no officer {person} of {company}."
            return LookedUp(sent, (), (note,))
        # Whoever came back has a row for each time.
        newest = max(terms, key=lambda one: text_of(one.get("appointed_on")))
        return LookedUp(sent, (_officer_told(newest, person, company, number, day),))

    def _officers(
        self, question: ValueQuestion, number: str
    ) -> tuple[list[dict[str, object]], str]:
        """Return the officers, those who left among them, and the day the register was read."""
        officers: list[dict[str, object]] = []
        path, day = f"/company/{quote(number, safe='')}/officers", ""
        for start in range(0, _PAGES * _PAGE, _PAGE):
            page = self.get(question, path, {"items_per_page": _PAGE, "start_index": start})
            answer, day = answer_of(page, self.label, "items"), _day(page)
            officers += list_of(at(answer, "items"))
            total = at(answer, "total_results")
            if not isinstance(total, int) or len(officers) >= total:
                break
        return officers, day


def _is_person(officer: dict[str, object], person: str) -> bool:
    """Return whether "ROE, Jane Mary" is Jane Roe: the last name, and the first of the others."""
    last, _, first = text_of(officer.get("name")).casefold().partition(",")
    given, mine = first.split(), person.casefold().split()
    return len(mine) > 1 and mine[-1] == last.strip() and mine[0] in given[:1]


def _profile_told(profile: object, number: str, day: str) -> LookedUpValue:
    name = text_of(at(profile, "company_name"))
    since, until = (text_of(at(profile, f"date_of_{what}")) for what in ("creation", "cessation"))
    state = text_of(at(profile, "company_status")).replace("-", " ")
    told = [f"incorporated on {since}" if since else "", f"{state}" if state else ""]
    ended = f" since {until}" if until else ""
    return LookedUpValue(
        value=since,
        sentence=f"{name}: {', '.join(part for part in told if part)}{ended}.",
        source="Companies House",
        url=f"{_PUBLIC}/{number}",
        of=since,
        vintage=day,
    )


def _day(page: FetchedPage) -> str:
    """Return the day the register was read: it is kept up by the hour, and says no other."""
    return f"{page.fetched_at:%Y-%m-%d}"


def _officer_told(
    officer: dict[str, object], person: str, company: str, number: str, day: str
) -> LookedUpValue:
    role = text_of(officer.get("officer_role")).replace("-", " ") or "officer"
    since, until = (text_of(officer.get(name)) for name in ("appointed_on", "resigned_on"))
    sentence = f"{person}, {role} of {company}" + (f", appointed on {since}" if since else "")
    sentence += f", resigned on {until}" if until else ", in office"
    return LookedUpValue(
        value=role,
        sentence=f"{sentence}.",
        source="Companies House",
        url=f"{_PUBLIC}/{number}/officers",
        of=since,
        vintage=day,
    )
