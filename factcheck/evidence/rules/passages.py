"""The passage of a page that bears on a claim."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import nupunkt

from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.shares_and_ranks import CARDINALS
from factcheck.evidence.rules.words import StatedFact, Word, is_content, plain, stem, words_of

SENTENCES: Final = 3
LONGEST: Final = 700  # characters; a passage is read in the margin
SEARCHED: Final = 500  # characters of a passage as it is searched: what one vector can still say
NAME: Final = 2.0  # the weight of a name, place or number; a plain word has 1
ENOUGH: Final = 0.42  # of the claim's weight; below it a passage shares the topic at best
PAIR: Final = 0.5  # the same where only two words meet
MANY: Final = 0.34  # and where five or more do
_LEAST_WORTH: Final = 0.8  # of a word in a long name, beside a plain word's 1; guessed
_LONGER_COSTS: Final = 0.04  # of a passage's score, for each sentence after the first; guessed
_PIECE: Final = 20_000  # characters that are cut into sentences at once
_PAGES_KEPT: Final = 16  # taken apart: some hundred kilobytes each
_NEAR: Final = 2  # sentences in which a name and the count of what it has stand; guessed


@dataclass(frozen=True, slots=True)
class TextPassage:
    """`start` and `end` into the document's text.

    `score` 0 to 1; `matched` are the page's own words that the claim has too, each once.
    """

    start: int
    end: int
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page's text taken apart once, to be set beside many claims."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    words: tuple[tuple[Word, ...], ...]  # content words, by sentence
    spread: Counter[str]  # in how many sentences each stem stands


@lru_cache(maxsize=_PAGES_KEPT)
def page_words(text: str) -> PageWords:
    """Return a page taken apart; it is set beside claims as they find it, one after the other."""
    spans = tuple(_sentences(text))
    words = tuple(
        tuple(
            Word(word.text, sense(word.stem), word.start + start, word.end + start)
            for word in words_of(text[start:end])
            if is_content(word)
        )
        for start, end in spans
    )
    return PageWords(
        text, spans, words, Counter(s for sentence in words for s in {w.stem for w in sentence})
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences, paragraph by paragraph.

    A paragraph longer than any is a dump, and is cut to keep the cost linear.
    """
    for paragraph in re.finditer(r"[^\n]+", text):
        for start in range(paragraph.start(), paragraph.end(), _PIECE):
            piece = text[start : min(start + _PIECE, paragraph.end())]
            for s, e in nupunkt.sent_spans(piece):
                inner = piece[s:e].strip()
                if inner:
                    at = start + s + piece[s:e].index(inner)
                    yield at, at + min(len(inner), LONGEST)


def cut(text: str) -> list[tuple[int, int]]:
    """Return the whole text in passages of a few sentences, as they are searched."""
    spans: list[tuple[int, int]] = []
    for start, end in _sentences(text):
        if spans and end - spans[-1][0] <= SEARCHED:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def best_passage(
    claim_text: str, facts: Sequence[StatedFact], page: PageWords
) -> TextPassage | None:
    """Return the run of one to three sentences that says most of what the claim says.

    None when none says enough. The score is the share of the claim's words that stand there, by
    weight: names, places and numbers count more, and a word counts less the more of the page's
    sentences hold it. At least two words must meet, one of them a name or number if the claim has
    any that the page holds, and one of them no name: a page that only names the same people and
    places says nothing of what is claimed about them.
    """
    search = _Search.of(claim_text, facts, page)
    if not search.total or (search.anchored and not search.anchors):
        return None
    best: TextPassage | None = None
    highest = 0.0
    for first, last in _runs(page, search.weights.keys()):
        met = _words_met(page, first, last, search.weights.keys())
        score = sum(search.weights[stem] for stem in met) / search.total
        score -= _LONGER_COSTS * (last - first)
        if score > highest + 1e-9 and score >= _enough(len(met)) and search.says_enough(met):
            highest = score
            span = page.sentences[first][0], page.sentences[last][1]
            words = tuple(sorted(set(met.values()), key=plain))
            best = TextPassage(*span, round(min(score, 1.0), 4), words)
    return best or _passage_of_a_part(claim_text, facts, page)


_COUNT: Final = re.compile(rf"\b(?:\d+|{'|'.join(CARDINALS)})\b")
_JOINED: Final = re.compile(r"-([a-z]{3,20})\s+$")


def _passage_of_a_part(
    claim_text: str, facts: Sequence[StatedFact], page: PageWords
) -> TextPassage | None:
    """Return the run that counts what the claim counts in passing: "the seven-member Hill Pact".

    A page about the pact says little of what the claim tells of it, but how many members it has.
    """
    for number, name in product(facts, facts):
        joined = _JOINED.match(claim_text[number.end : name.start])
        if number.kind != "number" or name.kind not in ("name", "place") or joined is None:
            continue
        wanted = {sense(word.stem) for word in words_of(f"{joined[1]} {name.text}")}
        for first, last in _runs(page, wanted):
            met = _words_met(page, first, last, wanted)
            span = page.sentences[first][0], page.sentences[last][1]
            counts = _COUNT.search(page.text, *span)
            if met.keys() == wanted and counts and last - first < _NEAR:
                return TextPassage(*span, ENOUGH, tuple(sorted(met.values(), key=plain)))
    return None


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for on one page: each word's weight, the anchors it holds, the mere names."""

    weights: dict[str, float]
    # Whether the claim has any anchor, a name or a number.
    anchored: bool
    # The anchors that the page holds.
    anchors: set[str]
    names: set[str]
    # The weight of the claim; a figure that may differ in a source counts nothing.
    total: float

    @classmethod
    def of(cls, claim_text: str, facts: Sequence[StatedFact], page: PageWords) -> _Search:
        weights, anchors, names = _weights(claim_text, facts, page)
        # A source with another figure or rank is just what is sought: one that is missing does
        # not count against a passage.
        figures = {
            sense(word.stem)
            for fact in facts
            if fact.kind in ("number", "superlative")
            for word in words_of(fact.text)
        }
        total = sum(
            weight
            for word, weight in weights.items()
            if not word[:1].isdigit() and word not in figures
        )
        here = {anchor for anchor in anchors if page.spread[anchor]}
        return cls(weights, bool(anchors), here, names, total)

    def says_enough(self, met: Mapping[str, str]) -> bool:
        """Return whether the words met say more than who or where: two, and not names alone."""
        only_names = not self.weights.keys() - self.names
        return (
            len(met) >= 2
            and (not self.anchors or bool(self.anchors & met.keys()))
            and (only_names or bool(met.keys() - self.names))
        )


