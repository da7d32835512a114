"""Dates and times as copy writes them, to ISO 8601 at the precision stated.

Counted from the day of publication, as a careful desk reads them (the AP Stylebook on days of the
week and months):

- A weekday is the last one on or before publication; where the verb looks ahead ("will", "is due",
  "agreed to", "by")
  the next one on or after it. "last" and "next" add nothing but that publication day itself is not
  meant.
- A month without a year is the last begun, or ahead the next to come; a day of a month the last or
  next, and where no
  verb tells, the nearest. "last March" is the one before this month.
- Weeks run from Monday to Sunday; "the weekend" is Saturday and Sunday.
- "early", "mid", "late", "earlier this" belong to the mark and do not narrow the value: "late
  October" is "2024-10".
- Zones stay in the mark; the value is the clock time as written. "midnight Friday" is the end of
  Friday, the next day's
  00:00; "just after midnight Friday" its beginning.
- Attacks known by their day alone (Sept. 11, Oct. 7, Jan. 6) are of their year. "9/11" is a name.
- A feast is the Western, or where only Americans keep it the American, one.

- "Today" in a quotation is the day it was said, which nobody knows: None.

None where the copy is vague: "October’s attack", "recently", "three weeks earlier", "Q3", a fiscal
year (each body has its own), "a decade ago", "the past week", "last summer", 07/10/2023 (day and
month cannot be told apart), and every relative date without `published`.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from factcheck.text.language.lexicon import MONTHS, WEEKDAYS
from factcheck.text.language.quotation_marks import find_quoted
from factcheck.text.language.tense import ahead
from factcheck.text.language.word_lists import data_table
from factcheck.text.reading import MarkedFact, Span
from factcheck.text.values import holidays
from factcheck.text.values.clock import with_times
from factcheck.text.values.labels import is_label

_FULL = "January February March April May June July August September October November December"
_MONTH = (
    rf"(?:{'|'.join(f'{m}|{m.upper()}' for m in _FULL.split())}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|AUG|SEPT|OCT|NOV|DEC)\b\.?)"
)
_ANY_MONTH = rf"(?:{'|'.join(_FULL.split())}|(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.)"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ORD = r"(?:st|nd|rd|th)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_COUNTED = (
    r"(?:%|percent|per cent|km|miles|people|troops|soldiers|men|women|children|dollars|euros"
    r"|votes|points|meters|metres|feet|tons|tonnes|civilians|families|homes|times|pages)\b"
)
_HOUR = r"(?:UTC|GMT|hours|hrs)\b"  # "1500 UTC" is three in the afternoon
_FEAST = "|".join(
    re.escape(f).replace("'", "['’]").replace(r"\ ", r"\s")
    for f in sorted(holidays.FEASTS, key=len, reverse=True)
    if f != "christmas"
)
_DATE = re.compile(
    rf"(?<![\w/.$€£#-])(?:"
    r"(?P<iso>\d{4}(?P<sep>[-/])(?:0\d|1[0-2])(?P=sep)(?:[0-2]\d|3[01]))"
    r"(?:[T ](?P<isotime>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-])"
    r"|(?P<slash>\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d|\d{1,2}/\d{1,2}/\d\d)(?![\d/])"
    "|(?:(?P<week>week of )"
    rf"|{_WEEKDAY},?\s+(?:the\s+)?)?(?:(?P<mon1>{_MONTH})\s+(?P<day1>\d{{1,2}})(?!\s{_COUNTED})"
    rf"{_ORD}?(?:\s?[–-]\s?(?:(?P<tomon1>{_MONTH})\s+)?(?P<to1>\d{{1,2}}){_ORD}?)?(?![:.,]?\d)(?:,?\s+(?P<year1>{_YEAR}))?"
    rf"|(?:(?P<from2>\d{{1,2}}){_ORD}?\s?[–-]\s?)?(?P<day2>\d{{1,2}}){_ORD}?\s+(?:of\s+)?(?P<mon2>{_MONTH})"
    rf"(?:,?\s+(?P<year2>{_YEAR}))?)"
    rf"|(?P<dayname>(?i:{_FEAST})),?\s+(?:of\s+)?(?P<dayyear>{_YEAR})"
    r"|(?P<fiscal>(?:[Ff]iscal(?: year)?|FY)\s?(?:(?:19|20)\d\d|\d\d)(?:[-/]\d\d)?)"
    r"|(?P<quarter>Q[1-4])(?:\s+(?:of\s+)?(?P<qyear>(?:19|20)\d\d))?"
    "|(?P<part>(?i:first|second|third|fourth|final|last)[ -](?:quarter"
    r"|half))\s+(?:of\s+)?(?P<pyear>(?:19|20)\d\d)"
    rf"|(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[ -])?(?:"
    rf"(?P<mon3>{_MONTH})(?:\s+of)?,?\s+(?P<year3>{_YEAR})(?!\s{_COUNTED})"
    rf"|(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of)?\s+(?P<syear>{_YEAR})(?:[/–-](?P<syear2>\d\d)(?![\d/-]))?"
    r"|(?P<ten>(?:1[5-9]|20)\d0)['’]?s|['’‘](?P<short>[3-9]0)s|(?P<century>(?:1\d|2[01]|\d)(?:st"
    "|nd|rd|th))[ -]century"
    r"|(?P<range1>(?:1[89]|20)\d\d)\s?(?P<dash>[–/-])\s?(?P<range2>(?:(?:1[89]|20)\d\d)"
    r"|\d\d)(?![\d/-])"
    rf"|(?P<year>(?:1[5-9]\d\d|20[0-9]\d))(?![\d,.]*\d|[-–]?\w|\s?{_COUNTED}|\s?{_HOUR}))"
    rf")(?!\w)"
)
_COUNT = (
    r"\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|twenty|thirty|forty|fifty"
)
_UNITS = r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)"
_RELATIVE = re.compile(
    rf"\b(?:(?P<vague>(?:recent|coming) {_UNITS}"
    rf"|(?:the )?(?:past|last|coming|next) (?:few |several |couple of )?{_UNITS}"
    "|the (?:next|following|previous|preceding) (?:day|week|month|year|morning|afternoon"
    "|evening|night)|the same (?:week|morning|afternoon|evening|night)"
    rf"|(?:(?:several|many|a few|some|a couple of) )?{_UNITS} (?:ago|earlier|later)"
    r"|(?:half )?a (?:century|decade) (?:ago|earlier|later))"
    rf"|(?:(?P<frel>last|next|this)\s+)?(?P<feast>{_FEAST})(?!\w)"
    "|(?P<xrel>last|next|this|by|before|since|until"
    r"|after)\s+(?P<xmas>Christmas)(?!\s+[A-Za-z]+s?\b(?<!\bthe))"
    "|(?P<open>(?:(?:earlier|later|early|late|mid)[ -])?)(?P<rel>last|next|(?:this )?(?:past"
    r"|coming)|this)\s+"
    "(?P<what>week(?!end)|month|year|weekend|decade|century|spring|summer|autumn|fall|winter"
    rf"|{_WEEKDAY}|{_ANY_MONTH}"
    r"(?![\w]))(?P<relpart>\s+(?:morning|afternoon|evening|night))?"
    r"|this (?P<day>morning|afternoon|evening)|last (?P<lastnight>night)"
    r"|(?P<near>(?:the day (?:before|after) )?(?:yesterday|today|tomorrow)(?:\s+(?:morning"
    "|afternoon|evening|night))?"
    r"|tonight|overnight)|the\s(?P<weekend>weekend)"
    rf"|(?P<n>{_COUNT})\s+(?P<unit>day|week|month|year|decade)s?\s+(?P<dir>ago|earlier|later"
    r"|from now|before)(?P<agoday>\s+today\b)?"
    rf"|(?:early |late )?(?P<wd>{_WEEKDAY})(?!\w)(?P<wdpart>\s+(?:morning|afternoon|evening|night"
    "|noon))?"
    r"(?:\s+(?:of\s+)?(?P<wdrel>last|this|next)\s+week"
    r"|\s+(?P<wdweek>week)(?=[.,;:)]|\s[a-z]|$)"
    r"|\s+(?P<wdlast>last)(?=[.,;:)]|\s+(?!week|month|year|season|time|summer|autumn|winter|spring)[a-z])"
    r")?"
    "|(?P<prep>in|since|by|until|till|during|of|from|through|before|after|for|and|or|to|(?:early"
    "|late|mid)(?: in)?)"
    rf"[ -](?P<mon>{_ANY_MONTH})(?!\s?\d{{1,2}}(?!,?\d))(?P<mown>['’]s)?(?![\w’'])"
    "|(?P<bare>January|February|June|July|August|September|October|November|December"
    r"|April)(?!\s*\d)(?!\w))",
    re.I,
)
_NUMBERS = {w: n for n, w in enumerate(_COUNT.split("|")[1:], start=0)} | {
    "a": 1, "an": 1, "an?": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
# Days that stand for what happened on them, by month, day and the year meant.
_KNOWN_DAYS: dict[str, int] = data_table("factcheck.text.values", "dates")["known_days"]
_EVENT = re.compile(
    r"(?:,)?(?:['’]s)?\s+(?:terror(?:ist)?\s+|Capitol\s+|Hamas\s+)?(?:attacks?|massacres?|riots?"
    r"|insurrection|bombings?|assault|hijackings?|rioters?|committee)\b"
)
_COUNTS = re.compile(
    r"\b(?:some|about|nearly|almost|around|over|least|most|than|another|fired|killed|roughly)\s$",
    re.I,
)
_PLURAL = re.compile(r"\s[a-z]+s\b")
_PAPER = re.compile(
    r"\s(?:Times|Telegraph|Mirror|Mail|Post|Herald|Express|Star|Sun|World|Independent|Business"
    r"|Review|People|Observer|Addams|Night (?:Live|Football|Fever|Lights)|Evening Post"
    r"|Morning Herald|Club|Group)\b"
)
_NAMED_DAY = re.compile(
    r"\b(?:Bloody|Sheffield|Ruby|Super|Girl|Man|Freaky|Casual|Maundy|Holy|Shrove|Giving)\s$"
)
_BEFORE_NAME = re.compile(r"\b[A-Z][\w’'-]+\s$")
_GATHERING = re.compile(
    r"\s(?:for|on|of)\s(?!Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:the )?[A-Z]"
)
_MOVED = re.compile(r"\b(?:for|until|till|to|by|of|from|before)\s$", re.I)


def find_dates(
    text: str, block: Span, sentences: list[Span], published: dt.date | None
) -> list[MarkedFact]:
    """Dates and times of one block; `sentences` are its sentences, in order."""
    day = published.date() if isinstance(published, dt.datetime) else published
    dates = []
    for match in _DATE.finditer(text, *block):
        around = _around(match.start(), sentences, block)
        fact = _absolute(_Context(text, match, around, day, block))
        if fact is not None:
            dates.append(fact)
    taken = [f.span for f in dates]
    ends = [e for _, e in taken]
    for match in _RELATIVE.finditer(text, *block):
        if not _inside(match.start(), match.end(), taken, ends):
            around = _around(match.start(), sentences, block)
            fact = _relative(_Context(text, match, around, day, block))
            if fact is not None:
                dates.append(fact)
    dates.sort(key=lambda f: f.span)
    dates = [_counted_on(text, dates, fact) for fact in dates]
    dates += _pointing_back(text, block, dates)
    dates.sort(key=lambda f: f.span)
    return with_times(text, block, dates)


# "Later that year" means the year named last before it in its paragraph.
_THAT = re.compile(
    r"\b(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s+)?(?:[Tt]hat|[Tt]he\s+same)\s+(?:very\s+)?"
    r"(?P<unit>year|month|day)\b(?![’'-])"
)
# The characters of an ISO date that name its year, month and day.
_LENGTHS = {"year": 4, "month": 7, "day": 10}
_PLAIN_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:T[\d:]+)?")


def _pointing_back(text: str, block: Span, dates: list[MarkedFact]) -> list[MarkedFact]:
    """Return the dates that stand for one named before; without one they are none."""
    pointing = []
    ends = [fact.span[1] for fact in dates]
    for match in _THAT.finditer(text, *block):
        before = dates[: bisect_right(ends, match.start())]
        taken = bisect_right(ends, match.start()) < len(dates) and (
            dates[len(before)].span[0] < match.end()
        )
        value = next((f.value for f in reversed(before) if f.value), None)
        if taken or value is None or not _PLAIN_DATE.fullmatch(value):
            continue
        length = _LENGTHS[match["unit"]]
        if len(value) >= length:
            pointing.append(MarkedFact(match.span(), "date", value[:length]))
    return pointing


# "The following month" counts from the date before it; "over the next month" from nowhere.
_THE_NEXT = re.compile(
    r"(?:the\s)(?P<which>following|next|previous|preceding)\s(?P<unit>day|month|year)", re.I
)
_LASTING = re.compile(r"\b(?:over|in|for|within|during|throughout|of)\s\Z", re.I)


def _counted_on(text: str, dates: list[MarkedFact], fact: MarkedFact) -> MarkedFact:
    """Return "the following month" with its value, where the block dated something before it."""
    told = _THE_NEXT.fullmatch(text, *fact.span)
    lasts = _LASTING.search(text, max(0, fact.span[0] - len("throughout ")), fact.span[0])
    if told is None or fact.value is not None or lasts:
        return fact
    before = [other.value for other in dates if other.span[1] <= fact.span[0] and other.value]
    length = _LENGTHS[told["unit"].lower()]
    if not before or not _PLAIN_DATE.fullmatch(before[-1]) or len(before[-1]) < length:
        return fact
    step = 1 if told["which"].lower() in ("following", "next") else -1
    return replace(fact, value=_stepped(before[-1][:length], step))


def _stepped(value: str, step: int) -> str | None:
    """Return the day, month or year beside an ISO date; None beyond the calendar."""
    parts = [int(part) for part in value.split("-")]
    if not 2 <= parts[0] <= dt.MAXYEAR - 1:
        return None
    if len(parts) == 1:
        return f"{parts[0] + step:04}"
    if len(parts) == 2:
        year, month = holidays.shift_month(dt.date(parts[0], parts[1], 1), step)
        return f"{year:04}-{month:02}"
    return (dt.date(*parts) + dt.timedelta(days=step)).isoformat()


def _inside(start: int, end: int, taken: list[Span], ends: list[int]) -> bool:
    at = bisect_right(ends, start)
    return at < len(taken) and taken[at][0] < end


def _around(at: int, sentences: list[Span], block: Span) -> Span:
    n = bisect_right(sentences, (at, block[1])) - 1
    return sentences[n] if n >= 0 and sentences[n][0] <= at < sentences[n][1] else block


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a date is read in: its text, match and sentence, and the day of publication."""

    text: str
    match: re.Match[str]
    sentence: Span
    today: dt.date | None
    block: Span

    def group(self, name: str) -> str:
        """Return a group of the match, empty where it has none."""
        return self.match.group(name) or ""

    def ahead(self, span: Span) -> bool | None:
        """Return whether the copy looks ahead at a place; see `tense.ahead`."""
        return ahead(self.text, span, self.sentence)


