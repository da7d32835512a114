"""What is a mail or a saved page by its bytes; what the head of a Markdown file says."""

from __future__ import annotations

import pytest

from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.mails import is_mail, is_saved_page, read_mail, read_saved_page
from factcheck.outside.documents.markdown import read_markdown

HEAD = b"From: Ida Fenn <ida@paper.example>\r\nSubject: Dam\r\nDate: Tue, 10 Mar 2026 08:00:00 +0000\r\n"
PAGE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://paper.example/news/dam\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><article><h1>Dam</h1>"
    b'<p>The dam was never inspected, <a href="../ruling">the court said on Friday</a>.</p>'
    + b"<p>Nobody in the ministry knows why the reports of nine years were never read.</p>" * 6
    + b"</article></body></html>\r\n--b--\r\n"
)


def test_a_mail_is_known_by_two_of_its_usual_fields() -> None:
    assert is_mail(HEAD + b"\r\nThe dam broke.")
    assert is_mail(b"From ida@paper.example Tue Mar 10\n" + HEAD + b"\r\nThe dam broke.")


@pytest.mark.parametrize(
    "data",
    [
        b"From the north, words came.\r\n\r\nThe dam broke.",
        b"Date: Monday\r\nWhere: Aln\r\n\r\nThe dam broke.",
        b"The dam broke.\r\nFrom: here\r\nTo: there\r\n",
        b"Head: one\r\nFoot: two\r\n\r\nFrom: here\r\nTo: there\r\n",
        b"",
    ],
)
def test_copy_that_begins_like_a_mail_is_none(data: bytes) -> None:
    assert not is_mail(data)


def test_a_page_saved_as_one_file_is_known_by_who_saved_it() -> None:
    assert is_saved_page(PAGE)
    assert is_saved_page(PAGE.replace(b"\r\n", b"\n"))
    assert not is_saved_page(PAGE.replace(b"multipart/related", b"multipart/mixed"))
    assert not is_saved_page(b"Content-Type: multipart/related\r\n\r\nSaved by hand.")


def test_the_links_of_a_saved_page_are_relative_to_where_it_was_saved_from() -> None:
    draft = read_saved_page(PAGE)
    assert (draft.medium, draft.headline, draft.encoding) == ("mhtml", "Dam", "utf-8")
    [source] = [source for paragraph in draft.paragraphs for source in paragraph.sources]
    assert source.address == "https://paper.example/ruling"


def test_a_saved_page_without_a_page_is_refused() -> None:
    with pytest.raises(DraftRefusal, match="has no page in it"):
        read_saved_page(PAGE.replace(b"text/html", b"text/css"))


def test_lines_of_a_mail_that_were_broken_at_one_width_are_one_paragraph() -> None:
    wrapped = (
        b"The dam was never inspected in all of nine years, the\r\nrecords of the court show.\r\n"
    )
    verse = b"One.\r\nTwo.\r\n"
    draft = read_mail(HEAD + b"\r\n" + wrapped + b"\r\n" + verse)
    assert [paragraph.text for paragraph in draft.paragraphs] == [
        "The dam was never inspected in all of nine years, the records of the court show.",
        "One.",
        "Two.",
    ]
    assert draft.byline == "Ida Fenn"


def test_a_mail_without_words_is_refused() -> None:
    with pytest.raises(DraftRefusal, match="There are no words in this mail"):
        read_mail(HEAD + b"\r\n\r\n")


MATTER = (
    "title: The Dam\nauthor:\n  - Ida Fenn\n  - name: Bo Ray\ndate: 2026-03-10\nlang: en-GB\n"
    "embargo: Friday noon\nsources: [https://court.example/77, a phone call]\nnote: Check the toll\n"
)


def test_front_matter_says_what_the_draft_is() -> None:
    draft = read_markdown(f"---\n{MATTER}---\n\nIt broke.\n")
    assert (draft.headline, draft.byline, draft.language) == (
        "The Dam",
        "Ida Fenn and Bo Ray",
        "en",
    )
    assert (draft.published, draft.published_from) == ("2026-03-10", "the file's front matter")
    assert draft.embargo == "Friday noon"
    assert [(row.address, row.text) for row in draft.sources] == [
        ("https://court.example/77", ""),
        ("", "a phone call"),
    ]
    assert [row.text for row in draft.notes] == ["Check the toll"]
    assert (draft.paragraphs[0].kind, draft.paragraphs[0].text) == ("headline", "The Dam")


def test_front_matter_may_be_toml_or_badly_written() -> None:
    assert read_markdown('+++\ntitle = "The Dam"\n+++\nIt broke.').headline == "The Dam"
    assert read_markdown('---\ntitle: "The "Dam": a story\n---\nIt broke.').headline.endswith(
        "story"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nIt broke.\n",
        "---\nIt broke.\n--- and more\n",
        "It broke.\n---\ntitle: No\n---\n",
        "---\n" + "It broke.\n" * 3_000 + "---\n",
        "---\nIt broke.\n---\nNobody knows why.\n",
        "---\n- It broke.\n---\nNobody knows why.\n",
    ],
)
def test_a_line_of_dashes_that_ends_no_front_matter_is_a_rule_of_the_copy(text: str) -> None:
    draft = read_markdown(text)
    assert draft.headline == ""
    assert any("It broke." in paragraph.text for paragraph in draft.paragraphs)


def test_the_first_headline_of_the_copy_is_kept_and_further_ones_are_crossheads() -> None:
    draft = read_markdown(
        "---\ntitle: Ours\n---\n# The Dam\n\nIt broke.\n\n# Why\n\nNobody knows.\n"
    )
    assert draft.headline == "Ours"
    assert [(p.kind, p.text) for p in draft.paragraphs if p.text in ("The Dam", "Why", "Ours")] == [
        ("headline", "The Dam"),
        ("body", "Why"),
    ]
    assert read_markdown("# The Dam\n\nIt broke.").headline == "The Dam"


def test_notes_between_percent_signs_are_notes_and_a_lone_pair_is_copy() -> None:
    draft = read_markdown("It broke %%check--this%% early.\n")
    [paragraph] = draft.paragraphs
    assert paragraph.text == "It broke early."
    assert [note.text for note in paragraph.notes] == ["check—this"]
    lone = read_markdown("It rose by 40 %% in all.\n")
    assert lone.paragraphs[0].text == "It rose by 40 %% in all."


def test_markdown_without_words_is_refused() -> None:
    with pytest.raises(DraftRefusal, match="There are no words in this file"):
        read_markdown("---\ntitle: The Dam\n---\n")
