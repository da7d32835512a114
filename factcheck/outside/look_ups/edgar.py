"""SEC EDGAR: what companies in the United States reported, and when they filed it.

https://www.sec.gov/search-filings/edgar-application-programming-interfaces: a company goes by its
number (CIK), of ten digits; `company_tickers.json` has the names. A concept that a company never
used is 404, as XML. Every figure is there once for each report that repeated it, so the one filed
last counts. Ten requests a second at most, and none without a contact in the User-Agent: else 403.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, list_of, text_of
from factcheck.outside.look_ups.companies import plain_name
from factcheck.outside.look_ups.numbers import canonical, number_of, shown
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of, json_of

_NAMES_AT: Final = "https://www.sec.gov"
_NOT_FOUND: Final = 404
_ACCOUNTING: Final = "us-gaap"
# The names under which one item of the accounts is reported, the newer standard's first.
_CONCEPTS: Final[dict[str, tuple[str, ...]]] = {
    "revenue": ("RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues"),
    "net income": ("NetIncomeLoss", "ProfitLoss"),
    "assets": ("Assets",),
}
# How long the period of a figure is, in days: a quarter, or a year. Of assets there is none.
_QUARTER, _YEAR = (80, 100), (350, 380)
_REPORTS: Final = frozenset({"10-K", "10-Q", "20-F", "40-F", "10-K/A", "10-Q/A"})


class Edgar(LookUpService):
    """A company's figure of a year or a quarter, or its newest filing of one form."""

    name = "edgar"
    label = "SEC EDGAR"
    url = "https://data.sec.gov"
    key_statuses = (403,)
    whats = frozenset({"company figure", "company filing"})

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        company = " ".join(question.subject.split())[:100]
        number = self._number(question, company)
        if not number:
            note = f"EDGAR lists no company called {company}."
            return LookedUp(company, (), (note,))
        if question.what == "company filing":
            return self._filing(question, company, number)
        return self._figure(question, company, number)

    def refused(self, error: OutsideError) -> OutsideError:
        """Return what 403 means: too fast, or nobody named who asks."""
        return OutsideError(
            Kind.LOGIN,
            "SEC EDGAR refuses to answer us: it wants a contact address (OUTSIDE_CONTACT)",
            url=error.url,
            status=error.status,
            temporary=False,
        )

    def _number(self, question: ValueQuestion, company: str) -> str:
        """Return the company's ten digits; "" where no listed company has the name."""
        base = _NAMES_AT if self.base == self.url else self.base
        names = _kept(base, datetime.now(UTC).date())
        if not names:
            page = self.get(question, "/files/company_tickers.json", base=base)
            answer = json_of(page)
            names.update(_names(answer))
            if not names:
                raise OutsideError(
                    Kind.BAD_RESPONSE, "EDGAR sent no names", url=page.final_url, temporary=True
                )
        return names.get(plain_name(company), "")

    def _figure(self, question: ValueQuestion, company: str, number: str) -> LookedUp:
        sent = f"{question.of} of {company}"
        facts: list[dict[str, object]] = []
        for concept in _CONCEPTS.get(question.of, ()):
            facts += self._reported(question, number, concept)
        chosen = _of_period(facts, question)
        if chosen is None:
            return LookedUp(sent, ())
        return LookedUp(sent, (_figure_told(chosen, company, question.of, number),))

    def _reported(
        self, question: ValueQuestion, number: str, concept: str
    ) -> list[dict[str, object]]:
        path = f"/api/xbrl/companyconcept/CIK{number}/{_ACCOUNTING}/{concept}.json"
        try:
            page = self.get(question, path)
        except OutsideError as error:
            if error.status != _NOT_FOUND:
                raise
            return []  # it never reported under this name
        answer = answer_of(page, self.label, "units", kind=dict)
        rows = at(answer, "units", "USD")
        # The oldest stand first, and there may be more than are read.
        return list_of(rows[-500:]) if isinstance(rows, list) else []

    def _filing(self, question: ValueQuestion, company: str, number: str) -> LookedUp:
        sent = f"filings of {company}, form {question.of}"
        page = self.get(question, f"/submissions/CIK{number}.json")
        answer = answer_of(page, self.label, "filings", "recent", kind=dict)
        recent = at(answer, "filings", "recent")
        columns = [at(recent, name) for name in ("form", "filingDate", "accessionNumber")]
        if not all(isinstance(column, list) for column in columns):
            return LookedUp(sent, ())
        last = (question.at or date.max).isoformat()
        filed = [
            (text_of(day), text_of(accession))
            for form, day, accession in zip(*columns, strict=False)
            if text_of(form) == question.of and text_of(day) <= last
        ]
        if not filed:
            return LookedUp(sent, (), (f"EDGAR has no {question.of} of {company} by then.",))
        return LookedUp(sent, (_filing_told(*max(filed), company, question.of, number),))


@lru_cache(maxsize=2)
def _kept(base: str, day: date) -> dict[tuple[str, ...], str]:
    """Return this process's names of a day, at first empty: the list is a megabyte long."""
    return {}


def _names(answer: object) -> dict[tuple[str, ...], str]:
    """Return the companies' numbers by their plain names; of one name twice, the larger company.

    The list has the largest first.
    """
    rows = answer.values() if isinstance(answer, dict) else ()
    names: dict[tuple[str, ...], str] = {}
    for row in rows:
        number, title = at(row, "cik_str"), text_of(at(row, "title"))
        if title and isinstance(number, int) and 0 < number < 10**10:
            names.setdefault(plain_name(title), f"{number:010d}")
    return names


def _of_period(facts: list[dict[str, object]], question: ValueQuestion) -> dict[str, object] | None:
    """Return the figure of the period asked, as filed last; the newest period where none is."""
    last = (question.at or date.max).isoformat()
    long = _QUARTER if question.by_month else _YEAR
    usable = [
        fact
        for fact in facts
        if text_of(fact.get("form")) in _REPORTS
        and number_of(fact.get("val")) is not None
        and "" < text_of(fact.get("end")) <= last
        and (not fact.get("start") or long[0] <= _days(fact) <= long[1])
    ]
    return max(usable, key=lambda f: (text_of(f["end"]), text_of(f.get("filed"))), default=None)


def _days(fact: dict[str, object]) -> int:
    try:
        ends = [date.fromisoformat(text_of(fact.get(name))) for name in ("start", "end")]
    except ValueError:
        return 0
    return (ends[1] - ends[0]).days + 1


def _figure_told(fact: dict[str, object], company: str, item: str, number: str) -> LookedUpValue:
    value = number_of(fact.get("val")) or Decimal(0)
    start, end = text_of(fact.get("start")), text_of(fact.get("end"))
    period = f"from {start} to {end}" if start else f"on {end}"
    form, filed = text_of(fact.get("form")), text_of(fact.get("filed"))
    return LookedUpValue(
        value=canonical(value),
        sentence=f"{company}, {item} {period}: {shown(value, 0)} USD ({form}, filed {filed}).",
        source="SEC EDGAR",
        url=f"https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK={number}&type=10-",
        unit="USD",
        of=end,
        vintage=filed,
    )


def _filing_told(day: str, accession: str, company: str, form: str, number: str) -> LookedUpValue:
    known = re.fullmatch(r"\d{10}-\d{2}-\d{6}", accession)
    folder = f"{int(number)}/{accession.replace('-', '')}" if known else str(int(number))
    return LookedUpValue(
        value=day,
        sentence=f"{company} filed a {form} on {day}.",
        source="SEC EDGAR",
        url=f"https://www.sec.gov/Archives/edgar/data/{folder}/",
        of=day,
        vintage=day,
    )