def _absolute(context: _Context) -> MarkedFact | None:
    """Return the date of a match of `_DATE`; None where it only looks like one."""
    for groups, reader, must_have_value in _ABSOLUTE:
        if any(context.group(group) for group in groups):
            value = reader(context)
            if value is None and must_have_value:
                return None
            return MarkedFact(context.match.span(), "date", value)
    return None


def _iso_date(context: _Context) -> str | None:
    year, month, day = (int(part) for part in context.group("iso").split(context.group("sep")))
    time = context.group("isotime")
    value = holidays.iso(year, month, day)
    return f"{value}T{time}" if value and time else value


def _month_of_year(context: _Context) -> str:
    return f"{context.group('year3')}-{_month(context.group('mon3')):02}"


def _feast_of_year(context: _Context) -> str:
    year = int(context.group("dayyear"))
    return holidays.feast(_feast_name(context.group("dayname")), year).isoformat()


def _quarter(context: _Context) -> str | None:
    part = context.group("quarter") or context.group("part")
    return _part_of_year(part, context.group("qyear") or context.group("pyear") or None)


def _year(context: _Context) -> str | None:
    """Return a year, decade or century.

    Returns None for a figure that only looks like one ("Resolution 1701", "1600 Elm Street").
    """
    century = context.group("century")
    if century:
        last = int(century[:-2]) * 100
        return f"{last - 99:04}/{last:04}"
    decade, short = context.group("ten"), context.group("short")
    if decade or short:
        first = int(decade or f"19{short}")
        return f"{first}/{first + 9}"
    season, next_year = context.group("syear"), context.group("syear2")
    if next_year:  # "the winter of 2010/11" is of both years
        return f"{season}/{season[:2]}{next_year}" if _follows(season, next_year) else season
    return season or _plain_year(context)


