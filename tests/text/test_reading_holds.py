"""What holds for any text at all: spans, order, sameness, speed."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.text import Reading, read

PUBLISHED = dt.date(2024, 11, 30)
PIECES = [
    "“", "”", '"', "''", "‘", "’", "'", "«", "»", "(", ")", "[", "]", ",", ".", "!", "?", ":", ";", "—", "-", " ", " ", " ", "\n", "\r\n",
    "\n\n", "\u00a0", "\u2028", "\x00", "said", "told", "Dana Whitlow", "al-Karim", "he", "who", "according to", "did not respond",
    "declined to comment", "sought comment from", "Iranian and Syrian U.N. missions", "U.S. officials", "and", "others", "5 p.m.",
    "Friday", "$1.2 million", "12.5%", "second-largest", "TK", "[NAME]", "🙂", "é", "e\u0301", "محمد", "דנה", "WHITLOW:", "SHOUTED",
    "3 days ago", "By Dana Whitlow", "the", "President", "that", "boats", "closed", "1,000", "--", "…", "''We", "1990s", "İ", "ß", "ﬁ",
]  # fmt: skip
COPY = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


def spans(reading: Reading) -> list[tuple[int, int]]:
    found = [
        m.span
        for m in (*reading.blocks, *reading.claims, *reading.facts, *reading.asks, *reading.tks)
    ]
    for quote in reading.quotes:
        found += quote.content
        found += [quote.cue] if quote.cue else []
        found += [quote.speaker.span] if quote.speaker and quote.speaker.span else []
    return found + [p.span for ask in reading.asks for p in ask.parties]


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(COPY)
def test_every_mark_lies_in_the_text_and_holds_something(text: str) -> None:
    reading = read(text, PUBLISHED)
    assert reading.text == text
    for start, end in spans(reading):
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()
    assert read(text, PUBLISHED) == reading
    json.dumps(reading.as_json())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(COPY)
def test_blocks_cover_all_words_once_and_marks_lie_inside_copy(text: str) -> None:
    reading = read(text, PUBLISHED)
    at = 0
    for block in reading.blocks:
        assert block.span[0] >= at
        assert not any(c.isalnum() for c in text[at : block.span[0]])
        at = block.span[1]
    assert not any(c.isalnum() for c in text[at:])
    furniture = [b.span for b in reading.blocks if b.kind == "furniture"]
    for start, end in spans(
        Reading(
            text, (), *(getattr(reading, k) for k in ("quotes", "claims", "facts", "asks", "tks"))
        )
    ):
        assert not any(s < end and start < e for s, e in furniture)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(COPY)
def test_facts_never_overlap_and_everything_is_in_order(text: str) -> None:
    reading = read(text, PUBLISHED)
    for before, after in zip(reading.facts, reading.facts[1:], strict=False):
        assert before.span[1] <= after.span[0]
    for marks in (reading.claims, reading.facts, reading.asks, reading.tks, reading.blocks):
        assert [m.span for m in marks] == sorted(m.span for m in marks)
    assert all(0 <= c.score <= 1 for c in reading.claims)
    assert all(0 <= q.confidence <= 1 for q in reading.quotes)


STORY = (
    "Dana Whitlow said the port was closed. “We leave at dawn,” she said on Friday. The army did not respond to a request "
    "for comment, and 3,000 people fled 40 km south.\n"
)


@pytest.mark.parametrize(
    "lead", ["🙂🙂 ", "e\u0301te\u0301 ", "محمد: ", "\u00a0\u00a0", "\x00\x00 ", "\ufeff"]
)
def test_what_comes_before_shifts_every_mark_by_its_length(lead: str) -> None:
    plain, led = (
        read("Whitlow won.\n" + STORY, PUBLISHED),
        read(lead + "Whitlow won.\n" + STORY, PUBLISHED),
    )
    shift = len(lead)
    assert [tuple(x + shift for x in f.span) for f in plain.facts] == [f.span for f in led.facts][
        -len(plain.facts) :
    ]
    assert [tuple(x + shift for x in a.span) for a in plain.asks] == [a.span for a in led.asks]


def test_line_ends_of_any_system_give_the_same_marks() -> None:
    unix, dos = STORY * 3, (STORY * 3).replace("\n", "\r\n")
    assert [(f.kind, f.value) for f in read(unix, PUBLISHED).facts] == [
        (f.kind, f.value) for f in read(dos, PUBLISHED).facts
    ]


def test_shouted_copy_still_has_its_quotes_asks_and_numbers() -> None:
    reading = read(STORY.upper(), PUBLISHED)
    assert reading.asks
    assert any(q.kind == "direct" for q in reading.quotes)
    assert any(f.value == "3000" for f in reading.facts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\x00",
        "a",
        "“",
        ".",
        "🙂",
        "- one\n- two\n",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "\ud800 said",
        "1" * 5000,
    ],
)
def test_odd_input_is_read(text: str) -> None:
    assert read(text, PUBLISHED).text == text


@pytest.mark.parametrize(
    "piece",
    [
        STORY.replace("\n", " "),
        "He said he said that he ",
        "“He said ” ",
        "'a ",
        "Dana Whitlow ",
        "according to ",
        "Friday 5 p.m. ",
        "[A ",
        "did not respond to ",
        "Iranian and ",
    ],
    ids=[
        "prose",
        "said",
        "quotes",
        "apostrophes",
        "names",
        "according",
        "dates",
        "brackets",
        "asks",
        "list",
    ],
)
def test_a_paragraph_of_any_length_costs_time_in_proportion(piece: str) -> None:
    def cost(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begun = time.process_time()
        read(text, PUBLISHED)
        return time.process_time() - begun

    cost(2_000)
    assert cost(32_000) < 10 * cost(8_000) + 0.2
