"""Windows of word pieces: what the network is given."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from tokenizers import Tokenizer

from factcheck.text.language.blocks import find_blocks
from factcheck.text.language.paragraphs import paragraph_of
from factcheck.text.model.network import model
from factcheck.text.model.pieces import MOST_PIECES, Window, windows


@cache
def vocabulary() -> Tokenizer:
    return model()._tokenizer


def cut(text: str) -> list[Window]:
    paragraphs = [paragraph_of(text, n, block.span) for n, block in enumerate(find_blocks(text))]
    return list(windows(text, paragraphs, vocabulary()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One short line.",
        "Port. " * 900,
        "x" * 5_000,
        "Gate 7 is shut.\n" * 300,
        "日本語 🛳 e\u0301tat עברית\n\nIt sank. " * 80,
    ],
)
def test_every_piece_lies_in_the_text_in_order_and_no_window_is_too_long(text: str) -> None:
    found = cut(text)
    spans = [span for window in found for span in window.spans]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(len(w.ids) == len(w.shapes) == len(w.spans) <= MOST_PIECES for w in found)


def test_a_window_holds_whole_paragraphs_where_they_fit() -> None:
    line = "The port was closed on Friday, the harbour master said, and the boats stayed in."
    text = "\n".join([line] * 40)
    starts = {window.spans[0][0] for window in cut(text)}
    assert starts <= set(range(0, len(text), len(line) + 1))


def test_a_paragraph_too_long_for_a_window_is_cut_between_sentences() -> None:
    text = "The port was closed on Friday, the harbour master said, and no boat left. " * 40
    for before, after in pairwise(cut(text)):
        assert text[before.spans[-1][1] - 1] == "."
        assert text[after.spans[0][0]] == "T"


def test_the_shape_gives_back_capitals_and_quotation_marks() -> None:
    text = "the Port NATO 7 “the Port”"
    (window,) = cut(text)
    shapes = {
        text[a:b] + ("”" if a > 16 else ""): shape
        for (a, b), shape in zip(window.spans, window.shapes, strict=True)
    }
    assert shapes == {
        "the": 0,
        "Port": 1,
        "NATO": 2,
        "7": 3,
        "“": 3,
        "the”": 4,
        "Port”": 5,
        "””": 3,
    }
