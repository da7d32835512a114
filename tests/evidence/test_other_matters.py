"""A passage that reads like the claim and speaks of another matter says nothing of it."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.evidence.rules.beside import Beside, facts_in, set_beside
from factcheck.text import read

PUBLISHED = dt.date(2026, 3, 14)


def beside(claim: str, passage: str, published: dt.date | None = PUBLISHED) -> Beside:
    return set_beside(claim, facts_in(read(claim, PUBLISHED)), "", passage, published)


def outcomes(claim: str, passage: str) -> dict[str, tuple[str, str]]:
    """Return, by the claim's fact, what came of it and the source's own words."""
    facts = facts_in(read(claim, PUBLISHED))
    compared = beside(claim, passage).compared
    return {f.text: (c.outcome, c.in_source) for f, c in zip(facts, compared, strict=True)}


def flag_kinds(claim: str, passage: str) -> set[str]:
    return {flag.kind for flag in beside(claim, passage).flags}


# --- places


def test_a_place_of_the_same_name_elsewhere_says_nothing_of_the_claim() -> None:
    claim = "Police in Athens, Georgia, arrested 31 people at the parade."
    passage = "Police in Athens, Greece, arrested 12 people at the parade on Sunday."
    assert beside(claim, passage).leans == 0.0
    assert outcomes(claim, passage)["31"] == ("not mentioned", "")
    why = {c.why for c in beside(claim, passage).compared}
    assert "the source tells of Athens, Greece" in why


def test_a_region_that_holds_the_other_is_no_other_place() -> None:
    claim = "Police in Portland, Oregon, arrested 31 people at the parade."
    passage = "Police in Portland, United States, arrested 31 people at the parade."
    assert outcomes(claim, passage)["31"][0] == "same"


def test_a_passage_that_names_the_claims_region_is_of_its_place() -> None:
    claim = "Police in Athens, Georgia, arrested 31 people at the parade."
    passage = (
        "Police in Athens, Georgia, arrested 31 people at the parade. Those of Athens, Greece, "
        "sent flowers."
    )
    assert outcomes(claim, passage)["31"][0] == "same"


def test_the_longer_name_of_another_place_is_not_the_place() -> None:
    claim = "The ferry stayed near Grand Tessaly."
    assert outcomes("The storm stood over Grand Bahama.", "The storm reached the Bahamas.") == {
        "Grand Bahama": ("not mentioned", "")
    }
    assert outcomes(claim, "The ferry stayed near Grand Tessaly.")["Grand Tessaly"][0] == "same"
    assert outcomes("It fled to South Sudan.", "It fled to Sudan.")["South Sudan"][0] != "same"
    # Initials and spellings are still one place.
    assert outcomes("It left the United Kingdom.", "It left the UK.") == {
        "United Kingdom": ("same", "UK")
    }


# --- dates


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The Orm tower opened in 1962.", "Construction of the Orm tower began in 1958."),
        ("The Vela sank on 4 March 2018.", "The inquiry into the Vela opened on 11 May 2018."),
        ("The Vela sank on 4 March 2018.", "The Vela sailed on 1 March 2018 with 90 on board."),
    ],
)
def test_a_date_of_another_act_is_no_other_date(claim: str, passage: str) -> None:
    assert "date" not in flag_kinds(claim, passage)


def test_another_date_of_the_very_act_still_is_one() -> None:
    assert "date" in flag_kinds("The Orm tower opened in 1962.", "The Orm tower opened in 1964.")
    inquiry = "The inquiry into the Vela opened in May 2018."
    assert "date" in flag_kinds(inquiry, "The inquiry into the Vela opened in July 2018.")


def test_an_hour_is_no_coarser_day() -> None:
    claim = "The warning for Brask was lifted on 4 March 2026."
    compared = beside(claim, "The warning for Brask was lifted at 8:00 p.m.").compared
    assert all(c.why == "" for c in compared if c.outcome == "not mentioned")


def test_a_coarser_date_is_told_of_the_same_act_only() -> None:
    claim = "The Orm bridge opened on 4 March 2019."
    told = beside(claim, "The Orm bridge opened in 2019.").compared
    assert "the source says only “2019”" in {c.why for c in told}
    other = beside(claim, "The 2019 season was dry. Walkers like the Orm bridge.").compared
    assert "the source says only “2019”" not in {c.why for c in other}


def test_yesterday_on_a_page_without_a_date_is_no_day() -> None:
    claim = "Lena Orr won the vote on 11 February 2020."
    passage = "Lena Orr won the vote yesterday."
    dated = beside(claim, passage, dt.date(2021, 5, 2))
    undated = beside(claim, passage, None)
    assert "date" in {flag.kind for flag in dated.flags}
    assert "date" not in {flag.kind for flag in undated.flags}


# --- numbers


def test_falling_to_a_figure_is_not_falling_by_it() -> None:
    claim = "Unemployment in Brask fell to 6 percent."
    assert outcomes(claim, "Unemployment in Brask fell by 6 percent.")["6 percent"][0] != "same"
    assert beside(claim, "Unemployment in Brask fell by 6 percent.").leans <= 0.0
    assert outcomes(claim, "Unemployment in Brask fell to 6 percent.")["6 percent"][0] == "same"
    by = "Rents in Brask rose by 6 percent."
    assert outcomes(by, "Rents in Brask rose by 6 percent.")["6 percent"][0] == "same"


def test_both_ends_of_a_range_are_said_of_what_its_second_end_counts() -> None:
    claim = "Between 3,000 and 4,000 people marched in Brask."
    assert outcomes(claim, "Police counted 3,600 people who marched in Brask.") == {
        "3,000": ("same", "3,600"),
        "4,000": ("same", "3,600"),
        "Brask": ("same", "Brask"),
    }


def test_a_figure_inside_what_estimates_ranged_over_is_borne_out() -> None:
    claim = "About 3,500 people marched in Brask."
    ranged = "Estimates ranged from 3,000 to 4,000 people who marched in Brask."
    assert outcomes(claim, ranged)["3,500"][0] == "same"
    fell = "The crowd in Brask fell from 3,000 to 4,000 people."
    assert outcomes(claim, fell)["3,500"][0] != "same"


def test_a_vote_is_no_range() -> None:
    claim = "The law passed by 55 votes to 45."
    assert outcomes(claim, "The senate passed the law 58–42.")["55"][0] != "same"


def test_a_figure_far_off_that_shares_no_word_is_of_another_thing() -> None:
    claim = "Winds in the storm reached 295 km/h, the office said."
    assert outcomes(claim, "Rita drifted north (6 kph).")["295 km/h"][0] == "not mentioned"
    warmed = outcomes("The lake warmed by 2 degrees Fahrenheit.", "The lake warmed by 6 °C.")
    assert warmed["2 degrees Fahrenheit"][0] == "other"


# --- denials, opposites, hedges, plans


def test_a_denial_of_something_else_is_no_denial_of_the_claim() -> None:
    claim = (
        "The weather office said all storm warnings were lifted on Monday and that Rita was a "
        "category 2 storm."
    )
    passage = "Rita had maximum winds of 120 km/h. On Sunday there was no hurricane watch."
    assert "negation" not in flag_kinds(claim, passage)
    assert "negation" in flag_kinds("Oxtar sold arms to Halm.", "Oxtar sold no arms to Halm.")


def test_a_word_against_it_in_a_sentence_of_something_else_is_no_opposite() -> None:
    claim = "The speed at which Rita moved went down over the island."
    assert "opposite" not in flag_kinds(claim, "It brought a life-threatening surge.")
    assert "opposite" in flag_kinds("Halm backs the tax.", "Halm voted against the tax.")


def test_not_all_is_some() -> None:
    claim = "Not all of the ballots in Pell were counted by hand."
    assert "negation" not in flag_kinds(claim, "Some ballots in Pell were counted by hand.")


def test_ruling_something_out_denies_it() -> None:
    claim = "The police chief of Brask blamed the crash on ice."
    passage = "The police chief of Brask ruled out ice as the cause of the crash."
    assert beside(claim, passage).leans < 0


def test_only_the_sentence_nearest_to_the_claim_can_leave_it_open() -> None:
    claim = "The city of Brask bought 12 trams."
    told = "The city of Brask bought 12 trams. Rain is expected to fall."
    assert "hedged" not in flag_kinds(claim, told)
    assert "hedged" in flag_kinds(claim, "The city of Brask reportedly bought 12 trams.")


@pytest.mark.parametrize(
    "passage",
    [
        "The city of Brask plans to close its coal plant by 2030.",
        "The city of Brask will close its coal plant.",
        "The city of Brask is considering closing its coal plant.",
    ],
)
def test_a_plan_bears_nothing_out_that_is_told_as_done(passage: str) -> None:
    assert beside("The city of Brask has closed its coal plant.", passage).leans <= 0.0


def test_a_plan_bears_a_plan_out_and_what_was_done_is_done() -> None:
    planned = "The city of Brask plans to close its coal plant."
    assert beside(planned, "The city of Brask plans to close its coal plant by 2030.").leans > 0
    both = "The city of Brask has closed its coal plant. It plans to close the harbour."
    assert beside("The city of Brask has closed its coal plant.", both).leans > 0


def test_a_flag_names_the_same_word_each_time() -> None:
    """Sets have no order of their own from one process to the next; the first word is told."""
    flags = beside("Paul Orr signed the lease for the hall.", "Orr never signed the hall’s lease.")
    assert [f.why for f in flags.flags if f.kind == "negation"] == [
        "“signed”: the source denies it"
    ]


def test_a_far_count_that_only_its_noun_joins_to_the_claim_is_no_other_figure() -> None:
    claim = "The party finalised the division of the 41 delegates of Iowa on Sunday."
    far = outcomes(claim, "Lena Orr won 1,124 delegates in Ohio.")
    assert far["41"][0] == "not mentioned"
    near = outcomes(claim, "The party finalised the division of the 20 delegates of Iowa.")
    assert near["41"] == ("other", "20")


def test_a_part_of_a_body_is_no_namesake() -> None:
    claim = "The Iowa Democratic Party met on Sunday."
    assert "name" not in flag_kinds(claim, "The Democratic Party met on Sunday.")
    brothers = flag_kinds("Hussein al-Musawi met her.", "Mohammed al-Musawi met her.")
    assert "name" in brothers


def test_a_date_without_a_value_is_told_in_its_own_words() -> None:
    claim = "The next vote is on March 3."
    whys = [flag.why for flag in beside(claim, "The next vote is on March 10.", None).flags]
    assert not any("None" in why for why in whys)
