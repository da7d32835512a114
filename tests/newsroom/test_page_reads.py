"""What a page reads several times over is read once, and never longer than the page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from factcheck.newsroom.page_reads import if_read, once_a_page, one_look, one_page, reads_once

read: list[str] = []


@once_a_page(lambda name: name or None)
def look_up(name: str) -> str:
    read.append(name)
    return name.upper()


@pytest.fixture(autouse=True)
def nothing_read() -> None:
    read.clear()


def test_within_a_page_each_is_read_once() -> None:
    with one_page():
        assert [look_up("a"), look_up("a"), look_up("b")] == ["A", "A", "B"]
    assert read == ["a", "b"]


def test_outside_a_page_each_is_read_each_time() -> None:
    look_up("a")
    look_up("a")
    with one_page():
        look_up("a")
    with one_page():
        look_up("a")
    assert read == ["a"] * 4


def test_one_look_reads_each_once_and_forgets_it() -> None:
    for _ in range(2):
        with one_look():
            look_up("a")
            look_up("a")
    assert read == ["a"] * 2


def test_a_look_within_a_page_shares_what_the_page_read() -> None:
    with one_page():
        look_up("a")
        with one_look():
            look_up("a")
            look_up("b")
        look_up("b")
    assert read == ["a", "b"]


def test_without_a_key_nothing_is_kept() -> None:
    with one_page():
        look_up("")
        look_up("")
    assert read == ["", ""]


@pytest.mark.parametrize(("method", "times"), [("get", 1), ("head", 1), ("post", 2)])
def test_only_a_page_that_changes_nothing_keeps_what_it_read(method: str, times: int) -> None:
    def view(_: object) -> HttpResponse:
        return HttpResponse(look_up("a") + look_up("a"))

    reads_once(view)(getattr(RequestFactory(), method)("/"))
    assert read == ["a"] * times


def test_what_the_page_has_not_read_is_not_read_for_a_part_of_it() -> None:
    look_up("a")
    with one_page():
        assert if_read(look_up, "a") is None
        look_up("a")
        assert if_read(look_up, "a") == "A"
        assert if_read(look_up, "b") is None
    assert if_read(look_up, "a") is None
    assert read == ["a"] * 2
