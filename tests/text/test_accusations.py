"""Made-up copy: who is accused, by whom."""

from __future__ import annotations

import re

import pytest

from factcheck.text import MarkedQuote, Reading, Speaker, read
from factcheck.text.quotes import accusations
from factcheck.text.quotes.accusations import find_accusations
from factcheck.text.quotes.accusing_words import NAME
from factcheck.text.reading import MarkedBlock


def names(text: str) -> list[str]:
    return [accusation.name for accusation in find_accusations(Reading(text=text))]


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
        ("Kestrel Homes was accused last year by tenants of neglect.", ["Kestrel Homes"]),
        ("Dana Moran Jr. pleaded not guilty to theft.", ["Dana Moran Jr."]),
        ("Prosecutors said Ilan Verrat was charged in March with theft.", ["Ilan Verrat"]),
        ("Ilan Verrat, 41, was convicted of theft.", ["Ilan Verrat"]),
        ("Speaking in Halden, Ilan Verrat was arrested on suspicion of theft.", ["Ilan Verrat"]),
        ("The brother of Ilan Verrat was charged with theft.", []),
        ("Verrat fled the town after being accused of theft.", ["Verrat"]),
        ("The city will sue; it sued Orbis Energy in May.", ["Orbis Energy"]),
        ("Tenants took Kestrel Homes to court over the damp.", ["Kestrel Homes"]),
        ("She filed a lawsuit against Kestrel Homes.", ["Kestrel Homes"]),
        ("The envoy walked out, blaming Ostria.", ["Ostria"]),
        ("He resigned over Orbis Energy’s alleged failure to test.", ["Orbis Energy"]),
        ("The panel alleges that Verrat “took the money” twice.", ["Verrat"]),
        (
            "They accused the state-run rail company of neglect.",
            ["state-run rail company"],
        ),
        ("They blamed the latest poll for the mood.", []),
        ("The garage charges Rs 500 for a wash.", []),
        ("The minister denied that Ostria supplies anyone.", []),
    ],
)
def test_the_accused_are_named(text: str, accused: list[str]) -> None:
    assert names(text) == accused


def test_every_span_is_what_was_marked() -> None:
    text = "🙂 Verrat accused Ostria and the Northern Free Corps of arming the rebels."
    for found in find_accusations(Reading(text=text)):
        assert text[slice(*found.party)] == found.name


def test_the_accuser_is_the_speaker_of_the_quote_around_the_words() -> None:
    text = "Ilan Verrat accused Ostria of arming them."
    quote = MarkedQuote("indirect", ((12, 41),), (12, 19), 0.9, Speaker((0, 11), "Ilan Verrat"))
    found = find_accusations(Reading(text=text, quotes=(quote,)))
    assert [one.accuser for one in found] == ["Ilan Verrat"]


def test_furniture_accuses_nobody() -> None:
    text = "Reader accused Ostria of spam"
    assert (
        find_accusations(Reading(text=text, blocks=(MarkedBlock("furniture", (0, len(text))),)))
        == ()
    )


def test_the_accused_is_never_the_accuser() -> None:
    text = "Ilan Verrat pleaded guilty to theft."
    quote = MarkedQuote("indirect", ((27, 35),), (12, 26), 0.9, Speaker((0, 11), "Ilan Verrat"))
    [accusation] = find_accusations(Reading(text=text, quotes=(quote,)))
    assert (accusation.name, accusation.accuser) == ("Ilan Verrat", None)


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        (
            "Judge Anna Tarn sentenced Lena and Ruth Osk to life in prison.",
            ["Lena", "Ruth Osk"],
        ),
        ("Dr. Joel Brandt was found guilty in May on 859 counts.", ["Joel Brandt"]),
        ("Brandt was arrested last year.", ["Brandt"]),
        ("The house voted to hold Wilbur Tarn in contempt of it.", ["Wilbur Tarn"]),
        ("Tarnland, which experts have accused of backing them, denied it.", ["Tarnland"]),
        ("DAVID OSK, 52, of no fixed abode, was alleged to have stolen it.", ["DAVID OSK"]),
        ("The court upheld the convictions of Anne Osk for fraud.", ["Anne Osk"]),
        ("Osk, 75, is serving a life sentence for the murder.", ["Osk"]),
        ("The Grey Front, a group, claimed responsibility for it.", ["Grey Front"]),
        ("The phone was charged on Friday. She held Lena Osk in high esteem.", []),
    ],
)
def test_who_was_convicted_or_owned_to_it_is_accused(text: str, accused: list[str]) -> None:
    assert names(text) == accused


