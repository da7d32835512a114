"""Holes the writer left open. A TK in the copy blocks publication, so a doubtful one is better shown."""

from __future__ import annotations

import re

from factcheck.text.reading import Span, Tk

_TK = re.compile(
    r"\b(?:TK)+\b(?:\s?TK\b)*"
    r"|\btktk\w*\b|\bkoming\b"
    r"|[$€£](?:0{2,}|[xX]{2,}|TK|\?\?+|__+)(?:[.,](?:0+|[xX]+))*(?:\s?(?:m|bn|million|billion))?(?![\w.]*\d)"
    r"|\b(?:[xX]{2,3}|X{4,})\b(?!-)"
    r"|\?{3,}|_{3,}|…{2,}\?"
    r"|\bCHECK\b(?!-)(?:\s*(?:THIS|FACT|NAME|SPELLING|DATE|NUMBER|QUOTE))?"
    r"|\[[^\[\]\n]{0,60}\b(?i:check|tbc|tk|tbd|to come|confirm|verify|insert|fill in|fact-check)\b[^\[\]\n]{0,60}\]"
    r"|\((?:(?i:tbc|tbd|to come|check|to be confirmed)|CQ\?|sp\?|SP\?)\??\)"
    r"|\[(?!(?:sic|SIC|AP|CNN|BBC)\])[A-Z][A-Z .,'/&-]{1,40}\]|\[(?:\?+|_+|\s*|[xX]+|\.\.\.)\]"
    r"|\{\{[^{}\n]{0,60}\}\}|<(?:insert|name|tk)[^<>\n]{0,40}>"
    r"|\b(?:lorem ipsum|TODO|FIXME|TBC|TBD)\b",
)
# "Super Bowl XX" and "the XXX Corps" are Roman numerals; a film is rated XXX.
_NUMERAL = re.compile(r"(?:Bowl|Corps|Olympiad|Army|Pope|Louis|Title|Article|Chapter|rated|Volume)\s*$")


def find_tks(text: str, spans: list[Span]) -> tuple[Tk, ...]:
    """The holes inside the given stretches of copy."""
    found = []
    for start, end in spans:
        for match in _TK.finditer(text, start, end):
            if match.group().isupper() and _NUMERAL.search(text, max(start, match.start() - 12), match.start()):
                continue
            found.append(Tk(match.span()))
    return tuple(found)
