"""Fields of what comes from outside: any may be missing, of another type, or endless."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factcheck.outside.fields import (
    MAX_ITEMS,
    MAX_WORDS,
    at,
    instant_of,
    list_of,
    plain_of,
    text_of,
    url_of,
)


def test_a_path_that_breaks_off_or_leads_through_something_else_gives_nothing() -> None:
    assert at({"a": {"b": 1}}, "a", "b") == 1
    assert at({"a": {"b": 1}}, "a", "c") is None
    assert at({"a": "words"}, "a", "b") is None
    assert at([{"a": 1}], "a") is None


def test_of_a_list_only_its_objects_are_taken_and_not_without_end() -> None:
    assert list_of([{"a": 1}, "words", None, {"b": 2}]) == [{"a": 1}, {"b": 2}]
    assert len(list_of([{}] * (MAX_ITEMS + 1))) == MAX_ITEMS
    assert list_of({"a": 1}) == []
    assert list_of(None) == []


def test_a_field_of_text_is_one_line_of_bounded_length() -> None:
    assert text_of(" The\n dam ") == "The dam"
    assert text_of(47) == ""
    assert len(text_of("word " * MAX_WORDS)) <= MAX_WORDS


def test_a_field_of_html_is_its_words() -> None:
    assert plain_of("<p>The <b>dam</b> &amp; the mayor</p>") == "The dam & the mayor"
    assert plain_of(None) == ""
    assert len(plain_of("<p>word</p>" * MAX_WORDS)) <= MAX_WORDS


@pytest.mark.parametrize("value", [None, 7, "", "words", "ftp://a.example/", "javascript:alert(1)"])
def test_what_is_no_address_to_be_opened_is_none(value: object) -> None:
    assert url_of(value) == ""


def test_an_address_is_given_as_it_will_be_opened() -> None:
    assert url_of("HTTPS://A.example/ä") == "https://a.example/%C3%A4"


@pytest.mark.parametrize(
    "text",
    [
        "20230918T031500Z",
        "20230918031500",
        "2023-09-18T03:15:00Z",
        "2023-09-18T05:15:00+02:00",
        "2023-09-18T03:15:00",
    ],
)
def test_one_instant_is_read_however_it_is_written(text: str) -> None:
    assert instant_of(text) == datetime(2023, 9, 18, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [None, "", "yesterday", "20231399T000000Z", "2023-02-30", 20230918]
)
def test_what_is_no_instant_is_none(value: object) -> None:
    assert instant_of(value) is None


def test_a_bare_date_is_its_first_moment() -> None:
    assert instant_of("2023-09-18") == datetime(2023, 9, 18, tzinfo=UTC)
