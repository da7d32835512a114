"""Every reader of foreign documents takes CPU time that grows about with the length."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from factcheck.outside.documents import bylines, dates, embargoes, note_marks, wire
from factcheck.outside.documents.drafts import Pen, Refusal
from factcheck.outside.documents.files import read_document
from factcheck.outside.sandbox_worker import RECURSION_LIMIT
from factcheck.outside.sanitize import (
    nesting,
    plain_characters,
    text_of_html,
    true_nesting,
    without_unseen,
)

SEEDS = [
    " ", "\t", "\n", "<!---->", "<!--", "[", "(", "{", '"', "“", "1", "1,", ",", ".", "-", "=?", "&#", "<b>", "<div>",
    "<p>a", "<br>", "<li>", "</", "<a href='#f'>1</a>", "\u200f", "a.", "A ", "¹", "By A ", "embargoed ", "<script>",
    "``", "_ ", "^", "\\u1?", "{\\b ", "\\par ", "| a ", "* ", "> ", "[^1]", "~~", "%%", "[[", "#", "[a](",
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "html": lambda t: read_document(f"<html><body><article><p>{t}".encode(), "a.html"),
    "html head": lambda t: read_document(f"{t}x<html><p>word".encode(), "a.txt"),
    "text": lambda t: read_document(f"word {t}".encode(), "a.txt"),
    "markdown": lambda t: read_document(f"word\n\n{t}".encode(), "a.md"),
    "rtf": lambda t: read_document(f"{{\\rtf1 word {t}}}".encode(), "a.rtf"),
    "mail": lambda t: read_document(
        f"From: a@b.c\nTo: d@e.f\nSubject: x\n\nword {t}".encode(), "a.eml"
    ),
    "wire": lambda t: wire.read_wire(f"word {t}"),
    "is wire": wire.is_wire,
    "embargo": embargoes.embargo_in,
    "byline": bylines.person_names,
    "date": dates.declared_date,
    "raised": note_marks.split_raised,
    "characters": plain_characters,
    "unseen": without_unseen,
    "nesting": nesting,
    "true nesting": true_nesting,
    "text of html": text_of_html,
    "pen": lambda t: Pen().words(t),
}
SIZE = 4_000  # characters
LEAST = 0.1  # CPU seconds below which nothing is measured but noise


@pytest.fixture(autouse=True)
def as_deep_as_the_sandbox() -> Iterator[None]:
    """Let readers nest as deep as they may in the sandbox, where they run."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    yield
    sys.setrecursionlimit(before)


def seconds(reader: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    with contextlib.suppress(Refusal):
        reader(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_about_linear_time(name: str) -> None:
    reader = READERS[name]
    for seed in SEEDS:
        text = seed * (SIZE // len(seed))
        # The best of three: a collection of garbage in the middle is no growth.
        longest = min(seconds(reader, text * 4) for _ in range(3))
        if longest > LEAST:
            # Four times the length: four times the time, with room for a busy machine.
            assert longest < 9 * max(seconds(reader, text), LEAST / 6), seed