def _follows(year: str, short: str) -> bool:
    return (int(year) + 1) % 100 == int(short)


def _plain_year(context: _Context) -> str | None:
    text, match = context.text, context.match
    begins_count = _COUNTS.search(text, max(0, match.start() - 24), match.start())
    if begins_count and _PLURAL.match(text, match.end()):
        return None
    return None if is_label(text, match.start("year"), match.end()) else context.group("year")


def _years(context: _Context) -> str | None:
    """Return a range of years; with a slash only two in a row ("2023/24")."""
    low, high = context.group("range1"), context.group("range2")
    high = high if len(high) == 4 else low[:2] + high
    if context.group("dash") == "/" and int(high) != int(low) + 1:
        return None
    return f"{low}/{high}" if int(high) > int(low) else None


def _part_of_year(part: str, year: str | None) -> str | None:
    """Return the months of a quarter or half; None without a year."""
    if year is None:
        return None
    word, kind = (
        (part[1], "quarter")
        if part[0] == "Q" and part[1].isdigit()
        else re.split(r"[ -]", part.lower())
    )
    length = 3 if kind == "quarter" else 6
    which = {
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "final": 12 // length,
        "last": 12 // length,
    }.get(word)
    first = length * ((which or int(word)) - 1) + 1
    return f"{year}-{first:02}/{year}-{first + length - 1:02}" if first < 12 else None


