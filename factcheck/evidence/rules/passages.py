"""The passage of a page that bears on a claim."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import nupunkt

from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.words import StatedFact, Word, is_content, plain, stem, words_of

VECTOR_SIZE: Final = 384
"""Numbers in the vector of a text: what MiniLM gives, and what the tables store."""
SENTENCES: Final = 3
LONGEST: Final = 700  # characters; a passage is read in the margin
SEARCHED: Final = 500  # characters of a passage as it is searched: what one vector can still say
NAME: Final = 2.0  # the weight of a name, place or number; a plain word has 1
ENOUGH: Final = 0.42  # of the claim's weight; below it a passage shares the topic at best
PAIR: Final = 0.5  # the same where only two words meet
MANY: Final = 0.34  # and where five or more do
_PIECE: Final = 20_000


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


def page_words(text: str) -> PageWords:
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
    found: list[tuple[int, int]] = []
    for start, end in _sentences(text):
        if found and end - found[-1][0] <= SEARCHED:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


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
    weights, anchors, names = _weights(claim_text, facts, page)
    only_names = not weights.keys() - names
    # A source with another figure or rank is just what is sought: one that is missing does not
    # count against a passage.
    figures = {
        sense(w.stem)
        for f in facts
        if f.kind in ("number", "superlative")
        for w in words_of(f.text)
    }
    total = sum(
        weight for word, weight in weights.items() if not word[:1].isdigit() and word not in figures
    )
    if not total:
        return None
    anchors_here = {a for a in anchors if page.spread[a]}
    if anchors and not anchors_here:
        return None
    best: TextPassage | None = None
    highest = 0.0
    for first in range(len(page.sentences)):
        if not any(w.stem in weights for w in page.words[first]):
            continue
        for last in range(first, min(first + SENTENCES, len(page.sentences))):
            start, end = page.sentences[first][0], page.sentences[last][1]
            if end - start > LONGEST and last > first:
                break
            met = {
                w.stem: w.text
                for run in page.words[first : last + 1]
                for w in run
                if w.stem in weights
            }
            score = sum(weights[s] for s in met) / total - 0.04 * (last - first)
            if len(met) < 2 or (anchors_here and not anchors_here & met.keys()):
                continue
            if not only_names and not met.keys() - names:
                continue
            if score >= _enough(len(met)) and score > highest + 1e-9:
                highest = score
                best = TextPassage(
                    start,
                    end,
                    round(min(score, 1.0), 4),
                    tuple(sorted(set(met.values()), key=plain)),
                )
    return best


def _enough(met: int) -> float:
    """Two words in common are chance unless they are half of the claim.

    Six are none, however long the claim is.
    """
    return PAIR if met < 3 else ENOUGH if met < 5 else MANY


def _weights(
    claim_text: str, facts: Sequence[StatedFact], page: PageWords
) -> tuple[dict[str, float], set[str], set[str]]:
    """Return what each word of the claim weighs here.

    Those that anchor it; and those that are only names.
    """
    named = sorted((f.start, f.end) for f in facts if f.kind in ("name", "place", "title"))
    starts = sorted(
        (f.start, f.end) for f in facts if f.kind in ("name", "place", "number", "superlative")
    )
    many = math.log(len(page.sentences) + 1.5)
    weights: dict[str, float] = {}
    anchors: set[str] = set()
    names: set[str] = set()
    for position, word in enumerate(words_of(claim_text)):
        if not is_content(word):
            continue
        marked = _inside(starts, word.start)
        meant = sense(word.stem)
        heavy = bool(marked) or word.is_number or (word.is_name_like and position > 0)
        if heavy:
            anchors.add(meant)
        if _inside(named, word.start) or (word.is_name_like and position > 0 and not marked):
            names.add(meant)
        # A name of four words is one thing to meet, not four.
        worth = (
            NAME / max(len(words_of(claim_text[marked[0] : marked[1]])), 1)
            if marked
            else NAME
            if heavy
            else 1.0
        )
        rare = math.log((len(page.sentences) + 1) / (max(page.spread[meant], 1) + 0.5)) / many
        weights[meant] = max(worth, 0.8) * (0.4 + 0.6 * min(max(rare, 0.0), 1.0))
    return weights, anchors, names


def _inside(spans: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    at = bisect_left(spans, (place + 1, 0)) - 1
    return spans[at] if at >= 0 and spans[at][0] <= place < spans[at][1] else None


def words_in_common(claim_text: str, passage: str) -> tuple[str, ...]:
    """Return the passage's own words that the claim has too, each once."""
    wanted = _senses(claim_text)
    met = {sense(word.stem): word.text for word in words_of(passage) if is_content(word)}
    return tuple(sorted({text for stem, text in met.items() if stem in wanted}, key=plain))


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
