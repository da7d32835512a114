"""A claim and a passage as the network that reads them together is given them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest
from tokenizers import Tokenizer

from factcheck.evidence.rules import weighing
from factcheck.evidence.rules.entailment import MOST_PIECES, Entailment, entailment, pieces_of
from factcheck.evidence.rules.leaning import Leaning
from factcheck.text.language.word_lists import data_table

SECOND, NUMBER, SHARED = 4, 2, 1


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(files("factcheck.text.model") / "weights" / "vocabulary.json"))


def kinds(claim: str, passage: str) -> dict[tuple[int, str], int]:
    """Return the kind of each piece, by the text it stands in (0 the claim) and its letters."""
    pieces = pieces_of(claim, passage, tokenizer())
    second, found = 0, {}
    for number, kind in zip(pieces.ids[1:], pieces.kinds[1:], strict=True):
        word = tokenizer().id_to_token(number)
        if word == "[SEP]":
            second = 1
        else:
            found[second, word] = kind
    return found


def test_a_piece_tells_its_text_whether_it_is_a_number_and_whether_the_other_has_it() -> None:
    found = kinds("The dam killed 41.", "Some 41 died at the dams, 38 later.")

    assert found[0, "dam"] == SHARED
    assert found[0, "41"] == NUMBER + SHARED
    assert found[0, "killed"] == 0
    assert found[1, "41"] == SECOND + NUMBER + SHARED
    assert found[1, "38"] == SECOND + NUMBER


def test_a_small_number_in_words_meets_its_digits() -> None:
    found = kinds("Three people died.", "The storm killed 3.")

    assert found[0, "three"] == NUMBER + SHARED
    assert found[1, "3"] == SECOND + NUMBER + SHARED


def test_grouped_digits_meet_plain_ones() -> None:
    assert kinds("It cost 12,000.", "It cost 12000 then.")[0, "12"] == NUMBER + SHARED


@pytest.mark.parametrize("length", [10, 1_000, 10_000])
def test_pieces_are_bounded_and_a_long_claim_leaves_room_for_the_passage(length: int) -> None:
    pieces = pieces_of("claim " * length, "passage " * length, tokenizer())

    assert len(pieces.ids) == len(pieces.kinds) <= MOST_PIECES
    assert any(kind >= SECOND for kind in pieces.kinds)


def test_half_a_surrogate_pair_breaks_nothing() -> None:
    assert pieces_of("It \ud83d fell.", "It \ude00 rose.", tokenizer()).ids


def test_the_chances_add_up_to_one() -> None:
    found = entailment("The bridge opened in May.", "The bridge was opened to traffic in May.")

    assert found.supports + found.refutes + found.neither == pytest.approx(1.0, abs=1e-5)


def test_a_plain_paraphrase_supports_and_a_plain_denial_refutes() -> None:
    claim = "The council approved the budget on Monday."
    same = entailment(claim, "On Monday the budget was approved by the council.")
    other = entailment(claim, "The council rejected the budget on Monday.")

    assert same.supports > same.refutes
    assert other.refutes > other.supports


def seen(**changed: float) -> dict[str, float]:
    names = weighing.features("The dam held.", "The dam held.", [], Leaning((), 0.0), SURE_OF_NONE)
    return {**names, **{name.replace("_", " "): value for name, value in changed.items()}}


SURE_OF_NONE = Entailment(0.01, 0.01, 0.98)


def test_the_three_chances_of_the_weighing_add_up_to_one() -> None:
    assert sum(weighing.chances(seen()).values()) == pytest.approx(1.0)


def test_no_side_is_taken_where_none_is_likely_enough() -> None:
    assert weighing.leans(seen()) == 0.0


def test_a_value_that_differs_speaks_against_and_one_that_is_the_same_for() -> None:
    plain = weighing.chances(seen())
    other = weighing.chances(seen(another_value=1.0))
    same = weighing.chances(seen(the_same_value=1.0))

    assert other["refutes"] > plain["refutes"]
    assert same["supports"] > plain["supports"]


def test_every_weight_has_a_name_that_the_weighing_looks_at() -> None:
    sides = data_table("factcheck.evidence.rules", "sides")["weights"]

    for weights in sides.values():
        assert set(weights) == {*seen(), "bias"}