def _slashed(context: _Context) -> str | None:
    """Return a date with slashes or stops; None where day and month cannot be told apart.

    They can where one of them is over twelve, or by the stops of German use.
    """
    written = context.group("slash")
    a, b, year = (int(part) for part in re.split(r"[/.]", written))
    year += 2000 if year < 100 else 0
    if "." in written or a > 12:
        return holidays.iso(year, b, a)
    return holidays.iso(year, a, b) if b > 12 or a == b else None


_YEAR_LOOK = 300  # characters before a date in which its year is looked for; guessed


def _day(context: _Context) -> str | None:
    """Return a day by month and number, or a range of days."""
    n = "1" if context.group("mon1") else "2"
    month, day = _month(context.group("mon" + n)), int(context.group("day" + n))
    year = (
        context.group("year" + n)
        or _year_of_event(context, month, day)
        or _year_beside(context, month)
    )
    value = holidays.iso(int(year), month, day) if year else _nearest(context, month, day)
    return value and _spread(context, value, month)


# "July 8 and July 9, 2022": the second day gives the first its year.
_YEAR_AFTER = re.compile(
    rf"\s*(?:and|to|or|[–-]|,)\s*(?:{_ANY_MONTH}\s\d{{1,2}},\s|\d{{1,2}}\s{_ANY_MONTH},?\s)(?P<year>\d{{4}})\b"
)
# A day of a month that was last given with its year: "He died on July 11", after "July 9, 2022".
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?P<first>{_ANY_MONTH})\s\d{{1,2}},\s|\b\d{{1,2}}\s(?P<second>{_ANY_MONTH}),?\s)"
    r"(?P<year>\d{4})\b"
)


