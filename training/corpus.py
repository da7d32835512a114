"""Annotated text as windows of word pieces with labels: what the network learns from.

Three corpora, each in JSON Lines, gzipped, in one folder: PolNeAR (news with its attributions, and
entities found by machine), ClaimBuster (sentences of debates, worth checking or not) and CLEF
CheckThat! 2019 (debates in order, each line checked by a newsroom or not).
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from factcheck.text.language.blocks import find_blocks
from factcheck.text.language.paragraphs import CopyParagraph, paragraph_of
from factcheck.text.model.pieces import Window, windows
from factcheck.text.reading import Span

IGNORE = -100
START, END = 101, 102  # [CLS] and [SEP]
ENTITIES = {"PERSON": 1, "ORGANIZATION": 3, "LOCATION": 5, "MISC": 7}
"""Label of an entity's first piece; its others have one more. 0 is no entity."""
HELD_DEBATES = (
    "20161019_3pres.tsv",
    "20170928_trump_tax.tsv",
    "20180916_trump_miami.tsv",
    "20170601_paris_climate_n.tsv",
)
"""Debates that are never trained on; the score of debates is measured on them."""
_PACKED = 12
_CURLED = 0.15

Labels = NDArray[np.int64]


@dataclass(slots=True)
class Example:
    """A window with its labels, one for each piece and one for the marks at both ends.

    `to_cue` gives for a content piece the place of its cue's first piece, `to_source` for a cue
    piece the place of its source's first piece (0 where nobody is named). `sentences` are runs of
    places with two labels: worth checking (ClaimBuster), and checked (CLEF); -1 where a corpus does
    not say. `kinds` are runs of places with a label, 0 or 1, for each kind of what needs a check.
    """

    ids: Labels
    shapes: Labels
    content: Labels
    cue: Labels
    source: Labels
    entity: Labels
    accused: Labels
    asked: Labels
    title: Labels
    to_cue: Labels
    to_source: Labels
    sentences: list[tuple[int, int, int, int]] = field(default_factory=list)
    kinds: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held(number: int) -> bool:
    """Return whether a ClaimBuster line belongs to the fifth that is never trained on."""
    return number % 5 == 4


def attribution_examples(
    doc: dict[str, Any], tokenizer: Tokenizer, chance: Random
) -> Iterator[Example]:
    text = _curled(doc["text"]) if chance.random() < _CURLED else doc["text"]
    for window in windows(text, paragraphs_of(text), tokenizer):
        yield attributed(doc, window)


def sentence_examples(
    rows: Sequence[tuple[str, int, int]], tokenizer: Tokenizer, *, together: int = _PACKED
) -> Iterator[Example]:
    """Sentences with their two labels, each a paragraph, `together` in one text at most."""
    for start in range(0, len(rows), together):
        pack = rows[start : start + together]
        text = "\n".join(row[0] for row in pack)
        spans, at = [], 0
        for row in pack:
            spans.append((at, at + len(row[0])))
            at += len(row[0]) + 1
        paragraphs = [paragraph_of(text, n, span) for n, span in enumerate(spans)]
        for window in windows(text, paragraphs, tokenizer):
            example = _blank(window)
            begins = [a for a, _ in window.spans]
            for (a, b), (_, worth, checked) in zip(spans, pack, strict=True):
                first, last = bisect_left(begins, a) + 1, bisect_left(begins, b) + 1
                if first < last:
                    example.sentences.append((first, last, worth, checked))
            yield example


def paragraphs_of(text: str) -> list[CopyParagraph]:
    return [paragraph_of(text, n, block.span) for n, block in enumerate(find_blocks(text))]


def claimbuster(folder: Path, *, held: bool) -> list[tuple[str, int, int]]:
    rows = lines_of(folder / "claimbuster-train.jsonl.gz")
    return [
        (_line(row["text"]), row["label"], -1) for n, row in enumerate(rows) if is_held(n) is held
    ]


def debates(folder: Path, *, held: bool) -> dict[str, list[tuple[str, int, int]]]:
    rows = lines_of(folder / "clef2019-debates-train.jsonl.gz")
    return {
        name: [(_line(row["text"]), -1, row["label"]) for row in group]
        for name, group in groupby(rows, key=lambda row: str(row["file"]))
        if (name in HELD_DEBATES) is held
    }


