"""Words and punctuation with their places, made once and shared by all that reads the copy."""

from __future__ import annotations

import re
from bisect import bisect_left

from factcheck.text.reading import Span

# Combining marks and joiners stay inside their word, so that no mark cuts a letter from its accent.
_W = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]"
_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Rev|Hon|Sens|Reps"
    "|Govs|Drs|Messrs|St|Ft|Mt|No|Barr|Adv|Cllr|Smt|Engr|Kum"
)
_ABBREVIATED = (
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri"
    "|Sat|Sun|Inc|Corp|Ltd|Co|Jr|Sr"
)
TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}(?:['’]s)?"  # U.N., p.m.
    rf"|\b(?:{_TITLES}|{_ABBREVIATED})\.(?=[\s,)’'])|\d+(?:[.,:/]\d+)*"
    + _W
    + r"*(?:-"
    + _W
    + r"+)*"
    # A full stop with no space after it parts words all the same: "on Tuesday.Rep. Voss".
    r"|" + _W + r"+(?:(?:['’&/\-‑]|\.(?![A-Z][a-z]))" + _W + r"+)*(?:(?<=[sS])['’](?=\s+[a-z]))?"
    r"|''|``|--+|\.{2,}|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")


class Tokens:
    """The tokens of one text in order: `starts[i]`, `ends[i]`, `words[i]` and `lower[i]`.

    `words[i]` is as written, `lower[i]` in small letters.
    """

    __slots__ = ("ends", "lower", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(TOKEN.finditer(text))
        self.starts = [m.start() for m in matches]
        self.ends = [m.end() for m in matches]
        self.words = [m.group() for m in matches]
        self.lower = [w.lower() for w in self.words]

    def range(self, span: Span) -> range:
        """Numbers of the tokens that begin inside the span."""
        return range(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def span(self, first: int, last: int) -> Span:
        """From the beginning of token `first` to the end of token `last`, both included."""
        return self.starts[first], self.ends[last]


def bare(word: str) -> str:
    """Return a word without a possessive ending: "Assad" of "Assad’s", "rebels" of "rebels’"."""
    return _POSSESSIVE.sub("", word)


def capital(word: str) -> bool:
    """Whether a word begins with a capital, an opening mark aside."""
    return word[:1].isupper() or (len(word) > 1 and word[0] in "'’‘" and word[1].isupper())