def test_the_words_of_an_accusation_go_to_the_end_of_its_clause() -> None:
    text = "He accused Tarnland of arming the Front with 1,200 drones since May, and left."
    [accusation] = find_accusations(Reading(text=text))
    assert text[slice(*accusation.span)] == (
        "accused Tarnland of arming the Front with 1,200 drones since May"
    )


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("The minister was Tuesday put to task by senators over the loss.", []),
        ("Josef Lerik was Tuesday put to task by senators.", ["Josef Lerik"]),
        ("Ostria denies targeting civilians.", ["Ostria"]),
        ("Ostria denied a visa to Verrat.", []),
        ("Police are investigating Orbis Energy over the leak.", ["Orbis Energy"]),
        ("It is under investigation.", []),
        ("They are puppets of Ostria, he said.", ["Ostria"]),
        ("He called Verrat a liar.", ["Verrat"]),
        ("An allegation by a general that Ostria tipped them off was denied.", ["Ostria"]),
        ("An alleged Sh47 million fraud was found.", []),
    ],
)
def test_words_of_accusing_are_many(text: str, accused: list[str]) -> None:
    assert names(text) == accused


def test_he_is_given_the_name_he_stands_for() -> None:
    reading = read("Ronan Beck left the town in May. He was accused of taking bribes.")
    [accusation] = reading.accusations
    assert accusation.name == "Ronan Beck"
    assert reading.text[slice(*accusation.party)] == "He"


def test_a_reading_says_who_is_accused_and_by_whom() -> None:
    reading = read("Ilan Verrat accused Ostria of arming the rebels.").as_json()
    [accusation] = reading["accusations"]
    assert accusation == {
        "span": [12, 47],
        "party": {"span": [20, 26], "name": "Ostria"},
        "by": {"span": [0, 11], "name": "Ilan Verrat"},
    }
    assert [item["accuses"] for item in reading["items"]] == [["Ostria"]]


def test_who_takes_somebody_to_court_accuses() -> None:
    [accusation] = find_accusations(Reading(text="Tarnland is taking Telegraf to court over it."))
    assert (accusation.name, accusation.accuser) == ("Telegraf", "Tarnland")


