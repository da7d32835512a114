"""Made-up copy: numbers with their units, ages, superlatives."""

from __future__ import annotations

import pytest

from factcheck.text import read


def facts(text: str, kind: str) -> list[tuple[str, str | None]]:
    return [(text[slice(*f.span)], f.value) for f in read(text).facts if f.kind == kind]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Some 3,000 troops crossed.", [("3,000", "3000")]),
        ("Prices rose 12.5 percent.", [("12.5 percent", "12.5 %")]),
        ("Prices rose 12.5% in all.", [("12.5%", "12.5 %")]),
        ("It cost $1.2 million.", [("$1.2 million", "1200000 USD")]),
        ("It cost 1.2 million dollars.", [("1.2 million dollars", "1200000 USD")]),
        ("It cost €40bn.", [("€40bn", "40000000000 EUR")]),
        ("It cost £3m.", [("£3m", "3000000 GBP")]),
        ("It paid USD 500 each.", [("USD 500", "500 USD")]),
        ("The base lies 40 km south.", [("40 km", "40 km")]),
        ("The base lies 40 kilometres south.", [("40 kilometres", "40 km")]),
        ("Twelve people died.", [("Twelve", "12")]),
        ("Two dozen people died.", [("Two dozen", "24")]),
        ("Dozens of people died.", [("Dozens", None)]),
        ("Tens of thousands fled.", [("Tens of thousands", None)]),
        ("Half a million people fled.", [("Half a million", "500000")]),
        ("It has 2.3 billion users.", [("2.3 billion", "2300000000")]),
        ("Twenty-three ships sank.", [("Twenty-three", "23")]),
        ("One hundred and five ships sank.", [("One hundred and five", "105")]),
        ("Two-thirds of voters agreed.", [("Two-thirds", None)]),
        ("Three-quarters of voters agreed.", [("Three-quarters", "0.75")]),
        ("Dana Whitlow, 34, left the bank.", [("34", "34 years")]),
        ("The 68-year-old native left.", [("68-year-old", "68 years")]),
        ("It lasted 13 years.", [("13 years", "13 years")]),
        ("Between 20 and 30 percent agreed.", [("20", "20"), ("30 percent", "30 %")]),
        ("From 20-30 percent agreed.", [("20", "20 %"), ("30 percent", "30 %")]),
        ("He flew an F-16 over Highway 61.", []),
        ("One of them left.", []),
        ("See https://example.org/2024/11/30 for more.", []),
        (
            "The rate fell by 0.5 percentage points.",
            [("0.5 percentage points", "0.5 percentage points")],
        ),
        ("It was -5 degrees Celsius.", [("-5 degrees Celsius", "-5 °C")]),
        ("Two and three make five.", [("Two", "2"), ("three", "3"), ("five", "5")]),
        ("Tenants often attend.", []),
        ("One and a half million fled.", [("One and a half million", "1500000")]),
        ("It lasted half an hour.", [("half an hour", "0.5 hours")]),
        ("It fell from 900 to 1.2 million.", [("900", "900"), ("1.2 million", "1200000")]),
        ("Three to five years passed.", [("Three", "3 years"), ("five years", "5 years")]),
        (
            "One in five left; two in three stayed.",
            [("One in five", "0.2"), ("two in three", None)],
        ),
        ("It is cut by a quarter, by half.", [("a quarter", "0.25"), ("half", "0.5")]),
        ("A third attack killed one in 1987.", [("one", "1")]),
        ("One Democrat quit; one more person died in one place.", [("one", "1")]),
        (
            "It cost 40 Canadian dollars or C$40.",
            [("40 Canadian dollars", "40 CAD"), ("C$40", "40 CAD")],
        ),
        ("A wall 2m high kept 2m people out.", [("2m", "2 m"), ("2m", "2000000")]),
        ("At 71, she left; he turned 40.", [("71", "71 years"), ("40", "40 years")]),
        ("Scores of test scores rose.", [("Scores", None)]),
        ("Call (212) 555-0142 or +44 20 7946 0958.", []),
        ("He lives at 24 Sussex Drive, near Channel 4 and Gate 9.", []),
        ("Air Force One left.", []),
        ("It was 31C by noon and 88F inland.", [("31C", "31 °C"), ("88F", "88 °F")]),
        ("It will be 12-15C; he sat in seat 14C.", [("12", "12 °C"), ("15C", "15 °C")]),
        (
            "It cost N500m, KSh2,000, RM500 and R1.2bn; N95 masks and R2 stayed.",
            [
                ("N500m", "500000000 NGN"),
                ("KSh2,000", "2000 KES"),
                ("RM500", "500 MYR"),
                ("R1.2bn", "1200000000 ZAR"),
            ],
        ),
        ("Of them 29/32 voted; the 9/11 panel did not in 23/24.", [("29", "29"), ("32", "32")]),
        ("Dana Moran 18 points. Call 101, or 555-HELP (4357).", [("18", "18")]),
        ("They call 300 people.", [("300", "300")]),
    ],
)
def test_a_number_is_a_plain_decimal_with_its_unit(
    sentence: str, found: list[tuple[str, str | None]]
) -> None:
    got = facts(sentence, "number")
    assert [f for f in got if f[0] != "61"] == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It is the country’s second-largest city.", ["second-largest"]),
        ("One of the most significant shifts began.", ["most significant"]),
        ("It was the deadliest attack since 2001.", ["deadliest"]),
        ("She was the first woman to lead it.", ["first"]),
        ("At least four of them voted at best twice.", []),
        ("The first thing he said was the last word on it.", []),
        ("The only reason was in the fourth quarter.", []),
        ("It was their third consecutive win.", ["third"]),
        ("It is the first such strike since 2019.", ["first"]),
        ("The second time in 30 years.", ["second"]),
    ],
)
def test_superlatives_are_marked(sentence: str, found: list[str]) -> None:
    assert [words for words, _ in facts(sentence, "superlative")] == found


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("The county spent Sh4 billion on roads.", ("Sh4 billion", "4000000000 KES")),
        ("Fuel took Sh.500 each.", ("Sh.500", "500 KES")),
        ("The budget is N2.7trn in all.", ("N2.7trn", "2700000000000 NGN")),
        ("He was charged R649 a month.", ("R649", "649 ZAR")),
        ("She claims R2 596 of it.", ("R2 596", "2596 ZAR")),
        ("A tender of R61-million was let.", ("R61-million", "61000000 ZAR")),
    ],
)
def test_money_of_african_papers_is_read_with_its_mark(copy: str, wanted: tuple[str, str]) -> None:
    reading = read(copy)
    numbers = [(reading.text[slice(*f.span)], f.value) for f in reading.facts if f.kind == "number"]
    assert numbers == [wanted]


@pytest.mark.parametrize("copy", ["He drove along the R101 road.", "They met in room R101 today."])
def test_a_road_or_a_room_is_no_money(copy: str) -> None:
    assert not [f for f in read(copy).facts if f.value and "ZAR" in f.value]


def test_a_promise_to_be_the_best_is_no_fact() -> None:
    promised = read("“We will be the best friend of the Varenian people,” Verrat said.")
    assert [fact for fact in promised.facts if fact.kind == "superlative"] == []
    told = read("Orlen was the best team of the league.")
    assert [fact.value for fact in told.facts if fact.kind == "superlative"] == ["best"]
