"""Sentences, and the units quotes are read in: runs of sentences that a quotation holds together."""

from __future__ import annotations

import re
from bisect import bisect_right

import nupunkt

from factcheck.text.lexicon import word_list
from factcheck.text.marks import Quoted
from factcheck.text.reading import Span

# A paragraph longer than this is no paragraph but a dump; it is cut so that the cost stays linear.
_MOST = 20_000
# No sentence of prose is longer; what is (a table, a list without stops) is cut at a space, for the same reason.
_LONGEST = 1_500
_BORDER = re.compile(r"(?<![\w.-])(?P<word>[a-z]{4,})\.[”\"’»)]*\s+(?=[“\"‘«(]?[A-Z])")
_ABBREVIATIONS = frozenset(
    word_list("dept approx assoc corp univ prof capt govt intl natl misc incl orig ibid supra infra")
)
_SPEAKS = re.compile(
    r"(?:(?:He|She|They)|(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*)\s+(?:said|says|asked|asks|added|wrote|replied|shouted"
    r"|exclaimed|tweeted|yelled|cried|wondered|continued|joked|quipped)(?=[.,]|\s+(?:on|in|at|of|to|during|\w+day)\b)"
)
_LOWER = re.compile(r"[\"”’'»)\]]*\s*(?:[a-z]|[—–―-])")


def sentence_spans(text: str, block: Span) -> list[Span]:
    """The sentences of one paragraph, without the white space around them."""
    found: list[Span] = []
    for start in range(block[0], block[1], _MOST):
        piece = text[start : min(start + _MOST, block[1])]
        for s, e in _missed(piece, nupunkt.sent_spans(piece)):
            inner = piece[s:e].strip()
            if inner:
                at = start + s + piece[s:e].index(inner)
                found.extend(_cut(text, at, at + len(inner)))
    return found


def _missed(piece: str, spans: list[Span]) -> list[Span]:
    """Borders the tokenizer takes for an abbreviation ("… the port. Spokesperson …"): a long word in small letters ends
    a sentence where a capital follows."""
    found: list[Span] = []
    for start, end in spans:
        for match in _BORDER.finditer(piece, start, end):
            if match.group("word") not in _ABBREVIATIONS:
                found.append((start, match.end()))
                start = match.end()
        if start < end:
            found.append((start, end))
    return found


def _cut(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        stop = space if space > start else start + _LONGEST
        pieces.append((start, stop))
        start = stop + (stop == space)
    if end > start:
        pieces.append((start, end))
    return pieces


def units(text: str, sentences: list[Span], quoted: list[Quoted]) -> list[Span]:
    """Sentences joined where a quotation runs over their border (“Go. Now,” he said.) or where what follows
    begins in lower case (“Why?” she asked.)."""
    starts = [q.span[0] for q in quoted]
    joined: list[Span] = []
    for start, end in sentences:
        if joined:
            before = bisect_right(starts, start - 1) - 1
            inside = before >= 0 and quoted[before].span[0] < start < quoted[before].span[1]
            ends_quoted = text[joined[-1][1] - 1] in "\"”’'»」"
            goes_on = ends_quoted and (_LOWER.match(text, start) or _SPEAKS.match(text, start))
            if (inside or goes_on) and end - joined[-1][0] < _MOST:
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined
