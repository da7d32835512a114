"""Which values of a claim can be looked up, and a looked-up value beside the claim's.

A question holds one name, country or DOI of the claim and nothing else of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from factcheck.evidence.rules import names
from factcheck.evidence.rules.compare_dates import bears_out, when
from factcheck.evidence.rules.comparing import FactComparison
from factcheck.evidence.rules.languages import country_code
from factcheck.evidence.rules.numbers import agree, amount, in_one_unit
from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.shares_and_ranks import ordinal_of
from factcheck.evidence.rules.words import StatedFact, is_content, plain, words_of
from factcheck.outside.look_ups.values import DOI, LookedUpValue, ValueQuestion, What
from factcheck.text.language.word_lists import data_table, word_lists

_WORDS: Final = word_lists("factcheck.evidence.rules", "look_ups")
_TABLE: Final = data_table("factcheck.evidence.rules", "look_ups")


def _by_words(name: str) -> tuple[tuple[frozenset[str], dict[str, str]], ...]:
    """Return the rows of a table, each with the words of a claim that ask for it."""
    return tuple((frozenset(row["words"].split()), row) for row in _TABLE[name])


_INDICATORS: Final = _by_words("indicators")
_ACCOUNTS: Final = _by_words("accounts")
_FORMS: Final = _by_words("forms")
_SMALLEST: Final = 100  # below it a bare number counts no town's people
_TITLE_WORDS: Final = 4  # fewer in quotation marks name no study
MOST: Final = 6  # questions of one claim, over all the registers
_YEAR: Final = 4  # characters of "2024"; a month has more
_TITLE_BEFORE: Final = len(", ")  # the most between "President" and its bearer
_TITLE_AFTER: Final = len(", the ")  # the most between a bearer and "president"
_UNIONS: Final = {"eurozone": "EZ", "eu": "EU"}
_FORM: Final = re.compile(r"\b(?:10-[KQ]|8-K|20-F)\b")
_PMID: Final = re.compile(r"\bPMID:? ?(\d{4,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{4,9})\b")
_QUOTED: Final = re.compile(r"[“\"]([^“”\"]{20,250})[”\"]")


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """What to look up for a claim, and the fact of it that is tested; None: the whole claim.

    `period` is the month or year the claim's figure is of ("2024-10"), "" where it states none.
    """

    question: ValueQuestion
    fact: StatedFact | None
    period: str = ""


def questions_of(
    claim: str, facts: Sequence[StatedFact], day: dt.date | None, addresses: Sequence[str] = ()
) -> tuple[FactQuestion, ...]:
    """Return what can be looked up for a claim, at most `MOST`, each once.

    `day` is when the copy is published; `addresses` are those of the writer's own sources, which
    may name a study.
    """
    said = {plain(word.text).removesuffix("'s") for word in words_of(claim)}
    found = [
        *_studies(claim, said, addresses),
        *_dated(said, facts),
        *_company_filings(claim, said, facts),
        *_company_figures(said, facts, day),
        *_companies(claim, said, facts),
        *_statistics(said, facts, day),
        *_populations(said, facts, day),
        *_ranks(said, facts),
        *_distances(facts),
        *_offices(facts, day),
    ]
    once = {(one.question, one.fact and one.fact.start): one for one in found}
    return tuple(once.values())[:MOST]


def _of_kind(facts: Sequence[StatedFact], *kinds: str) -> list[StatedFact]:
    return [fact for fact in facts if fact.kind in kinds]


def _names_of(facts: Sequence[StatedFact]) -> list[str]:
    """Return the full names of people or places, each once."""
    return list(dict.fromkeys(fact.value or fact.text for fact in facts))


def _studies(claim: str, said: set[str], addresses: Sequence[str]) -> list[FactQuestion]:
    """Return the studies a claim or the writer's sources name, by DOI, number or title."""
    texts = (claim, *addresses)
    dois = [m.group().rstrip(".,;)").lower() for text in texts for m in DOI.finditer(text)]
    numbers = [f"pmid:{m[1] or m[2]}" for text in texts for m in _PMID.finditer(text)]
    quoted = [m[1].strip(" .,;") for m in _QUOTED.finditer(claim)] if said & _WORDS["study"] else []
    titles = [title for title in quoted if len(title.split()) >= _TITLE_WORDS]
    named = dict.fromkeys([*dois, *numbers, *titles])
    return [FactQuestion(ValueQuestion("study", name), None) for name in named]


