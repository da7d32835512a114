"""Times of day, joined to the date beside them: "5 p.m. Friday", "Friday at 5 p.m.".

The conventions are in `dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable

from factcheck.text.language.lexicon import WEEKDAYS
from factcheck.text.reading import MarkedFact, Span

_ZONE = (
    r"(?:ET|EST|EDT|CT|CST|CDT|MT|MST|MDT|PT|PST|PDT|GMT|UTC|BST|CET|CEST|EET|IST|JST|MSK|AEST"
    r"|AEDT|HKT|(?i:local time|(?:Eastern|Central|Pacific|Mountain)(?: (?:Standard"
    r"|Daylight))?(?: time)?)|[A-Z][a-z]+ time)\b"
)
_TIME = re.compile(
    r"(?<![\w.:/$€£-])(?:(?P<from>\d{1,2}(?:[:.][0-5]\d)?)\s?[–-]\s?)?"
    # "The 3.15 at Kempton" is a race; whether before or after noon only its card tells.
    r"(?:(?<=[Tt]he )(?P<race>(?:[1-9]|1[0-2])[.:][0-5]\d)(?=\s(?:at|from)\s[A-Z])"
    r"|(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>(?i:[ap]\.\s?m\.|[ap]m\b|[ap]\.m\b))"
    r"|(?P<hour24>[01]?\d|2[0-3])[:](?P<minute24>[0-5]\d)(?![:.]?\d)(?:\s?(?:hours|hrs|h)\b)?"
    rf"|(?P<wire>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?(?:hours|hrs)\b(?!\sof)|\s{_ZONE})(?:\s?(?:hours|hrs)\b)?"
    r"|(?P<clock>(?:[1-9]|1[0-2]|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)))\s"
    r"(?i:o['’]clock)(?:\sin\sthe\s(?P<part>morning|afternoon|evening))?"
    r"|(?:12\s)?(?P<named>(?i:noon|midnight))\b(?!\s[A-Z][a-z]+\sTrain))"
    rf"(?P<zone>\s\(?{_ZONE}(?=\W|$))?"
)
_GAME_CLOCK = re.compile(
    r"\s(?:(?:minutes?|mins?|was|were|is|still)\s)*(?:left|remaining|remained|gone|elapsed"
    r"|played|to (?:play|go|spare)"
    r"|on the (?:[\w-]{1,20} ){0,2}clock"
    # A gap between runners: "1:15 behind".
    r"|behind|adrift|ahead of|clear of|in front|off the (?:pace|lead)|faster|slower|quicker"
    r"|(?:of|into|in) the (?:first|second|third|fourth|final|opening)"
    r" (?:quarter|half|period))\b"
)
_RUN_TIME = re.compile(r"\b(?:times? of|clock(?:ed|ing)|ran(?: a)?|split of)\s$")
_LINK_AFTER = re.compile(r",?\s+(?:on\s+(?:the\s+)?)?")
_LINK_BEFORE = re.compile(
    r",?\s*(?:(?:at|by|before|until|from)\s+)?(?:(?:about|around|exactly)\s+)?", re.I
)
_PAST_MIDNIGHT = re.compile(r"\bafter\s+$", re.I)
_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def with_times(text: str, block: Span, dates: list[MarkedFact]) -> list[MarkedFact]:
    """Return the dates with the block's clock times among them, a time and its date as one fact."""
    facts = {fact.span[0]: fact for fact in dates}
    starts = sorted(facts)
    for match in _TIME.finditer(text, *block):
        clock = _clock(match)
        if clock is None or not _is_time(match):
            continue
        span = _span_of(match)
        at = bisect_right(starts, span[1] - 1) - 1
        before = facts.get(starts[at]) if at >= 0 else None
        if before is not None and before.span[1] > span[0]:
            continue
        day = _after(text, facts, span) or _before(text, before, span)
        if day is not None:
            del facts[day.span[0]]
        time = _timed(text, match, span, day, clock, block)
        facts[time.span[0]] = time
    return sorted(facts.values(), key=lambda fact: fact.span)


def _is_time(match: re.Match[str]) -> bool:
    """Return whether a match is a time: "9-11" is one only with "a.m." or "p.m." after it.

    Nor is "3:08 to play" one, which a game's clock shows, or the "2:03" somebody ran.
    """
    if match.group("hour24") and not match.group("zone"):
        text = match.string
        before = text[max(0, match.start() - 24) : match.start()]
        if _GAME_CLOCK.match(text, match.end()) or _RUN_TIME.search(before):
            return False
    return not (match.group("from") and not match.group("half"))


