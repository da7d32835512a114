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

None where the copy is vague: "October’s attack", "recently", "three weeks earlier", "Q3", a fiscal
year (each body has its own), "a decade ago", "the past week", "last summer", 07/10/2023 (day and
month cannot be told apart), and every relative date without `published`.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from functools import lru_cache

from factcheck.text.language.lexicon import MONTHS, WEEKDAYS
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
    rf"|(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of)?\s+(?P<syear>{_YEAR})"
    r"|(?P<ten>(?:1[5-9]|20)\d0)['’]?s|['’‘](?P<short>[3-9]0)s|(?P<century>(?:1\d|2[01]|\d)(?:st"
    "|nd|rd|th))[ -]century"
    r"|(?P<range1>(?:1[89]|20)\d\d)\s?(?P<dash>[–/-])\s?(?P<range2>(?:(?:1[89]|20)\d\d)"
    r"|\d\d)(?![\d/-])"
    rf"|(?P<year>(?:1[5-9]\d\d|20[0-9]\d))(?![\d,.]*\d|[-–]?\w|\s?{_COUNTED}))"
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
    "|the (?:next|following|previous|preceding|same) (?:day|week|month|year|morning|afternoon"
    "|evening|night)"
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
    "|from now|before)"
    rf"|(?:early |late )?(?P<wd>{_WEEKDAY})(?!\w)(?P<wdpart>\s+(?:morning|afternoon|evening|night"
    "|noon))?"
    r"(?:\s+(?:of\s+)?(?P<wdrel>last|this|next)\s+week)?"
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
    found = []
    for match in _DATE.finditer(text, *block):
        fact = _absolute(text, match, _around(match.start(), sentences, block), day)
        if fact is not None:
            found.append(fact)
    taken = [f.span for f in found]
    ends = [e for _, e in taken]
    for match in _RELATIVE.finditer(text, *block):
        if not _inside(match.start(), match.end(), taken, ends):
            fact = _relative(text, match, _around(match.start(), sentences, block), day)
            if fact is not None:
                found.append(fact)
    found.sort(key=lambda f: f.span)
    return with_times(text, block, found)


def _inside(start: int, end: int, taken: list[Span], ends: list[int]) -> bool:
    at = bisect_right(ends, start)
    return at < len(taken) and taken[at][0] < end


def _around(at: int, sentences: list[Span], block: Span) -> Span:
    n = bisect_right(sentences, (at, block[1])) - 1
    return sentences[n] if n >= 0 and sentences[n][0] <= at < sentences[n][1] else block


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _absolute(
    text: str, match: re.Match[str], sentence: Span, today: dt.date | None
) -> MarkedFact | None:
    g = match.groupdict()
    value: str | None = None
    if g["iso"]:
        day = holidays.iso(*(int(x) for x in g["iso"].split(g["sep"])))
        value = day + (f"T{g['isotime']}" if g["isotime"] else "") if day else None
    elif g["slash"]:
        value = _slashed(g["slash"])
    elif g["mon1"] or g["mon2"]:
        value = _day(text, match, sentence, today)
    elif g["mon3"]:
        value = f"{g['year3']}-{_month(g['mon3']):02}"
    elif g["dayname"]:
        value = holidays.feast(_feast_name(g["dayname"]), int(g["dayyear"])).isoformat()
    elif g["quarter"] or g["part"]:
        value = _part_of_year(g["quarter"] or g["part"], g["qyear"] or g["pyear"])
    elif g["range1"]:
        value = _years(g)
        if value is None:
            return None
    elif not g["fiscal"]:
        value = _year(text, match)
        if value is None:
            return None
    return MarkedFact(match.span(), "date", value)


def _year(text: str, match: re.Match[str]) -> str | None:
    """Return a year, decade or century.

    Returns None for a figure that only looks like one ("Resolution 1701", "1600 Elm Street").
    """
    g = match.groupdict()
    if g["century"]:
        last = int(g["century"][:-2]) * 100
        return f"{last - 99:04}/{last:04}"
    if g["ten"] or g["short"]:
        first = int(g["ten"] or f"19{g['short']}")
        return f"{first}/{first + 9}"
    if g["syear"]:
        return g["syear"]
    counted = _COUNTS.search(text, max(0, match.start() - 24), match.start()) and _PLURAL.match(
        text, match.end()
    )
    return None if counted or is_label(text, match.start("year"), match.end()) else g["year"]


def _years(g: dict[str, str | None]) -> str | None:
    low, high = g["range1"] or "", g["range2"] or ""
    high = high if len(high) == 4 else low[:2] + high
    if g["dash"] == "/" and int(high) != int(low) + 1:
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


