"""The reader against the dates and numbers marked by hand, and the score it is held to."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from benchmarks.scores import Score, date_scores, gold_lines, number_scores, value_scores


def test_dates_and_times_are_found_with_their_values() -> None:
    assert date_scores().f1 >= 0.95


def test_numbers_are_found_with_their_values() -> None:
    assert number_scores().f1 >= 0.95


def test_a_mark_counts_only_with_its_span_and_its_value() -> None:
    gold = [[(0, 4, "2024"), (9, 12, None)], []]
    assert value_scores(gold, [[(0, 4, "2024"), (9, 12, "3")], [(5, 6, "1")]]) == Score(
        1 / 3, 1 / 2, 0.4
    )


def test_nothing_sought_and_nothing_found_is_right_and_anything_else_is_wrong() -> None:
    assert value_scores([[]], [[]]) == Score(1.0, 1.0, 1.0)
    assert value_scores([[(0, 1, "1")]], [[]]).f1 == 0
    assert value_scores([[]], [[(0, 1, "1")]]).f1 == 0


def test_another_gold_file_can_be_scored(tmp_path: Path) -> None:
    path = tmp_path / "numbers.jsonl"
    path.write_text(json.dumps({"text": "It took 9 days.", "numbers": [[8, 14, "9 days"]]}) + "\n")
    assert number_scores(path) == Score(1.0, 1.0, 1.0)


@pytest.mark.parametrize("name", ["dates", "numbers"])
def test_the_gold_marks_lie_in_their_sentences_and_do_not_overlap(name: str) -> None:
    rows = list(gold_lines(name))
    assert len(rows) >= 75
    for row in rows:
        at = 0
        for start, end, _ in row[name]:
            assert at <= start < end <= len(row["text"])
            assert row["text"][start:end].strip() == row["text"][start:end]
            at = end
        assert name != "dates" or dt.date.fromisoformat(row["published"])
