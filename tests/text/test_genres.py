"""The score over texts of many genres, and the data it is taken on."""

from __future__ import annotations

import json
from random import Random

import pytest

from benchmarks.genres import SaidWords, TextMarks, marks_by_hand, quote_pairs, same_name, tallies
from factcheck.text.claims.check_worthiness import KINDS
from training.genre_texts import (
    DATA,
    GenreText,
    accused_spans,
    asked_spans,
    attributions_of,
    genre_texts,
    kinds_by_sentence,
    learned_from,
    title_spans,
)
from training.made_pairs import made_pairs, with_other_value

TEXT = "“We will stay,” Ana Osk said. The mayor denied it.\n\nShe said the bridge had cost £4m."


def row() -> dict[str, object]:
    return {
        "quotes": [
            {
                "content": "“We will stay,”",
                "cue": "said",
                "source": "Ana Osk",
                "speaker": "Ana Osk",
            },
            {
                "content": "the bridge had cost £4m",
                "cue": "said",
                "source": "She",
                "speaker": "Ana Osk",
            },
        ],
        "claims": [{"start": "She said the bridge had cost", "kinds": ["quantity"]}],
        "accusations": [{"party": "he", "by": None, "words": "denied it"}],
        "asks": [],
        "names": [{"name": "Ana Osk", "kind": "person", "title": None}],
    }


def marked(text: str = TEXT, **marks: object) -> GenreText:
    return GenreText("osk", "local", text, {**row(), **marks})


def said(words: str, speaker: str = "") -> SaidWords:
    start = TEXT.index(words)
    places = (n for n in range(start, start + len(words)) if TEXT[n].isalnum())
    return SaidWords(frozenset(places), speaker)


def test_a_quote_that_half_overlaps_is_found_and_its_speaker_counts_when_given() -> None:
    gold = marks_by_hand(TEXT, row())
    found = TextMarks(
        quotes=(said("We will stay", "Osk"), said("The mayor denied it", "The mayor"))
    )

    counts = tallies(gold, found)

    assert (counts["quotes"].right, counts["quotes"].wanted, counts["quotes"].marked) == (1, 2, 2)
    assert (counts["speakers"].right, counts["speakers"].wanted) == (1, 1)


def test_a_quote_is_paired_once_with_the_one_it_overlaps_most() -> None:
    gold = TextMarks(quotes=(said("We will stay"),))
    found = TextMarks(quotes=(said("will stay"), said("We will stay")))

    [(_, best)] = quote_pairs(gold, found)

    assert best is found.quotes[1]


def test_nobody_can_write_to_a_pronoun_so_it_is_no_accused() -> None:
    assert marks_by_hand(TEXT, row()).accused == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Ana Osk", "Osk", True), ("the Osk Council", "Osk Council", True), ("Osk", "Tarn", False)],
)
def test_a_name_is_right_by_half_its_words(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize("which", ["first", "second"])
def test_every_mark_stands_in_its_text(which: str) -> None:
    for text in genre_texts(which):
        marks = text.marks
        words = [quote["content"] for quote in marks["quotes"]]
        words += [claim["start"] for claim in marks["claims"]]
        words += [name["name"] for name in marks["names"]]
        words += [party["party"] for party in (*marks["accusations"], *marks["asks"])]
        assert [word for word in words if word not in text.text] == [], text.name


def test_texts_are_many_of_many_genres_and_a_fifth_is_never_learned_from() -> None:
    texts, learned = genre_texts(), {text.name for text in learned_from()}

    assert len(texts) >= 250
    assert len({text.genre for text in texts}) >= 10
    assert 0.15 <= 1 - len(learned) / len(texts) <= 0.25
    assert not [text for text in texts if text.is_held_back and text.name in learned]


def test_a_cue_and_a_source_are_those_nearest_to_the_content() -> None:
    text = next(t for t in genre_texts() if any(q["cue"] for q in t.marks["quotes"]))
    for quote, spans in zip(text.marks["quotes"], attributions_of(text), strict=True):
        [(start, end)] = spans["content"] or []
        assert text.text[start:end] == quote["content"]
        if quote["cue"] and spans["cue"]:
            assert text.text[slice(*spans["cue"][0])] == quote["cue"]


def test_a_sentence_with_a_marked_claim_is_worth_a_check_and_others_are_not() -> None:
    text = next(t for t in genre_texts() if t.marks["claims"])
    labels = [any(held) for _, held in kinds_by_sentence(text)]

    assert any(labels)
    assert sum(labels) <= len(text.marks["claims"])


def test_a_sentence_has_a_label_for_each_kind_that_was_marked_on_it() -> None:
    first, second, third = (held for _, held in kinds_by_sentence(marked()))

    assert (sum(first), sum(second)) == (0, 0)
    assert [kind for kind, is_held in zip(KINDS, third, strict=True) if is_held] == ["quantity"]


def test_the_accused_and_the_asked_are_taken_where_the_words_that_say_so_name_them() -> None:
    text = marked(
        "Osk left. Police charged Osk with theft, and Osk did not reply to a call.",
        accusations=[{"party": "Osk", "by": "Police", "words": "Police charged Osk with theft"}],
        asks=[{"party": "Osk", "outcome": "no_reply", "words": "Osk did not reply to a call"}],
    )

    assert accused_spans(text) == [(25, 28)]
    assert asked_spans(text) == [(45, 48)]


def test_a_title_is_taken_before_the_name_and_after_it_and_nowhere_else() -> None:
    words = (
        "The mayor slept. Supt Jane Holt spoke. Ana Osk, 44, the town’s mayor, left with Supt Holt."
    )
    text = marked(
        words,
        names=[
            {"name": "Jane Holt", "kind": "person", "title": "Supt"},
            {"name": "Ana Osk", "kind": "person", "title": "mayor"},
        ],
    )

    found = title_spans(text)

    assert [words[start:end] for start, end in found] == ["Supt", "mayor", "Supt"]
    assert found[1][0] > words.index("Ana Osk")


def test_a_made_pair_refutes_by_one_other_value_and_supports_by_the_same() -> None:
    copy = "The dam held. The flood killed 41 people in the town of Osk on Friday night."
    made = {
        label: passage for n in range(30) for _, passage, label in made_pairs([copy], Random(n))
    }

    assert "killed 41 people in the town of Osk on Friday night" in made["supports"]
    assert "killed 41 people in the town of Osk on Friday night" not in made["refutes"]


def test_a_sentence_with_a_year_alone_or_no_value_makes_no_pair() -> None:
    assert with_other_value("It opened in 1998.", Random(1)) is None
    assert with_other_value("It opened late.", Random(1)) is None


def test_pairs_of_our_own_have_one_of_three_labels_and_stand_once() -> None:
    for name in ("news-pairs", "copy-pairs"):
        lines = _lines(name)
        assert {line["label"] for line in lines} <= {"supports", "refutes", "neither"}
        assert len({(line["claim"], line["passage"]) for line in lines}) == len(lines)


def _lines(name: str) -> list[dict[str, str]]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
