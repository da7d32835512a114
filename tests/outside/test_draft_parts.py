"""Addresses, dates and paragraphs as readers of documents use them."""

from __future__ import annotations

import pytest

from factcheck.outside.documents.addresses import MAX_ADDRESS, http_address
from factcheck.outside.documents.dates import date_in_address, declared_date
from factcheck.outside.documents.drafts import (
    Draft,
    Paragraph,
    Pen,
    Writer,
    sources_of_note,
    word_count,
)
from factcheck.outside.documents.tables import rows_to_paragraphs

BASE = "https://paper.example/news/story"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "#fn1",
        "mailto:desk@paper.example",
        "javascript:alert(1)",
        "http://[::1",
        "https://paper.example/" + "a" * (2 * MAX_ADDRESS),
    ],
)
def test_what_is_no_address_on_the_web_is_none_also_on_a_page(raw: str) -> None:
    assert http_address(raw) == ""
    assert http_address(raw, BASE) == ""


def test_an_address_on_a_page_is_relative_to_it() -> None:
    assert http_address("../about", BASE) == "https://paper.example/about"
    assert http_address("../about") == ""
    assert http_address("https:///nowhere") == ""


@pytest.mark.parametrize(
    ("wrapped", "address"),
    [
        ("https://www.google.com/url?q=https://a.example/x&sa=D", "https://a.example/x"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx",
            "https://a.example/x",
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
    ],
)
def test_an_address_that_is_wrapped_in_another_is_unwrapped(wrapped: str, address: str) -> None:
    assert http_address(wrapped) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/search?q=https://a.example/x",
        "https://www.google.com/url?other=1",
        "https://paper.example/url?q=https://a.example/x",
    ],
)
def test_an_address_that_only_looks_like_a_wrapping_stays(address: str) -> None:
    assert http_address(address) == address


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-10", "2026-03-10"),
        ("20260310", "2026-03-10"),
        ("2026-03-10T08:00:00Z", "2026-03-10"),
        ("2026/3/10", "2026-03-10"),
        ("10.3.2026", "2026-03-10"),
        ("13/10/2026", "2026-10-13"),
        ("10/13/2026", "2026-10-13"),
        ("10/10/2026", "2026-10-10"),
        ("10 March 2026", "2026-03-10"),
        ("10th of no month 2026", ""),
        ("10 de marzo de 2026", "2026-03-10"),
        ("March 10, 2026", "2026-03-10"),
        ("1773100800", "2026-03-10"),
        ("1773100800000", "2026-03-10"),
        ("Tue, 10 Mar 2026 08:00:00 +0000", "2026-03-10"),
        ("03/10/2026", ""),  # two days
        ("2026-02-30", ""),
        ("0001-01-01", ""),
        ("2999-01-01", ""),
        ("177310080", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_a_declared_date_is_read_where_it_can_be_only_one_day(text: str, day: str) -> None:
    assert declared_date(text) == day


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://paper.example/2026/03/10/dam", "2026-03-10"),
        ("https://paper.example/news/2026-03-10-dam", "2026-03-10"),
        ("https://paper.example/2026/99/99/dam", ""),
        ("https://paper.example/dam", ""),
        ("http://[::1", ""),
    ],
)
def test_a_date_in_an_address_is_one_of_the_calendar(address: str, day: str) -> None:
    assert date_in_address(address) == day


def test_white_space_of_any_length_is_one_space_and_none_before_a_line() -> None:
    pen = Pen()
    pen.words("  The \u00a0 dam ")
    pen.mark("\n")
    pen.words(" broke")
    pen.mark("\t")
    pen.mark("\t")
    pen.words("early. ")
    assert pen.end() == Paragraph("The dam\nbroke\tearly.")


def test_where_the_next_word_will_stand_is_known_before_it_is_written() -> None:
    pen = Pen()
    pen.words("The dam")
    assert pen.here == len("The dam")
    pen.words(" ")
    assert pen.here == len("The dam ")
    pen.mark("\n")
    pen.words(" ")
    assert pen.here == len("The dam\n")


def test_two_line_breaks_are_one_and_a_line_break_may_follow_a_tab() -> None:
    pen = Pen()
    pen.words("The")
    pen.mark("\n")
    pen.mark("\n")
    pen.words("dam")
    pen.mark("\t")
    pen.mark("\n")
    pen.words("broke")
    assert pen.text == "The\ndam\t\nbroke"


def test_a_source_stands_on_the_words_that_were_written_after_its_start() -> None:
    pen = Pen()
    pen.words("The dam ")
    start = pen.here
    pen.words("broke early ")
    pen.source(start, address="https://a.example/")
    paragraph = pen.end()
    assert paragraph is not None
    [source] = paragraph.sources
    assert paragraph.text[source.start : source.end] == "broke early"


def test_a_mark_after_the_full_stop_is_on_the_sentence_before_it() -> None:
    pen = Pen()
    pen.words("It broke. It was old. ")
    assert pen.text[pen.clause() :].strip() == "It was old."


def test_equal_things_that_are_left_out_are_counted_together() -> None:
    draft = Draft()
    draft.leave_out("struck word", 2, "forty  one")
    draft.leave_out("struck word", 1)
    draft.leave_out("struck word", 1, "more")
    draft.leave_out("picture", 0)
    [row] = draft.left_out
    assert (row.what, row.count, row.text) == ("struck word", 4, "forty one … more")


def test_a_note_gives_its_text_with_each_of_its_addresses() -> None:
    linked = Paragraph("See the ruling, https://court.example/77.")
    assert sources_of_note([linked]) == [
        {
            "address": "https://court.example/77",
            "text": "See the ruling, https://court.example/77.",
        }
    ]
    assert sources_of_note([Paragraph("Phone call.")]) == [{"address": "", "text": "Phone call."}]
    assert sources_of_note([]) == []


def test_a_comment_is_a_source_only_where_it_names_one() -> None:
    writer = Writer("text")
    writer.pen.words("The dam broke.")
    assert writer.remark(0, []) == []
    assert len(writer.remark(0, [Paragraph("Check this.")])) == 1
    assert len(writer.remark(0, [Paragraph("Source: the ruling")])) == 2
    assert len(writer.remark(0, [Paragraph("https://court.example/77")])) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("The dam broke.", 3),
        ("大坝在星期五决口官员说没有人受伤也没有人失踪", 2),
        ("—" * 40, 1),
        ("abcdefghijkl—————————— " * 3, 3),
    ],
)
def test_words_are_counted_also_in_writing_without_blanks(text: str, count: int) -> None:
    assert word_count(text) == count


def test_a_row_of_short_cells_is_a_line_and_a_column_of_text_is_not() -> None:
    cells = [[Paragraph("Dead")], [], [Paragraph("47"), Paragraph("in Aln")]]
    [row] = rows_to_paragraphs(cells)
    assert row.text == "Dead | 47 / in Aln"
    assert rows_to_paragraphs([[Paragraph("Alone.")], []]) == [Paragraph("Alone.")]
    long = [[Paragraph("Words " * 60)], [Paragraph("47")]]
    assert len(rows_to_paragraphs(long)) == 2
    many = [[Paragraph(str(n)) for n in range(5)], [Paragraph("47")]]
    assert len(rows_to_paragraphs(many)) == 6