def _slashed(written: str) -> str | None:
    """Return a date with slashes or stops; None where day and month cannot be told apart.

    They can where one of them is over twelve, or by the stops of German use.
    """
    a, b, year = (int(x) for x in re.split(r"[/.]", written))
    year += 2000 if year < 100 else 0
    if "." in written or a > 12:
        return holidays.iso(year, b, a)
    return holidays.iso(year, a, b) if b > 12 or a == b else None


def _day(text: str, match: re.Match[str], sentence: Span, today: dt.date | None) -> str | None:
    g = match.groupdict()
    n = "1" if g["mon1"] else "2"
    month, day, year = _month(g["mon" + n]), int(g["day" + n]), g["year" + n]
    if not year and _EVENT.match(text, match.end()) and f"{month:02}-{day:02}" in _KNOWN_DAYS:
        year = str(_KNOWN_DAYS[f"{month:02}-{day:02}"])
    value = (
        holidays.iso(int(year), month, day)
        if year
        else _nearest(text, match, sentence, today, (month, day))
    )
    if value is None:
        return None
    if g["week"]:
        return holidays.week_of(dt.date.fromisoformat(value))
    if g["to1"]:
        last = holidays.iso(
            int(value[:4]), _month(g["tomon1"]) if g["tomon1"] else month, int(g["to1"])
        )
        return f"{value}/{last}" if last and last > value else None
    if g["from2"]:
        first = holidays.iso(int(value[:4]), month, int(g["from2"]))
        return f"{first}/{value}" if first and first < value else None
    return value


def _nearest(
    text: str,
    match: re.Match[str],
    sentence: Span,
    today: dt.date | None,
    month_day: tuple[int, int],
) -> str | None:
    if today is None:
        return None
    told = ahead(text, match.span(), sentence)
    # "The Sept. 30 deadline has passed" says nothing of when that is; "On Sept. 30, the court will
    # rule" does.
    opens = match.start() - sentence[0] < 8 and text[match.end() : match.end() + 1] != ","
    if opens or (
        told is False and _MOVED.search(text, max(sentence[0], match.start() - 8), match.start())
    ):
        told = None
    return holidays.day_of_month(*month_day, today, told)


def _relative(
    text: str, match: re.Match[str], sentence: Span, today: dt.date | None
) -> MarkedFact | None:
    g = match.groupdict()
    span = match.span()
    if g["mon"]:
        return _bare_month(text, match, sentence, today)
    if g["bare"]:
        return MarkedFact(match.span("bare"), "date", None) if text[span[0]].isupper() else None
    if g["wd"]:
        return _weekday(text, match, sentence, today)
    if g["feast"] or g["xmas"]:
        return _feast(text, match, sentence, today)
    if g["weekend"] and not re.match(r"\w", text[span[1] : span[1] + 1]):
        told = ahead(text, span, sentence) if today else None
        return MarkedFact(
            span, "date", holidays.weekend(today, ahead=bool(told)) if today else None
        )
    if g["vague"] or g["weekend"] or today is None:
        return MarkedFact(span, "date", None) if not g["weekend"] else None
    if g["day"] or g["lastnight"]:
        return MarkedFact(
            span, "date", (today - dt.timedelta(days=bool(g["lastnight"]))).isoformat()
        )
    if g["near"]:
        return MarkedFact(span, "date", _near(g["near"].lower(), today))
    if g["n"]:
        return MarkedFact(span, "date", _counted(g, today))
    return MarkedFact(span, "date", _named_period(g, today))


def _weekday(
    text: str, match: re.Match[str], sentence: Span, today: dt.date | None
) -> MarkedFact | None:
    at = match.start("wd")
    if not text[at].isupper() or _PAPER.match(text, match.end("wd")):
        return None
    if _NAMED_DAY.search(text, max(0, at - 12), at):
        return None
    if today is None:
        return MarkedFact(match.span(), "date", None)
    weekday = WEEKDAYS[match.group("wd").lower()]
    if match.group("wdrel"):
        weeks = {"last": -1, "this": 0, "next": 1}[match.group("wdrel").lower()]
        return MarkedFact(
            match.span(), "date", holidays.weekday_in_week(today, weekday, weeks).isoformat()
        )
    told = ahead(text, match.span(), sentence)
    return MarkedFact(
        match.span(), "date", holidays.weekday_near(today, weekday, ahead=bool(told)).isoformat()
    )


