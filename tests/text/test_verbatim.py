"""A printed quote against a transcript, word for word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.review.rules.verbatim import changes, compare, transcript

VTT = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
<v Musawi>Well, we have been here for years, and I tell you

2
00:00:04.000 --> 00:00:09.500
we will not leave the city, um, until every last soldier has gone home. That is all.

3
00:01:09.000 --> 00:01:12.000
<v Ana>Thank you.
"""
SRT = (
    VTT.replace("WEBVTT\n\n", "")
    .replace(".000", ",000")
    .replace(".500", ",500")
    .replace("<v Musawi>", "")
)
PLAIN = "MUSAWI: Well, we have been here for years.\nMUSAWI: We will not leave the city.\nANA: Thank you."


def test_words_that_were_said_are_exact_whatever_their_case_and_marks() -> None:
    found = compare("We have been here for years", transcript(VTT))
    assert (found.kind, found.locator, found.speaker) == ("exact", "00:00:01", "Musawi")


@pytest.mark.parametrize("text", [VTT, SRT])
def test_the_locator_is_the_time_at_which_the_words_begin(text: str) -> None:
    assert compare("until every last soldier has gone home", transcript(text)).locator == "00:00:04"


def test_a_plain_transcript_is_located_by_line_and_names_its_speaker() -> None:
    found = compare("We will not leave the city.", transcript(PLAIN))
    assert (found.kind, found.locator, found.speaker) == ("exact", "line 2", "MUSAWI")


def test_a_paraphrase_is_of_whoever_said_the_words_it_shares() -> None:
    # "that" stands where "sure" does, the end of another's line.
    text = "ANA: Are you quite sure?\nMUSAWI: Leaving the city before spring is out of question."
    found = compare("that leaving the city before spring is out of question", transcript(text))
    assert (found.locator, found.speaker) == ("line 2", "MUSAWI")


def test_a_time_in_brackets_is_a_locator() -> None:
    assert (
        compare("we shall stay", transcript("[00:12:31] He said we shall stay here")).locator
        == "00:12:31"
    )


def test_words_left_out_under_an_ellipsis_or_put_in_brackets_are_marked_cuts() -> None:
    found = compare(
        "We will not leave the city … until every last soldier has gone home", transcript(VTT)
    )
    assert (found.kind, found.dropped, found.added) == ("cut", [], [])
    assert compare("[They] will not leave the city", transcript(VTT)).kind == "cut"


def test_what_was_dropped_added_and_changed_is_told_word_for_word() -> None:
    found = compare(
        "We will never leave the city until every soldier has gone home", transcript(VTT)
    )
    assert found.kind == "differs"
    assert found.dropped == ["not", "um", "last"]
    assert found.added == ["never"]


def test_words_that_were_not_said_are_not_found() -> None:
    found = compare("Peace will come to all of the land tomorrow", transcript(VTT))
    assert (found.kind, found.pieces) == ("not found", ())
    assert compare("anything", transcript("")).kind == "not found"
    assert compare("…", transcript(VTT)).kind == "not found"


def test_the_passage_is_the_whole_sentence_so_that_nothing_is_out_of_its_context() -> None:
    assert compare("every last soldier", transcript(VTT)).passage.startswith(
        "Well, we have been here"
    )


@given(st.lists(st.sampled_from(("alpha", "beta", "road", "city", "army", "12", "not", "never")), min_size=1, max_size=40),
       st.data())  # fmt: skip
def test_any_stretch_of_a_transcript_is_exact_in_it(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert compare(" ".join(words[start:end]), transcript(" ".join(words))).kind == "exact"


def test_the_copys_own_brackets_count_for_no_word_of_the_speaker() -> None:
    assert compare("0 []", transcript("0 []")).share == 1


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_words_break_the_comparison(quote: str, said: str) -> None:
    found = compare(quote, transcript(said))
    assert 0 <= found.share <= 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_change_gives_back_the_old_words_and_the_new(old: str, new: str) -> None:
    pieces = changes(old, new)
    assert "".join(p.text for p in pieces if p.how != "added").split() == old.split()
    assert "".join(p.text for p in pieces if p.how != "dropped").split() == new.split()
