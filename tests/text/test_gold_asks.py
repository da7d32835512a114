"""Asks in the marked sentences that come with the reader: outcomes and parties."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.scores import gold_lines
from benchmarks.scores_asks import ask_scores, ask_scores_of


def test_asks_and_their_parties_are_found_as_marked() -> None:
    scores = ask_scores()
    assert scores.outcomes.f1 >= 0.95
    assert scores.parties.f1 >= 0.95
    assert scores.names.f1 >= 0.93


def test_every_party_of_the_gold_is_what_its_span_marks() -> None:
    rows = list(gold_lines("asks"))
    assert sum(bool(row["asks"]) for row in rows) >= 60
    for row in rows:
        for ask in row["asks"]:
            assert 0 <= ask["span"][0] < ask["span"][1] <= len(row["text"])
            for party in ask["parties"]:
                assert row["text"][slice(*party["span"])] == party["text"]


@pytest.mark.parametrize(
    ("outcome", "name", "right"),
    [
        ("declined", "Orbis Energy", (1.0, 1.0, 1.0)),
        ("sought", "Orbis Energy", (0.0, 0.0, 0.0)),
        ("declined", "Orbis", (1.0, 1.0, 0.0)),
    ],
)
def test_a_wrong_outcome_loses_the_ask_and_its_parties_and_a_short_name_only_the_name(
    outcome: str, name: str, right: tuple[float, float, float]
) -> None:
    text = "Orbis Energy declined to comment."
    party = {"span": [0, 12], "text": "Orbis Energy", "name": name, "group": False}
    asks = [{"outcome": outcome, "span": [0, len(text)], "parties": [party]}]
    scores = ask_scores_of([{"text": text, "asks": asks}])
    assert (scores.outcomes.f1, scores.parties.f1, scores.names.f1) == right


def test_other_gold_may_be_scored_too(tmp_path: Path) -> None:
    file = tmp_path / "asks.jsonl"
    file.write_text('{"text": "The dam held.", "asks": []}\n', encoding="utf-8")
    assert ask_scores(file).outcomes.f1 == 1.0