def _span_of(match: re.Match[str]) -> Span:
    """Return the characters of a time; a zone in brackets is not part of it."""
    zone = match.group("zone")
    return (match.start(), match.start("zone") if zone and "(" in zone else match.end())


def _timed(
    text: str,
    match: re.Match[str],
    span: Span,
    day: MarkedFact | None,
    clock: str,
    block: Span,
) -> MarkedFact:
    """Return the fact of a time, joined to its day where there is one."""
    if day is None:
        value = None if clock == "?" else "/".join(f"T{time}" for time in clock.split("/"))
        return MarkedFact(span, "date", value)
    whole = (min(span[0], day.span[0]), max(span[1], day.span[1]))
    midnight = bool(match.group("named")) and clock == "00:00"
    past = _PAST_MIDNIGHT.search(text, max(block[0], span[0] - 12), span[0])
    value = _joined(day.value, clock, end_of_day=midnight and not past)
    return MarkedFact(whole, "date", value)


def _joined(day: str | None, clock: str, *, end_of_day: bool) -> str | None:
    if day is None or clock == "?":
        return day
    if end_of_day:
        day = (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    return "/".join(f"{day}T{c}" for c in clock.split("/"))


def _after(text: str, dates: dict[int, MarkedFact], span: Span) -> MarkedFact | None:
    link = _LINK_AFTER.match(text, span[1])
    fact = dates.get(link.end()) if link else None
    return fact if fact is not None and _is_day(text, fact) else None


def _before(text: str, fact: MarkedFact | None, span: Span) -> MarkedFact | None:
    gap = (
        text[fact.span[1] : span[0]]
        if fact is not None and fact.span[1] <= span[0] <= fact.span[1] + 16
        else None
    )
    return (
        fact
        if fact is not None and gap and _LINK_BEFORE.fullmatch(gap) and _is_day(text, fact)
        else None
    )


def _is_day(text: str, fact: MarkedFact) -> bool:
    """One day, known or (without a day of publication) not."""
    if fact.value is not None:
        return len(fact.value) == 10 and fact.value[4] == "-"
    return text[slice(*fact.span)].split()[-1].lower() in WEEKDAYS


def _clock(match: re.Match[str]) -> str | None:
    """Return the ISO 8601 clock time of a match.

    Two are joined by "/" for "9-11 a.m."; "?" means the copy leaves it open, None that it is no
    time.
    """
    for group, reader in _CLOCKS:
        if match.group(group):
            return reader(match)
    return _of_hours(match)


def _of_name(match: re.Match[str]) -> str:
    return "12:00" if match.group("named").lower() == "noon" else "00:00"


def _of_24_hours(match: re.Match[str]) -> str:
    return f"{int(match.group('hour24')):02}:{match.group('minute24')}"


def _of_wire(match: re.Match[str]) -> str:
    digits = match.group("wire")
    return f"{digits[:2]}:{digits[2:]}"


def _of_clock(match: re.Match[str]) -> str | None:
    """Read "five o'clock", which is open without its part of the day."""
    written, part = match.group("clock"), match.group("part")
    if not part:
        return "?"
    hour = written if written.isdigit() else str(_WORDS.index(written.lower()) + 1)
    return _of_half(hour, "a" if part == "morning" else "p")


_CLOCKS: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
    ("race", lambda _: "?"),  # the 3.15 at Kempton
    ("named", _of_name),  # noon
    ("hour24", _of_24_hours),  # 17:00
    ("wire", _of_wire),  # 1700 GMT
    ("clock", _of_clock),  # five o'clock
)


def _of_hours(match: re.Match[str]) -> str | None:
    """Read "5 p.m." and "9-11 a.m."."""
    half = match.group("half")
    last = _of_half(f"{match.group('hour')}:{match.group('minute') or '00'}", half)
    if not match.group("from"):
        return last
    written = match.group("from").replace(".", ":")
    first = _of_half(written, half)
    if first and last and first > last:  # "11-1 p.m." begins before noon
        first = _of_half(written, "a")
    return f"{first}/{last}" if first and last else None


def _of_half(written: str, half: str) -> str | None:
    hour, _, minute = written.partition(":")
    if not 1 <= int(hour) <= 12:
        return None
    return f"{int(hour) % 12 + 12 * half.lower().startswith('p'):02}:{int(minute or 0):02}"
