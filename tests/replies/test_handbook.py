"""The handbook's table beside other request trackers: what it says is here, a test holds."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
# Each row that says "here", and the tests that fail where it no longer is.
HELD_BY = {
    "deadlines in working days and holidays": (
        "replies/test_working_hours.py::a_deadline_is_proposed_around_nights_weekends_and_holidays",
    ),
    "an answer moved to another request": (
        "replies/test_sorting.py::moving_a_reply_moves_what_the_sentences_say",
        "test_flow.py::what_the_desk_does_with_an_answer_is_what_the_record_says",
    ),
    "one answer to several requests, or a part of it": (
        "replies/test_sorting.py::one_reply_answers_two_requests_and_each_sentence_says_so",
        "replies/test_sorting.py::a_passage_is_split_off_and_the_rest_stays",
    ),
    "another contact of the same office": (
        "replies/test_composer.py::the_same_points_go_to_another_contact_which_then_answers",
    ),
    "one letter to several parties at once": (
        "replies/test_same_questions.py::one_letter_goes_to_several_parties_each_by_a_request",
    ),
    "a referral made a request": (
        "replies/test_composer.py::a_referral_to_another_party_asks_it_the_same_points",
        "replies/test_composer_browser.py::a_referral_is_a_letter_in_two_clicks",
    ),
    "copies to a second address": (
        "replies/test_composer.py::copies_go_to_second_addresses_each_by_itself",
    ),
    "post, fax, phone and chat in the record": (
        "replies/test_calls.py::any_channel_there_is_may_be_named",
        "replies/test_calls.py::a_call_s_page_takes_its_time_zone_files_and_who_spoke",
    ),
    "an extension, and a reminder that follows it": (
        "replies/test_working_hours.py::who_asked_for_time_and_got_it_is_reminded_of_the_new",
    ),
    "an embargo": (
        "replies/test_sorting.py::an_embargo_that_has_ended_is_no_longer_warned_of",
        "replies/test_private_page.py::an_embargo_is_in_the_request_s_zone",
    ),
    "other terms of an answer (background, off the record)": (
        "replies/test_sorting.py::an_answer_comes_in_on_the_terms_its_words_ask_for",
        "replies/test_sorting.py::the_record_for_others_never_shows_what_was_off_the_record",
    ),
    "an answer taken back": (
        "replies/test_sorting.py::a_letter_that_withdraws_a_statement_takes_it_out_of_the_sentence",
    ),
    "mail found though it was a Bcc, or its plus was stripped": (
        "replies/test_stripped.py::an_answer_without_its_token_is_found_by_sender_and_subject",
        "replies/test_stripped.py::a_blind_copy_is_found_by_whom_a_server_received_it_for",
    ),
    "an answer on a private page, looked over before it is sent": (
        "replies/test_private_page.py::an_answer_is_shown_back_first_and_then_sent_once",
        "replies/test_private_page.py::every_language_has_every_word_of_the_page",
    ),
    "answers question by question": (
        "replies/test_private_page.py::each_point_is_asked_by_itself_and_answered_by_itself",
        "replies/test_likeness.py::paragraphs_go_where_their_words_are",
    ),
    "a machine's mail that may hold an answer blocks “did not respond”": (
        "replies/test_unseen.py::an_unseen_absence_keeps_the_sentence_from_saying_that_nobody",
    ),
}


def rows() -> dict[str, str]:
    """What the table says of us, by what it is about."""
    handbook = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
    table = handbook.partition("| what | here | MuckRock |")[2].partition("\n\n")[0]
    cells = [[cell.strip() for cell in line.split("|")] for line in table.splitlines()[2:]]
    return {what: here for _, what, here, *_ in cells}


def test_whatever_the_handbook_says_is_here_a_test_holds() -> None:
    here = {what for what, said in rows().items() if said.startswith("•")}
    assert here == set(HELD_BY)
    assert all(said.startswith(("•", "no")) for said in rows().values())


@pytest.mark.parametrize("held", [one for held in HELD_BY.values() for one in held])
def test_the_test_that_holds_a_row_is_there(held: str) -> None:
    file, name = held.split("::")
    assert f"def test_{name}" in (TESTS / file).read_text(encoding="utf-8")
