"""Times of day, joined to the date beside them: "5 p.m. Friday", "Friday at 5 p.m.".

The conventions are in `dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right

from factcheck.text.language.lexicon import WEEKDAYS
from factcheck.text.reading import MarkedFact, Span

_ZONE = (
    r"(?:ET|EST|EDT|CT|CST|CDT|MT|MST|MDT|PT|PST|PDT|GMT|UTC|BST|CET|CEST|EET|IST|JST|MSK|AEST"
    r"|AEDT|HKT|(?i:local time|(?:Eastern|Central|Pacific|Mountain)(?: (?:Standard"
    r"|Daylight))?(?: time)?)|[A-Z][a-z]+ time)\b"
)
_TIME = re.compile(
    r"(?<![\w.:/$€£-])(?:(?P<from>\d{1,2}(?:[:.][0-5]\d)?)\s?[–-]\s?)?"
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>(?i:[ap]\.\s?m\.|[ap]m\b|[ap]\.m\b))"
    r"|(?P<hour24>[01]?\d|2[0-3])[:](?P<minute24>[0-5]\d)(?![:.]?\d)(?:\s?(?:hours|hrs|h)\b)?"
    rf"|(?P<wire>(?:[01]\d|2[0-3])[0-5]\d)(?=\s(?:hours\b|{_ZONE}))(?:\shours)?"
    r"|(?P<clock>(?:[1-9]|1[0-2]|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)))\s"
    r"(?i:o['’]clock)(?:\sin\sthe\s(?P<part>morning|afternoon|evening))?"
    r"|(?:12\s)?(?P<named>(?i:noon|midnight))\b(?!\s[A-Z][a-z]+\sTrain))"
    rf"(?P<zone>\s\(?{_ZONE}(?=\W|$))?"
)
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
    found = {f.span[0]: f for f in dates}
    starts = sorted(found)
    for match in _TIME.finditer(text, *block):
        clock = _clock(match)
        if clock is None or not _is_time(match):
            continue
        span = match.span()
        if match.group("zone") and "(" in match.group("zone"):
            span = (span[0], match.start("zone"))
        at = bisect_right(starts, span[1] - 1) - 1
        before = found.get(starts[at]) if at >= 0 else None
        if before is not None and before.span[1] > span[0]:
            continue
        beside = _after(text, found, span) or _before(text, before, span)
        if beside is None:
            value = "/".join(f"T{c}" for c in clock.split("/")) if clock != "?" else None
            found[span[0]] = MarkedFact(span, "date", value)
            continue
        del found[beside.span[0]]
        whole = (min(span[0], beside.span[0]), max(span[1], beside.span[1]))
        midnight = bool(match.group("named")) and clock == "00:00"
        after = bool(_PAST_MIDNIGHT.search(text, max(block[0], span[0] - 12), span[0]))
        found[whole[0]] = MarkedFact(
            whole, "date", _joined(beside.value, clock, end_of_day=midnight and not after)
        )
    return sorted(found.values(), key=lambda f: f.span)


def _is_time(match: re.Match[str]) -> bool:
    return not (match.group("from") and not match.group("half"))


def _joined(day: str | None, clock: str, *, end_of_day: bool) -> str | None:
    if day is None or clock == "?":
        return day
    if end_of_day:
        day = (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    return "/".join(f"{day}T{c}" for c in clock.split("/"))


def _after(text: str, found: dict[int, MarkedFact], span: Span) -> MarkedFact | None:
    link = _LINK_AFTER.match(text, span[1])
    fact = found.get(link.end()) if link else None
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
    g = match.groupdict()
    if g["named"]:
        return "12:00" if g["named"].lower() == "noon" else "00:00"
    if g["hour24"]:
        return f"{int(g['hour24']):02}:{g['minute24']}"
    if g["wire"]:
        return f"{g['wire'][:2]}:{g['wire'][2:]}"
    if g["clock"]:
        hour = int(g["clock"]) if g["clock"].isdigit() else _WORDS.index(g["clock"].lower()) + 1
        return _of_half(str(hour), "a" if g["part"] == "morning" else "p") if g["part"] else "?"
    last = _of_half(f"{g['hour']}:{g['minute'] or '00'}", g["half"])
    if not g["from"]:
        return last
    first = _of_half(g["from"].replace(".", ":"), g["half"])
    if first and last and first > last:
        first = _of_half(g["from"].replace(".", ":"), "a")
    return f"{first}/{last}" if first and last else None


def _of_half(written: str, half: str) -> str | None:
    hour, _, minute = written.partition(":")
    if not 1 <= int(hour) <= 12:
        return None
    return f"{int(hour) % 12 + 12 * half.lower().startswith('p'):02}:{int(minute or 0):02}"
