"""One obligation a sentence: a claim, its quote and its facts are one item."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from factcheck.local import demo
from factcheck.text import Reading, read

ARTICLE = Path(demo.__file__).parent / "article.txt"


def items(text: str) -> tuple[Reading, list[tuple[str, list[str]]]]:
    reading = read(text, dt.date(2026, 3, 12))
    listed = [
        (
            text[slice(*item.span)],
            [text[slice(*reading.facts[fact].span)] for fact in item.facts],
        )
        for item in reading.items
    ]
    return reading, listed


def test_a_claim_and_the_quote_that_reports_it_are_one_item() -> None:
    text = "At least 41 people were killed in Orlen, according to the ministry."
    reading, listed = items(text)
    [item] = reading.items
    assert (item.claims, item.quotes) == ((0,), (0,))
    assert listed == [(text, ["41", "Orlen"])]


def test_a_quote_over_two_sentences_is_one_item() -> None:
    text = "“We lost the bridge. We will take it back,” Ana Ruiz said. The road is shut."
    _, listed = items(text)
    assert listed[0][0].endswith("Ana Ruiz said.")


def test_a_name_is_listed_once_and_a_number_for_each_thing_it_counts() -> None:
    text = "Ana Ruiz counted 12 trucks in Orlen. Ruiz later counted 12 tanks in Orlen."
    _, listed = items(text)
    assert [facts for _, facts in listed] == [["Ana Ruiz", "12", "Orlen"], ["12"]]


def test_every_mark_is_in_one_item() -> None:
    reading, _ = items(ARTICLE.read_text(encoding="utf-8"))
    for kind in ("claims", "quotes", "asks"):
        placed = [number for item in reading.items for number in getattr(item, kind)]
        assert sorted(placed) == list(range(len(getattr(reading, kind))))


def test_the_demo_asks_for_at_most_seventeen_rulings_and_forty_five_ticks() -> None:
    reading, listed = items(ARTICLE.read_text(encoding="utf-8"))
    assert len(reading.items) <= 17
    assert sum(len(facts) for _, facts in listed) <= 45
