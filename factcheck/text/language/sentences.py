"""Sentences by nupunkt, joined or cut again where news copy is not what it knows."""

from __future__ import annotations

import re

import nupunkt

from factcheck.text.language.word_lists import word_lists
from factcheck.text.reading import Span

_WORDS = word_lists("factcheck.text.language", "sentences")

# A paragraph longer than this is no paragraph but a dump; it is cut so that the cost stays linear.
_MOST = 20_000
# No sentence of prose is longer; what is (a table, a list without stops) is cut at a space, for the
# same reason.
_LONGEST = 1_500
_BORDER = re.compile(r"(?<![\w.-])(?P<word>[a-z]{4,})\.[”\"’»)]*\s+(?=[“\"‘«(]?[A-Z])")
_ABBREVIATIONS = _WORDS["abbreviations"]
DATELINE = re.compile(
    "(?P<place>[A-Z][A-Z.'’-]{2,}(?:[ "
    r"/][A-Z][A-Z.'’-]+){0,3}(?:,\s[A-Z][\w.]{1,12}(?:\s[A-Z][\w.]+)?)?"
    r"(?:,?\s\d{1,2})?"
    r"(?:\s*\([A-Za-z /.]{2,30}\))?)\s*(?:—|–|--|-)\s+(?=[\w“\"‘'])"
)
_GOES_ON = re.compile(
    r"\b(?:U\.S|U\.N|U\.K|E\.U|Lt|Col|Gen|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Sen|Rep|Gov|Prof|Rev|Hon|Dr|Mr"
    r"|Mrs|Ms)\.$"
)
# A full stop with no space after it: "in the kitchen.Crews took", "61 votes to 40.The Senate".
_GLUED = re.compile(r"(?<=[a-z\d][a-z\d])(?P<stop>\.)(?=(?!(?:Com|Net|Org)\b)[A-Z][a-z]+\.?\s)")
_OPENING = (
    r"(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|His|Her|Its|Their|As|By|For"
    r"|If|When|After|Before|While|However|Meanwhile|Some|Many|Most|There|According)\b"
)
_NAME_NEXT = re.compile(rf"(?!{_OPENING})[A-Z][a-z]")
# A short word may be an abbreviation, but hardly before one that opens a sentence: "doing so. Its".
_SHORT_BORDER = re.compile(
    rf"(?<![\w.-])(?P<word>[a-z]{{2,3}})\.[”\"’»)]*\s+(?=[“\"‘«(]?{_OPENING})"
)


def sentence_spans(text: str, block: Span) -> list[Span]:
    """Return the sentences of one paragraph, without the white space around them."""
    spans: list[Span] = []
    for start in range(block[0], block[1], _MOST):
        piece = text[start : min(start + _MOST, block[1])]
        for s, e in _missed(piece, nupunkt.sent_spans(piece)):
            inner = piece[s:e].strip()
            if inner:
                at = start + s + piece[s:e].index(inner)
                spans.extend(_cut(text, at, at + len(inner)))
    return _mended(text, _dateline_apart(text, block, spans))


def _dateline_apart(text: str, block: Span, sentences: list[Span]) -> list[Span]:
    """Make a dateline a sentence of its own: "BEIRUT, Nov. 29 (Reuters) — "."""
    match = DATELINE.match(text, *block)
    if match is None or not sentences:
        return sentences
    later = [(max(s, match.end()), e) for s, e in sentences if e > match.end()]
    return [(block[0], match.end("place")), *later] if later else sentences


def _mended(text: str, sentences: list[Span]) -> list[Span]:
    """Join sentences cut after an abbreviation: "The U.S. | Secretary of State"."""
    mended: list[Span] = []
    for start, end in sentences:
        if (
            mended
            and _GOES_ON.search(text, max(mended[-1][0], mended[-1][1] - 6), mended[-1][1])
            and _NAME_NEXT.match(text, start)
        ):
            mended[-1] = (mended[-1][0], end)
        else:
            mended.append((start, end))
    return mended


def _missed(piece: str, spans: list[Span]) -> list[Span]:
    """Cut at borders the tokenizer takes for an abbreviation: "… the port. Spokesperson …".

    A long word in small letters ends a sentence where a capital follows.
    """
    missed: list[Span] = []
    for start, end in spans:
        borders = [*_BORDER.finditer(piece, start, end), *_SHORT_BORDER.finditer(piece, start, end)]
        ends = [match.end() for match in borders if match.group("word") not in _ABBREVIATIONS]
        ends += [match.end() for match in _GLUED.finditer(piece, start, end)]
        for stop in sorted(ends):
            missed.append((start, stop))
            start = stop
        if start < end:
            missed.append((start, end))
    return missed


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
