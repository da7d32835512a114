from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.review.rules.call_questions import (
    RUN,
    CallFact,
    QuotedWords,
    counted,
    of_claim,
    of_fact,
    of_quote,
    topic,
)

NONE = QuotedWords([])
WORDS = st.lists(
    st.sampled_from(
        ["we", "hold", "the", "road", "in", "Aleppo", "on", "Friday", "was", "it", "how", "many"]
    ),
    max_size=12,
)
KINDS = ["number", "date", "name", "title", "place", "superlative"]
FACTS = st.lists(
    st.builds(
        CallFact,
        st.sampled_from(KINDS),
        WORDS.map(" ".join).filter(bool),
        after=WORDS.map(" ".join),
    ),
    max_size=4,
)


def spoken(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+(?:['’.-]\w+)*", text)]


def shares(question: str, quote: str) -> bool:
    """The plainest check there is, to hold the quick one against."""
    asked, said = spoken(question), spoken(quote)
    runs = [said[n : n + RUN] for n in range(len(said) - RUN + 1)]
    return any(asked[n : n + RUN] in runs for n in range(len(asked) - RUN + 1))


def test_a_number_is_asked_for_and_not_said() -> None:
    killed = CallFact("number", "At least 12", "12", " people were killed")
    assert (
        of_claim("At least 12 people were killed.", [killed], NONE)
        == "How many people, by your own count?"
    )


def test_the_place_and_day_of_a_claim_say_what_its_number_is_about() -> None:
    facts = [
        CallFact("number", "3,000", "3000", " armed men crossed"),
        CallFact("place", "Aleppo"),
        CallFact("date", "24 November", "2024-11-24"),
    ]
    asked = "In Aleppo on 24 November: how many armed men, by your own count?"
    assert of_claim("3,000 armed men crossed into Aleppo on 24 November.", facts, NONE) == asked


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        (CallFact("number", "$1.2 million", "1200000 USD"), "How much money was it?"),
        (CallFact("number", "12.5%", "12.5 %"), "What share was it, in per cent?"),
        (CallFact("number", "40 km", "40 km"), "How many kilometres, by your own count?"),
        (
            CallFact("date", "on 24 November", "2024-11-24"),
            "Were you there on 24 November, and if not, when was it?",
        ),
        (CallFact("date", "2019", "2019"), "Were you there in 2019, and if not, when was it?"),
        (
            CallFact("date", "Last week", "2024-11-18/2024-11-24"),
            "Were you there last week, and if not, when was it?",
        ),
        (CallFact("place", "in Aleppo"), "Where was it: in Aleppo, or elsewhere?"),
        (CallFact("title", "General"), "What is the exact title, and since when?"),
    ],
)
def test_a_fact_alone_is_asked_for(fact: CallFact, asked: str) -> None:
    assert of_fact(fact, NONE) == asked


def test_a_person_is_asked_how_their_own_name_is_spelled() -> None:
    assert (
        of_fact(CallFact("name", "Omar Haddad"), NONE, own=True)
        == "What is your full name, and how is it spelled?"
    )
    assert "Omar Haddad’s part" in of_fact(CallFact("name", "Omar Haddad"), NONE)


def test_a_second_number_that_counts_nothing_is_not_asked_for() -> None:
    facts = [
        CallFact("number", "12", "12", " people"),
        CallFact("number", "3", "3", ", he said"),
        CallFact("number", "4", "4", "."),
    ]
    assert (
        of_claim("12 people, or 3, he said, or 4.", facts, NONE)
        == "How many people, by your own count?"
    )
    assert of_claim("Or 3, he said, or 4.", facts[1:], NONE) == "How many, by your own count?"


def test_not_one_is_asked_for_as_many() -> None:
    assert (
        of_fact(CallFact("number", "Not one", "0", " rifle has crossed"), NONE)
        == "How many rifles, by your own count?"
    )


def test_a_people_stands_for_its_place() -> None:
    assert topic("The Syrian side", [CallFact("place", "Syrian")]) == "Syria"
    assert (
        topic(
            "The Ostrian side, in Orlen", [CallFact("place", "Ostrian"), CallFact("place", "Orlen")]
        )
        == "Orlen"
    )


def test_a_claim_of_a_day_and_a_place_asks_whether_they_were_there() -> None:
    facts = [CallFact("place", "Aleppo"), CallFact("date", "Friday", "2024-11-29")]
    assert of_claim("Rebels entered Aleppo on Friday.", facts, NONE).startswith(
        "Were you there, in Aleppo on Friday?"
    )


def test_a_quote_is_asked_about_by_its_subject_alone() -> None:
    quote = "We will hold the road"
    assert (
        of_quote(quote, [], QuotedWords([quote]))
        == "Have you spoken with us about the road? When was that, and where?"
    )


@pytest.mark.parametrize(
    ("after", "thing"),
    [
        (" people were killed", "people"),
        (" of its fighters fled", "fighters"),
        (", he said", ""),
        (" were killed", ""),
        (" armed men from the north", "armed men"),
        (" people killed", "people"),
    ],
)
def test_what_a_number_counts_is_read_from_the_words_after_it(after: str, thing: str) -> None:
    assert counted(after) == thing


def test_a_subject_is_a_place_a_name_or_the_first_noun() -> None:
    assert topic("We left in Aleppo.", [CallFact("place", "in Aleppo")]) == "Aleppo"
    assert topic("We hold our positions.", []) == "the positions"
    assert topic("Never again.", []) == "this"


def test_four_words_of_a_quote_in_a_row_are_read_out_and_three_are_not() -> None:
    quoted = QuotedWords(["“We will hold the road,” he said."])
    assert (
        quoted.read_out("Did you say you will hold the road to the north?") == "will hold the road"
    )
    assert quoted.read_out("Did you hold the road?") == ""
    assert quoted.read_out("WILL — HOLD... the ROAD!") == "WILL — HOLD... the ROAD"


def test_the_end_of_one_quote_and_the_beginning_of_the_next_are_no_run() -> None:
    assert QuotedWords(["We hold", "the road"]).read_out("Do we hold the road?") == ""


def test_a_long_name_inside_a_quote_may_be_said() -> None:
    name = "Islamic Revolutionary Guard Corps"
    contents = [f"The {name} left in the night"]
    assert QuotedWords(contents).read_out(f"Where was the {name} then?")
    assert QuotedWords(contents, [name]).read_out(f"Where was the {name} then?") == ""
    assert QuotedWords(contents, [name]).read_out("Is it so that left in the night they were?")


def test_where_every_question_would_read_a_quote_out_none_is_proposed() -> None:
    quoted = QuotedWords(
        [
            "What is your full name, and how is it spelled?",
            "What can you tell us about this, in your own words?",
            "Please say how it was, as you know it.",
        ]
    )
    assert of_fact(CallFact("name", "Ann Lee"), quoted, own=True) == "Your account?"


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a loaded machine draws slowly
@given(st.lists(WORDS.map(" ".join), max_size=4), WORDS.map(" ".join), FACTS)
def test_no_proposed_question_reads_any_quote_out(
    quotes: list[str], text: str, facts: list[CallFact]
) -> None:
    quoted = QuotedWords(quotes)
    asked = [
        of_claim(text, facts, quoted),
        of_quote(text, facts, quoted),
        *(of_fact(one, quoted) for one in facts),
    ]
    assert all(asked)
    assert not any(shares(question, quote) for question in asked for quote in quotes)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_the_quick_check_finds_what_the_plain_one_finds(question: str, quote: str) -> None:
    found = QuotedWords([quote]).read_out(question)
    assert bool(found) == shares(question, quote)
    assert found in question
