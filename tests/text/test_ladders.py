"""Each line of the reader's tables of rules decides a case that no other line decides alike."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from factcheck.text import read
from factcheck.text.language.tokens import Tokens
from factcheck.text.names.entities import find_entities
from factcheck.text.names.entity_types import kind_of, likelihood, pooled
from factcheck.text.names.extents import name_words, run_end, text_of
from factcheck.text.names.finder import find_mentions
from factcheck.text.values.dates import find_dates
from factcheck.text.values.labels import is_label
from factcheck.text.values.numbers import find_numbers

SATURDAY = dt.date(2024, 11, 30)


class SameChances:
    """Stands in for the model: every word is no name with one and the same chance."""

    runs = ()

    def __init__(self, no_name: float) -> None:
        rest = (1 - no_name) / 4
        self._chances = np.array([no_name, rest, rest, rest, rest])

    def chances(self, span: tuple[int, int]) -> np.ndarray:
        return self._chances


def named(text: str, no_name: float | None = None) -> list[str]:
    tokens = Tokens(text)
    entities = find_entities(text, []) if no_name is None else SameChances(no_name)
    sentences = [(0, len(text))]
    return [mention.name for mention in find_mentions(tokens, sentences, entities)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("J. Varnell spoke", "J. Varnell"),
        ("Dana “Ice” Whitlow spoke", "Dana “Ice” Whitlow"),
        ("Dana\nWhitlow spoke", "Dana"),
        ("Belmar’s Karim spoke", "Belmar"),
        ("Dana Whitlow spoke", "Dana Whitlow"),
        ("Ludwig van Beethoven spoke", "Ludwig van Beethoven"),
        ("Syrian of Karim spoke", "Syrian"),
        ("University of Belmar opened", "University of Belmar"),
        ("Church of the Redeemer opened", "Church of the Redeemer"),
        ("Center for Justice opened", "Center for Justice"),
        ("Halden & Sons opened", "Halden & Sons"),
        ("Doctors Without Borders opened", "Doctors Without Borders"),
    ],
)
def test_a_name_goes_as_far_as_print_says(text: str, name: str) -> None:
    tokens = Tokens(text)
    last = run_end(tokens, name_words(tokens, ()), 0, len(tokens.words))
    assert text_of(tokens, 0, last) == name


ORGANISATION_LIKELY = np.log([0.1, 0.8, 0.05, 0.05])


@pytest.mark.parametrize(
    ("name", "after", "heard", "kind"),
    [
        ("Paris", "", None, "place"),
        ("Clean Air Act", "", None, "other"),
        ("Belmar Rovers", "", None, "organisation"),
        ("Interstate 80", "", None, "place"),
        ("Belmar River", "", None, "place"),
        ("Hezbollah", "", None, "organisation"),
        ("Grace Church", "", None, "person"),
        ("Belmar Ministry", "", None, "organisation"),
        ("Doctors for Peace", "", None, "organisation"),
        ("NGTO", "", None, "organisation"),
        ("Maria", "", ORGANISATION_LIKELY, "person"),
        ("Dutra", "", ORGANISATION_LIKELY, "organisation"),
        ("Halden Dutra", " spokesman", None, "organisation"),
        ("Maria Whitlow", "", ORGANISATION_LIKELY, "person"),
        ("Dutra Whitlow", "", None, "person"),
    ],
)
def test_print_gives_a_name_its_kind(
    name: str, after: str, heard: np.ndarray | None, kind: str
) -> None:
    tokens = Tokens(name + after)
    last = len(name.split()) - 1
    assert kind_of(tokens, 0, last, name, heard, ()) == kind


@pytest.mark.parametrize(
    ("text", "first", "factors"),
    [
        ("in Belmar", 1, [0.4, 1, 2.5, 1]),
        ("bombed Belmar", 1, [0.4, 0.4, 6, 0.6]),
        ("the Strip", 1, [0.05, 1, 1, 1]),
        ("the Belmar", 1, [0.05, 1, 0.3, 1]),
        ("Whitlow said", 0, [1.6, 1, 0.6, 0.5]),
        ("Tessel, Ohio", 0, [1, 1, 4, 1]),
        ("Whitlow, 54, left", 0, [4, 1, 1, 1]),
        ("Whitlow who left", 0, [3, 1, 1, 1]),
        ("Whitlow’s lawyer", 0, [4, 1, 1, 1]),
    ],
)
def test_words_beside_a_name_weigh_its_kind(text: str, first: int, factors: list[float]) -> None:
    assert np.exp(likelihood(Tokens(text), first, first, None)) == pytest.approx(factors)


@pytest.mark.parametrize(
    ("text", "no_name", "is_name"),
    [
        ("Christmas came.", None, False),
        ("Mayor spoke.", None, False),
        ("Paris voted; they like paris.", None, True),
        ("Miners left.", None, False),
        ("Harbour fell; the Harbour met the harbour.", 0.7, False),
        ("Whitlow fell; the Whitlow met.", 0.7, True),
        ("Quickly spoken.", None, False),
        ("Boats sank; the boats.", 0.25, False),
        ("Rain fell; the rain.", None, False),
        ("Tolls were high.", None, False),
        ("Whitlow fell.", None, True),
    ],
)
def test_a_word_that_opens_a_sentence_is_a_name_or_not(
    text: str, no_name: float | None, is_name: bool
) -> None:
    first = text.split()[0]
    tokens = Tokens(text)
    entities = find_entities(text, []) if no_name is None else SameChances(no_name)
    starts = [m.first for m in find_mentions(tokens, [(0, len(text))], entities)]
    assert (0 in starts) is is_name, first


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 2024-11-05,", "2024-11-05"),
        ("on 25/12/2024,", "2024-12-25"),
        ("on March 3, 2021,", "2021-03-03"),
        ("on 3 March 2021,", "2021-03-03"),
        ("in March 2021,", "2021-03"),
        ("on Christmas Day 2021,", "2021-12-25"),
        ("in Q3 2021,", "2021-07/2021-09"),
        ("in the first half of 2021,", "2021-01/2021-06"),
        ("in 2021-23,", "2021/2023"),
        ("in fiscal 2021,", None),
        ("in the 19th century,", "1801/1900"),
        ("in the 1990s,", "1990/1999"),
        ("in the ’90s,", "1990/1999"),
        ("in spring 2021,", "2021"),
        ("in 2021,", "2021"),
        ("since March,", "2024-03"),
        ("that July’s rain,", None),
        ("on Tuesday,", "2024-11-26"),
        ("at Thanksgiving,", "2024-11-28"),
        ("by Christmas,", "2024-12-25"),
        ("at the weekend,", "2024-11-30/2024-12-01"),
        ("in recent days,", None),
        ("this morning,", "2024-11-30"),
        ("last night,", "2024-11-29"),
        ("yesterday,", "2024-11-29"),
        ("three days ago,", "2024-11-27"),
        ("last month,", "2024-10"),
        ("at noon,", "T12:00"),
        ("at 17:00,", "T17:00"),
        ("at 0900 GMT,", "T09:00"),
        ("at five o’clock in the morning,", "T05:00"),
        ("at 5 p.m.,", "T17:00"),
    ],
)
def test_every_form_of_date_and_time_has_its_reader(text: str, value: str | None) -> None:
    span = (0, len(text))
    assert [fact.value for fact in find_dates(text, span, [span], SATURDAY)] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("one of them", []),
        ("an F-16 flew", []),
        ("9/11 came", []),
        ("a 34-year-old man", ["34 years"]),
        ("Channel 4 shows", []),
        ("one second later", []),
        ("a wall 30m high", ["30 m"]),
        ("$30m more", ["30000000 USD"]),
        ("2½ miles", ["2.5 miles"]),
        ("minus 5 degrees", ["-5 degrees"]),
        ("from 900 to 1.2 million", ["900", "1200000"]),
        ("several hundred boats", [None]),
    ],
)
def test_numbers_count_or_are_left_out(text: str, values: list[str | None]) -> None:
    assert [fact.value for fact in find_numbers(text, (0, len(text)))] == values


def test_mentions_of_one_name_are_heard_together() -> None:
    likely = np.log([0.7, 0.1, 0.1, 0.1])
    assert int(pooled([likely, likely]).argmax()) == 0


def test_a_text_that_ends_inside_an_apposition_is_read() -> None:
    assert named("The mayor met Dana Whitlow, 54,") == ["Dana Whitlow"]


@pytest.mark.parametrize(
    ("text", "figure", "label"),
    [
        ("He lives at 12 Mill Lane.", "12", True),
        ("Take Highway 40 north.", "40", True),
        ("See page 3 of it.", "3", True),
        ("They won in Formula One.", "One", True),
        ("The Halden 3 was sold.", "3", True),
        ("12 soldiers died.", "12", False),
        ("In all, One came.", "One", False),
        ("On Friday 12 men left.", "12", False),
        ("The Bank 3 times refused.", "3", False),
    ],
)
def test_a_figure_is_a_label_or_counts_something(text: str, figure: str, label: bool) -> None:
    start = text.index(figure)
    assert is_label(text, start, start + len(figure)) is label


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The ministry did not return calls.", True),
        ("The Ledger's calls to the bank were not returned.", True),
        ("A letter to the bank seeking comment went unanswered.", True),
        ("The bank said its calls to the mayor were not returned.", False),
        ("She called her brother, who did not answer.", False),
    ],
)
def test_calls_that_nobody_answered_were_a_reporters_or_not(text: str, asked: bool) -> None:
    assert bool(read(text).asks) is asked


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("MAYOR: We held the road.", "MAYOR"),
        ("Q: Did it hold?", "Q"),
        ("TOTAL: 12 | 14.", None),
        ("NOTE: We held the road.", None),
        ("MAYOR: the road", None),
        ("A: Not that night.", "A"),
        ("TESSEL: Seven men were killed, officials here confirmed.", "officials here"),
        ("TESSEL: “We held the road,” the mayor told reporters, and left.", "mayor"),
    ],
)
def test_a_line_of_a_transcript_has_a_speaker_and_speech(text: str, speaker: str | None) -> None:
    assert [quote.speaker and quote.speaker.name for quote in read(text).quotes] == (
        [speaker] if speaker else []
    )


WRAPPED = (
    "The mill burned on Friday night and the fire spread to the\n"
    "houses on the quay, where two families lived for years, and\n"
    "then to the store.\n\n"
    "Nobody was hurt, the mayor said, though the smoke was seen\n"
    "from as far away as Belmar, and people rang all the night."
)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (WRAPPED, 2),
        (WRAPPED.replace("\n\n", "\n"), 5),  # no empty line parts anything
        ("The mill burned\non Friday\n\nNobody was hurt\nthe mayor said", 4),  # short lines
        (
            WRAPPED.replace(
                "on the quay", "on the quay, all along the river to the old bridge and up the hill"
            ),
            5,
        ),
    ],
)
def test_lines_broken_at_a_width_are_put_together_and_others_are_not(
    text: str, blocks: int
) -> None:
    assert len(read(text).blocks) == blocks