def _year_beside(context: _Context, month: int) -> str:
    """Return the year that another day gives: the next in a list, or one of its month before."""
    after = _YEAR_AFTER.match(context.text, context.match.end())
    if after:
        return after["year"]
    at = context.match.start()
    told = [
        match["year"]
        for match in _YEAR_BEFORE.finditer(context.text, max(context.block[0], at - _YEAR_LOOK), at)
        if _month(match["first"] or match["second"]) == month
    ]
    return told[-1] if told else ""


def _year_of_event(context: _Context, month: int, day: int) -> str:
    """Return the year of a day known for what happened on it: "the Sept. 11 attacks"."""
    if not _EVENT.match(context.text, context.match.end()):
        return ""
    return str(_KNOWN_DAYS.get(f"{month:02}-{day:02}", ""))


def _spread(context: _Context, value: str, month: int) -> str | None:
    """Return the week or the range of days that a day is given with, or the day alone."""
    if context.group("week"):
        return holidays.week_of(dt.date.fromisoformat(value))
    if context.group("to1"):
        last_month = _month(context.group("tomon1")) if context.group("tomon1") else month
        last = holidays.iso(int(value[:4]), last_month, int(context.group("to1")))
        return f"{value}/{last}" if last and last > value else None
    if context.group("from2"):
        first = holidays.iso(int(value[:4]), month, int(context.group("from2")))
        return f"{first}/{value}" if first and first < value else None
    return value


def _nearest(context: _Context, month: int, day: int) -> str | None:
    """Return the day in the year that the verb points to, or the nearest."""
    if context.today is None:
        return None
    text, match, sentence = context.text, context.match, context.sentence
    looks_ahead = context.ahead(match.span())
    # "The Sept. 30 deadline has passed" says nothing of when that is; "On Sept. 30, the court will
    # rule" does.
    opens = match.start() - sentence[0] < 8 and text[match.end() : match.end() + 1] != ","
    before = max(sentence[0], match.start() - 8)
    moved = looks_ahead is False and _MOVED.search(text, before, match.start())
    if looks_ahead and _is_told_as_past(context, month, day):
        return holidays.day_of_month(month, day, context.today, ahead=False)
    return holidays.day_of_month(month, day, context.today, None if opens or moved else looks_ahead)


_WAS = re.compile(r"\b(?:was|were|had)\b")
# A day that long past is a year's round away; whoever means that one gives its year. Guessed.
_LONG_AHEAD = dt.timedelta(days=300)


