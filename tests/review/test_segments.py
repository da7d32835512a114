from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.review.rules.segments import MarkSpan, cut

SPANS = st.lists(st.tuples(st.integers(-3, 90), st.integers(-3, 90)), max_size=25)
COPY = st.text(max_size=80)


def laid(spans: list[tuple[int, int]]) -> list[MarkSpan[int]]:
    return [MarkSpan(start, end, number) for number, (start, end) in enumerate(spans)]


@given(COPY, SPANS, st.lists(st.integers(-5, 100), max_size=8))
def test_the_pieces_joined_are_the_copy(
    text: str, spans: list[tuple[int, int]], at: list[int]
) -> None:
    pieces = cut(text, laid(spans), at)
    assert "".join(p.text for p in pieces) == text
    assert all(text[p.start : p.start + len(p.text)] == p.text and p.text for p in pieces)


@given(COPY, SPANS)
def test_every_letter_lies_under_exactly_the_marks_that_cover_it(
    text: str, spans: list[tuple[int, int]]
) -> None:
    for piece in cut(text, laid(spans)):
        for offset in range(piece.start, piece.start + len(piece.text)):
            assert set(piece.under) == {
                n for n, (start, end) in enumerate(spans) if start <= offset < end
            }


@given(COPY, SPANS)
def test_each_mark_begins_once_and_ends_once(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = cut(text, laid(spans))
    seen = {n for n, (start, end) in enumerate(spans) if max(0, start) < min(len(text), end)}
    assert sorted(k for p in pieces for k in p.begins) == sorted(seen)
    assert sorted(k for p in pieces for k in p.ends) == sorted(seen)


def test_two_marks_that_overlap_without_nesting_share_the_middle() -> None:
    pieces = cut("one two three", [MarkSpan(0, 7, "a"), MarkSpan(4, 13, "b")])
    assert [(p.text, p.under) for p in pieces] == [
        ("one ", ("a",)),
        ("two", ("b", "a")),
        (" three", ("b",)),
    ]


def test_the_copy_is_cut_where_asked_even_without_a_mark() -> None:
    assert [p.text for p in cut("one\ntwo", [], at=[3, 4])] == ["one", "\n", "two"]
