"""Which name means whom."""

from __future__ import annotations

import pytest

from factcheck.claims.rules import Around, can_be_asked, covers, overlap, party_key, party_kind


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
