"""How a reading is scored against what people marked: quotes, and sentences worth a check.

Pure; reads nothing.

Quotes are compared word by word: punctuation, quotation marks and white space do not count. The
scores are

- `strict`: contents with exactly the gold's words;
- `overlap`: contents whose words' intersection over union with the gold's is at least a half;
- `source`: of the gold quotes found by overlap that have a source, the share whose source is right:
  it holds the head
  word of the gold's, or shares words with it to an F1 of at least a half;
- `joint`: overlap and source both right; a gold quote without a source asks for none.

Contents are paired one to one, the greatest overlap first. A content is direct when its first and
its last word stand in quotation marks, mixed when some word does, else indirect; for one kind,
recall is over the gold's contents of that kind and precision over the found ones, each paired with
contents of any kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

from benchmarks.scores import Score
from factcheck.text.reading import MarkedClaim, MarkedQuote, Span

KINDS = ("all", "direct", "mixed", "indirect")
_WORD = re.compile(r"\w+(?:['’.,]\w+)*")
_OPENERS, _CLOSERS, _STRAIGHT = "“„«", "”»", '"'
_BEFORE_OPENER = "([—–-"
# What follows the head of a noun phrase.
_AFTER_HEAD = frozenset(
    [
        "of",
        "for",
        "in",
        "at",
        "from",
        "with",
        "by",
        "on",
        "to",
        "who",
        "which",
        "that",
        "whose",
        "as",
        "among",
        "about",
        "against",
        "including",
        "near",
        "inside",
        "within",
        "under",
        "is",
        "was",
    ]
)
_PARTED = re.compile(r"[,;:(—–]")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class ScoredQuote:
    """A quote as it is scored: spans of its content and of its source.

    The source is empty where nobody is named.
    """

    content: Sequence[Span]
    source: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class QuoteScores:
    """Scores of one kind of content; all shares are in 0..1."""

    gold: int
    found: int
    strict: Score
    overlap: Score
    source: float
    joint: Score


def said_by_hand(document: dict[str, Any]) -> list[ScoredQuote]:
    """Return the gold quotes of an annotated article.

    The row holds `{"attributions": [{"content", "source" | null}]}`.
    """
    return [
        ScoredQuote(attribution["content"], attribution["source"] or ())
        for attribution in document["attributions"]
    ]


def said_in(quotes: Iterable[MarkedQuote]) -> list[ScoredQuote]:
    """Return the quotes of a reading; the source is the speaker's mention at the quote."""
    return [
        ScoredQuote(q.content, [q.speaker.span] if q.speaker and q.speaker.span else ())
        for q in quotes
    ]


def quote_scores(
    articles: Iterable[tuple[str, Sequence[ScoredQuote], Sequence[ScoredQuote]]],
) -> dict[str, QuoteScores]:
    """Return micro scores for each of `KINDS`, over (text, gold quotes, found quotes)."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text, gold, found in articles:
        words = _Words(text)
        _count(words, words.parts(gold), words.parts(found), counts)
    return {kind: _quote_scores(kind, counts) for kind in KINDS}


def line_scores(claims: Sequence[MarkedClaim], lines: Iterable[Span]) -> list[float]:
    """For each line its highest score of a claim that begins in it, 0 where none does.

    Claims come in order.
    """
    starts = [claim.span[0] for claim in claims]
    return [
        max(
            (
                claim.score
                for claim in claims[bisect_left(starts, start) : bisect_left(starts, end)]
            ),
            default=0.0,
        )
        for start, end in lines
    ]


def average_precision(scores: Iterable[float], labels: Iterable[bool]) -> float:
    """Area under the steps of precision over recall, in 0..1.

    Equal scores share one rank, so that the order of the lines is worth nothing. Raises ValueError
    where no label is true.
    """
    return float(average_precision_score(_some_true(labels), list(scores)))


def best_f1(scores: Iterable[float], labels: Iterable[bool]) -> tuple[float, float]:
    """Return the highest F1 that any bar gives, and that bar; the highest bar of several.

    A line counts when its score reaches the bar. Raises ValueError where no label is true.
    """
    precision, recall, bars = precision_recall_curve(_some_true(labels), list(scores))
    both = precision[:-1] + recall[:-1]  # the last point is the curve's end and has no bar
    f1 = 2 * precision[:-1] * recall[:-1] / np.maximum(both, np.finfo(float).tiny)
    return max(zip(f1.tolist(), bars.tolist(), strict=True))


def mean_average_precision(debates: Iterable[tuple[Sequence[float], Sequence[bool]]]) -> float:
    """Return the mean average precision over debates, each with its lines' scores and labels.

    A debate without a true label has no precision and is left out. Raises ValueError where none is
    left.
    """
    each = [average_precision(scores, labels) for scores, labels in debates if any(labels)]
    if not each:
        raise ValueError("no debate has a line that was checked")
    return sum(each) / len(each)


def _some_true(labels: Iterable[bool]) -> list[bool]:
    """Return the labels; raise ValueError where none is true: a precision would mean nothing."""
    known = list(labels)
    if not any(known):
        raise ValueError("no line is labelled true")
    return known


@dataclass(frozen=True, slots=True)
class _ScoredPart:
    """A quote by the numbers of its words, ascending."""

    content: list[int]
    source: list[int]
    kind: str


class _Words:
    """The words of one article.

    Its quotation marks are read apart from the reader's own rules: a score may not move when those
    do.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [m.span() for m in _WORD.finditer(text)]
        self._middles = [(start + end - 1) / 2 for start, end in self._spans]
        quoted = _quoted(text)
        self._quoted = [bool(quoted[start]) for start, _ in self._spans]

    def parts(self, quotes: Iterable[ScoredQuote]) -> list[_ScoredPart]:
        """Return the quotes that have a word."""
        return [
            _ScoredPart(content, self._within(quote.source), self._kind(content))
            for quote in quotes
            if (content := self._within(quote.content))
        ]

    def head(self, words: list[int]) -> int:
        """Return the last word of a noun phrase before a preposition, relative pronoun or comma."""
        head = words[0]
        for last, word in pairwise(words):
            start, end = self._spans[word]
            between = self._text[self._spans[word - 1][1] : start]
            if (
                word != last + 1
                or self._text[start:end].lower() in _AFTER_HEAD
                or _PARTED.search(between)
            ):
                break
            head = word
        return head

    def _within(self, spans: Iterable[Span]) -> list[int]:
        numbers: set[int] = set()
        for start, end in spans:
            numbers.update(
                range(bisect_left(self._middles, start), bisect_left(self._middles, end))
            )
        return sorted(numbers)

    def _kind(self, words: list[int]) -> str:
        if self._quoted[words[0]] and self._quoted[words[-1]]:
            return "direct"
        return "mixed" if any(self._quoted[word] for word in words) else "indirect"


