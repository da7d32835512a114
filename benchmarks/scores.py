"""Scores of the reader on sentences marked by hand.

A mark counts only with the right span and the right value. The gold files are JSON Lines of made-up
copy in `tests/gold/`: `{"text", "published", "dates": [[start, end, value | null], …]}`, `{"text",
"numbers": [[start, end, value | null], …]}`, `{"text", "entities": [[start, end, kind], …]}` and
`{"text", "speakers": [[start, end, name, title | null, affiliation | null], …]}`. The conventions
of dates and numbers are in the docstrings of `factcheck.text.values.dates` and `numbers`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.text.pipeline import read
from factcheck.text.reading import FactKind

_GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold"

_FACT_OF = {"place": "place", "people": "place", "title": "title"}
_NAMED = ("name", "place", "title")
Mark = tuple[int, int, str | None]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares in 0..1; of nothing sought and nothing found, all are 1."""

    precision: float
    recall: float
    f1: float


def value_scores(gold: Iterable[Sequence[Mark]], found: Iterable[Sequence[Mark]]) -> Score:
    """Score marks of the same documents in the same order; span and value must both be right."""
    right = of_gold = had = 0
    for theirs, ours in zip(gold, found, strict=True):
        right += len(set(theirs) & set(ours))
        of_gold += len(theirs)
        had += len(ours)
    return score_of(right, of_gold, had)


def score_of(right: int, of_gold: int, had: int) -> Score:
    """Precision, recall and their harmonic mean, from counts over all documents."""
    precision = right / had if had else float(not of_gold)
    recall = right / of_gold if of_gold else float(not had)
    return Score(
        precision,
        recall,
        2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    )


def date_scores(path: Path | None = None) -> Score:
    """Dates and times, resolved against each sentence's own day of publication."""
    return _fact_scores("date", "dates", path)


def number_scores(path: Path | None = None) -> Score:
    """Numbers with scale and unit."""
    return _fact_scores("number", "numbers", path)


def entity_scores(path: Path | None = None) -> Score:
    """Names, titles and places, by span and kind of fact.

    The gold's finer kinds fall together as the facts do: a person, an organisation and another name
    are a "name", a place and a people a "place".
    """
    rows = list(gold_lines("entities", path))
    gold = [
        [(start, end, _FACT_OF.get(kind, "name")) for start, end, kind in row["entities"]]
        for row in rows
    ]
    found = [
        [(*f.span, f.kind) for f in read(row["text"]).facts if f.kind in _NAMED] for row in rows
    ]
    return value_scores(gold, found)


def speaker_scores(path: Path | None = None) -> float:
    """Return the share of marked speakers whose quote has the right name, title and affiliation.

    A speaker's span need only overlap, because where it ends is the quotes' score.
    """
    right = speakers_marked = 0
    for row in gold_lines("speakers", path):
        speakers = [
            q.speaker
            for q in read(row["text"]).quotes
            if q.speaker is not None and q.speaker.span is not None
        ]
        for start, end, *who in row["speakers"]:
            near = [
                s for s in speakers if s.span is not None and s.span[0] < end and start < s.span[1]
            ]
            right += any([s.name, s.title, s.of] == who for s in near)
            speakers_marked += 1
    return right / speakers_marked


def gold_lines(name: str, path: Path | None = None) -> Iterator[dict[str, Any]]:
    """Return the rows of a gold file, at `path` or of that name in `tests/gold/`."""
    source = path or _GOLD / f"{name}.jsonl"
    yield from (
        json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()
    )


def found_facts(kind: FactKind, row: dict[str, Any]) -> list[Mark]:
    """Return what the reader marks of one kind in a gold row's text."""
    published = dt.date.fromisoformat(row["published"]) if "published" in row else None
    return [(*f.span, f.value) for f in read(row["text"], published).facts if f.kind == kind]


def _fact_scores(kind: FactKind, name: str, path: Path | None) -> Score:
    rows = list(gold_lines(name, path))
    gold = [[(start, end, value) for start, end, value in row[name]] for row in rows]
    return value_scores(gold, [found_facts(kind, row) for row in rows])