def _is_told_as_past(context: _Context, month: int, day: int) -> bool:
    """Return whether what was to come is over: "were invited to comment by 30 April", in May."""
    today = context.today
    coming = holidays.day_of_month(month, day, today, ahead=True) if today else None
    if today is None or coming is None or dt.date.fromisoformat(coming) - today < _LONG_AHEAD:
        return False
    return _WAS.search(context.text, context.sentence[0], context.match.start()) is not None


# Groups of `_DATE`, the reader of each, and whether a match without a value is no date at all.
_ABSOLUTE: tuple[tuple[tuple[str, ...], Callable[[_Context], str | None], bool], ...] = (
    (("iso",), _iso_date, False),
    (("slash",), _slashed, False),
    (("mon1", "mon2"), _day, False),
    (("mon3",), _month_of_year, False),
    (("dayname",), _feast_of_year, False),
    (("quarter", "part"), _quarter, False),
    (("range1",), _years, True),
    (("fiscal",), lambda _: None, False),  # each body counts its own fiscal year
    (("century", "ten", "short", "syear", "year"), _year, True),
)


def _relative(context: _Context) -> MarkedFact | None:
    """Return the date of a match of `_RELATIVE`; None where it is no date."""
    return next(reader(context) for groups, reader in _RELATIVES if _has(context, groups))


def _has(context: _Context, groups: tuple[str, ...]) -> bool:
    return not groups or any(context.group(group) for group in groups)


def _vague(context: _Context) -> MarkedFact:
    return MarkedFact(context.match.span(), "date", None)


def _month_alone(context: _Context) -> MarkedFact | None:
    span = context.match.span("bare")
    return MarkedFact(span, "date", None) if context.text[span[0]].isupper() else None


def _the_weekend(context: _Context) -> MarkedFact | None:
    """Read "the weekend", but not "the weekender"."""
    span = context.match.span()
    if re.match(r"\w", context.text[span[1] : span[1] + 1]):
        return None
    if context.today is None:
        return _vague(context)
    looks_ahead = bool(context.ahead(span))
    return MarkedFact(span, "date", holidays.weekend(context.today, ahead=looks_ahead))


def _counted_from_today(
    value: Callable[[_Context, dt.date], str | None],
) -> Callable[[_Context], MarkedFact]:
    """Return a reader whose value is counted from publication, and vague without it."""

    def reader(context: _Context) -> MarkedFact:
        today = context.today
        counted = value(context, today) if today is not None else None
        return MarkedFact(context.match.span(), "date", counted)

    return reader


def _part_of_today(context: _Context, today: dt.date) -> str:
    """Return the day of "this morning" and "last night"."""
    return (today - dt.timedelta(days=bool(context.group("lastnight")))).isoformat()


def _weekday(context: _Context) -> MarkedFact | None:
    """Read a weekday; a paper's name ("Sunday Times") or a named day ("Bloody Sunday") is none."""
    text, match, today = context.text, context.match, context.today
    at = match.start("wd")
    if not text[at].isupper() or _PAPER.match(text, match.end("wd")):
        return None
    if _NAMED_DAY.search(text, max(0, at - 12), at):
        return None
    if today is None:
        return _vague(context)
    weekday = WEEKDAYS[context.group("wd").lower()]
    week = context.group("wdrel").lower()
    if week:
        day = holidays.weekday_in_week(today, weekday, {"last": -1, "this": 0, "next": 1}[week])
    elif context.group("wdlast"):
        # "on Thursday last", as Ireland and the Caribbean write, is never today.
        day = holidays.weekday_near(today - dt.timedelta(days=1), weekday, ahead=False)
    else:
        # "On Tuesday week", as Britain and Ireland write, is a week after the coming Tuesday.
        week_on = bool(context.group("wdweek"))
        looks_ahead = week_on or bool(context.ahead(match.span()))
        day = holidays.weekday_near(today, weekday, ahead=looks_ahead)
        day += dt.timedelta(days=7 * week_on)
    return MarkedFact(match.span(), "date", day.isoformat())


def _bare_month(context: _Context) -> MarkedFact | None:
    """Read a month after a preposition.

    "for May" is no date in a story about Theresa May, nor is a March for something.
    """
    text, match = context.text, context.match
    name, preposition = context.group("mon"), context.group("prep").lower()
    if not name[0].isupper() or _GATHERING.match(text, match.end("mon")) or name in _surnames(text):
        return None
    narrowed = preposition.startswith(("early", "mid", "late")) and " in" not in preposition
    span = (match.start() if narrowed else match.start("mon"), match.end("mon"))
    if context.group("mown") or context.today is None:
        return MarkedFact(span, "date", None)
    looks_ahead = preposition != "since" and bool(context.ahead(match.span("mon")))
    value = holidays.month_near(_month(name), context.today, ahead=looks_ahead)
    return MarkedFact(span, "date", value)


