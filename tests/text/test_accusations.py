"""Made-up copy: who is accused, by whom."""

from __future__ import annotations

import pytest

from factcheck.text import MarkedQuote, Reading, Speaker
from factcheck.text.quotes.accusations import accusations
from factcheck.text.reading import MarkedBlock


def names(text: str) -> list[str]:
    return [accusation.name for accusation in accusations(Reading(text=text))]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("He accused the Republic of Belmar of arming the rebels.", ["Republic of Belmar"]),
        ("He accused Ostria of War crimes.", ["Ostria"]),
        ("She accused Ostria of arming the Dawn Front.", ["Ostria"]),
        (
            "They blamed the Northern Free Corps and Ostria for the blast.",
            ["Northern Free Corps", "Ostria"],
        ),
        ("Ostria was repeatedly accused of sending drones.", ["Ostria"]),
        ("He criticized armed groups like HTS for shelling the town.", ["HTS"]),
        ("He criticized armed groups like HTS as creations of outsiders.", []),
        ("Ronan Beck, accused of taking bribes, left the country.", ["Ronan Beck"]),
        ("The report alleges that Tellus Pharma hid the deaths.", ["Tellus Pharma"]),
        ("The tribunal found Tellus Pharma guilty of negligence.", ["Tellus Pharma"]),
        ("Ronan Beck allegedly took bribes.", ["Ronan Beck"]),
        ("The report blamed the crash on Halden Rail.", ["Halden Rail"]),
        ("Accusing Ostria of espionage, the envoy walked out.", ["Ostria"]),
        ("In May, Ronan Beck was charged with fraud.", ["Ronan Beck"]),
        ("Residents are suing Kestrel Homes for negligence.", ["Kestrel Homes"]),
        ("The bank charged Orbis Energy with a fee of 2 percent.", []),
        ("Nobody was accused of anything.", []),
        ("She praised Moran Mutual for its honesty.", []),
        ("The army charged the hill with tanks.", []),
        ("Ostria alleges fraud.", []),
        ("He blamed the weather for the delay.", []),
        ("The minister denied that Ostria supplies anyone.", []),
    ],
)
def test_the_accused_are_named(text: str, accused: list[str]) -> None:
    assert names(text) == accused


def test_every_span_is_what_was_marked() -> None:
    text = "🙂 Verrat accused Ostria and the Northern Free Corps of arming the rebels."
    for found in accusations(Reading(text=text)):
        assert text[slice(*found.party)] == found.name


def test_the_accuser_is_the_speaker_of_the_quote_around_the_words() -> None:
    text = "Ilan Verrat accused Ostria of arming them."
    quote = MarkedQuote("indirect", ((12, 41),), (12, 19), 0.9, Speaker((0, 11), "Ilan Verrat"))
    found = accusations(Reading(text=text, quotes=(quote,)))
    assert [one.accuser for one in found] == ["Ilan Verrat"]


def test_furniture_accuses_nobody() -> None:
    text = "Reader accused Ostria of spam"
    assert accusations(Reading(text=text, blocks=(MarkedBlock("furniture", (0, len(text))),))) == ()
