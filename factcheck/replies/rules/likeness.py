"""Which words of an answer speak to which point, by number or by likeness: a guess for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.newsroom.phrases import gettext_noop
from factcheck.text.language.sentences import sentence_spans

_NUMBERED = re.compile(
    r"^\s*(?:(?:question|point|frage|q|no\.?|№)\s*)?(\d{1,2})\s*[.):\-]\s+", re.I
)
_WORD = re.compile(r"\w{4,}")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s*$", re.MULTILINE)
LEAST = 0.25  # of a point's words that a passage must share; set by hand on ten answers
MOST = 200  # paragraphs looked at


@dataclass(frozen=True, slots=True)
class Laid:
    """A passage of the answer, laid beside a point. `place` counts the points from 0."""

    place: int
    text: str
    why: str


def laid_beside(points: Sequence[str], answer: str) -> list[Laid]:
    """Return at most one passage for each point, in the points' order."""
    parts = [part.strip() for part in re.split(r"\n\s*\n|\n(?=\s*\d{1,2}\s*[.):])", answer)]
    parts = [part for part in parts if part][:MOST]
    by_number = _numbered(parts, len(points))
    if by_number:
        return [
            Laid(place, text, gettext_noop("by its number"))
            for place, text in sorted(by_number.items())
        ]
    if len(parts) == 1:
        spans = sentence_spans(parts[0], (0, len(parts[0])))
        parts = [parts[0][start:end] for start, end in spans][:MOST]
    return _alike(points, _without_signature(parts))


def _numbered(parts: Sequence[str], count: int) -> dict[int, str]:
    """Return the parts that begin with a point's number; {} where fewer than two do."""
    found: dict[int, str] = {}
    for part in parts:
        number = _NUMBERED.match(part)
        if number and 1 <= int(number[1]) <= count:
            found.setdefault(int(number[1]) - 1, part[number.end() :].strip())
    return found if len(found) > 1 else {}


def _without_signature(parts: Sequence[str]) -> list[str]:
    """Return the parts up to the last that has a sentence: names and offices below it say nothing.

    "Spokesperson, Sable Movement" shares its words with "A spokesperson of the Sable Movement …".
    """
    ends = [number for number, part in enumerate(parts) if _SENTENCE_END.search(part)]
    return list(parts[: ends[-1] + 1]) if ends else list(parts)


def _alike(points: Sequence[str], parts: Sequence[str]) -> list[Laid]:
    words = [_words(point) for point in points]
    common = set.intersection(*words) if len(words) > 1 else set()
    laid = []
    for place, asked in enumerate(words):
        own = asked - common or asked
        scored = [(len(own & _words(part)) / len(own), part) for part in parts] if own else []
        score, part = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        if score >= LEAST:
            laid.append(Laid(place, part, gettext_noop("by the words it shares")))
    return laid


def _words(text: str) -> set[str]:
    """Return its longer words by their first letters, so that endings do not tell them apart."""
    return {word.casefold()[:6] for word in _WORD.findall(text)}