def _dated(said: set[str], facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return births and foundings: a claim with one name and one date, and the word."""
    whats: tuple[What, ...] = ("birth", "founding")
    subjects, dates = _of_kind(facts, "name"), [f for f in _of_kind(facts, "date") if f.value]
    if len(subjects) != 1 or len(dates) != 1:
        return []
    name = subjects[0].value or subjects[0].text
    return [
        FactQuestion(ValueQuestion(what, name), dates[0]) for what in whats if said & _WORDS[what]
    ]


def _counts(facts: Sequence[StatedFact]) -> list[StatedFact]:
    """Return the numbers that may count a town's people: large, and of no unit."""
    bare = [fact for fact in _of_kind(facts, "number") if (fact.value or "").isdecimal()]
    return [fact for fact in bare if int(fact.value or 0) >= _SMALLEST]


def _populations(
    said: set[str], facts: Sequence[StatedFact], day: dt.date | None
) -> list[FactQuestion]:
    places, counts = _of_kind(facts, "place"), _counts(facts)
    if not said & _WORDS["population"] or len(places) != 1 or len(counts) != 1:
        return []
    place = places[0].value or places[0].text
    return [FactQuestion(ValueQuestion("population", place, at=day), counts[0])]


def _statistics(
    said: set[str], facts: Sequence[StatedFact], day: dt.date | None
) -> list[FactQuestion]:
    """Return the statistic a claim speaks of, for the one country and one number in it."""
    row = _first(_INDICATORS, said)
    countries = {country_code(f.value or f.text) for f in _of_kind(facts, "place")} - {""}
    countries = countries or {code for word, code in _UNIONS.items() if word in said}
    numbers = _of_kind(facts, "number")
    if row is None or len(countries) != 1 or len(numbers) != 1 or _is_of_years(facts):
        return []
    country, period = countries.pop(), _period(facts)
    questions = [
        *_world_bank(row, country, period, day),
        *_european(row, country, period, day),
        *_american(row, country, period, day),
    ]
    return [FactQuestion(question, numbers[0], period) for question in questions]


def _world_bank(
    row: dict[str, str], country: str, period: str, day: dt.date | None
) -> list[ValueQuestion]:
    """Return the World Bank's indicator: it has years, and says nothing of a month."""
    if not row.get("code") or country in _UNIONS.values() or len(period) > _YEAR:
        return []
    return [ValueQuestion("indicator", country, row["code"], _last_day(period, day))]


def _european(
    row: dict[str, str], country: str, period: str, day: dt.date | None
) -> list[ValueQuestion]:
    """Return Eurostat's statistic, of months where the claim states no year alone."""
    monthly = "" if len(period) == _YEAR else row.get("eurostat_month", "")
    yearly = "" if len(period) > _YEAR else row.get("eurostat", "")
    data_set = monthly or yearly
    if not data_set or country.lower() not in _WORDS["eurostat"]:
        return []
    at, by_month = _last_day(period, day), bool(monthly)
    return [ValueQuestion("European statistic", country, data_set, at, by_month=by_month)]


def _american(
    row: dict[str, str], country: str, period: str, day: dt.date | None
) -> list[ValueQuestion]:
    """Return the Federal Reserve's series, its year's mean where the claim states a year."""
    if not row.get("fred") or country != "US":
        return []
    series, units = row["fred"].split()
    at, by_month = _last_day(period, day), len(period) != _YEAR
    return [ValueQuestion("U.S. series", series, units, at, by_month=by_month)]


def _first(
    rows: Sequence[tuple[frozenset[str], dict[str, str]]], said: set[str]
) -> dict[str, str] | None:
    """Return the first row all of whose words a claim has."""
    return next((row for words, row in rows if words <= said), None)


def _period(facts: Sequence[StatedFact]) -> str:
    """Return the month or year a claim's first date gives: "2024-10", "2019", or ""."""
    dates = (re.match(r"\d{4}(?:-\d\d)?", f.value or "") for f in _of_kind(facts, "date"))
    return next((found.group() for found in dates if found), "")


def _is_of_years(facts: Sequence[StatedFact]) -> bool:
    """Return whether a claim's first date is a stretch of years, which no one value is of."""
    dates = (f.value.split("/") for f in _of_kind(facts, "date") if f.value)
    return len({end[:_YEAR] for end in next(dates, [])}) > 1


def _last_day(period: str, day: dt.date | None) -> dt.date | None:
    """Return the last day of a month or year; without one `day`, for the newest there was."""
    if not period:
        return day
    if len(period) == _YEAR:
        return dt.date(int(period), 12, 31)
    first = dt.date.fromisoformat(f"{period}-01")
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _ranks(said: set[str], facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the rank by population that a claim gives a town in its country."""
    ranks = [fact for fact in _of_kind(facts, "superlative") if _is_rank_by_size(fact)]
    if not said & _WORDS["town"] or len(ranks) != 1:
        return []
    ranked = _ranked_town(ranks[0], _of_kind(facts, "place"))
    if ranked is None:
        return []
    town, country = ranked
    return [FactQuestion(ValueQuestion("population rank", town, country), ranks[0])]


def _is_rank_by_size(fact: StatedFact) -> bool:
    """Return whether a superlative is a place in the order of size: "second largest"."""
    superlative = (fact.value or "").split(" ")[-1]
    return superlative in _WORDS["largest"] and rank_of(fact) is not None


def _ranked_town(rank: StatedFact, places: Sequence[StatedFact]) -> tuple[str, str] | None:
    """Return the town a rank is of, and its country; None where either is in doubt."""
    # "Aleppo, Syria's second-largest city, and … Hama": whose rank it is stands before it.
    before = [place for place in places if place.end <= rank.start]
    named = _names_of(before or places)
    countries = list(filter(country_code, named))
    towns = [place for place in named if place not in countries]
    if not towns or len(countries) != 1:
        return None
    # Behind the rank nothing tells which of two towns it is of.
    if len(towns) > 1 and not before:
        return None
    return towns[-1], countries[0]


def rank_of(fact: StatedFact) -> int | None:
    """Return 2 of "second largest", 1 of "largest"; None of what names no rank."""
    words = (fact.value or "").split(" ")
    return 1 if len(words) == 1 else ordinal_of(words[0])


def _company_figures(
    said: set[str], facts: Sequence[StatedFact], day: dt.date | None
) -> list[FactQuestion]:
    """Return the item of the one company's accounts that a claim gives in dollars."""
    row, names = _first(_ACCOUNTS, said), _of_kind(facts, "name")
    dollars = [f for f in _of_kind(facts, "number") if (f.value or "").endswith(" USD")]
    if row is None or len(names) != 1 or len(dollars) != 1:
        return []
    at = _last_day(_period(facts), day)
    quarter = bool(said & _WORDS["quarter"])
    name = names[0].value or names[0].text
    question = ValueQuestion("company figure", name, row["item"], at, by_month=quarter)
    return [FactQuestion(question, dollars[0])]


def _company_filings(claim: str, said: set[str], facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the filing of a company that a claim dates."""
    form, row = _FORM.search(claim), _first(_FORMS, said)
    names, dates = _of_kind(facts, "name"), [f for f in _of_kind(facts, "date") if f.value]
    named = form.group() if form else row["form"] if row else ""
    if not named or "filed" not in said or len(names) != 1 or len(dates) != 1:
        return []
    at = _last_day(_period(dates), None)
    name = names[0].value or names[0].text
    return [FactQuestion(ValueQuestion("company filing", name, named, at), dates[0])]


def _companies(claim: str, said: set[str], facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the British company a claim names by its legal form: its founding, or an officer."""
    names = _of_kind(facts, "name")
    companies = [fact for fact in names if _has_legal_form(fact, claim)]
    if len(companies) != 1:
        return []
    company = companies[0].value or companies[0].text
    people = [name for name in names if name not in companies]
    if not people:
        return _foundings(company, said, facts)
    return _officers(company, people, facts)


def _foundings(company: str, said: set[str], facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the register's entry of a company, beside the one date the claim may give."""
    if not said & _WORDS["company"]:
        return []
    dates = [fact for fact in _of_kind(facts, "date") if fact.value]
    founding = dates[0] if len(dates) == 1 else None
    return [FactQuestion(ValueQuestion("company", company), founding)]


def _officers(
    company: str, people: Sequence[StatedFact], facts: Sequence[StatedFact]
) -> list[FactQuestion]:
    """Return the office in a company that a claim gives the one person in it."""
    titles = _of_kind(facts, "title")
    if len(people) != 1 or len(titles) != 1:
        return []
    person = people[0].value or people[0].text
    return [FactQuestion(ValueQuestion("company officer", person, company), titles[0])]


def _has_legal_form(fact: StatedFact, claim: str) -> bool:
    """Return whether a name ends in "Ltd", or "plc" follows it."""
    words = [*fact.text.split(" ")[-1:], *claim[fact.end :].split(" ", 2)[:2]]
    return any(word.strip(".,;:").lower() in _WORDS["legal_forms"] for word in words)


def _distances(facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the distance a claim states between the two places in it."""
    numbers = _of_kind(facts, "number")
    lengths = [fact for fact in numbers if (fact.value or "").split(" ")[-1] in _WORDS["distance"]]
    places = _names_of(_of_kind(facts, "place"))
    if len(lengths) != 1 or len(places) != 2:
        return []
    return [FactQuestion(ValueQuestion("distance", places[0], places[1]), lengths[0])]


def _offices(facts: Sequence[StatedFact], day: dt.date | None) -> list[FactQuestion]:
    """Return the office of each person whose title stands right before or after the name."""
    pairs = product(_of_kind(facts, "title"), _of_kind(facts, "name"))
    return [
        FactQuestion(ValueQuestion("office", name.value or name.text, at=day), title)
        for title, name in pairs
        if 0 <= name.start - title.end <= _TITLE_BEFORE
        or 0 <= title.start - name.end <= _TITLE_AFTER
    ]


def value_beside(
    fact: StatedFact, claim: str, found: LookedUpValue, period: str = ""
) -> FactComparison:
    """Return what a looked-up value says of the claim's, which is of `period` where it states one.

    Never `sure`: how often a value looked up is of the same thing has not been measured.
    """
    if period and found.of and not found.of.startswith(period):
        why = f"of {found.of}, not of {period}"
        return FactComparison("not mentioned", found.value, why)
    return _BESIDE.get(fact.kind, _amount_beside)(fact, claim, found)


def _amount_beside(fact: StatedFact, claim: str, found: LookedUpValue) -> FactComparison:
    mine = amount(fact.value, fact.text, claim[: fact.start], claim[fact.end :])
    shown = " ".join([found.value, found.unit]).strip()
    theirs = amount(shown, found.value, "")
    same_unit = mine and theirs and in_one_unit(mine, theirs)
    if not mine or not same_unit:
        return FactComparison("not mentioned", shown, "in another unit")
    agrees, why = agree(mine, same_unit)
    return FactComparison("same" if agrees else "other", shown, why)


def _date_beside(fact: StatedFact, claim: str, found: LookedUpValue) -> FactComparison:
    mine, theirs = when(fact.value, fact.text, claim[: fact.start]), when(found.value, found.value)
    agrees = bears_out(mine, theirs) if mine and theirs else None
    if agrees is None:
        return FactComparison("not mentioned", found.value, f"says only “{found.value}”")
    return FactComparison("same" if agrees else "other", found.value)


def _rank_beside(fact: StatedFact, _: str, found: LookedUpValue) -> FactComparison:
    agrees = found.value == str(rank_of(fact))
    return FactComparison("same" if agrees else "other", found.value, "by population")


def _office_beside(fact: StatedFact, _: str, found: LookedUpValue) -> FactComparison:
    mine, theirs = (
        {sense(word.stem) for word in words_of(text) if is_content(word)}
        for text in (fact.text, found.value)
    )
    if mine and (mine <= theirs or names.same_name(fact.text, found.value)):
        return FactComparison("same", found.value)
    # People hold several offices at once: another is no contradiction.
    return FactComparison("not mentioned", found.value, "another office")


# How a looked-up value stands beside the claim's, by the kind of fact; any other is an amount.
_BESIDE: Final[dict[str, Callable[[StatedFact, str, LookedUpValue], FactComparison]]] = {
    "date": _date_beside,
    "title": _office_beside,
    "superlative": _rank_beside,
}
