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


def number(text: str, value: str, after: str = "") -> CallFact:
    return CallFact("number", text, value, after)


def test_a_number_is_asked_for_and_not_said() -> None:
    killed = number("At least 12", "12", " people were killed")
    assert of_claim([killed], NONE) == "How many people, by your figures?"


def test_the_place_and_day_of_a_claim_say_what_its_number_is_about() -> None:
    facts = [
        number("3,000", "3000", " armed men crossed"),
        CallFact("place", "Aleppo"),
        CallFact("date", "24 November", "2024-11-24"),
    ]
    asked = "In Aleppo on 24 November: how many armed men, by your figures?"
    assert of_claim(facts, NONE) == asked


def test_of_two_places_neither_is_named() -> None:
    facts = [
        number("3,000", "3000", " men crossed"),
        CallFact("place", "Aleppo"),
        CallFact("place", "Homs"),
    ]
    assert of_claim(facts, NONE) == "How many men, by your figures?"


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        (number("$1.2 million", "1200000 USD"), "How much money was it?"),
        (number("12.5%", "12.5 %"), "What share was it, in per cent?"),
        (number("40 km", "40 km"), "How many kilometres, by your figures?"),
        (number("Not one", "0", " rifle has crossed"), "How many rifles, by your figures?"),
    ],
)
def test_a_figure_alone_is_asked_for(fact: CallFact, asked: str) -> None:
    assert of_fact(fact, NONE) == asked


@pytest.mark.parametrize(
    "fact",
    [
        CallFact("date", "on 24 November", "2024-11-24"),
        CallFact("date", "Last week", "2024-11-18/2024-11-24"),
        CallFact("place", "in Aleppo"),
        CallFact("superlative", "the first"),
        CallFact("name", "Omar Haddad"),
        CallFact("title", "General"),
        number("12", "12", ", he said"),
    ],
    ids=lambda fact: fact.text,
)
def test_what_no_form_can_carry_is_left_to_a_person(fact: CallFact) -> None:
    assert of_fact(fact, NONE) == ""
    assert of_claim([fact], NONE) == ""


def test_a_person_is_asked_their_own_name_title_and_age() -> None:
    assert (
        of_fact(CallFact("name", "Omar Haddad"), NONE, own=True)
        == "What is the full name, and how is it spelled?"
    )
    title = CallFact("title", "General")
    assert of_fact(title, NONE, own=True) == "What is your exact title, and since when?"
    assert of_fact(number("54", "54 years"), NONE, own=True) == "How old are you?"
    assert of_fact(number("54", "54 years"), NONE) == "How many years, by your figures?"


def test_a_number_that_counts_nothing_is_not_asked_for() -> None:
    facts = [
        number("12", "12", " people"),
        number("3", "3", ", he said"),
        number("4", "4", "."),
    ]
    assert of_claim(facts, NONE) == "How many people, by your figures?"
    assert of_claim(facts[1:], NONE) == ""


def test_nobody_can_be_in_a_people() -> None:
    facts = [number("12", "12", " men"), CallFact("place", "Syrian", "Syrian")]
    assert of_claim(facts, NONE) == "How many men, by your figures?"


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


def test_a_question_that_would_read_a_quote_out_is_not_proposed() -> None:
    quoted = QuotedWords(["What is the full name, and how is it spelled?"])
    assert of_fact(CallFact("name", "Ann Lee"), quoted, own=True) == ""


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a loaded machine draws slowly
@given(st.lists(WORDS.map(" ".join), max_size=4), FACTS)
def test_no_proposed_question_reads_any_quote_out(quotes: list[str], facts: list[CallFact]) -> None:
    quoted = QuotedWords(quotes)
    asked = [of_claim(facts, quoted), *(of_fact(one, quoted) for one in facts)]
    assert not any(shares(question, quote) for question in asked for quote in quotes)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_the_quick_check_finds_what_the_plain_one_finds(question: str, quote: str) -> None:
    found = QuotedWords([quote]).read_out(question)
    assert bool(found) == shares(question, quote)
    assert found in question
