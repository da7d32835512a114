"""What more copy of a writer who had not seen the rules held: blocks, dates, quotes, places, asks."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.text import read

THURSDAY = dt.date(2026, 3, 12)


def facts(copy: str, kind: str) -> list[tuple[str, str | None]]:
    found = read(copy, THURSDAY).facts
    return [(copy[slice(*f.span)], f.value) for f in found if f.kind == kind]


# --- blocks


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Aldane 1.5L Blender (600W, Steel) – Was £49.99, Now £29.99", "furniture"),
        ("Have a tip? Ring the newsdesk on 07700 900123", "furniture"),
        ("A crane lifts the hull of the Sandrine off Tessel. [Photo, Belmar Agency]", "caption"),
        ("The bill [file no 12] fell, and prices that were £4 are now £5.", "body"),
    ],
)
def test_what_is_sold_asked_for_or_credited_is_no_body(line: str, kind: str) -> None:
    copy = f"The road will shut for a week, the council said on Monday.\n\n{line}\n\nIt rained."
    assert kind in [
        block.kind for block in read(copy).blocks if line.startswith(copy[slice(*block.span)][:9])
    ]


# --- dates


@pytest.mark.parametrize(
    ("copy", "values"),
    [
        ("Fixtures: Belmar v Tessel, Saturday.", ["2026-03-14"]),
        ("Coming up: Belmar visit Tessel on Sunday, then fly home.", ["2026-03-15"]),
        ("The assembly rises on Friday for the summer.", ["2026-03-13"]),
        ("It lapsed in December 2019. The following month, she left.", ["2019-12", "2020-01"]),
        ("It fell on May 3, 2019. The previous day she left.", ["2019-05-03", "2019-05-02"]),
        ("It lapsed in May 2019. Over the next month she left.", ["2019-05", None]),
        ("A parcel came on Wednesday last at about 2115hrs.", ["2026-03-11T21:15"]),
        ("The try came with 12:30 gone on the second-half clock.", []),
        ("She won, with the runner-up 1:15 behind.", []),
    ],
)
def test_a_card_a_clock_and_the_month_after_are_read_as_such(
    copy: str, values: list[str | None]
) -> None:
    assert [value for _, value in facts(copy, "date")] == values


def test_cents_are_counted() -> None:
    assert facts("The shares lost 12c to close at A$3.10.", "number")[0] == ("12c", "12 cents")


# --- places


@pytest.mark.parametrize(
    ("copy", "place"),
    [
        ("She posted the pictures on X.", []),
        ("They lost to Sheffield Wednesday and Preston North End.", []),
        ("The road crossed the Halden Plain by night.", ["Halden Plain"]),
        ("Fr Tom Aldane said Mass at noon.", []),
    ],
)
def test_a_site_a_club_and_a_rite_are_no_places(copy: str, place: list[str]) -> None:
    assert [name for name, _ in facts(copy, "place")] == place


def test_a_club_is_one_name_and_what_goes_on_another() -> None:
    copy = "Queen of the South beat Hull City. She works for Hull City Council."
    assert [name for name, _ in facts(copy, "name")] == [
        "Queen of the South",
        "Hull City",
        "Hull City Council",
    ]


# --- quotes


def contents(copy: str) -> list[str]:
    return [copy[slice(*span)] for quote in read(copy).quotes for span in quote.content]


@pytest.mark.parametrize(
    "copy",
    [
        "Dana Moran stopped her car and noted the number plate of the van.",
        "Fr Tom Aldane has said Mass in the chapel since May.",
    ],
)
def test_what_is_noted_down_or_done_in_church_is_no_quote(copy: str) -> None:
    assert contents(copy) == []


def test_so_says_a_report_is_of_the_sentence_before() -> None:
    copy = "Rents rose by a tenth last year. So says a study by the Banba Institute, out on Monday."
    assert contents(copy) == ["Rents rose by a tenth last year"]


# --- asks


def asks(copy: str) -> list[tuple[str, list[str]]]:
    return [(ask.outcome, [party.name for party in ask.parties]) for ask in read(copy).asks]


@pytest.mark.parametrize(
    ("copy", "found"),
    [
        (
            "Inspector Dana Moran said that was not something she would discuss.",
            [("declined", ["Dana Moran"])],
        ),
        ("Dana Moran told reporters she had “nothing to say”.", [("declined", ["Dana Moran"])]),
        (
            "The Ledger approached the clinic for comment. It said it could not discuss patients.",
            [("sought", ["clinic"]), ("declined", ["clinic"])],
        ),
        (
            "We put the claims to Halden Rail and to the former chairman, Lars Dahl.",
            [("sought", ["Halden Rail", "Lars Dahl"])],
        ),
        ("Asked why the sacks were on sale, Lars Dahl hung up.", [("declined", ["Lars Dahl"])]),
        ("The vendor, Shubh Outdoor, told us it printed them.", [("replied", ["Shubh Outdoor"])]),
        ("Mayor Lars Dahl, for his part, begged off.", [("declined", ["Lars Dahl"])]),
    ],
)
def test_a_refusal_is_one_in_whatever_words(copy: str, found: list[tuple[str, list[str]]]) -> None:
    assert asks(copy) == found


@pytest.mark.parametrize(
    "copy",
    [
        "My landlord never replied to the letter I sent about the damp.",
        "Sources close to the club told us the fee was agreed.",
        "A nurse, who asked not to be named, told us the ward was full.",
    ],
)
def test_a_private_letter_and_a_source_are_no_ask(copy: str) -> None:
    assert asks(copy) == []
