from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from factcheck.evidence import rules
from factcheck.evidence.rules import StatedFact
from factcheck.evidence.rules.beside import facts_in
from factcheck.evidence.rules.names import same_name
from factcheck.text import read
from tests.evidence.factories import CLAIM, STORY


def stated(source: str, *facts: tuple[str, str, str | None]) -> list[StatedFact]:
    return [
        StatedFact(kind, words, value, i := source.index(words), i + len(words))
        for kind, words, value in facts
    ]


def compared(
    claim: str,
    fact: tuple[str, str, str | None],
    passage: str,
    *told: tuple[str, str, str | None],
    beside: Sequence[tuple[str, str, str | None]] = (),
) -> rules.FactComparison:
    one, *others = stated(claim, fact, *beside)
    return rules.compare(one, claim, [one, *others], passage, stated(passage, *told))


# --- key words


def test_a_query_is_key_words_and_never_the_sentence() -> None:
    facts = stated(
        CLAIM, ("number", "3,000", "3000"), ("place", "Aleppo", "Aleppo"), ("place", "Syria", "Syria"),
        ("date", "Friday", "2024-11-29"),
    )  # fmt: skip
    query = rules.query_for(CLAIM, facts, (), dt.date(2024, 11, 30))
    assert query.count <= 8
    assert query.words[:2] == ("Aleppo", "Syria")
    assert query.words[-1] == "3,000"
    assert "Friday" not in query.words
    assert "had" not in query.words
    assert CLAIM not in query.text
    assert query.since <= dt.date(2024, 11, 26) <= dt.date(2024, 11, 30) <= query.until


def test_a_mention_is_searched_for_by_its_full_name() -> None:
    claim = "Musawi accused the United States of orchestrating the insurgency."
    facts = stated(claim, ("name", "Musawi", None), ("place", "United States", "United States"))
    query = rules.query_for(claim, facts, ["Hussein al-Musawi"])
    assert query.phrases == ("Hussein al-Musawi", "United States")
    assert not {"Musawi", "Hussein"} & set(query.words)


def test_names_are_found_where_nobody_marked_facts() -> None:
    assert (
        "Nujaba Movement"
        in rules.query_for("In Iraq the Nujaba Movement vowed support.", []).phrases
    )


def test_a_query_is_asked_in_short_wordings_one_without_the_number_under_test() -> None:
    claim = "Clinton now has at least 1,410 delegates."
    query = rules.query_for(claim, facts_in(read(claim)))
    wordings = [wording.text for wording in rules.ladder(query)]
    assert wordings == ["Clinton delegates", "Clinton 1,410", "Clinton"]
    assert all(len(wording.split()) <= 4 for wording in wordings)


@pytest.mark.parametrize(
    ("claim", "names", "wordings"),
    [
        (
            "Despite a truce, shelling in Orlen continues, the Red Crescent said.",
            [],
            [
                "“Red Crescent” Orlen truce shelling",
                "“Red Crescent” Orlen",
                "“Red Crescent”",
                "Orlen truce",
            ],
        ),
        (
            "Gov. Ruth Ansel vetoed the wages bill on Monday.",
            [],
            ["“Ruth Ansel” wages bill vetoed", "“Ruth Ansel” wages", "“Ruth Ansel”", "wages bill"],
        ),
        (
            "Donald J. Reeve told donors he would not run again.",
            [],
            ["Reeve donors run", "Reeve donors", "Reeve", "donors run"],
        ),
        (
            "They’re not even checking papers at the border in Halm.",
            [],
            ["Halm papers border checking", "Halm papers", "Halm", "papers border"],
        ),
        (
            "He accused Ostria of arming the rebels.",
            ["Ilan Verrat"],
            [
                "“Ilan Verrat” Ostria rebels arming",
                "“Ilan Verrat” Ostria",
                "“Ilan Verrat”",
                "Ostria rebels",
            ],
        ),
        ("U.S. troops left Tesk.", [], ["Tesk US troops left", "Tesk US", "Tesk", "US troops"]),
    ],
)
def test_wordings_hold_names_and_points_and_no_empty_words(
    claim: str, names: list[str], wordings: list[str]
) -> None:
    query = rules.query_for(claim, facts_in(read(claim)), names)
    assert [wording.text for wording in rules.ladder(query)] == wordings