def _line(text: str) -> str:
    return " ".join(text.split()) or "."


def _curled(text: str) -> str:
    """Return the text with curly quotation marks: PolNeAR's are straight twice as often as not."""
    out, opened = [], False
    for char in text:
        if char == "\n":
            opened = False
        if char == '"':
            opened = not opened
            char = "“" if opened else "”"
        out.append(char)
    return "".join(out)


def _blank(window: Window) -> Example:
    n = len(window.ids) + 2

    def filled() -> Labels:
        return np.full(n, IGNORE, dtype=np.int64)

    return Example(
        ids=np.array([START, *window.ids, END], dtype=np.int64),
        shapes=np.array([3, *window.shapes, 3], dtype=np.int64),
        content=filled(),
        cue=filled(),
        source=filled(),
        entity=filled(),
        accused=filled(),
        asked=filled(),
        title=filled(),
        to_cue=filled(),
        to_source=filled(),
    )


def attributed(doc: dict[str, Any], window: Window) -> Example:
    """Return a window of an annotated article with its labels and pointers.

    An article whose entities nobody marked (None) teaches none.
    """
    example = _blank(window)
    middles = [(start + end - 1) / 2 for start, end in window.spans]
    marked = [example.content, example.cue, example.source]
    if doc["entities"] is not None:
        marked.append(example.entity)
    for labels in marked:
        labels[1:-1] = 0
    for attribution in doc["attributions"]:
        _mark_attribution(example, attribution, middles)
    for start, end, kind, *_ in doc["entities"] or ():
        if kind in ENTITIES:
            _mark(example.entity, _places([(start, end)], middles), ENTITIES[kind])
    return example


def mark_spans(labels: Labels, spans: Iterable[Span], window: Window) -> None:
    """Label the pieces of the spans, and every other piece of the window as nothing."""
    labels[1:-1] = 0
    middles = [(start + end - 1) / 2 for start, end in window.spans]
    for span in spans:
        _mark(labels, _places([span], middles), 1)


def mark_entities(
    labels: Labels,
    entities: Iterable[tuple[int, int, str]],
    apart: Iterable[Span],
    window: Window,
    text: str,
) -> None:
    """Label the pieces of names; `apart` are titles, which are none.

    Words in small letters are none either. Of other capitals nobody said what they are, since each
    name was marked in its fullest form alone: they teach nothing.
    """
    middles = [(start + end - 1) / 2 for start, end in window.spans]
    for place, (start, _) in enumerate(window.spans, start=1):
        labels[place] = IGNORE if _is_capital_word_at(text, start) else 0
    for span in apart:
        labels[_places([span], middles)] = 0
    for start, end, kind in entities:
        _mark(labels, _places([(start, end)], middles), ENTITIES[kind])


def _is_capital_word_at(text: str, place: int) -> bool:
    """Return whether the word that a place is in begins with a capital."""
    while place > 0 and text[place - 1].isalnum():
        place -= 1
    return text[place].isupper()


def _places(spans: Iterable[Span] | None, middles: list[float]) -> list[int]:
    """Return the pieces whose middle is in a span; 0 is the mark before the first piece."""
    places: set[int] = set()
    for start, end in spans or ():
        places.update(range(bisect_left(middles, start) + 1, bisect_left(middles, end) + 1))
    return sorted(places)


def _mark_attribution(
    example: Example, attribution: dict[str, list[Span] | None], middles: list[float]
) -> None:
    """Label content, cue and source of a quote, and point each to the next."""
    columns = {"content": example.content, "cue": example.cue, "source": example.source}
    for name, labels in columns.items():
        for span in attribution[name] or ():
            _mark(labels, _places([span], middles), 1)
    content, cue, source = (_places(attribution[name], middles) for name in columns)
    if cue:
        example.to_cue[content] = cue[0]
        example.to_source[cue] = _pointed(source, attribution)


def _pointed(source: list[int], attribution: dict[str, list[Span] | None]) -> int:
    """Return where a cue points: its source, nowhere (0), or unknown outside of the window."""
    if source:
        return source[0]
    return IGNORE if attribution["source"] else 0


def _mark(labels: Labels, places: list[int], begin: int) -> None:
    for n, place in enumerate(places):
        labels[place] = begin if n == 0 or place != places[n - 1] + 1 else begin + 1
