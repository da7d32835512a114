"""Which name means whom."""

from __future__ import annotations

import pytest

from factcheck.claims.rules import (
    Around,
    can_be_asked,
    covers,
    overlap,
    party_key,
    party_kind,
    same_office,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.N.", "UN"),
        ("the United Nations", "U.N."),
        ("The  Kremlin", "kremlin"),
        ("Médecins Sans Frontières", "medecins sans frontieres"),
    ],
)
def test_two_spellings_of_a_party_share_a_key(one: str, other: str) -> None:
    assert party_key(one) == party_key(other)


@pytest.mark.parametrize(
    ("asked", "accused"),
    [
        ("Iranian U.N. mission", "Iran"),
        ("Iranian government", "Iran"),
        ("mission of Iran to the United Nations", "Iran"),
        ("U.S. officials", "the United States"),
        ("Washington", "United States"),
        ("IDF", "Israel"),
        ("Israeli Defense Forces", "IDF"),
        ("Iraqi government", "Iraqi army"),
        ("Syrian U.N. mission", "Syrian government"),
        ("Hezbollah", "hezbollah"),
        ("Republic of Belmar government", "Republic of Belmar"),
        ("Ostrian U.N. mission", "Ostria"),  # a state no list of ours holds
    ],
)
def test_asking_the_one_is_asking_the_other(asked: str, accused: str) -> None:
    assert covers(asked, accused)


@pytest.mark.parametrize(
    ("asked", "accused"),
    [
        ("U.S. officials", "Israel"),
        ("Karsian U.N. mission", "Ostria"),
        ("Syrian U.N. mission", "Syrian army"),
        ("IDF", "Israeli government"),
        ("Iran", "Iran-backed militias"),
        ("the army", "Belmar"),
        ("officials", "government"),
        ("Iraqi government", "Iraqi militia"),
    ],
)
def test_asking_the_one_is_not_asking_the_other(asked: str, accused: str) -> None:
    assert not covers(asked, accused)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Iranian U.N. mission", "U.N. mission"),
        ("IDF", "army"),
        ("Iraqi government", "government"),
        ("U.S. officials", "government"),
        ("Hezbollah", "armed group"),
        ("Syrian National Army", "armed group"),
        ("Acme Ltd.", "company"),
        ("Gen. Omar Haddad", "person"),
        ("Amnesty International", "other"),
    ],
)
def test_the_kind_of_a_party_is_guessed_from_its_name(name: str, kind: str) -> None:
    assert party_kind(name) == kind


def test_others_are_no_one_to_ask() -> None:
    assert not can_be_asked("others")
    assert can_be_asked("U.S. officials")


def test_the_shortest_span_around_another_is_found_among_many() -> None:
    around = Around([(0, 100), (10, 40), (12, 30), (35, 60), (12, 30)])
    assert [
        around.smallest(span) for span in [(12, 20), (12, 30), (36, 38), (50, 70), (0, 101)]
    ] == [2, 2, 3, 0, None]
    assert Around([]).smallest((0, 1)) is None


def test_overlap_is_the_shared_part_of_the_joint_length() -> None:
    assert overlap((0, 10), (5, 15)) == pytest.approx(1 / 3)
    assert overlap((0, 5), (5, 10)) == 0


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Iran's U.N. mission", "Iran"),
        ("Israel’s army", "Israel"),
        ("Russia's foreign ministry", "Russia"),
    ],
)
def test_an_office_in_the_possessive_is_that_states(name: str, state: str) -> None:
    assert covers(name, state)


def test_a_name_that_ends_in_a_possessive_is_another_one() -> None:
    assert not covers("McDonald's", "McDonald")


@pytest.mark.parametrize(
    ("left", "right", "office"),
    [
        ("IDF", "Israeli military", "the army of israel"),
        ("Israel’s army", "IDF", "the army of israel"),
        ("the Israeli government", "Israeli authorities", "the government of israel"),
        ("Kremlin", "Russian government", "the government of russia"),
        ("Iranian foreign ministry", "Foreign Ministry of Iran", "the foreign ministry of iran"),
    ],
)
def test_two_names_of_one_office_are_known_for_it(left: str, right: str, office: str) -> None:
    assert same_office(left, right) == office
    assert same_office(right, left) == office


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("IDF", "Israeli government"),  # two offices of one state
        ("IDF", "Syrian army"),  # one office of two states
        ("Israel", "Israel"),  # no office
        ("the army", "the military"),  # nobody's
        ("Israeli navy", "Israeli army"),  # a branch is not the whole
        ("Israeli embassy", "Israeli government"),  # it speaks for it, and is not it
    ],
)
def test_two_names_that_may_be_two_offices_are_not_taken_for_one(left: str, right: str) -> None:
    assert same_office(left, right) == ""
