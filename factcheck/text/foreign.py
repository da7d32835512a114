"""Reads copy in a language the reader was not trained on, for what holds in any language.

That is what print shows: words in quotation marks, numbers, dates in the language's own months, and
names. Nothing is asserted of who spoke or of what is worth checking.
"""

from __future__ import annotations

import datetime as dt
import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name

from factcheck.text.facts import apart
from factcheck.text.language.paragraphs import CopyParagraph
from factcheck.text.language.quotation_marks import QuotedSpan
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.reading import MarkedFact, MarkedQuote, Span

_WORDS = word_lists("factcheck.text", "foreign")
_TABLES = data_table("factcheck.text", "foreign")
_POINT = _WORDS["decimal_point"]
_NOUNS_ARE_CAPITAL = _WORDS["capital_nouns"]
_CURRENCIES: dict[str, str] = _TABLES["currencies"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
_NUMBER = re.compile(
    r"(?<![\w.,/-])(?P<before>[$€£])?[ \xa0]?"
    # Groups of three, parted by any sign that some language parts them by; then the fraction.
    r"(?P<digits>\d{1,3}(?:(?P<group>[.,’' \xa0\u202f])\d{3}(?!\d)(?:(?P=group)\d{3}(?!\d)){0,4})?"
    r"|\d{1,15})(?P<fraction>[.,]\d{1,6})?(?:[ \xa0\u202f]?(?P<after>%|€|\$|£))?(?![\w/]|[.,]\d)"
)
_NUMERIC_DATE = re.compile(
    rf"(?<![\w./-])(?P<day>[0-3]?\d)(?P<sign>[./-])(?P<month>[01]?\d)(?P=sign){_YEAR}(?![\w/]|\.\d)"
)
_ISO_DATE = re.compile(rf"(?<!\w){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\w)")
_YEAR_ALONE = re.compile(rf"(?<![\w.,/-]){_YEAR}(?![\w/%-]|[.,]\d)")
_NOTHING = re.compile(r"(?!)")
_AROUND_SCALE = " \xa0\u202f.'"
_PARTICLES = "|".join(sorted(_WORDS["particles"], key=len, reverse=True))
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# A first word of a sentence has a capital whatever it is; a name's is seldom this short.
_SHORT = 3
# "van der", "de la".
_MOST_PARTICLES = 2
_BLANKS = (" ", "\xa0")
# Words, or signs where no blanks part words, that more than a name has; guessed.
_FEWEST_WORDS, _FEWEST_SIGNS = 4, 10
# Words of one that print shows to be said.
_FEWEST_SAID = 2
# That of a quotation without a source, as in English copy.
_CONFIDENCE = 0.5


def find_foreign_quotes(text: str, paragraphs: Sequence[CopyParagraph]) -> tuple[MarkedQuote, ...]:
    """Return what stands in quotation marks and is longer than a name, without a speaker."""
    quoted = [quoted for paragraph in paragraphs for quoted in paragraph.quoted]
    return tuple(
        MarkedQuote("direct", (stretch.span,), None, _CONFIDENCE, None)
        for stretch in quoted
        if _is_long(text[slice(*stretch.inner)]) or _is_said(text, stretch)
    )


# “Das reicht nicht”, erklärte …: a comma behind the marks, and a word in small letters.
_SAID_OF = re.compile(r"\s?,\s[^\W\d_]")


def _is_said(text: str, stretch: QuotedSpan) -> bool:
    """Return whether print tells that short words in marks are somebody's."""
    several = len(text[slice(*stretch.inner)].split()) >= _FEWEST_SAID
    told = _SAID_OF.match(text, stretch.span[1])
    return several and told is not None and text[told.end() - 1].islower()


def _is_long(words: str) -> bool:
    """Return whether quoted words are more than a name or a title; some scripts part no words."""
    return len(words.split()) >= _FEWEST_WORDS or (
        len(words) >= _FEWEST_SIGNS and not words.isascii() and " " not in words
    )


def find_foreign_facts(
    text: str, paragraphs: Sequence[CopyParagraph], language: str
) -> tuple[MarkedFact, ...]:
    """Return the dates, names and numbers of the copy."""
    facts: list[MarkedFact] = []
    for paragraph in paragraphs:
        values = _dates(text, paragraph.span, language) + _numbers(text, paragraph.span, language)
        facts += values
        # Where nouns have capitals, "35 Millionen Euro" ends in what looks like a name.
        taken = {place for value in values for place in range(*value.span)}
        facts += [name for name in _names(text, paragraph, language) if name.span[0] not in taken]
    return tuple(apart(text, facts))


def _dates(text: str, block: Span, language: str) -> list[MarkedFact]:
    matches = [
        *_NUMERIC_DATE.finditer(text, *block),
        *_ISO_DATE.finditer(text, *block),
        *_YEAR_ALONE.finditer(text, *block),
    ]
    dates = [(match.span(), _numeric_value(match)) for match in matches]
    dates += [(match.span(), None) for match in _weekdays(language).finditer(text, *block)]
    months, pattern = _months(language)
    for match in pattern.finditer(text, *block) if pattern else ():
        year, day = match["year"], match["day"]
        value = f"{year}-{months[match['month'].lower()]:02d}" if year else None
        if value and day:
            value = _valid(f"{value}-{int(day):02d}")
        dates.append((match.span(), value))
    return [MarkedFact(span, "date", value) for span, value in dates]


def _numeric_value(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if "month" not in parts:
        return parts["year"]
    return _valid(f"{parts['year']}-{int(parts['month']):02d}-{int(parts['day']):02d}")


def _valid(value: str) -> str | None:
    try:
        return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _date_words(language: str) -> dict[str, Any]:
    """Return a language's words of dates. Source: CLDR, as the package dateparser keeps it."""
    try:
        module = importlib.import_module(f"dateparser.data.date_translation_data.{language}")
    except ImportError:
        return {}
    words: dict[str, Any] = module.info
    return words


@cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    """Return a language's names of months to their numbers, and the pattern of a day with one."""
    known = _date_words(language)
    months = {
        name.lower(): number
        for number, month in enumerate(_MONTHS, start=1)
        for name in known.get(month, ())
        if name.isalpha() and len(name) > 2
    }
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    if not names:
        return {}, None
    of = rf"(?:{_PARTICLES})\s+"
    return months, re.compile(
        rf"(?<!\w)(?:(?P<day>[0-3]?\d)(?:\.|º|er)?\s+(?:{of})?)?(?P<month>{names})(?!\w)\.?"
        rf"(?:\s+(?:{of})?{_YEAR}(?!\w))?",
        re.IGNORECASE,
    )


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def _weekdays(language: str) -> re.Pattern[str]:
    """Return the pattern of a weekday's name: which week's it is, grammar would have to tell."""
    known = _date_words(language)
    names = [name for day in _WEEKDAYS for name in known.get(day, ()) if len(name) > _SHORT]
    if not names:
        return _NOTHING
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _numbers(text: str, block: Span, language: str) -> list[MarkedFact]:
    numbers = []
    scale = _scale_words(language)
    for match in _NUMBER.finditer(text, *block):
        sign = match["before"] or match["after"]
        value, end = _decimal(match, language), match.end()
        unit = _CURRENCIES.get(sign, sign) if sign else ""
        if scaled := scale.pattern.match(text, end, block[1]):
            value, end = _times(value, scale.factors[scaled["scale"].lower()]), scaled.end()
        if not unit and (money := scale.money.match(text, end, block[1])):
            unit, end = scale.currencies[money["currency"].lower()], money.end()
        start = match.start("before") if match["before"] else match.start("digits")
        numbers.append(MarkedFact((start, end), "number", value and f"{value} {unit}".strip()))
    return numbers


def _times(value: str | None, factor: int) -> str | None:
    return None if value is None else f"{(Decimal(value) * factor).normalize():f}"


@dataclass(frozen=True, slots=True)
class _ScaleWords:
    """A language's words behind a number: "millions", "Milliarden", "euros"."""

    factors: dict[str, int]
    pattern: re.Pattern[str]
    currencies: dict[str, str]
    money: re.Pattern[str]


@cache
def _scale_words(language: str) -> _ScaleWords:
    """Return how a language writes large numbers and sums. Source: CLDR, as babel keeps it."""
    try:
        locale = Locale(language)
    except UnknownLocaleError:
        return _ScaleWords({}, _NOTHING, {}, _NOTHING)
    factors: dict[str, int] = {}
    for by_size in locale.compact_decimal_formats["long"].values():
        for size, shown in by_size.items():
            zeros = shown.pattern.count("0")
            word = shown.pattern.replace("0", "").strip(_AROUND_SCALE).lower()
            if word and word.isalpha():
                factors.setdefault(word, int(size) // 10 ** (zeros - 1))
    currencies = {
        name.lower().split()[0]: code
        for code in _TABLES["currencies"].values()
        for name in (locale.currencies.get(code, ""), *_plurals(locale, code))
        if name and name.split()[0].isalpha()
    }
    of = rf"(?:(?:{_PARTICLES})[ \xa0]|d[’'])?"
    return _ScaleWords(
        factors,
        _after_number("scale", factors),
        currencies,
        _after_number("currency", currencies, of),
    )


def _plurals(locale: Locale, code: str) -> list[str]:
    return [get_currency_name(code, count=count, locale=locale) for count in (1, 2, 5, 1_000_000)]


def _after_number(name: str, words: Iterable[str], between: str = "") -> re.Pattern[str]:
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if not known:
        return _NOTHING
    return re.compile(rf"[ \xa0\u202f]{between}(?P<{name}>{known})(?!\w)", re.IGNORECASE)


def _decimal(match: re.Match[str], language: str) -> str | None:
    """Return the plain decimal; None where a sign could group thousands or open a fraction."""
    group, fraction = match["group"], match["fraction"] or ""
    decimal = "." if language in _POINT else ","
    if group == decimal or (fraction and fraction[0] != decimal):
        return None
    whole = re.sub(r"\D", "", match["digits"])
    return f"{int(whole)}{fraction.replace(',', '.')}"


def _names(text: str, paragraph: CopyParagraph, language: str) -> list[MarkedFact]:
    """Return the runs of words with a capital, where the language's print lets them tell."""
    starts = {start for start, _ in paragraph.sentences} | {q.inner[0] for q in paragraph.quoted}
    names = []
    for run in _capital_runs(text, paragraph.span):
        start, end = run[0].start(), run[-1].end()
        opens = bool(starts & {start, start - 1, start - 2})
        if opens and (len(run) == 1 or len(run[0].group()) <= _SHORT):
            continue
        if language in _NOUNS_ARE_CAPITAL and (opens or len(run) == 1):
            continue
        names.append(MarkedFact((start, end), "name", " ".join(text[start:end].split())))
    return names


def _capital_runs(text: str, block: Span) -> Iterator[list[re.Match[str]]]:
    """Yield neighbouring words with a capital; particles may stand between them."""
    run: list[re.Match[str]] = []
    between: list[re.Match[str]] = []
    for word in _WORD.finditer(text, *block):
        if run and not _goes_on(text, run, between, word):
            yield run
            run, between = [], []
        if word.group()[0].isupper():
            run += [*between, word]
            between = []
        elif run:
            between.append(word)
    if run:
        yield run


def _goes_on(
    text: str, run: list[re.Match[str]], between: list[re.Match[str]], word: re.Match[str]
) -> bool:
    """Return whether a word belongs to the run: beside it, with a capital or a particle."""
    last = between[-1] if between else run[-1]
    if text[last.end() : word.start()] not in _BLANKS:
        return False
    particle = word.group() in _WORDS["particles"] and len(between) < _MOST_PARTICLES
    return word.group()[0].isupper() or particle
