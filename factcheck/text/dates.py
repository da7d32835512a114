"""Dates and times as copy writes them, to ISO 8601 at the precision stated.

Weekdays and "last month" are counted from the day of publication, by news style: a bare weekday is the
latest one, or the coming one where the verb is in the future; a month without a year is in the last twelve.
Where the copy is vague ("October’s attack", "recently") the value is None.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right

from factcheck.text.lexicon import MONTHS, WEEKDAYS
from factcheck.text.reading import Fact, Span

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?"
    r"|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon))"
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.?m\b\.?)|(?P<hour24>[01]?\d"
    r"|2[0-3]):(?P<minute24>[0-5]\d)(?!\d)(?:\s?(?:hours|hrs))?|(?P<named>noon|midnight))"
    r"(?P<zone>\s+(?:ET|EST|EDT|CT|CST|CDT|MT|MST|MDT|PT|PST|PDT|GMT|UTC|BST|CET|CEST|local time"
    r"|Eastern(?: [Tt]ime)?))?"
)
_ORD = r"(?:st|nd|rd|th)"
_DATE = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?P<iso>\d{{4}}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))(?:[T ](?P<isotime>\d\d:\d\d)(?::\d\d)?)?(?![\d-])"
    rf"|(?P<slash>\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d)(?![\d/])"
    rf"|(?:{_WEEKDAY},?\s+)?(?:(?P<mon1>{_MONTH})\s+(?P<day1>\d{{1,2}}){_ORD}?(?:\s?[–-]\s?"
    rf"(?P<to1>\d{{1,2}}){_ORD}?)?(?![\d:.]*\d)(?:,?\s+(?P<year1>(?:1[5-9]|20)\d\d))?"
    rf"|(?:the\s+)?(?P<day2>\d{{1,2}}){_ORD}?\s+(?:of\s+)?(?P<mon2>{_MONTH})(?:,?\s+(?P<year2>(?:1[5-9]|20)\d\d))?)"
    rf"|(?P<mon3>{_MONTH})(?:\s+of)?,?\s+(?P<year3>(?:1[5-9]|20)\d\d)"
    rf"|(?P<ten>(?:1[5-9]|20)\d0)['’]?s|(?P<quarter>Q[1-4])\s+(?:of\s+)?(?P<qyear>(?:19|20)\d\d)"
    rf"|(?P<range1>(?:1[89]|20)\d\d)\s?[–-]\s?(?P<range2>(?:(?:1[89]|20)\d\d)|\d\d)(?!\d)"
    rf"|(?P<year>(?:1[5-9]\d\d|20[0-9]\d))(?![\d,]*\d|[-–]?\w|\s?(?:%|percent|per cent|km|miles"
    rf"|people|troops|soldiers|men|women|dollars|euros|votes|points|meters|metres|feet|tons))"
    rf")(?!\w)"
)
_RELATIVE = re.compile(
    rf"\b(?:(?P<rel>last|next|this|past|coming)\s+(?P<what>week(?!end)|month|year|weekend|decade"
    rf"|century|spring|summer|autumn|fall|winter|{_WEEKDAY}|{_MONTH}(?![\w.]))"
    rf"|(?P<near>(?:the day (?:before|after) )?(?:yesterday|today|tomorrow)|tonight|overnight)"
    r"|(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+"
    r"(?P<unit>day|week|month|year|decade)s?\s+(?P<dir>ago|earlier|later|from now|before)"
    rf"|(?P<wd>{_WEEKDAY})(?P<wdpart>{_PART})?(?P<own>['’]s)?"
    rf"|(?P<prep>\b(?:in|since|by|until|till|during|of|early|late|mid|from|through|before|after|for"
    rf"|and|to|late in|this))[ -](?P<mon>{_MONTH})(?!\s*\d)(?P<mown>['’]s)?(?![\w’'])"
    rf"|(?P<bare>January|February|June|July|August|September|October|November|December|April)(?!\s*\d)(?P<bown>['’]s)?"
    r"|(?P<vague>(?:earlier|later|late|early|mid)[ -](?:this|last|next) (?:week|month|year)"
    r"|recent (?:days|weeks|months|years)"
    r"|(?:the )?(?:past|last|coming|next) (?:few |several |couple of )?(?:days|weeks|months|years|decades)))",
    re.I,
)
_TIME = re.compile(
    rf"\b{_CLOCK}(?:(?:,?\s+(?:on\s+)?)(?=(?P<then>{_WEEKDAY}|{_MONTH}\s+\d|today|tomorrow|yesterday|tonight)))?", re.I
)
_LOOK_BACK = 200
_LINK = re.compile(r",?\s*(?:(?:at|by|before|until)\s+)?", re.I)
_FUTURE = re.compile(
    r"\b(?:will|won['’]t|shall|would|to be|is (?:due|set|scheduled|expected|slated|planned)|are "
    r"(?:due|set|scheduled|expected|slated|planned)"
    r"|plans? to|planning to|going to|upcoming|coming|next|must|should|deadline|until|due"
    r"|scheduled|expected|ahead of)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|\w{3,}ed|went|came|took|made|met|began|won|lost"
    r"|left|held|saw|led|fell|rose|spoke|wrote)\b",
    re.I,
)
_NUMBERS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_NUMBERS |= {"a": 1, "an": 1}


def find_dates(text: str, block: Span, sentences: list[Span], published: dt.date | None) -> list[Fact]:
    """Dates and times of one block; `sentences` are its sentences, in order."""
    day = published.date() if isinstance(published, dt.datetime) else published
    found = [_absolute(m, day) for m in _DATE.finditer(text, *block)]
    taken = [f.span for f in found]
    ends = [e for _, e in taken]
    for match in _RELATIVE.finditer(text, *block):
        if not _inside(match.start(), match.end(), taken, ends):
            fact = _relative(text, match, _around(match.start(), sentences, block), day)
            if fact is not None:
                found.append(fact)
    found.sort(key=lambda f: f.span)
    return _with_times(text, block, found)


def _inside(start: int, end: int, taken: list[Span], ends: list[int]) -> bool:
    at = bisect_right(ends, start)
    return at < len(taken) and taken[at][0] < end


def _around(at: int, sentences: list[Span], block: Span) -> Span:
    n = bisect_right(sentences, (at, block[1])) - 1
    return sentences[n] if n >= 0 and sentences[n][0] <= at < sentences[n][1] else block


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _absolute(match: re.Match[str], today: dt.date | None) -> Fact:
    g = match.groupdict()
    value: str | None = None
    if g["iso"]:
        value = g["iso"] + (f"T{g['isotime']}" if g["isotime"] else "")
    elif g["slash"]:
        value = _slashed(g["slash"])
    elif g["mon1"] or g["mon2"]:
        n = "1" if g["mon1"] else "2"
        value = _day_of_month(_month(g["mon" + n]), int(g["day" + n]), g["year" + n], today)
        if g["to1"] and value:
            last = _day_of_month(_month(g["mon1"]), int(g["to1"]), g["year1"] or value[:4], today)
            value = f"{value}/{last}" if last else None
    elif g["mon3"]:
        value = f"{g['year3']}-{_month(g['mon3']):02}"
    elif g["ten"]:
        value = f"{g['ten']}/{int(g['ten']) + 9}"
    elif g["quarter"]:
        first = 3 * int(g["quarter"][1]) - 2
        value = f"{g['qyear']}-{first:02}/{g['qyear']}-{first + 2:02}"
    elif g["range1"]:
        high = g["range2"] if len(g["range2"]) == 4 else g["range1"][:2] + g["range2"]
        value = f"{g['range1']}/{high}"
    else:
        value = g["year"]
    return Fact(match.span(), "date", value)


def _slashed(written: str) -> str | None:
    """Day and month are told apart only where one of them is over twelve."""
    a, b, year = (int(x) for x in re.split(r"[/.]", written))
    if "." in written:
        return _iso(year, b, a)
    if a > 12:
        return _iso(year, b, a)
    return _iso(year, a, b) if b > 12 or a == b else None


def _day_of_month(month: int, day: int, year: str | None, today: dt.date | None) -> str | None:
    """Without a year: the one nearest to publication, so that a date a week off is not put a year away."""
    if year:
        return _iso(int(year), month, day)
    if today is None:
        return None
    options = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _safe(y, month, day))]
    if not options:
        return None
    return min(options, key=lambda d: abs((d - today).days) + (60 if d > today else 0)).isoformat()


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _relative(text: str, match: re.Match[str], sentence: Span, today: dt.date | None) -> Fact | None:
    g = match.groupdict()
    span = match.span()
    if g["mon"]:
        span = (match.start("mon"), match.end("mown") if g["mown"] else match.end("mon"))
        if not text[span[0]].isupper():
            return None
        return Fact(
            (match.start("mon"), match.end("mon")),
            "date",
            None if g["mown"] else _past_month(g["mon"], g["prep"], today),
        )
    if g["bare"]:
        if not text[span[0]].isupper():
            return None
        return Fact((match.start("bare"), match.end("bare")), "date", None)
    if g["wd"]:
        if not text[span[0]].isupper():
            return None
        end = match.start("own") if g["own"] else match.end()
        return Fact((span[0], end), "date", _weekday(text, match, sentence, today))
    if g["vague"]:
        return Fact(span, "date", None)
    if today is None:
        return Fact(span, "date", None)
    if g["near"]:
        return Fact(span, "date", _near(g["near"].lower(), today))
    if g["n"]:
        return _counted(g, span, today)
    return _named_period(g, span, today)


def _weekday(text: str, match: re.Match[str], sentence: Span, today: dt.date | None) -> str | None:
    if today is None:
        return None
    wanted = WEEKDAYS[match.group("wd").lower()]
    back = (today.weekday() - wanted) % 7
    before = text[max(sentence[0], match.start() - _LOOK_BACK) : match.start()]
    future = [m.end() for m in _FUTURE.finditer(before)]
    past = [m.end() for m in _PAST.finditer(before)]
    ahead = bool(future) and (not past or future[-1] > past[-1])
    day = today + dt.timedelta(days=(-back) % 7) if ahead else today - dt.timedelta(days=back)
    return day.isoformat()


def _near(word: str, today: dt.date) -> str | None:
    shift = {
        "yesterday": -1,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return (today + dt.timedelta(days=shift[word])).isoformat() if word in shift else None


def _shift_month(today: dt.date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def _counted(g: dict[str, str | None], span: Span, today: dt.date) -> Fact:
    """ "three days ago"; "later" and "before" count from something else, so they stay vague."""
    n = _NUMBERS.get((g["n"] or "").lower()) or (int(g["n"] or 0) if (g["n"] or "").isdigit() else 0)
    direction = (g["dir"] or "").lower()
    if direction not in ("ago", "from now") or n > 5000:
        return Fact(span, "date", None)
    n = -n if direction == "ago" else n
    unit = (g["unit"] or "").lower()
    if unit in ("day", "week"):
        day = today + dt.timedelta(days=n * (7 if unit == "week" else 1))
        return Fact(span, "date", day.isoformat() if unit == "day" else _week_of(day))
    if unit == "month":
        year, month = _shift_month(today, n)
        return Fact(span, "date", f"{year:04}-{month:02}")
    year = today.year + n * (10 if unit == "decade" else 1)
    return Fact(span, "date", f"{year:04}" if year > 0 and unit == "year" else None)


def _week_of(day: dt.date) -> str:
    monday = day - dt.timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + dt.timedelta(days=6)).isoformat()}"


def _named_period(g: dict[str, str | None], span: Span, today: dt.date) -> Fact:
    what, rel = (g["what"] or "").lower().rstrip("."), (g["rel"] or "").lower()
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0}[rel]
    if what in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS[what]) % 7
        days = -(back or 7) if step < 0 else ((-back) % 7 or 7) if step > 0 else (-back) % 7
        return Fact(span, "date", (today + dt.timedelta(days=days)).isoformat())
    if what == "week":
        return Fact(span, "date", _week_of(today + dt.timedelta(days=7 * step)))
    if what == "month":
        year, month = _shift_month(today, step)
        return Fact(span, "date", f"{year:04}-{month:02}")
    if what == "year":
        return Fact(span, "date", f"{today.year + step:04}")
    if what == "weekend":
        saturday = today + dt.timedelta(days=5 - today.weekday() + 7 * step)
        return Fact(span, "date", f"{saturday.isoformat()}/{(saturday + dt.timedelta(days=1)).isoformat()}")
    if what in MONTHS:
        month = MONTHS[what]
        year = today.year
        if step < 0 and month >= today.month:
            year -= 1
        if step > 0 and month <= today.month:
            year += 1
        return Fact(span, "date", f"{year:04}-{month:02}")
    return Fact(span, "date", None)


def _past_month(name: str, prep: str, today: dt.date | None) -> str | None:
    if today is None or prep.lower() in ("early", "late", "mid", "and", "to", "for"):
        return None
    month = _month(name)
    if prep.lower() in ("by", "until", "till", "before"):
        return f"{today.year + (month < today.month):04}-{month:02}"
    return f"{today.year - (month > today.month):04}-{month:02}"


def _with_times(text: str, block: Span, dates: list[Fact]) -> list[Fact]:
    """Clock times, joined to the date beside them ("5 p.m. Friday", "Friday at 5 p.m.")."""
    found = {f.span[0]: f for f in dates}
    starts = sorted(found)
    for match in _TIME.finditer(text, *block):
        clock = _clock(match)
        if clock is None:
            continue
        end = match.start("then") if match.group("then") else match.end()
        written_end = (
            match.end("zone")
            if match.group("zone")
            else max(match.end("half"), match.end("minute24"), match.end("named"))
        )
        span = (match.start(), written_end)
        at = bisect_right(starts, span[0]) - 1
        before = found.get(starts[at]) if at >= 0 else None
        if before is not None and before.span[1] >= span[1]:
            continue
        beside = found.get(end) if match.group("then") else _just_before(text, before, span)
        if beside is None:
            found[span[0]] = Fact(span, "date", f"T{clock}")
            continue
        del found[beside.span[0]]
        whole = (min(span[0], beside.span[0]), max(span[1], beside.span[1]))
        value = f"{beside.value}T{clock}" if beside.value and len(beside.value) == 10 else None
        found[whole[0]] = Fact(whole, "date", value)
    return sorted(found.values(), key=lambda f: f.span)


def _just_before(text: str, fact: Fact | None, span: Span) -> Fact | None:
    gap = text[fact.span[1] : span[0]] if fact is not None and fact.span[1] <= span[0] else None
    return fact if gap is not None and len(gap) < 8 and _LINK.fullmatch(gap) else None


def _clock(match: re.Match[str]) -> str | None:
    if match.group("named"):
        return "12:00" if match.group("named").lower() == "noon" else "00:00"
    if match.group("hour24"):
        return f"{int(match.group('hour24')):02}:{match.group('minute24')}"
    hour, minute = int(match.group("hour")), int(match.group("minute") or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    afternoon = match.group("half").lower().startswith("p")
    return f"{hour % 12 + 12 * afternoon:02}:{minute:02}"