def _quoted(text: str) -> bytearray:
    """Return 1 for each character inside double quotation marks.

    A mark left open runs to the end of its line; a straight one opens when what follows it is text
    and what stands before it is not.
    """
    mask = bytearray(len(text))
    inside = False
    for at, char in enumerate(text):
        if char == "\n" or char in _CLOSERS:
            inside = False
        elif char in _OPENERS:
            inside = True
        elif char == _STRAIGHT:
            inside = _after_straight(text, at, inside)
        mask[at] = inside
    return mask


def _after_straight(text: str, at: int, inside: bool) -> bool:
    """Return whether text is quoted after the straight mark at a place."""
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    opens = (before.isspace() or before in _BEFORE_OPENER) and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    return opens if opens != closes else not inside


def _count(
    words: _Words,
    gold: list[_ScoredPart],
    found: list[_ScoredPart],
    counts: Counter[tuple[str, ...]],
) -> None:
    """Add one article's counts: quotes, pairs by each measure, and pairs with a source."""
    _count_parts(counts, gold, "gold")
    _count_parts(counts, found, "found")
    overlap = _paired(gold, found, _HALF)
    pairs = {
        "strict": _paired(gold, found, 1.0),
        "overlap": overlap,
        "joint": [pair for pair in overlap if _same_source(words, *pair)],
    }
    for score, right in pairs.items():
        _count_parts(counts, [of_gold for of_gold, _ in right], score, "gold")
        _count_parts(counts, [of_reading for _, of_reading in right], score, "found")
    _count_parts(counts, [part for part, _ in overlap if part.source], "sourced")
    _count_parts(counts, [part for part, _ in pairs["joint"] if part.source], "source")


def _count_parts(
    counts: Counter[tuple[str, ...]], parts: Iterable[_ScoredPart], *keys: str
) -> None:
    """Count quotes under the keys, for all kinds and for their own."""
    for part in parts:
        counts.update((kind, *keys) for kind in ("all", part.kind))


def _paired(
    gold: list[_ScoredPart], found: list[_ScoredPart], least: float
) -> list[tuple[_ScoredPart, _ScoredPart]]:
    """Return pairs by intersection over union, one to one, the greatest first."""
    theirs, ours = [set(part.content) for part in gold], [set(part.content) for part in found]
    close = sorted(
        (-len(a & b) / len(a | b), g, f)
        for g, a in enumerate(theirs)
        for f, b in enumerate(ours)
        if len(a & b) >= least * len(a | b)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, f in close:
        if g not in pairs and f not in taken:
            pairs[g] = f
            taken.add(f)
    return [(gold[g], found[f]) for g, f in pairs.items()]


def _same_source(words: _Words, gold: _ScoredPart, found: _ScoredPart) -> bool:
    """Return whether both have the same source: the gold head, or half the words shared."""
    if not gold.source or not found.source:
        return not gold.source and not found.source
    shared = len(set(gold.source) & set(found.source))
    words_of_both = len(gold.source) + len(found.source)
    return words.head(gold.source) in found.source or 2 * shared >= _HALF * words_of_both


def _quote_scores(kind: str, counts: Counter[tuple[str, ...]]) -> QuoteScores:
    gold, found = counts[kind, "gold"], counts[kind, "found"]

    def score(name: str) -> Score:
        precision = counts[kind, name, "found"] / max(found, 1)
        recall = counts[kind, name, "gold"] / max(gold, 1)
        return Score(
            precision,
            recall,
            2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        )

    source = counts[kind, "source"] / max(counts[kind, "sourced"], 1)
    return QuoteScores(gold, found, score("strict"), score("overlap"), source, score("joint"))