def _runs(page: PageWords, stems: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield runs of one to three sentences (first, last) that begin with a word looked for."""
    for first in range(len(page.sentences)):
        if not any(word.stem in stems for word in page.words[first]):
            continue
        for last in range(first, min(first + SENTENCES, len(page.sentences))):
            too_long = page.sentences[last][1] - page.sentences[first][0] > LONGEST
            if too_long and last > first:
                break
            yield first, last


def _words_met(page: PageWords, first: int, last: int, stems: Collection[str]) -> dict[str, str]:
    """Return the words of a run that are looked for, by their stem."""
    return {
        word.stem: word.text
        for sentence in page.words[first : last + 1]
        for word in sentence
        if word.stem in stems
    }


def _enough(met: int) -> float:
    """Two words in common are chance unless they are half of the claim.

    Six are none, however long the claim is.
    """
    return PAIR if met < 3 else ENOUGH if met < 5 else MANY


def _weights(
    claim_text: str, facts: Sequence[StatedFact], page: PageWords
) -> tuple[dict[str, float], set[str], set[str]]:
    """Return what each word of the claim weighs here, its anchors, and its mere names."""
    words = list(_claim_words(claim_text, facts))
    weights = {
        word.stem: max(word.worth, _LEAST_WORTH) * _rarity(page, word.stem) for word in words
    }
    anchors = {word.stem for word in words if word.is_anchor}
    names = {word.stem for word in words if word.is_mere_name}
    return weights, anchors, names


@dataclass(frozen=True, slots=True)
class _ClaimWord:
    """A content word of a claim, and what it is worth on any page."""

    stem: str
    worth: float
    is_anchor: bool  # of a fact, a name or a number: a passage must have one of them
    is_mere_name: bool  # a passage that has nothing else shares the topic only


def _claim_words(claim_text: str, facts: Sequence[StatedFact]) -> Iterator[_ClaimWord]:
    named = _spans(facts, "name", "place", "title")
    marked = _spans(facts, "name", "place", "number", "superlative")
    for position, word in enumerate(words_of(claim_text)):
        if not is_content(word):
            continue
        fact = _inside(marked, word.start)
        # The first word of a sentence has its capital from there.
        name_like = word.is_name_like and position > 0
        is_telling = word.is_number or name_like
        unmarked = NAME if is_telling else 1.0
        worth = unmarked if fact is None else _worth_in(claim_text, fact)
        is_anchor = is_telling or fact is not None
        is_named = _inside(named, word.start) is not None
        is_mere_name = is_named or (name_like and fact is None)
        yield _ClaimWord(sense(word.stem), worth, is_anchor, is_mere_name)


def _spans(facts: Sequence[StatedFact], *kinds: str) -> list[tuple[int, int]]:
    return sorted((fact.start, fact.end) for fact in facts if fact.kind in kinds)


def _worth_in(claim_text: str, span: tuple[int, int]) -> float:
    """Return the worth of one word of a fact: a name of four words is one thing, not four."""
    return NAME / max(len(words_of(claim_text[slice(*span)])), 1)


def _rarity(page: PageWords, stem: str) -> float:
    """Return a factor from 0.4 to 1, the higher the fewer of the page's sentences have the word."""
    sentences = len(page.sentences)
    rare = math.log((sentences + 1) / (max(page.spread[stem], 1) + 0.5))
    return 0.4 + 0.6 * min(max(rare / math.log(sentences + 1.5), 0.0), 1.0)


def _inside(spans: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    at = bisect_left(spans, (place + 1, 0)) - 1
    return spans[at] if at >= 0 and spans[at][0] <= place < spans[at][1] else None


def words_in_common(claim_text: str, passage: str) -> tuple[str, ...]:
    """Return the passage's own words that the claim has too, each once."""
    claimed = _senses(claim_text)
    met = {sense(word.stem): word.text for word in words_of(passage) if is_content(word)}
    return tuple(sorted({text for stem, text in met.items() if stem in claimed}, key=plain))


@lru_cache(maxsize=64)
def _senses(text: str) -> frozenset[str]:
    """One claim is set beside many passages."""
    return frozenset(sense(word.stem) for word in words_of(text) if is_content(word))


def pieces(passage: str, matched: Sequence[str]) -> list[tuple[str, bool]]:
    """Return the passage cut into stretches, each with whether it is a matched word.

    What the page marks.
    """
    stems = {sense(stem(word)) for word in matched}
    cut: list[tuple[str, bool]] = []
    at = 0
    for word in words_of(passage):
        if sense(word.stem) in stems:
            if word.start > at:
                cut.append((passage[at : word.start], False))
            cut.append((word.text, True))
            at = word.end
    if at < len(passage):
        cut.append((passage[at:], False))
    return cut