def _bare_month(
    text: str, match: re.Match[str], sentence: Span, today: dt.date | None
) -> MarkedFact | None:
    """Read a month after a preposition.

    "for May" is no date in a story about Theresa May, nor is a March for something.
    """
    name, prep = match.group("mon"), match.group("prep").lower()
    if not name[0].isupper() or _GATHERING.match(text, match.end("mon")) or name in _surnames(text):
        return None
    start = (
        match.start()
        if prep.startswith(("early", "mid", "late")) and " in" not in prep
        else match.start("mon")
    )
    span = (start, match.end("mon"))
    if match.group("mown") or today is None:
        return MarkedFact(span, "date", None)
    told = False if prep == "since" else ahead(text, match.span("mon"), sentence)
    return MarkedFact(span, "date", holidays.month_near(_month(name), today, ahead=bool(told)))


@lru_cache(maxsize=8)
def _surnames(text: str) -> frozenset[str]:
    """Months that someone in the copy is called by."""
    openers = (
        "In|By|Since|Until|Before|After|From|For|And|Or|To|Of|During|Through|Early|Late|Mid"
        "|Last|Next|This|The"
    )
    found = re.findall(
        rf"\b(?!(?:{openers}|{_WEEKDAY})\b)[A-Z][a-z]+ (May|March|April|June|August)\b(?!\s\d)",
        text,
    )
    return frozenset(found)


def _feast_name(written: str) -> str:
    return " ".join(written.lower().replace("’", "'").split())


def _feast(
    text: str, match: re.Match[str], sentence: Span, today: dt.date | None
) -> MarkedFact | None:
    g = match.groupdict()
    group = "feast" if g["feast"] else "xmas"
    if not text[match.start(group)].isupper():
        return None
    name = _feast_name(g[group])
    rel = (g["frel"] or g["xrel"] or "").lower()
    span = match.span() if rel in ("last", "next", "this") or g["feast"] else match.span(group)
    if today is None:
        return MarkedFact(span, "date", None)
    if rel == "this":
        return MarkedFact(span, "date", holidays.feast(name, today.year).isoformat())
    if rel in ("last", "next"):
        beside = today + dt.timedelta(days=1 if rel == "next" else -1)
        return MarkedFact(span, "date", holidays.feast_near(name, beside, rel == "next"))
    return MarkedFact(
        span, "date", holidays.feast_near(name, today, ahead(text, match.span(group), sentence))
    )


def _near(word: str, today: dt.date) -> str | None:
    if word == "overnight":
        return None
    shift = -1 if "yesterday" in word else 1 if "tomorrow" in word else 0
    return (today + dt.timedelta(days=shift * (2 if word.startswith("the day") else 1))).isoformat()


def _counted(g: dict[str, str | None], today: dt.date) -> str | None:
    """Return the day or period of "three days ago".

    "later" and "before" count from something else, so they stay vague.
    """
    written = (g["n"] or "").lower()
    n = int(written) if written.isdigit() else _NUMBERS[written]
    direction, unit = (g["dir"] or "").lower(), (g["unit"] or "").lower()
    years = n * {"day": 1 / 365, "week": 1 / 52, "month": 1 / 12, "year": 1, "decade": 10}[unit]
    if (
        direction not in ("ago", "from now")
        or unit == "decade"
        or not 1 < today.year - years < today.year + years < 9998
    ):
        return None
    n = -n if direction == "ago" else n
    if unit == "day":
        return (today + dt.timedelta(days=n)).isoformat()
    if unit == "week":
        return holidays.week_of(today + dt.timedelta(weeks=n))
    if unit == "month":
        year, month = holidays.shift_month(today, n)
        return f"{year:04}-{month:02}"
    return f"{today.year + n:04}"


def _named_period(g: dict[str, str | None], today: dt.date) -> str | None:
    what, rel = (g["what"] or "").lower().rstrip("."), (g["rel"] or "").lower().split()[-1]
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0}[rel]
    if what in WEEKDAYS:
        beside = today + dt.timedelta(days=step)
        return holidays.weekday_near(beside, WEEKDAYS[what], ahead=step >= 0).isoformat()
    if rel in ("past", "coming") and what in ("week", "month", "year"):
        return None
    if what == "week":
        return holidays.week_of(today + dt.timedelta(days=7 * step))
    if what == "month":
        year, month = holidays.shift_month(today, step)
        return f"{year:04}-{month:02}"
    if what == "year":
        return f"{today.year + step:04}"
    if what == "weekend":
        saturday = today + dt.timedelta(days=5 - today.weekday() + 7 * step)
        return holidays.interval(saturday, saturday + dt.timedelta(days=1))
    if what in MONTHS:
        month = MONTHS[what]
        year = (
            today.year - (step < 0 and month >= today.month) + (step > 0 and month <= today.month)
        )
        return f"{year:04}-{month:02}"
    return None