@pytest.mark.parametrize("letters", ["A.", "A&", "Ab", "A’"])
def test_a_word_of_a_name_has_a_greatest_length_so_that_its_cost_is_linear(letters: str) -> None:
    met = re.match(NAME, letters * 5_000)
    assert met is not None
    assert met.end() < 100


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Femi Osk, a former chief, was yesterday arraigned on nine counts.", ["Femi Osk"]),
        (
            "Two directors of a yard, Paul Osk and Ines Tarn, face trial in October for false accounting.",
            ["Paul Osk", "Ines Tarn"],
        ),
        ("Allegations of fixing against the bowler Zohair Osk were heard.", ["Zohair Osk"]),
        ("A jury has cleared nurse Olive Tarn of poisoning two men.", ["Olive Tarn"]),
        ("The board found that Telmora had misled 30,000 customers.", ["Telmora"]),
        ("Marine Minister Ronan Osk took the money, a clerk alleges.", ["Ronan Osk"]),
        ("The alleged kingpin, Sipho Osk, is at large.", ["Sipho Osk"]),
        ("Co-accused Prakash Osk, the auditor, gets four years.", ["Prakash Osk"]),
        ("The third accused, Tarn’s wife Lena, walked free.", ["Lena"]),
        ("They told of the arrest of a clerk, Francis Osk, over the list.", ["Francis Osk"]),
        (
            "A lawsuit filed by the Tarnland Senate on Sunday against Pedro Osk was heard.",
            ["Pedro Osk"],
        ),
        ("A lawsuit he brought against its maker, Apex Grain, was settled.", ["Apex Grain"]),
        ("He called the Works Minister, Paul Osk, a liar.", ["Paul Osk"]),
        ("Imtiaz Osk, who stood trial for vote fraud, won.", ["Imtiaz Osk"]),
        ("The complaint names Randall K. Osk, 58, and two others.", ["Randall K. Osk"]),
        ("He said the attack was the work of the Grey Front.", ["Grey Front"]),
        ("The regulator fined Telmora €1.2bn for moving data.", ["Telmora"]),
        ("Colm Osk (44), of Kilmead, Athy, has pleaded not guilty to theft.", ["Colm Osk"]),
        ("A suit against Slimwell Health, Inc. was filed.", ["Slimwell Health"]),
        ("Ana Osk was suspended over missing files.", ["Ana Osk"]),
        (
            "Marine Minister Ronan Osk took €40,000 from the yard that built it, a clerk alleges.",
            ["Ronan Osk"],
        ),
    ],
)
def test_who_is_charged_cleared_punished_or_named_is_accused(text: str, accused: list[str]) -> None:
    assert [one.name for one in read(text).accusations] == accused


@pytest.mark.parametrize(
    ("text", "seen", "accused"),
    [
        ("Tarn assassin Lena Osk was moved.", "Tarn", []),
        ("Osk isn’t accused of anything.", "Osk", []),
        ("Osk was murdered in May.", "Osk", []),
        ("Osk’s appeal was dismissed.", "Osk", []),
        ("Marine Minister Ronan Osk took the money.", "Marine", ["Ronan Osk"]),
        ("He said Osk took the money.", "Osk", ["Osk"]),
    ],
)
def test_whom_the_model_sees_accused_is_held_against_the_words(
    text: str, seen: str, accused: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = text.index(seen)
    monkeypatch.setattr(accusations, "spans_of", lambda *_, **__: [(at, at + len(seen))])

    found = find_accusations(read(text), None, ())

    assert [one.name for one in found if one.name in (seen, *accused)] == accused


def test_words_without_a_verb_have_no_accuser_before_them() -> None:
    text = "It was reported on Saturday that Kennedy assassin Lena Osk was stabbed in prison."
    assert [(one.name, one.accuser) for one in read(text).accusations] == [("Lena Osk", None)]


@pytest.mark.parametrize(
    "text",
    [
        "The clerk is not accused of wrongdoing, and Osk isn’t accused of anything.",
        "No-one has been arrested. A hospital trust has been convicted before.",
        "He was arrested by Tarn Valley Police on suspicion of murder.",
        "Troops cleared Hodeidah of mines. The court suspended Parliament for parts of May.",
        "Maize in sacks was on sale in Tarnby on Monday; the law allows fines of up to Rs 25 lakh.",
        "The alleged victim, Ana Osk, spoke. Ana Osk was murdered in 1998.",
        "Police arrested a 36-year-old Cheltenham man on suspicion of theft.",
        "The council has repeatedly denied funding for it. Osk was serving his third term as mayor.",
        "The law says that officials are removed after being convicted of treason.",
        "Saudi Arabia and the United States have alleged Iranian involvement.",
        "Ana Baloch was murdered a few weeks after publicly posting pictures of herself with him.",
        "Federal authorities are investigating. The alleged death of Hamza Osk was news.",
    ],
)
def test_the_cleared_the_victims_and_the_police_are_not_accused(text: str) -> None:
    assert read(text).accusations == ()
