"""Made-up copy: who speaks where the copy has a noun, a pronoun or a document for them."""

from __future__ import annotations

import pytest

from factcheck.text import read


def speakers(copy: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in read(copy).quotes]


@pytest.mark.parametrize(
    ("copy", "name"),
    [
        (
            "Dana Moran, who succeeded Lars Dahl in May, has had a hard spring. "
            "The 54-year-old said sales would recover.",
            "Dana Moran",
        ),
        (
            "Dana Moran lost in Paris to Petra Novak of Slovakia. The Australian said she was ill.",
            "Dana Moran",
        ),
        (
            "“It burned all night,” said a guard in Tessel, who asked to be named only as Musa.",
            "Musa",
        ),
    ],
)
def test_an_age_a_people_and_a_given_name_stand_for_a_person(copy: str, name: str) -> None:
    assert speakers(copy) == [name]


@pytest.mark.parametrize(
    ("copy", "name"),
    [
        (
            "Lawyers for Ana Ruiz said she was ill. She had not slept, they argued.",
            "Lawyers for Ana Ruiz",
        ),
        (
            "Belmar’s foreign ministry said talks would resume. Ostria had left, the ministry added.",
            "Belmar’s foreign ministry",
        ),
        (
            "A ferry engineer said the smell was new. Later she told officers it was smoke.",
            "ferry engineer",
        ),
    ],
)
def test_who_spoke_without_a_name_speaks_again(copy: str, name: str) -> None:
    assert speakers(copy) == [name, name]


def test_who_was_just_asked_is_the_it_that_answers() -> None:
    copy = "The Ledger approached the hospital for comment. It said the ward was open."
    assert speakers(copy) == ["hospital"]


@pytest.mark.parametrize(
    ("copy", "name"),
    [
        ("A notice said the road was closed.", None),
        ("Halden Rail’s statement said the road was closed.", "Halden Rail"),
        ("A statement from the council said the road was closed.", "council"),
        ("Halden Rail fell. Its latest letter said the road was closed.", "Halden Rail"),
        (
            "A report by the Banba Institute said the road was closed.",
            "report by the Banba Institute",
        ),
    ],
)
def test_whose_a_document_is_speaks_or_nobody(copy: str, name: str | None) -> None:
    assert speakers(copy) == [name]


def test_a_meeting_and_an_index_are_no_body_that_speaks() -> None:
    copy = "Halden Foods fell at its AGM. It said sales were down."
    assert speakers(copy) == ["Halden Foods"]


@pytest.mark.parametrize(
    ("copy", "name"),
    [
        ("US Ambassador to Germany Dana Moran said it was over.", "Dana Moran"),
        ("Halden Rail President and CEO Ana Ruiz said it was over.", "Ana Ruiz"),
        ("California Attorney General Dana Moran said it was over.", "Dana Moran"),
    ],
)
def test_an_office_before_a_name_is_no_part_of_it(copy: str, name: str) -> None:
    assert speakers(copy) == [name]


def facts(copy: str, *kinds: str) -> list[tuple[str, str]]:
    found = read(copy).facts
    return [(copy[slice(*fact.span)], fact.kind) for fact in found if fact.kind in kinds]


@pytest.mark.parametrize(
    ("copy", "name", "title"),
    [
        ("Assistant U.S. Attorney Dana Moran spoke.", "Dana Moran", "Assistant U.S. Attorney"),
        ("Northgate Bank CFO Dana Moran spoke.", "Dana Moran", "CFO"),
        ("Fire chief Dana Moran spoke.", "Dana Moran", "Fire chief"),
        ("They met customs chief Dana Moran.", "Dana Moran", "customs chief"),
        (
            "Police and Crime Commissioner Dana Moran spoke.",
            "Dana Moran",
            "Police and Crime Commissioner",
        ),
        ("CS Moran spoke to Dana Moran.", "Moran", "CS"),
        ("Herr Doktor Wessling spoke.", "Wessling", "Herr Doktor"),
    ],
)
def test_an_office_is_whole(copy: str, name: str, title: str) -> None:
    assert (name, "name") in facts(copy, "name")
    assert (title, "title") in facts(copy, "title")


@pytest.mark.parametrize(
    ("copy", "names"),
    [
        (
            "The Ministry of Corrections, Policing and Public Safety shut.",
            ["Ministry of Corrections, Policing and Public Safety"],
        ),
        (
            "It met the Ministry of Health, Oxfam and Halden Aid.",
            ["Ministry of Health", "Oxfam", "Halden Aid"],
        ),
        ("It gave Borealis Mining 50 days.", ["Borealis Mining"]),
        ("The Lost 52 Project found Falcon 9.", ["Lost 52 Project", "Falcon 9"]),
    ],
)
def test_a_name_ends_where_it_ends(copy: str, names: list[str]) -> None:
    assert [name for name, _ in facts(copy, "name", "place")] == names