@lru_cache(maxsize=8)
def _surnames(text: str) -> frozenset[str]:
    """Months that someone in the copy is called by."""
    openers = (
        "In|By|Since|Until|Before|After|From|For|And|Or|To|Of|During|Through|Early|Late|Mid"
        "|Last|Next|This|The"
    )
    surnames = re.findall(
        rf"\b(?!(?:{openers}|{_WEEKDAY})\b)[A-Z][a-z]+ (May|March|April|June|August)\b(?!\s\d)",
        text,
    )
    return frozenset(surnames)


def _feast_name(written: str) -> str:
    return " ".join(written.lower().replace("’", "'").split())


def _feast(context: _Context) -> MarkedFact | None:
    """Read a feast; bare Christmas only after a word of time."""
    group = "feast" if context.group("feast") else "xmas"
    match, today = context.match, context.today
    if not context.text[match.start(group)].isupper():
        return None
    name = _feast_name(context.group(group))
    relation = (context.group("frel") or context.group("xrel")).lower()
    whole = relation in ("last", "next", "this") or group == "feast"
    span = match.span() if whole else match.span(group)
    if today is None:
        return MarkedFact(span, "date", None)
    if relation == "this":
        return MarkedFact(span, "date", holidays.feast(name, today.year).isoformat())
    if relation in ("last", "next"):
        beside = today + dt.timedelta(days=1 if relation == "next" else -1)
        return MarkedFact(span, "date", holidays.feast_near(name, beside, relation == "next"))
    looks_ahead = context.ahead(match.span(group))
    return MarkedFact(span, "date", holidays.feast_near(name, today, looks_ahead))


# "Teens today spend …" and "in today’s world" mean these times, not this day.
_OF_THE_FUTURE = re.compile(r"[’']s\s(?:\w+\s)?(?:may|might|will|could|can)\b")
_THESE_TIMES = re.compile(
    r"[’']s\s(?:world|society|economy|market|standards|terms|money|climate|age|era|generation|youth"
    r"|young|children|teens|teenagers|prices|dollars|pounds|technology|culture|politics|consumers)\b"
)
_GENERAL = re.compile(
    r"\b(?:teens|teenagers|children|kids|people|women|men|students|families|parents|workers|voters"
    r"|consumers|farmers|doctors|nurses|teachers|Americans|Britons|adults|youngsters)\s$",
    re.I,
)
# "In those days a porter could buy a house; today he cannot rent a room."
_SET_AGAINST = re.compile(
    r"\b(?:in (?:those|the old) days|back then|used to|a generation ago|(?:decades|centuries) ago"
    r"|in the (?:early |late |mid-)?(?:\d\ds|(?:18|19|20)\d0s)|once)\b",
    re.I,
)
_PRESENT = re.compile(r"\s(?!(?:were|was|had|did|will|\w+ed)\b)[a-z]+\s")


def _named_day(context: _Context) -> MarkedFact | None:
    """Read "today" and its like; None where "today" means these times."""
    near = context.group("near").lower()
    if near == "today" and _is_general(context):
        return None
    # "Today's teenagers read less, and tomorrow's may not read at all."
    if near == "tomorrow" and _OF_THE_FUTURE.match(context.text, context.match.end("near")):
        return None
    if _is_quoted(context):
        return _vague(context)
    return _counted_from_today(_near)(context)


def _is_quoted(context: _Context) -> bool:
    """Return whether somebody else's words hold the date: their today need not be ours."""
    place = context.match.start()
    return any(
        quoted.span[0] <= place < quoted.span[1]
        for quoted in find_quoted(context.text, context.block)
    )


def _is_general(context: _Context) -> bool:
    text, (start, end) = context.text, context.match.span("near")
    if _THESE_TIMES.match(text, end) or _SET_AGAINST.search(text, context.sentence[0], start):
        return True
    return bool(_GENERAL.search(text, max(0, start - 16), start) and _PRESENT.match(text, end))


def _near(context: _Context, today: dt.date) -> str | None:
    """Return the day of "yesterday", "the day after tomorrow" and the like."""
    word = context.group("near").lower()
    if word == "overnight":
        return None
    shift = -1 if "yesterday" in word else 1 if "tomorrow" in word else 0
    days = shift * (2 if word.startswith("the day") else 1)
    return (today + dt.timedelta(days=days)).isoformat()


