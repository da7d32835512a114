"""What is checked word by word: days of the week, spellings of a name, a million for a billion.

What no sum can tell (places, superlatives) is put as a question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from rapidfuzz.distance import Levenshtein

from factcheck.text.checks.line import CheckedLine, StatedValue
from factcheck.text.language.lexicon import MONTHS, ORGANISATION_WORDS, WEEKDAYS
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.gazetteer import PEOPLES, PLACES
from factcheck.text.values.holidays import iso

_NAMED: Final = tuple(name for name in WEEKDAYS if name.endswith("day"))
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_NAMED)})\b", re.I)
_WEEKDAY_AFTER: Final = re.compile(rf",?\s+(?:an?\s+|\()({'|'.join(_NAMED)})\b", re.I)
_DAY: Final = re.compile(
    r"\b(?:(?P<m1>[A-Z][a-z]{2,8})\.?\s+(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})\s+(?P<m2>[A-Z][a-z]{2,8}))\b(?:,?\s+(?P<y>\d{4}))?"
)
_YEAR: Final = re.compile(r"\b\d{4}\b")
_SCALE: Final = re.compile(r"\b(thousand|million|billion|trillion|[mb]n|tn)\b", re.I)
_WHERE: Final = re.compile(
    r"\b(?:north|south|east|west|northern|southern|eastern|western|border\w*|near|outside|capital"
    r"|province|region|district|county|coast\w*|city|town|village|river|island|strait|miles"
    r"|kilomet(?:er|re)s|km)\b",
    re.I,
)
_FACTORS: Final = (Decimal(1000), Decimal(10**6))
_PLACES: Final = frozenset(PLACES) | frozenset(PEOPLES)
_SHOWN: Final = 5  # places named in one question
_DERIVED: Final = word_lists("factcheck.text.checks", "words")["derived"] | {"", "s"}
# Digits by which a figure is known again: 3.2 million and 3.2 billion. Guessed.
_TELLING: Final = 2
LOOK_ALIKES: Final = frozenset(
    frozenset(pair.split("-"))
    for pair in word_lists("factcheck.text.checks", "words")["look_alikes"]
)
_STEM: Final = 4  # letters that two words of one stem share at least; guessed


def weekdays(statement: str, facts: Sequence[StatedValue], published: dt.date) -> list[CheckedLine]:
    """Check that "Friday, Nov. 29" was a Friday, and that the calendar has the day."""
    dates = [fact for fact in facts if fact.kind == "date"]
    lines = (
        _no_such_day(fact, published) or _weekday(statement, fact, published) for fact in dates
    )
    return [line for line in lines if line is not None]


def _weekday(statement: str, fact: StatedValue, published: dt.date) -> CheckedLine | None:
    """Check the weekday in a date or right after it; None where there is none.

    A day without a year is of the year that brings it nearest to the day of publication.
    """
    named = _WEEKDAY.search(fact.text) or _WEEKDAY_AFTER.match(statement[fact.span[1] :])
    exact = re.search(r"\d", fact.text) and re.match(r"\d{4}-\d\d-\d\d(?!/)", fact.value or "")
    if named is None or not exact:
        return None
    day = dt.date.fromisoformat((fact.value or "")[:10])
    if not _YEAR.search(fact.text):
        day = _nearest(day, published)
    right = WEEKDAYS[named[1].casefold()] == day.weekday()
    about = fact.text if named[1] in fact.text else f"{fact.text}, {named[1]}"
    verdict = "as the copy says." if right else f"not a {named[1].capitalize()}."
    working = f"{day.day} {day:%B %Y} was a {_NAMED[day.weekday()].capitalize()}, {verdict}"
    return CheckedLine("weekday", about, working, "right" if right else "wrong")


def _nearest(day: dt.date, published: dt.date) -> dt.date:
    """Return the same day of the year before, this year or the next, nearest to publication."""
    days = (iso(published.year + n, day.month, day.day) for n in (-1, 0, 1))
    known = [dt.date.fromisoformat(one) for one in days if one is not None]
    return min(known, key=lambda one: abs(one - published), default=day)


def _no_such_day(fact: StatedValue, published: dt.date) -> CheckedLine | None:
    match = _DAY.search(fact.text)
    if match is None:
        return None
    month = MONTHS.get((match["m1"] or match["m2"]).casefold()) or 0
    year, day = int(match["y"] or published.year), int(match["d1"] or match["d2"])
    # Without a year, a leap year will do.
    if not month or iso(year if match["y"] else 2024, month, day) is not None:
        return None
    return CheckedLine(
        "weekday",
        fact.text,
        f"The calendar has no such day{f' in {year}' if match['y'] else ''}.",
        "wrong",
    )


def scales(
    facts: Sequence[StatedValue],
    article: Sequence[StatedValue],
    sources: Sequence[tuple[str, str, str]],
) -> list[CheckedLine]:
    """Find the same figures with another word of scale elsewhere: million for billion.

    `article` are the facts of the copy, `sources` (canonical value, the source's value, who).
    """
    lines = []
    for fact in facts:
        amount = fact.amount
        if amount is None or not amount[0]:
            continue
        others = {
            other.text
            for other in article
            if _SCALE.search(fact.text) and _thousandfold(fact, other)
        }
        for text in sorted(others):
            working = (
                f"The copy says “{fact.text}” here and “{text}” elsewhere: a slip of "
                "million and billion?"
            )
            lines.append(CheckedLine("scale", fact.text, working, "wrong"))
        for value, in_source, who in sources:
            there = StatedValue("number", in_source, in_source, (0, 0))
            if value == fact.value and _thousandfold(fact, there):
                working = (
                    f"{who} has {in_source}, the copy {fact.value}: a slip of million and billion?"
                )
                lines.append(CheckedLine("scale", fact.text, working, "wrong"))
    return lines


def _thousandfold(first: StatedValue, other: StatedValue) -> bool:
    a, b = first.amount, other.amount
    if (
        a is None
        or b is None
        or a[1] != b[1]
        or not a[0]
        or not b[0]
        or _digits(a[0]) != _digits(b[0])
        # "Two million people" and "two men" have nothing to do with each other.
        or len(_digits(a[0])) < _TELLING
    ):
        return False
    return max(a[0] / b[0], b[0] / a[0]) in _FACTORS


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.normalize().as_tuple().digits))


def spellings(facts: Sequence[StatedValue], article: Sequence[StatedValue]) -> list[CheckedLine]:
    """Names of the statement that the copy also spells another way."""
    counts = Counter(word for name in _names(article) for word in _words(name))
    company = _company([*article, *facts])
    lines: dict[str, CheckedLine] = {}
    for name in _names(facts):
        for word in _words(name):
            alike = sorted(
                other
                for other in counts
                if other != word and _one_name(word, other) and _may_be_one(word, other, company)
            )
            if alike:
                lines.setdefault(word, _spelled_otherwise(word, alike, counts))
    return list(lines.values())


def _names(facts: Sequence[StatedValue]) -> list[str]:
    return [fact.text for fact in facts if fact.kind == "name"]


def _company(facts: Sequence[StatedValue]) -> dict[str, frozenset[str]]:
    """Return, for each word of a name, the other words that it ever stands with."""
    company: dict[str, frozenset[str]] = {}
    for fact in facts:
        if fact.kind == "name":
            names = {word for text in (fact.text, fact.value or "") for word in text.split()}
            for word in _words(fact.text):
                company[word] = company.get(word, frozenset()) | (names - {word})
    return company


def _may_be_one(first: str, other: str, company: dict[str, frozenset[str]]) -> bool:
    """Return whether one name may be meant: "Kevin Allen" and "Ruth Allan" are two people."""
    mine, theirs = company.get(first, frozenset()), company.get(other, frozenset())
    # A slip keeps the first name, or stands alone.
    return not mine or not theirs or bool(mine & theirs)


def _spelled_otherwise(word: str, alike: list[str], counts: Counter[str]) -> CheckedLine:
    others = ", ".join(f"“{other}” at {_places(counts[other])}" for other in alike)
    # A word of the statement that the article lacks stands in the statement once.
    here = _places(counts.get(word, 1))
    return CheckedLine("spelling", word, f"“{word}” at {here}, but {others}. Which is it?", "wrong")


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 4 and word[0].isupper()]


def _one_name(first: str, other: str) -> bool:
    """Return whether two words are two spellings of one name.

    They are a letter or two apart; a plain plural or possessive is the same spelling, and a people
    is not its country.
    """
    a, b = first.casefold(), other.casefold()
    if a[0] != b[0] or _is_derived(a, b) or {first, other} & _PLACES:
        return False
    if {a, b} & ORGANISATION_WORDS or frozenset({a, b}) in LOOK_ALIKES:
        return False
    allowed = 1 if min(len(a), len(b)) < 7 else 2
    return Levenshtein.distance(a, b, score_cutoff=allowed) <= allowed


def _is_derived(first: str, other: str) -> bool:
    """Return whether two words are of one stem, each with an ending of its own."""
    pairs = enumerate(zip(first, other, strict=False))
    stem = next((at for at, (a, b) in pairs if a != b), min(len(first), len(other)))
    return any(
        first[cut:] in _DERIVED and other[cut:] in _DERIVED
        for cut in range(max(stem - 1, _STEM), stem + 1)
    )


def questions(statement: str, facts: Sequence[StatedValue]) -> list[CheckedLine]:
    """Return what only a person can tell: where places lie, what a superlative is measured by."""
    lines = []
    places = list(dict.fromkeys(fact.text for fact in facts if fact.kind == "place"))
    if places and (len(places) > 1 or _WHERE.search(statement)):
        named = ", ".join(places[:_SHOWN])
        working = (
            "Look at a map: do they lie where the copy puts them, that far apart, in that country?"
        )
        lines.append(CheckedLine("geography", named, working, "ask"))
    for fact in facts:
        if fact.kind == "superlative":
            working = (
                "By what measure, as of when, and who says so? Look for the one that is "
                "larger, earlier or later."
            )
            lines.append(CheckedLine("superlative", fact.text, working, "ask"))
    return lines
