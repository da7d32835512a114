"""Statements of Wikidata: births, foundings, populations, and who held an office when.

https://www.wikidata.org/w/api.php (wbsearchentities, wbgetentities);
https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html for the shape of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from factcheck.outside.fields import at, list_of, text_of
from factcheck.outside.look_ups.protocol import LookUpService
from factcheck.outside.look_ups.values import LookedUp, LookedUpValue, ValueQuestion, What
from factcheck.outside.search.protocol import may_leave
from factcheck.outside.search.untrusted_json import answer_of

_CANDIDATES: Final = 3  # things of one name that are looked at
_MOST: Final = 5  # values of one thing that are told
_PROPERTY: Final[dict[What, str]] = {
    "birth": "P569",
    "founding": "P571",
    "office": "P39",
    "population": "P1082",
}
_POINT_IN_TIME, _START, _END = "P585", "P580", "P582"
_JULIAN: Final = "Q1985786"
_YEAR, _MONTH, _DAY = 9, 10, 11  # of a date's precision; coarser ones tell nothing
_TIME: Final = re.compile(r"\+?0*(\d{4})-(\d\d)-(\d\d)T")
_SAID: Final[dict[What, str]] = {
    "birth": "{subject} was born in {value}",
    "founding": "{subject} was founded in {value}",
    "office": "{subject} held the office of {value}",
    "population": "The population of {subject} is {value}",
}


class WikidataValues(LookUpService):
    """What Wikidata states of the first thing of a name that states it."""

    name = "wikidata_values"
    label = "Wikidata statements"
    url = "https://www.wikidata.org"
    one_at_a_time = "wikimedia"
    whats = frozenset(_PROPERTY)

    def look_up(self, question: ValueQuestion) -> LookedUp:
        may_leave(question)
        subject = " ".join(question.subject.split())[:100]
        ids = self._named(question, subject)
        if not ids:
            return LookedUp(subject, ())
        entities = self._entities(question, ids, "claims|labels|info")
        stating = [
            (key, entity, statements)
            for key in ids
            if (entity := at(entities, key)) and (statements := _statements(entity, question))
        ]
        if not stating:
            return LookedUp(subject, ())
        key, entity, statements = stating[0]
        values = self._values(question, key, entity, statements)
        others = len(stating) - 1
        notes = (
            (f"{others} more of this name state one; only the first is shown.",) if others else ()
        )
        return LookedUp(subject, values, notes)

    def _named(self, question: ValueQuestion, subject: str) -> list[str]:
        asked = {
            "action": "wbsearchentities",
            "search": subject,
            "language": "en",
            "uselang": "en",
            "type": "item",
            "limit": _CANDIDATES,
            "format": "json",
        }
        answer = answer_of(self.get(question, "/w/api.php", asked), self.label, "search")
        ids = [text_of(item.get("id")) for item in list_of(at(answer, "search"))]
        return [key for key in ids if re.fullmatch(r"Q\d{1,12}", key)][:_CANDIDATES]

    def _entities(self, question: ValueQuestion, ids: Iterable[str], props: str) -> object:
        asked = {
            "action": "wbgetentities",
            "ids": "|".join(ids),
            "props": props,
            "languages": "en",
            "format": "json",
        }
        page = self.get(question, "/w/api.php", asked)
        return at(answer_of(page, self.label, "entities", kind=dict), "entities")

    def _values(
        self,
        question: ValueQuestion,
        key: str,
        entity: object,
        statements: list[dict[str, object]],
    ) -> tuple[LookedUpValue, ...]:
        told = [(value, statement) for statement in statements if (value := _value(statement))]
        told = told[:_MOST]
        labels: dict[str, str] = {}
        if question.what == "office" and told:
            offices = self._entities(question, dict.fromkeys(value for value, _ in told), "labels")
            labels = {value: _label(at(offices, value)) or value for value, _ in told}
        subject = _label(entity) or question.subject
        vintage = text_of(at(entity, "modified"))[:10]
        url = f"{self.base}/wiki/{key}"
        return tuple(
            _told(
                question,
                subject,
                labels.get(value, value),
                statement,
                vintage,
                url,
            )
            for value, statement in told
        )


def _statements(entity: object, question: ValueQuestion) -> list[dict[str, object]]:
    """Return the statements that answer a question; none that Wikidata has deprecated.

    Of offices, those held on the day; of populations, the newest by then; of the rest, those that
    Wikidata prefers, where it prefers any.
    """
    claims = list_of(at(entity, "claims", _PROPERTY[question.what]))
    usable = list(filter(_is_usable, claims))
    if question.what == "office":
        return [claim for claim in usable if _held_on(claim, question.at)]
    if question.what == "population":
        return _newest(usable, question.at)
    preferred = [claim for claim in usable if claim.get("rank") == "preferred"]
    return preferred or usable


def _is_usable(claim: dict[str, object]) -> bool:
    return claim.get("rank") != "deprecated" and _value(claim) != ""


def _newest(claims: list[dict[str, object]], day: date | None) -> list[dict[str, object]]:
    """Return the newest statement, of those from before the day where there is one."""
    limit = day.isoformat() if day else "9999"
    dated = [(_qualifier(claim, _POINT_IN_TIME), claim) for claim in claims]
    by_then = [(made, claim) for made, claim in dated if made <= limit]
    return [max(by_then, key=lambda row: row[0])[1]] if by_then else []


def _held_on(claim: dict[str, object], day: date | None) -> bool:
    start, end = _qualifier(claim, _START), _qualifier(claim, _END)
    if day is None:
        return not end
    on = day.isoformat()
    # "2000" begins before and ends after every day of it.
    return (not start or start <= on) and (not end or end >= on[: len(end)])


def _qualifier(claim: dict[str, object], name: str) -> str:
    """Return a date among a statement's qualifiers, to its precision; "" where there is none."""
    snaks = list_of(at(claim, "qualifiers", name))
    return _date(at(snaks[0], "datavalue", "value")) if snaks else ""