_YEARS = {"day": 1 / 365, "week": 1 / 52, "month": 1 / 12, "year": 1.0}


def _counted(context: _Context, today: dt.date) -> str | None:
    """Return the day or period of "three days ago".

    "later" and "before" count from something else: from a year that the sentence gives before, else
    they stay vague.
    """
    written, unit = context.group("n").lower(), context.group("unit").lower()
    direction = context.group("dir").lower()
    if unit not in _YEARS:
        return None
    count = int(written) if written.isdigit() else _NUMBERS[written]
    if direction in ("ago", "from now") and context.group("agoday"):
        return _to_the_day(today, unit, -count if direction == "ago" else count)
    if direction not in ("ago", "from now"):
        return _years_from(context, count if direction == "later" else -count, unit)
    years = count * _YEARS[unit]
    if not 1 < today.year - years < today.year + years < 9998:
        return None
    return _shifted(today, unit, -count if direction == "ago" else count)


def _to_the_day(today: dt.date, unit: str, count: int) -> str | None:
    """Return the day of "two weeks ago today" or "a year ago today"."""
    if unit in ("day", "week"):
        return (today + dt.timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
    months = {"month": 1, "year": 12, "decade": 120}[unit] * count
    year, month = holidays.shift_month(today, months)
    return holidays.iso(year, month, today.day)


_A_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?![-–.,]?\d)")


def _years_from(context: _Context, count: int, unit: str) -> str | None:
    """Return the year so many after the last one that the sentence gives before.

    "He joined in 2011 and was sacked two years later."
    """
    at = context.match.start()
    # What opens a sentence counts from the year of the one before: "… in 2016. Two years earlier".
    opens = at - context.sentence[0] <= len("“")
    first = max(context.block[0], at - _YEAR_LOOK) if opens else context.sentence[0]
    told = _A_YEAR.findall(context.text, first, at)
    return f"{int(told[-1]) + count:04}" if told and unit == "year" else None


def _shifted(today: dt.date, unit: str, count: int) -> str:
    """Return the day, week, month or year that many units on."""
    if unit == "day":
        return (today + dt.timedelta(days=count)).isoformat()
    if unit == "week":
        return holidays.week_of(today + dt.timedelta(weeks=count))
    if unit == "month":
        year, month = holidays.shift_month(today, count)
        return f"{year:04}-{month:02}"
    return f"{today.year + count:04}"


_STEPS = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0}


def _named_period(context: _Context, today: dt.date) -> str | None:
    """Return the period of "last week", "next March" and the like."""
    period = context.group("what").lower().rstrip(".")
    relation = context.group("rel").lower().split()[-1]
    step = _STEPS[relation]
    if period in WEEKDAYS:
        beside = today + dt.timedelta(days=step)
        return holidays.weekday_near(beside, WEEKDAYS[period], ahead=step >= 0).isoformat()
    if period in MONTHS:
        return _month_by_step(MONTHS[period], today, step)
    if period == "weekend":
        # "cleared the street this weekend", in Thursday's paper, is the one before.
        if relation == "this" and today.weekday() < WEEKDAYS["saturday"]:
            step = -1 if context.ahead(context.match.span()) is False else 0
        saturday = today + dt.timedelta(days=5 - today.weekday() + 7 * step)
        return holidays.interval(saturday, saturday + dt.timedelta(days=1))
    # "the past week" is seven days to some and a week of the calendar to others.
    if relation in ("past", "coming") or period not in ("week", "month", "year"):
        return None
    return _shifted(today, period, step)


def _month_by_step(month: int, today: dt.date, step: int) -> str:
    """Return the month before this one, this year's, or the next after this one."""
    year = today.year
    if step < 0 and month >= today.month:
        year -= 1
    if step > 0 and month <= today.month:
        year += 1
    return f"{year:04}-{month:02}"


# Groups of `_RELATIVE` and the reader of each, in order; the last takes what is left.
_RELATIVES: tuple[tuple[tuple[str, ...], Callable[[_Context], MarkedFact | None]], ...] = (
    (("mon",), _bare_month),
    (("bare",), _month_alone),
    (("wd",), _weekday),
    (("feast", "xmas"), _feast),
    (("weekend",), _the_weekend),
    (("vague",), _vague),
    (("day", "lastnight"), _counted_from_today(_part_of_today)),
    (("near",), _named_day),
    (("n",), _counted_from_today(_counted)),
    ((), _counted_from_today(_named_period)),
)
