"""Which values of a claim can be looked up, and a looked-up value beside the claim's.

A question holds one name, country or DOI of the claim and nothing else of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
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
    ranks = [
        fact
        for fact in _of_kind(facts, "superlative")
        if (fact.value or "").split(" ")[-1] in _WORDS["largest"] and rank_of(fact) is not None
    ]
    if not said & _WORDS["town"] or len(ranks) != 1:
        return []
    # "Aleppo, Syria's second-largest city, and … Hama": whose rank it is stands before it.
    before = [f for f in _of_kind(facts, "place") if f.end <= ranks[0].start]
    places = list(dict.fromkeys(f.value or f.text for f in before or _of_kind(facts, "place")))
    countries = [place for place in places if country_code(place)]
    towns = [place for place in places if place not in countries]
    if not towns or len(countries) != 1 or (not before and len(towns) > 1):
        return []
    return [FactQuestion(ValueQuestion("population rank", towns[-1], countries[0]), ranks[0])]


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
    dates = [fact for fact in _of_kind(facts, "date") if fact.value]
    found: list[FactQuestion] = []
    if said & _WORDS["company"] and len(names) == 1:
        question = ValueQuestion("company", company)
        found.append(FactQuestion(question, dates[0] if len(dates) == 1 else None))
    people, titles = [f for f in names if f not in companies], _of_kind(facts, "title")
    if len(people) == 1 and len(titles) == 1:
        person = people[0].value or people[0].text
        found.append(FactQuestion(ValueQuestion("company officer", person, company), titles[0]))
    return found


def _has_legal_form(fact: StatedFact, claim: str) -> bool:
    """Return whether a name ends in "Ltd", or "plc" follows it."""
    words = [*fact.text.split(" ")[-1:], *claim[fact.end :].split(" ", 2)[:2]]
    return any(word.strip(".,;:").lower() in _WORDS["legal_forms"] for word in words)


def _distances(facts: Sequence[StatedFact]) -> list[FactQuestion]:
    """Return the distance a claim states between the two places in it."""
    numbers = _of_kind(facts, "number")
    lengths = [fact for fact in numbers if (fact.value or "").split(" ")[-1] in _WORDS["distance"]]
    places = list(dict.fromkeys(f.value or f.text for f in _of_kind(facts, "place")))
    if len(lengths) != 1 or len(places) != 2:
        return []
    return [FactQuestion(ValueQuestion("distance", places[0], places[1]), lengths[0])]


def _offices(facts: Sequence[StatedFact], day: dt.date | None) -> list[FactQuestion]:
    """Return the office of each person whose title stands right before or after the name."""
    pairs = product(_of_kind(facts, "title"), _of_kind(facts, "name"))
    return [
        FactQuestion(ValueQuestion("office", name.value or name.text, at=day), title)
        for title, name in pairs
        if 0 <= name.start - title.end <= 2 or 0 <= title.start - name.end <= 6
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
    if fact.kind == "date":
        return _date_beside(fact, claim, found)
    if fact.kind == "title":
        return _office_beside(fact, found)
    if fact.kind == "superlative":
        agrees = found.value == str(rank_of(fact))
        return FactComparison("same" if agrees else "other", found.value, "by population")
    mine = amount(fact.value, fact.text, claim[: fact.start], claim[fact.end :])
    theirs = amount(" ".join([found.value, found.unit]).strip(), found.value, "")
    same_unit = mine and theirs and in_one_unit(mine, theirs)
    shown = " ".join([found.value, found.unit]).strip()
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


def _office_beside(fact: StatedFact, found: LookedUpValue) -> FactComparison:
    mine, theirs = (
        {sense(word.stem) for word in words_of(text) if is_content(word)}
        for text in (fact.text, found.value)
    )
    if mine and (mine <= theirs or names.same_name(fact.text, found.value)):
        return FactComparison("same", found.value)
    # People hold several offices at once: another is no contradiction.
    return FactComparison("not mentioned", found.value, "another office")
