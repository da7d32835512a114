"""Two proofs side by side: paragraphs paired, words marked, moves recognised, long stretches
folded.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.diff import Diff, DiffRow, Side, diff


def said(side: Side | None) -> str:
    """The words, changed ones in brackets."""
    return "".join(f"[{p.text}]" if p.changed else p.text for p in side.pieces) if side else ""


def rows(found: Diff) -> list[tuple[str, str, str]]:
    return [(row.kind, said(row.old), said(row.new)) for row in found.rows if row.kind != "same"]


def test_changed_words_are_marked_on_both_sides() -> None:
    found = diff(
        "One.\nAt least 1,200 men were killed.\nLast.", "One.\nAt least 1,300 men died.\nLast."
    )
    assert rows(found) == [
        ("changed", "At least [1,200] men [were killed].", "At least [1,300] men [died]."),
    ]
    assert found.summary == "1 paragraph changed"


def test_a_moved_paragraph_is_shown_in_both_places_and_not_as_new() -> None:
    old = "The first stays.\nThis one moves away.\nThe third stays.\nThe fourth stays."
    found = diff(old, "The first stays.\nThe third stays.\nThe fourth stays.\nThis one moves away.")
    moved = [(row.kind, row.other) for row in found.rows if row.kind != "same"]
    assert moved == [("moved away", 4), ("moved here", 2)]
    assert found.summary == "1 paragraph moved"


def test_a_paragraph_that_moved_and_was_edited_is_known_again() -> None:
    old = "Ten men were seen on the bridge at dawn.\nA.\nB.\nC."
    found = diff(old, "A.\nB.\nC.\nTwelve men were seen on the bridge at dawn.")
    assert rows(found)[-1] == ("moved here", "", "[Twelve] men were seen on the bridge at dawn.")


def test_added_and_taken_out_paragraphs_are_told_apart_from_edits() -> None:
    found = diff(
        "Alpha beta gamma.\nGone for good now.\nEnd here.",
        "Alpha beta gamma.\nEnd here.\nQuite new words.",
    )
    assert [(kind, old or new) for kind, old, new in rows(found)] == [
        ("out", "[Gone for good now.]"),
        ("in", "[Quite new words.]"),
    ]
    assert found.summary == "1 paragraph added, 1 taken out"


def test_a_change_of_nothing_but_blank_lines_is_said() -> None:
    assert diff("A.\nB.", "A.\n\nB.").summary == "only the spacing between paragraphs changed"
    assert diff("A.\nB.", "A.\nB.").summary == "no difference"


def test_a_space_put_in_within_a_paragraph_shows() -> None:
    assert rows(diff("A  b.", "A b.")) == [("changed", "A[  ]b.", "A[ ]b.")]


def test_long_unchanged_stretches_are_folded_and_their_edges_shown() -> None:
    lines = [f"Paragraph {n} says this." for n in range(20)]
    new = [*lines[:10], "Something else altogether stands here.", *lines[11:]]
    folded = [
        (fold, len(found)) for fold, found in diff("\n".join(lines), "\n".join(new)).stretches()
    ]
    assert folded == [(True, 9), (False, 1), (False, 1), (False, 1), (True, 8)]


def whole(found: Diff, side: str, text: str) -> bool:
    shown: list[Side] = [getattr(row, side) for row in found.rows if getattr(row, side)]
    paragraphs = [line for line in text.split("\n") if line.strip()]
    shown.sort(key=lambda one: one.number)
    return [one.number for one in shown] == list(range(1, len(paragraphs) + 1)) and [
        "".join(piece.text for piece in one.pieces) for one in shown
    ] == paragraphs


LINES = st.lists(
    st.sampled_from(["A b.", "A  b.", "c d e f.", "c d e g.", "", " ", "é “x” 12,5.", "👩‍👧 z"]),
    max_size=14,
)


@settings(max_examples=300)
@given(LINES.map("\n".join), LINES.map("\n".join))
def test_both_sides_hold_all_their_copy_once_and_what_is_not_marked_is_on_both(
    old: str, new: str
) -> None:
    found = diff(old, new)
    assert whole(found, "old", old)
    assert whole(found, "new", new)
    assert (found.changes == 0) == (old.split() == new.split() and _lines(old) == _lines(new))
    assert [row.change for row in found.rows if row.change] == list(range(1, found.changes + 1))
    for row in found.rows:
        if row.old and row.new:
            assert _kept(row.old) == _kept(row.new)
        assert (row.kind == "same") == _unchanged(row)
    assert [row for _, group in found.stretches() for row in group] == list(found.rows)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _kept(side: Side) -> str:
    return "".join(piece.text for piece in side.pieces if not piece.changed)


def _unchanged(row: DiffRow) -> bool:
    return bool(
        row.old
        and row.new
        and all(not p.changed for side in (row.old, row.new) for p in side.pieces)
    )