def test_the_last_wording_does_without_the_dearest_term() -> None:
    """A page may call a person otherwise, or have no such word: the rest may still find it."""
    claim = "Ruth Ansel met Ilan Verrat in Halm."
    query = rules.query_for(claim, facts_in(read(claim)))
    assert rules.ladder(query)[-1].text == "“Ilan Verrat”"


def test_a_word_that_says_nothing_is_no_term() -> None:
    claim = "None of the delegates of Halm signed the treaty."
    assert "None" not in rules.query_for(claim, facts_in(read(claim))).words


def test_the_window_holds_the_year_that_the_claim_names() -> None:
    claim = "U.S. troops left the base at Tesk in 2019."
    query = rules.query_for(claim, facts_in(read(claim)), published=dt.date(2026, 3, 12))
    assert query.since is not None
    assert query.since.year == 2018


# --- addresses


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("HTTPS://News.Example:443/a?utm_source=x&id=3#part", "https://news.example/a?id=3"),
        ("http://news.example", "http://news.example/"),
        ("http://127.0.0.1:8001/a?b=1", "http://127.0.0.1:8001/a?b=1"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("javascript:alert(1)", None),
        ("ftp://news.example/a", None),
        ("https://user:pass@news.example/", None),
        ("https://news.example/a b", None),
        ("https://news.example/" + "a" * 3000, None),
        ("http://[::1", None),
    ],
)
def test_one_page_is_kept_under_one_address(url: str, kept: str | None) -> None:
    assert rules.canonical_url(url) == kept


def test_an_outlet_is_its_registrable_domain_and_on_this_machine_its_port() -> None:
    assert rules.domain_of("https://www.news.bbc.co.uk/a") == "bbc.co.uk"
    assert rules.domain_of("http://127.0.0.1:8001/a") != rules.domain_of("http://127.0.0.1:8002/a")


def test_an_encyclopedia_is_a_lead_and_an_office_is_primary() -> None:
    assert rules.usual_tier("wikipedia.org") == "lead only"
    assert rules.usual_tier("reuters.com") == "wire"
    assert rules.usual_tier("census.gov") == "primary"
    assert rules.usual_tier("outlet.example") == "secondary"


# --- passages and copies


def test_the_passage_is_the_sentence_that_says_most_of_the_claim() -> None:
    facts = stated(CLAIM, ("number", "3,000", "3000"), ("place", "Aleppo", "Aleppo"))
    passage = rules.best_passage(CLAIM, facts, rules.page_words(STORY))
    assert passage is not None
    assert STORY[passage.start : passage.end].startswith("On Friday 2,987 fighters entered Aleppo")
    assert "Aleppo" in passage.matched
    assert 0 < passage.score <= 1


def test_a_page_that_only_shares_the_topic_gives_no_passage() -> None:
    page = rules.page_words(
        "Syria is a country in western Asia.\nIts cities are old.\nRebels are mentioned elsewhere."
    )
    assert rules.best_passage(CLAIM, stated(CLAIM, ("place", "Aleppo", "Aleppo")), page) is None


def test_a_page_without_sentences_gives_no_passage() -> None:
    assert rules.best_passage(CLAIM, [], rules.page_words("")) is None


def test_matched_words_are_marked_in_the_passage() -> None:
    assert rules.pieces("Rebels entered Aleppo.", ["Aleppo"]) == [
        ("Rebels entered ", False),
        ("Aleppo", True),
        (".", False),
    ]


def test_a_wire_story_with_another_head_and_tail_is_a_copy() -> None:
    body = " ".join(f"word{n} and its neighbour{n % 7} stood there" for n in range(60))
    a = rules.sketch(f"From the wire. {body} End of the report.")
    b = rules.sketch(f"By our own staff in the capital. {body[:-200]} With agencies.")
    c = rules.sketch(" ".join(f"other{n} stood elsewhere for{n % 5} long" for n in range(60)))
    assert rules.same_story(a, b)
    assert not rules.same_story(a, c)
    assert rules.sketch("Too short.") == []
    assert not rules.same_story([], [])


