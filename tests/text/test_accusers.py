"""Made-up copy: who is accused without a name, and who accuses, where the copy says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.text import read

PROJECT = Path(__file__).parents[2]


def accused(copy: str) -> list[tuple[str, str | None]]:
    return [(found.name, found.accuser) for found in read(copy).accusations]


@pytest.mark.parametrize(
    ("copy", "party", "by"),
    [
        ("Dana Moran stands accused by the bank of forging cheques.", "Dana Moran", "bank"),
        ("Dana Moran was convicted of murder by a jury in Leeds.", "Dana Moran", "jury"),
        ("Charged with arson by the military council, Moran fled.", "Moran", "military council"),
        ("The flood was blamed on Halden Rail by residents.", "Halden Rail", "residents"),
        ("Ana Ruiz was accused of cheating by Belmar coach Luis Abreu.", "Ana Ruiz", "Luis Abreu"),
    ],
)
def test_the_passive_names_who_accuses(copy: str, party: str, by: str) -> None:
    assert accused(copy) == [(party, by)]


@pytest.mark.parametrize(
    ("copy", "by"),
    [
        ("Activists in Tessel accused Halden Rail of neglect.", "Activists in Tessel"),
        ("The anti-graft agency has arraigned Ana Ruiz over the loan.", "anti-graft agency"),
        ("Belmar said a tanker had been hit, blaming Ostria.", "Belmar"),
        ("The Securities Board’s complaint names Dana Moran.", "Securities Board"),
    ],
)
def test_the_verb_has_its_subject_for_the_accuser(copy: str, by: str) -> None:
    assert [who for _, who in accused(copy)] == [by]


def test_what_is_done_in_the_charge_is_done_by_no_accuser() -> None:
    copy = "Dana Moran was accused of being paid by Orbis Energy."
    assert [who for name, who in accused(copy) if name == "Dana Moran"] in ([None], [])


@pytest.mark.parametrize(
    ("copy", "party"),
    [
        ("The agency arraigned two branch managers over the loan.", "two branch managers"),
        ("Belmar expelled three attachés it says were spying.", "three attachés"),
        ("Her lawyers say the hospital’s “reckless neglect” killed Ana Ruiz.", "hospital"),
        ("The class action against Orbis over its data opens on Monday.", "Orbis"),
        ("“It was Halden’s own auditors who cooked the books,” she said.", "Halden’s own auditors"),
        ("Club treasurer Ana Ruiz admitted two counts of theft.", "Ana Ruiz"),
        ("Tessel police booked a builder, Dana Moran, for cheating tenants.", "Dana Moran"),
        ("Nine died in the attack, reportedly carried out by the Dawn Front.", "Dawn Front"),
        ("The Dawn Front have claimed responsibility.", "Dawn Front"),
        ("Dana Moran, the Leeds surgeon charged with manslaughter, wept.", "Dana Moran"),
    ],
)
def test_who_is_told_to_have_done_it_is_accused(copy: str, party: str) -> None:
    assert [name for name, _ in accused(copy)] == [party]


@pytest.mark.parametrize(
    "copy",
    [
        "Moran was booked for diving.",
        "The losses were blamed on Hurricane Ida.",
        "They want to prosecute this case and recover funds for victims.",
        "Dana Moran, the monarch said, was generous.",
        "Police said the fall killed Ana Ruiz.",
        "A fully charged battery will run the pump for nine hours.",
    ],
)
def test_a_foul_the_weather_and_a_victim_are_no_accused(copy: str) -> None:
    assert accused(copy) == []


@pytest.mark.parametrize(
    "copy",
    ["The rhino charged a tour vehicle.", "A fully charged battery will run for nine hours."],
)
def test_what_charges_or_is_charged_up_is_no_accusation(copy: str) -> None:
    assert all("accusation" not in claim.kinds for claim in read(copy).claims)


def test_who_accuses_in_a_quote_speaks_it() -> None:
    copy = (PROJECT / "factcheck" / "local" / "demo" / "article.txt").read_text(encoding="utf-8")
    cues = {copy[slice(*q.cue)]: q.speaker for q in read(copy).quotes if q.cue}
    assert cues["accused"] is not None
    assert cues["accused"].name == "Ilan Verrat"
