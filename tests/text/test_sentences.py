"""Where a sentence ends."""

from __future__ import annotations

import pytest

from factcheck.text.language.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“No,” said Lt. Col. Ivanka Drey. Maj. Gen. Ana Ruiz left.",
            ["“No,” said Lt. Col. Ivanka Drey.", "Maj. Gen. Ana Ruiz left."],
        ),
        ("It came from the U.S. The army left.", ["It came from the U.S.", "The army left."]),
        ("The U.S. Secretary of State left.", ["The U.S. Secretary of State left."]),
        (
            "They held the port. Spokesperson Ana Ruiz left.",
            ["They held the port.", "Spokesperson Ana Ruiz left."],
        ),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text, (0, len(text)))] == expected