# --- facts


@pytest.mark.parametrize(
    ("copy", "value", "source", "their_value", "outcome"),
    [
        ("about 3,000 rebels", "3000", "2,987 fighters", "2987", "same"),
        ("3,000 rebels", "3000", "2,987 fighters", "2987", "other"),
        ("3,000 rebels", "3000", "3,000 fighters", "3000", "same"),
        ("3 million people", "3000000", "3,020,000 people", "3020000", "same"),
        ("3 million people displaced", "3000000", "4,100,000 people displaced", "4100000", "other"),
        ("more than 12,000 people", "12000", "12,400 people", "12400", "same"),
        ("more than 12,000 people fled", "12000", "11,000 people fled", "11000", "other"),
        ("up to 2,000 fighters", "2000", "1,800 fighters", "1800", "same"),
        ("up to 2,000 fighters", "2000", "5,000 fighters", "5000", "other"),
        ("nearly 3,000 fighters", "3000", "3,100 fighters", "3100", "other"),
        ("2,987 fighters", "2987", "about 3,000 fighters", "3000", "same"),
        ("41 people killed", "41", "38 people killed", "38", "other"),
        ("18 percent of electricity", "18 %", "18 tons of grain", "18 ton", "not mentioned"),
        ("25 miles away", "25 mile", "40 km away", "40 km", "same"),
        ("3,000 rebels", "3000", "500 schools", "500", "not mentioned"),
        ("seven members", "7", "seven goats", "7", "not mentioned"),
        ("612,000 people live", "612000", "90,000 people marched", "90000", "not mentioned"),
        ("3,000 rebels", "3000", "the rebels in the city at 2,900 by Friday", "2900", "other"),
    ],
)
def test_numbers_are_compared_in_their_unit_with_the_words_that_round_them(
    copy: str, value: str, source: str, their_value: str, outcome: str
) -> None:
    claim, passage = (
        f"The army said {copy} in the city.",
        f"The office counted {source} in the report.",
    )
    found = compared(
        claim, ("number", _number(copy), value), passage, ("number", _number(source), their_value)
    )
    assert found.outcome == outcome, found


def _number(words: str) -> str:
    for scale in (" million", " percent", " miles", " km", " tons"):
        if scale in words:
            words = words[: words.index(scale) + len(scale)]
            break
    else:
        words = next((w for w in words.split() if w[0].isdigit()), words.split()[0])
    return words.removeprefix("about ").removeprefix("more than ")


@pytest.mark.parametrize(
    ("value", "theirs", "outcome"),
    [
        ("2024-11-27", "2024-11-27", "same"),
        ("2024-11", "2024-11-27", "same"),
        ("2024-11-27", "2024-11", "not mentioned"),
        ("2024-11-27", "2024-11-28", "other"),
        ("2024-11-25/2024-11-29", "2024-11-27", "same"),
        ("2024-11-27T17:00", "2024-11-27T18:00", "other"),
        ("2024-11-27T17:00", "2024-11-27", "not mentioned"),
        ("2024", "2023", "other"),
    ],
)
def test_dates_are_compared_to_the_precision_stated(value: str, theirs: str, outcome: str) -> None:
    claim = "The offensive was launched MINE by rebel groups."
    passage = "Rebel groups launched the offensive THEIRS, officials said."
    assert (
        compared(claim, ("date", "MINE", value), passage, ("date", "THEIRS", theirs)).outcome
        == outcome
    )


