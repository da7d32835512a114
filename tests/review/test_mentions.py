from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.review.rules.mentions import Person, Unclear, mentions

ANN = Person(1, "Ann Lee", "ann@paper.example")
RAY = Person(2, "Ann Ray", "ray@paper.example")
JOSE = Person(3, "José O’Brien", "jose@paper.example")
AWAY = Person(4, "Bo Dahl", "bo@paper.example", may_see=False)
PEOPLE = [ANN, RAY, JOSE, AWAY]


def called(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.person.name) for one in mentions(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "name", "who"),
    [
        ("@Ann Lee, is it 12?", "@Ann Lee", "Ann Lee"),
        ("Ask @ann ray.", "@ann ray", "Ann Ray"),
        ("(@ray@paper.example) Look", "@ray@paper.example", "Ann Ray"),
        ("@Jose please", "@Jose", "José O’Brien"),
        ("@josé o'brien’s source", "@josé o'brien", "José O’Brien"),
        ("See\n@Ann  Lee", None, None),
        ("@JOSE.", "@JOSE", "José O’Brien"),
    ],
)
def test_a_colleague_is_called_by_name_or_address(
    text: str, name: str | None, who: str | None
) -> None:
    if name is None:
        with pytest.raises(Unclear):
            called(text)
    else:
        assert called(text) == [(name, who)]


def test_what_is_no_call_calls_nobody() -> None:
    for text in (
        "Write to ann@paper.example",
        "https://x.example/@Ann",
        "12 @ 3",
        "@",
        "no at all",
        "a@Ann Lee",
    ):
        assert called(text) == []


def test_a_name_that_two_have_is_refused_with_both() -> None:
    with pytest.raises(
        Unclear, match=r"Ann Lee \(ann@paper.example\) or Ann Ray \(ray@paper.example\)"
    ):
        called("@Ann look")


def test_a_name_that_nobody_has_is_refused_with_those_near() -> None:
    with pytest.raises(Unclear, match=r"No colleague is called “@Anne”.*Ann Lee.*Leave the @ out"):
        called("Is this so, @Anne?")
    with pytest.raises(Unclear, match=r"“@IDF”\. Leave the @ out"):
        called("as @IDF wrote")


def test_a_longer_name_is_not_taken_for_a_shorter_one() -> None:
    with pytest.raises(Unclear, match="@Josephine"):
        called("@Josephine")
    with pytest.raises(Unclear, match=r"jose@paper\.example\.org"):
        called("@jose@paper.example.org")


def test_whoever_may_not_see_the_article_is_not_called() -> None:
    with pytest.raises(Unclear, match=r"Bo Dahl .* may not see this restricted article"):
        called("@Bo Dahl")


def test_a_namesake_who_may_not_see_it_is_not_meant() -> None:
    hidden = Person(5, "Ann Ray", "other@paper.example", may_see=False)
    assert [one.person for one in mentions("@Ann Ray", [*PEOPLE, hidden])] == [RAY]
    with pytest.raises(
        Unclear, match="Ann Zu"
    ):  # the longest name that fits is meant, not one that begins it
        mentions("@Ann Zu", [ANN, Person(6, "Ann Zu", "zu@paper.example", may_see=False)])


def spans(text: str) -> list[tuple[int, int]] | None:
    try:
        return [(one.start, one.end) for one in mentions(text, PEOPLE)]
    except Unclear:
        return None


@given(st.text(alphabet="@Ann LeRyBoé'’.\n:(", max_size=40))
def test_any_text_gives_spans_that_begin_with_the_sign_or_a_refusal(text: str) -> None:
    found = spans(text)
    if found is not None:
        assert all(text[start] == "@" and end > start + 1 for start, end in found)
        assert all(one[1] <= other[0] for one, other in pairwise(found))
