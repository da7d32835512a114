"""Filters read from an address, which may hold anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import pytest

from factcheck.newsroom.filters import LONGEST, AddressFilter, either_way, is_id


@dataclass(frozen=True, slots=True)
class Shelf(AddressFilter):
    CHECKS: ClassVar[Mapping[str, Callable[[str], bool]]] = {
        "colour": ("red", "blue").__contains__,
        "person": is_id,
        "sort": either_way(["title"]),
    }

    words: str = ""
    colour: str = "red"
    person: str = ""
    sort: str = ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "green"),
        ("person", "x"),
        ("person", "²"),
        ("person", "9" * 19),
        ("sort", "size"),
        ("sort", "--title"),
    ],
)
def test_a_value_that_makes_no_sense_is_left_out(name: str, value: str) -> None:
    assert Shelf.of({name: value}) == Shelf()


def test_what_makes_sense_is_kept_and_said_again_in_the_address() -> None:
    given = {"words": "a b", "colour": "blue", "person": "7", "sort": "-title", "page": "2"}
    shelf = Shelf.of(given)
    assert shelf == Shelf("a b", "blue", "7", "-title")
    assert shelf.query == "words=a+b&colour=blue&person=7&sort=-title"


def test_a_default_is_not_said_in_the_address() -> None:
    assert Shelf.of({"colour": "red"}).query == ""


def test_an_order_does_not_narrow_a_list() -> None:
    assert not Shelf(sort="title").narrowed
    assert Shelf(words="x").narrowed


def test_words_are_cut_and_hold_nothing_the_database_refuses() -> None:
    assert Shelf.of({"words": " a\0 \n b "}).words == "a b"
    assert len(Shelf.of({"words": "x" * 900}).words) == LONGEST