def test_a_date_of_something_else_is_no_other_value() -> None:
    claim = "The offensive was launched Wednesday by rebel groups."
    passage = "The museum opened on Friday."
    found = compared(
        claim, ("date", "Wednesday", "2024-11-27"), passage, ("date", "Friday", "2024-11-29")
    )
    assert found.outcome == "not mentioned"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Hussein al-Musawi", "Husayn el-Moussawi", True),
        ("Musawi", "Hussein al-Musawi", True),
        ("Hayat Tahrir al-Sham", "Hay’at Tahrir al-Sham", True),
        ("Israeli Defense Forces", "IDF", True),
        ("Hussein al-Musawi", "Mohammed al-Musawi", False),
        ("Aleppo", "Homs", False),
        ("Assad", "Assadi", False),
    ],
)
def test_names_are_the_same_through_their_spellings(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same


def test_another_spelling_is_said_and_another_first_name_is_another_value() -> None:
    claim = "Hussein al-Musawi spoke for the movement."
    fact = ("name", "Hussein al-Musawi", "Hussein al-Musawi")
    spelled = compared(
        claim, fact, "Husayn al-Moussawi spoke.", ("name", "Husayn al-Moussawi", None)
    )
    assert (spelled.outcome, spelled.why) == ("same", "spelled “Husayn al-Moussawi” in the source")
    other = compared(claim, fact, "Mohammed al-Musawi spoke.", ("name", "Mohammed al-Musawi", None))
    assert other.outcome == "other"
    assert compared(claim, fact, "No one spoke.").outcome == "not mentioned"


def test_another_holder_of_the_same_title_of_the_same_body_is_another_value() -> None:
    claim = "Spokesperson Ilan Verrat of the Sable Movement spoke."
    passage = "The Sable Movement's spokesman Dov Kern spoke."
    found = compared(
        claim, ("name", "Ilan Verrat", "Ilan Verrat"), passage,
        ("title", "spokesman", "spokesman"), ("name", "Dov Kern", "Dov Kern"), ("name", "Sable Movement", None),
        beside=[("title", "Spokesperson", "Spokesperson"), ("name", "Sable Movement", "Sable Movement")],
    )  # fmt: skip
    assert (found.outcome, found.in_source) == ("other", "Dov Kern")


def test_the_same_act_in_another_place_is_another_value() -> None:
    claim, fact = "Rebels entered Aleppo.", ("place", "Aleppo", "Aleppo")
    assert (
        compared(claim, fact, "Rebels entered Homs.", ("place", "Homs", "Homs")).outcome == "other"
    )
    assert (
        compared(claim, fact, "Rebels fled Homs.", ("place", "Homs", "Homs")).outcome
        == "not mentioned"
    )
    assert (
        compared(claim, fact, "Rebels are in Aleppo.", ("place", "Aleppo", "Aleppo")).outcome
        == "same"
    )


def test_another_title_of_the_same_person_is_another_value() -> None:
    claim = "Foreign Minister Maren Holt denied it."
    fact, beside = (
        ("title", "Foreign Minister", "Foreign Minister"),
        [("name", "Maren Holt", "Maren Holt")],
    )
    told = ("title", "Deputy Prime Minister", None), ("name", "Maren Holt", None)
    assert (
        compared(
            claim, fact, "Deputy Prime Minister Maren Holt spoke.", *told, beside=beside
        ).outcome
        == "other"
    )
    assert compared(claim, fact, "The foreign minister spoke.", beside=beside).outcome == "same"


@pytest.mark.parametrize(
    ("copy", "source", "outcome"),
    [
        ("second-largest", "the second-largest city", "same"),
        ("second-largest", "the third-largest city", "other"),
        ("largest", "one of the largest attacks", "other"),
        ("second-largest", "the third-largest city; it was the second-largest until 2021", "other"),
        ("largest", "the smallest attack", "other"),
        ("largest", "an attack", "not mentioned"),
    ],
)
def test_superlatives_are_compared_by_rank(copy: str, source: str, outcome: str) -> None:
    assert (
        compared(f"It is the {copy}.", ("superlative", copy, copy), f"It was {source}.").outcome
        == outcome
    )


def test_retries_wait_longer_each_time_and_as_long_as_the_server_asks() -> None:
    assert rules.backoff(1) < rules.backoff(2) < rules.backoff(3)
    assert rules.backoff(30) == dt.timedelta(hours=6)
    assert rules.backoff(1, asked=7200) == dt.timedelta(hours=2)
