"""Copy cut into sentences, only to see which of them survive an edit.

This cut is not the reader's (`text.language.sentences`): it must be fast and local. An edit in one
line may not change how another line is cut, or marks far from the edit would seem to move.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise

from factcheck.text import Span

# A stop, its closing quotation marks, white space, and then a capital or a number. After an initial
# or a title ("J. Smith", "Gen. Haddad") the sentence goes on. A look-behind has one fixed width, so
# titles of two letters and of three have one each.
_SENTENCE_BREAK = re.compile(
    r"(?<=[.!?…])"
    r"(?<!\b[A-Z]\.)"
    r"(?<!\b(?:Mr|Ms|Dr|St|Lt)\.)"
    r"(?<!\b(?:Mrs|Gen|Col|Sen|Rep)\.)"
    r"[\"”’»)\]]*"
    r"\s+"
    r"(?=[\"“‘«(\[]?[A-Z0-9])"
)
_TOKEN = re.compile(r"\w+|[^\w\s]")


class CopySentence:
    """A sentence, or a line without one.

    `start` and `end` are code points into the text; `key` is its words whatever the white space,
    because a line broken anew is no edit.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.text = text[start:end]
        self.key = " ".join(self.text.split())

    @cached_property
    def token_spans(self) -> list[Span]:
        """Return where each word and stop stands in the text."""
        spans = []
        for token in _TOKEN.finditer(self.text):
            start, end = token.span()
            spans.append((self.start + start, self.start + end))
        return spans

    @cached_property
    def tokens(self) -> list[str]:
        """Return the words and stops, in order."""
        return _TOKEN.findall(self.text)

    @cached_property
    def token_counts(self) -> Counter[str]:
        """Return how often each word and stop stands in the sentence."""
        return Counter(self.tokens)

    def cut(self, span: Span) -> Span:
        """Return the part of a span that lies within the sentence; empty where none does."""
        start, end = span
        return max(start, self.start), min(end, self.end)

    def words_at(self, span: Span) -> str:
        """Return the words of a span that lies within the sentence."""
        start, end = span
        return self.text[start - self.start : end - self.start]


def sentences_of(text: str) -> list[CopySentence]:
    """Return the sentences of the copy, line by line; blank lines give none."""
    sentences = []
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        breaks = [line_start + match.end() for match in _SENTENCE_BREAK.finditer(line)]
        for start, end in pairwise([line_start, *breaks, line_end]):
            trimmed = without_outer_space(text, (start, end))
            if trimmed:
                sentences.append(CopySentence(text, *trimmed))
        line_start = line_end + 1
    return sentences


def without_outer_space(text: str, span: Span) -> Span | None:
    """Return the span without white space at its ends; None where it holds nothing else."""
    start, end = span
    words = text[start:end]
    if not words.strip():
        return None
    leading = len(words) - len(words.lstrip())
    trailing = len(words) - len(words.rstrip())
    return start + leading, end - trailing


def likeness(left: CopySentence, right: CopySentence) -> float:
    """Return the share of words two sentences have in common (Dice's coefficient), 0 to 1."""
    total = len(left.tokens) + len(right.tokens)
    if not total:
        return 0.0
    shared = left.token_counts & right.token_counts
    return 2 * sum(shared.values()) / total
