"""From the network's labels and pointers to quotes, on labels made by hand."""

from __future__ import annotations

import re

import numpy as np

from factcheck.text.claims.check_worthiness import logits_of
from factcheck.text.language.blocks import find_blocks
from factcheck.text.language.paragraphs import CopyParagraph, paragraph_of
from factcheck.text.model.network import CONTENT, CUE, POINT, SOURCE, WORTH, Seen
from factcheck.text.quotes.attributions import Attribution, find_attributions

_HEADS = {"c": CONTENT, "q": CUE, "s": SOURCE}


def paragraphs_of(text: str) -> list[CopyParagraph]:
    return [paragraph_of(text, n, block.span) for n, block in enumerate(find_blocks(text))]


def seen(text: str, labels: str, links: dict[int, int] | None = None) -> Seen:
    """A window with a piece a word.

    `labels` has a mark a word: c, q, s begin a content, cue or source, C, Q, S go on with one, and
    "." is nothing. `links` says which word a content points to as its cue, and a cue as its source.
    """
    words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    marks = labels.split()
    assert len(marks) == len(words)
    tags = np.zeros((len(words), 20), dtype=np.float32)
    for columns in _HEADS.values():
        tags[:, columns.start] = 4
    for n, mark in enumerate(marks):
        if mark != ".":
            tags[n, _HEADS[mark.lower()].start + (2 if mark.isupper() else 1)] = 8
    point = np.zeros((len(words) + 2, 4 * POINT), dtype=np.float16)
    point[0, 3 * POINT] = 1  # what a cue without a source points to
    for n in range(len(words)):
        point[n + 1, 2 * POINT] = 0.5
    for place, (whence, where) in enumerate((links or {}).items(), start=1):
        first = 0 if marks[whence].lower() == "c" else 2 * POINT
        point[whence + 1, first + place] = 3
        point[where + 1, first + POINT + place] = 3
    return Seen(words, tags, point)


def shown(text: str, found: list[Attribution]) -> list[tuple[list[str], str | None, str | None]]:
    def words(span: tuple[int, int] | None) -> str | None:
        return text[slice(*span)] if span else None

    return [
        ([text[a:b] for a, b in one.content], words(one.cue), words(one.source)) for one in found
    ]


def test_a_content_takes_the_cue_it_points_to_and_the_cue_its_source() -> None:
    text = "Ruiz said boats left and Maas denied that nets burnt"
    window = seen(text, "s q c C . s q c C C", {2: 1, 1: 0, 7: 6, 6: 5})
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["boats left"], "said", "Ruiz"),
        (["that nets burnt"], "denied", "Maas"),
    ]


def test_contents_of_one_cue_are_one_quote() -> None:
    text = "Boats left today , Ruiz said , and nets were burnt"
    window = seen(text, "c C C . s q . . c C C", {0: 5, 8: 5, 5: 4})
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["Boats left today", "nets were burnt"], "said", "Ruiz")
    ]


def test_a_cue_that_points_to_nothing_has_no_source() -> None:
    text = "It was said boats left"
    window = seen(text, ". q Q c C", {3: 1})
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["boats left"], "was said", None)
    ]


def test_a_later_piece_with_nothing_before_it_begins_no_run() -> None:
    text = "Ruiz said boats left"
    window = seen(text, "s q c C", {2: 1, 1: 0})
    window.tags[0, CONTENT] = (1, 0, 2)  # a whiff of a content that nothing begins
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["boats left"], "said", "Ruiz")
    ]


def test_no_content_goes_on_into_the_next_paragraph() -> None:
    text = "Ruiz said boats left at dawn\nNobody saw them go then"
    window = seen(text, "s q c C C C C C C C C", {2: 1, 1: 0})
    first, second = find_attributions(text, paragraphs_of(text), [window])
    assert shown(text, [first]) == [(["boats left at dawn"], "said", "Ruiz")]
    assert (second.cue, second.source, second.block) == (None, None, 1)


def test_a_hole_is_filled_and_a_crumb_dropped() -> None:
    text = "Ruiz said the large - scale plan was dead and he went away to sea then"
    window = seen(text, "s q c C . C C C C . . . . . . c", {2: 1, 15: 1, 1: 0})
    window.tags[5, CONTENT] = (4, 8, 0)
    window.point[6, : 4 * POINT] = window.point[3, : 4 * POINT]
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["the large - scale plan was dead"], "said", "Ruiz")
    ]


def test_the_sentences_full_stop_is_no_part_of_what_was_said_but_that_of_an_abbreviation_is() -> (
    None
):
    for text, words in (
        ("Ruiz said boats left.", "boats left"),
        ("Ruiz said boats left the U.S.", "boats left the U.S."),
    ):
        marks = "s q c" + " C" * (len(re.findall(r"\w+|[^\w\s]", text)) - 3)
        window = seen(text, marks, {2: 1, 1: 0})
        assert shown(text, find_attributions(text, paragraphs_of(text), [window]))[0][0] == [words]


def test_a_sentences_logits_are_the_mean_of_its_pieces() -> None:
    text = "Boats left. Nets burnt."
    window = seen(text, ". . . . . .")
    window.tags[:, 18] = [1, 2, 3, 7, 8, 9]
    assert logits_of([(0, 11), (12, 23), (23, 23)], [window], WORTH)[:, 0].tolist() == [2, 8, 1]


def test_a_content_in_another_sentence_goes_to_the_idle_cue_of_its_own() -> None:
    text = "“Boats left,” Ruiz said. “Nets burnt,” he added."
    window = seen(text, "c C C C C s q . c C C C C s q .", {0: 6, 8: 6, 6: 5, 14: 13})
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["“Boats left,”"], "said", "Ruiz"),
        (["“Nets burnt,”"], "added", "he"),
    ]


def test_the_papers_own_words_in_another_sentence_are_not_the_speakers() -> None:
    text = "“Boats left,” Ruiz said. Nets were drying in the sun."
    window = seen(text, "c C C C C s q . c C C C C C .", {0: 6, 8: 6, 6: 5})
    assert shown(text, find_attributions(text, paragraphs_of(text), [window])) == [
        (["“Boats left,”"], "said", "Ruiz")
    ]
