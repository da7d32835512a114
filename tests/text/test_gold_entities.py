"""The reader against the names, titles, places and speakers marked by hand, and the score it is
held to.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.scores import entity_scores, gold_lines, speaker_scores


def test_names_titles_and_places_are_found_where_they_stand() -> None:
    assert entity_scores().f1 >= 0.93


def test_speakers_have_their_full_name_title_and_affiliation() -> None:
    assert speaker_scores() >= 0.9


def test_a_mark_of_the_wrong_kind_or_place_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "entities.jsonl"
    row = {"text": "Ana Ruiz left Leeds.", "entities": [[0, 8, "place"], [0, 3, "person"]]}
    path.write_text(json.dumps(row) + "\n")
    assert entity_scores(path).f1 == 0


def test_a_speaker_with_another_title_is_not_the_one_marked(tmp_path: Path) -> None:
    path = tmp_path / "speakers.jsonl"
    text = "“We leave at dawn,” Mayor Ana Ruiz said."
    rows = [
        {"text": text, "speakers": [[20, 34, "Ana Ruiz", title, None]]}
        for title in ("Mayor", "Judge")
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert speaker_scores(path) == 0.5


@pytest.mark.parametrize(("name", "least"), [("entities", 60), ("speakers", 40)])
def test_the_gold_marks_of_names_lie_in_their_sentences_and_do_not_overlap(
    name: str, least: int
) -> None:
    rows = list(gold_lines(name))
    assert len(rows) >= least
    for row in rows:
        at = 0
        for start, end, *_ in row[name]:
            assert at <= start < end <= len(row["text"])
            assert row["text"][start:end].strip() == row["text"][start:end]
            at = end