def _value(claim: dict[str, object]) -> str:
    """Return a statement's value: an ISO date, a plain number, or an item's id; "" where none."""
    snak = claim.get("mainsnak")
    if at(snak, "snaktype") != "value":  # "somevalue" and "novalue" tell none
        return ""
    value = at(snak, "datavalue", "value")
    kind = at(snak, "datavalue", "type")
    if kind == "time":
        return _date(value)
    if kind == "quantity":
        return _quantity(value)
    key = text_of(at(value, "id"))
    return key if re.fullmatch(r"Q\d{1,12}", key) else ""


def _date(value: object) -> str:
    """Return "1948-02-04", "1948-02" or "1948"; "" of what is coarser, or before our era.

    A day of the Julian calendar is told as its year.
    """
    match = _TIME.match(text_of(at(value, "time")))
    precision = at(value, "precision")
    if match is None or not isinstance(precision, int) or precision < _YEAR:
        return ""
    year, month, day = match.groups()
    if precision == _YEAR or text_of(at(value, "calendarmodel")).endswith(_JULIAN) or month == "00":
        return year
    return f"{year}-{month}" if precision == _MONTH or day == "00" else f"{year}-{month}-{day}"


def _quantity(value: object) -> str:
    try:
        amount = Decimal(text_of(at(value, "amount")).removeprefix("+"))
    except InvalidOperation:
        return ""
    return f"{amount.normalize():f}" if amount.is_finite() else ""


def _label(entity: object) -> str:
    return text_of(at(entity, "labels", "en", "value"))


def _told(
    question: ValueQuestion,
    subject: str,
    value: str,
    statement: dict[str, object],
    vintage: str,
    url: str,
) -> LookedUpValue:
    of = _qualifier(statement, _POINT_IN_TIME) or _qualifier(statement, _START)
    shown = f"{int(value):,}" if question.what == "population" and value.isdecimal() else value
    sentence = _SAID[question.what].format(subject=subject, value=shown)
    since = {"population": " ({})", "office": " from {}"}.get(question.what, "")
    dated = since.format(of) if of else ""
    until = _qualifier(statement, _END)
    ended = f" to {until}" if question.what == "office" and until else ""
    return LookedUpValue(
        value=value,
        sentence=f"{sentence}{dated}{ended}.",
        source="Wikidata",
        url=url,
        of=of,
        vintage=vintage,
    )
