"""Holes the writer left open, and notes to the desk.

A hole that runs is worse than a false alarm, so a doubtful one is shown; what copy really holds is
not: Roman numerals ("Super Bowl XX"), codes (flight TK 1982), insertions in a quotation ("[sic]",
"[the president]", "[NATO]"), 007, 4:00, and "check" the verb.
"""

from __future__ import annotations

import re

from factcheck.text.reading import MarkedTk, Span

_SLOT = (
    r"(?:(?:first |last |full )?name|age|number|figure|amount|date|day|month|year|time|title"
    r"|place|town|city|country|link|source|spelling|quote|photo|caption|headline|byline"
    r"|percentage|cq|sp)"
)
_NOTE = r"(?:check|tbc|tk|tktk|tbd|to come|confirm|verify|insert|fill in|fact-check)"
_SCALED = r"(?:\s?(?:million|billion|trillion|bn|m|k)\b)"
_COUNTED = (
    r"(?:%|(?:percent|per cent|people|million|billion|dollars|euros|years|days|km|miles|troops)\b)"
)
_TK = re.compile(
    r"(?<![.\w@/])(?:TK)+\b(?:\s?TK\b)*|(?<![.\w@/])(?:tk)+(?:\s?tk)*\b(?![.]\w)|\bkoming\b"
    r"|\bTO COME\b"
    rf"|[$€£](?:(?:0{{2,}}|[xX]{{2,}}|TK|\?\?+|__+)(?:[.,](?:0+|[xX]+))*{_SCALED}?(?![\w.]*\d)"
    rf"|[xX]{_SCALED})"
    r"|(?<![\w.,:+/-])(?<!\d\s)0{2,}(?:,0{3})*(?=%|\s[a-z])(?!\s(?:hours|hrs)\b)"
    rf"|\bX(?=\s?{_COUNTED})|\b(?:1[89]|20)(?:xx|XX|\d[xX]|TK|\?\?|__)(?!\w)"
    r"|\b(?:x{2,3}|X{2,})\b(?!-)"
    r"|(?<![^\W\d_])\?{3,}|_{3,}|…{2,}\?"
    r"|\bCHECK\b(?!-)(?:\s*(?:THIS|FACT|NAME|SPELLING|DATE|NUMBER|QUOTE))?"
    rf"|\[[^\[\]\n]{{0,60}}\b(?i:{_NOTE})\b[^\[\]\n]{{0,60}}\]"
    rf"|\((?:(?i:tbc|tbd|to come|check|to be confirmed)\??|(?i:{_SLOT})\?|CQ\??|\?+"
    "|(?i:check) (?:spelling|name|title|age|date|figure|number|fact|quote|this"
    r"|with [A-Z][a-z]+))\)"
    rf"|\[(?i:{_SLOT})\]|\[[^\[\]\n]{{1,60}}\?\]|\[0[0,.]*\]|(?P<capitals>\[[A-Z][A-Z "
    r".,'/&-]{1,40}\])"
    r"|\[(?:\?+|_+|\s*|[xX]+|\.\.\.)\]"
    r"|\{\{[^{}\n]{0,60}\}\}|<(?:insert|name|tk)[^<>\n]{0,40}>|<<[^<>\n]{1,60}>>"
    r"|\b(?:lorem ipsum|TODO|FIXME|TBC|TBD)\b",
)
# "Super Bowl XX" and "the XXX Corps" are Roman numerals; a film is rated XXX.
_NUMERAL = re.compile(
    r"\b(?:Bowl|Corps|Olympiad|Army|Pope|Louis|Pius|Benedict|Act|Psalm|rated|WrestleMania"
    r"|(?i:title|article|chapter|section|part|annex|volume))\s*$"
)
_NUMBERED = re.compile(
    r"[\s-](?:chromosomes?|karyotype|century|Corps|Army|Legion|Olympi\w+|Games|Congress|films?"
    r"|movies?|videos?|rated)\b"
)
_CODE = re.compile(r"\b(?:code|flights?|airline|domain|ticker|prefix|designator)\s$", re.I)
_ACRONYM = re.compile(r"\[(?:[A-Z]\.?){2,5}\]")
_CREDITS = frozenset(
    [
        "[SIC]",
        "[AP]",
        "[CNN]",
        "[BBC]",
        "[US]",
        "[U.S.]",
        "[UK]",
        "[U.K.]",
        "[EU]",
        "[UN]",
        "[U.N.]",
    ]
)
# Characters back to the mark that opens a quote: copy may leave one open for good.
_LOOK_BACK = 300


def find_tks(text: str, spans: list[Span]) -> tuple[MarkedTk, ...]:
    """Return the holes inside the given stretches of copy."""
    return tuple(
        MarkedTk(match.span())
        for start, end in spans
        for match in _TK.finditer(text, start, end)
        if not _is_copy(text, match, start, end)
    )


def _is_copy(text: str, match: re.Match[str], start: int, end: int) -> bool:
    marked = match.group()
    before = text[max(start, match.start() - 16) : match.start()]
    if marked.startswith("TK"):
        return bool(_CODE.search(before))
    if marked.isupper() and marked[0] == "X":
        return bool(_NUMERAL.search(before) or _NUMBERED.match(text, match.end(), end))
    if marked[0] == "0":
        return bool(re.match(r"\s(?:GMT|UTC)", text[match.end() : match.end() + 4]))
    return bool(match.group("capitals")) and (marked in _CREDITS or _inserted(text, match, start))


def _inserted(text: str, match: re.Match[str], start: int) -> bool:
    """Return whether an acronym is put into a quotation: “The [NATO] allies agreed”.

    A slot there ("[NAME]") is a hole all the same.
    """
    if not _ACRONYM.fullmatch(match.group()):
        return False
    opened = text.rfind("“", max(start, match.start() - _LOOK_BACK), match.start())
    return opened >= 0 and text.rfind("”", opened, match.start()) < 0
