"""A passage that has the claim's words and does not vouch for them takes no side."""

from __future__ import annotations

import pytest

from factcheck.evidence.rules.beside import Beside, facts_in, set_beside
from factcheck.evidence.rules.doers import OtherDoer, other_doer, told_elsewhere
from factcheck.evidence.rules.not_stated import (
    answer_to,
    is_hearsay_or_refuted,
    is_left_open,
    is_only_foreseen,
    is_only_linked,
    is_only_weighed,
)
from factcheck.evidence.rules.words import StatedFact
from factcheck.text import read


def beside(claim: str, passage: str) -> Beside:
    return set_beside(claim, facts_in(read(claim)), "", passage)


def outcomes(claim: str, passage: str) -> dict[str, tuple[str, str]]:
    """Return, by the claim's fact, what came of it and the source's own words."""
    facts = facts_in(read(claim))
    compared = set_beside(claim, facts, "", passage).compared
    return {f.text: (c.outcome, c.in_source) for f, c in zip(facts, compared, strict=True)}


# --- asked, doubted, weighed, foreseen


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "The chancellor left over the stolen files.",
            "Did the chancellor leave over the stolen files? Nobody in Brask would say.",
        ),
        (
            "The bridge at Orm is sinking.",
            '"The bridge at Orm is sinking and they hide it," reads a post seen 9,000 times.',
        ),
        (
            "Lena Orr called the judge a liar.",
            "A video in which Lena Orr calls the judge a liar was doctored, the court found.",
        ),
        (
            "The bypass will cost 40 million euros.",
            "The bypass will cost 40 million euros, says Orr. Nobody was able to check the sum.",
        ),
        (
            "Brask Steel will sell its two mills.",
            "Brask Steel is weighing the sale of its two mills, people close to it said.",
        ),
        (
            "The council had predicted a surplus of 4 percent for 2020.",
            "The council had a surplus of 4 percent in 2020, the auditors found.",
        ),
        (
            "Exports from Brask grew by 7 percent in 2023.",
            "Exports from Brask are expected to grow by 7 percent in 2023, the bank wrote.",
        ),
    ],
)
def test_words_that_are_asked_doubted_or_foreseen_support_nothing(claim: str, passage: str) -> None:
    assert beside(claim, passage).leans <= 0.0


def test_the_same_words_told_as_so_do_support() -> None:
    assert beside("The bridge at Orm is sinking.", "The bridge at Orm is sinking.").leans > 0.0
    forecast = "The council had predicted a surplus of 4 percent for 2020."
    assert not is_only_foreseen(forecast, "In 2019 the council predicted a surplus of 4 percent.")
    grew = "Exports from Brask grew by 7 percent."
    assert not is_only_foreseen(grew, "Exports from Brask grew by 7 percent, as had been expected.")
    weighed = "Brask Steel is weighing the sale of its mills."
    assert not is_only_weighed(weighed, "Brask Steel is weighing the sale of its mills.")


def test_a_claim_that_something_is_invented_is_no_hearsay() -> None:
    claim = "The video of the judge was doctored."
    assert not is_hearsay_or_refuted(claim, "The video of the judge was doctored, experts said.")
    assert is_hearsay_or_refuted("The judge danced.", "The film of the judge was fabricated.")


def test_a_question_that_is_answered_takes_the_side_of_its_answer() -> None:
    claim = "Vinegar cures warts."
    assert beside(claim, "Can vinegar cure warts? No, doctors in Brask say.").leans < 0.0
    assert beside(claim, "Can vinegar cure warts? Yes, doctors in Brask say.").leans > 0.0
    assert answer_to(claim, "Can vinegar cure warts? Nobody knows.") == ""
    # "Does it not? No": whichever way that is meant.
    assert answer_to("Vinegar never cures warts.", "Can vinegar cure warts? No, they say.") == ""


def test_what_a_clause_leaves_open_is_no_side() -> None:
    claim = "A fungus killed the trees on the Orm coast."
    passage = "It is not yet known what killed the trees on the Orm coast; a fungus may have."
    assert is_left_open(claim, passage)
    assert beside(claim, passage).leans == 0.0
    # Another clause is another matter.
    told = "It was unclear when rain would come, but a fungus killed the trees on the Orm coast."
    assert not is_left_open(claim, told)
    assert not is_left_open("It is not known what killed the trees.", passage)


def test_things_that_go_along_are_no_cause() -> None:
    claim = "Night work causes Harl's disease."
    linked = "People who work at night are more likely to have Harl's disease."
    assert is_only_linked(claim, linked)
    assert beside(claim, linked).leans == 0.0
    assert not is_only_linked(claim, "Night work is linked to Harl's disease and causes it.")


# --- who did it, and where


@pytest.mark.parametrize(
    ("claim", "passage", "name"),
    [
        ("Orr scored the only try.", "Dahl scored the only try after Orr had fallen.", "Dahl"),
        (
            "Mina Orr led the survey in Brask.",
            "The survey in Brask was led by Ada Dahl. Mina Orr read its results.",
            "Ada Dahl",
        ),
    ],
)
def test_an_act_that_one_alone_did_and_is_told_of_another_is_against(
    claim: str, passage: str, name: str
) -> None:
    assert other_doer(claim, passage) == OtherDoer(name, sure=True)
    assert beside(claim, passage).leans < 0.0


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        # A brother; two may be convicted.
        (
            "Anders Holm was convicted of fraud.",
            "Erik Holm, a brother of the banker Anders Holm, was convicted of fraud on Monday.",
        ),
        (
            "The painter Karl Weiss the Younger died in 1871.",
            "Karl Weiss the Elder died in Orm in 1871. Karl Weiss the Younger wrote his life.",
        ),
        (
            "Unemployment in Orm fell to 4 percent in May.",
            "Unemployment in Norland fell to 4 percent in May, the bureau said.",
        ),
        (
            "The Vex vaccine causes fever in children.",
            "Many children were given the Vex vaccine. Fever is most often caused by a cold.",
        ),
    ],
)
def test_an_act_told_of_another_supports_nothing(claim: str, passage: str) -> None:
    found = other_doer(claim, passage)
    assert found is not None
    assert not found.sure
    assert beside(claim, passage).leans <= 0.0


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Orr won the race in Brask.", "The race in Brask was won by Mina Orr."),
        ("Orr won the race in Brask.", "She won the race in Brask by a length."),
        ("Orr's novel won the Brask Prize.", '"Salt", a novel by Orr, won the Brask Prize.'),
        # What is done by so much is done by nobody.
        ("The Orm cooled by 9 degrees.", "Since May the Orm has cooled by 5 °C."),
        # What happened to a thing is not what somebody did.
        ("The army lost a helicopter in Brask.", "The ministry said contact was lost in Brask."),
    ],
)
def test_the_claims_own_doer_in_other_words_is_no_other(claim: str, passage: str) -> None:
    assert other_doer(claim, passage) is None


def test_an_act_told_of_one_place_says_nothing_of_the_place_named_beside() -> None:
    claim = "The union won the vote at the Turin plant."
    passage = "The union won the vote in Melfi by 1,204 to 980. Turin votes next week."
    facts, stated = facts_in(read(claim)), facts_in(read(passage))
    assert told_elsewhere(claim, facts, passage, stated) == "Melfi"
    assert beside(claim, passage).leans == 0.0
    there = "The union won the vote in Turin on Monday. Workers in Melfi vote next week."
    assert told_elsewhere(claim, facts, there, facts_in(read(there))) == ""


# --- values of another time or state


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        # When it was said.
        ("The leak at Orm began in May.", "The regulator confirmed in May that Orm had a leak."),
        ("The clerk took a bribe in 2018.", "The clerk confessed in 2018 to a bribe."),
        # What was planned for then.
        ("The Orm line opened in 2019.", "The Orm line, planned for 2019, is still being built."),
    ],
)
def test_the_day_of_a_saying_or_a_plan_is_none_of_the_story(claim: str, passage: str) -> None:
    assert {"May", "2018", "2019"} & outcomes(claim, passage).keys()
    for text, (outcome, _) in outcomes(claim, passage).items():
        assert outcome != "same" or text not in ("May", "2018", "2019")


def test_a_claim_of_the_saying_or_the_plan_has_its_day() -> None:
    said = "The regulator confirmed in May that Orm had a leak."
    assert outcomes(said, said)["May"][0] == "same"
    planned = "The Orm line is planned for 2019."
    assert outcomes(planned, "The Orm line is planned for 2019.")["2019"][0] == "same"


def test_a_crowd_that_was_expected_did_not_come() -> None:
    claim = "The fair in Brask drew 40,000 people."
    passage = "The fair in Brask had prepared for a crowd of 40,000 people; it rained."
    assert outcomes(claim, passage)["40,000"][0] == "not mentioned"
    came = "The fair in Brask drew a crowd of 40,000 people; it rained."
    assert outcomes(claim, came)["40,000"][0] == "same"


def test_a_count_that_was_taken_back_is_not_the_count() -> None:
    claim = "The fire in Brask killed 120 people."
    passage = (
        "Officials at first spoke of 120 people killed in the fire in Brask. Names had been listed "
        "twice, they said later: 87 people were killed."
    )
    assert outcomes(claim, passage)["120"] != ("same", "120")
    first = "Officials at first spoke of 120 people killed in the fire in Brask."
    assert outcomes(claim, first)["120"][0] == "same"


def test_a_count_of_another_year_is_neither_another_count_nor_another_year() -> None:
    claim = "Norland imported 3 million tonnes of rice in 2023."
    passage = "Norland imported 2.2 million tonnes of rice in 2018, the bureau said."
    found = outcomes(claim, passage)
    assert {outcome for text, (outcome, _) in found.items() if text != "Norland"} == {
        "not mentioned"
    }
    assert {flag.kind for flag in beside(claim, passage).flags} <= {"speaker"}
    # One figure of two years is a difference of the year, as one year's two figures of the figure.
    assert outcomes(claim, passage.replace("2.2", "3"))["2023"][0] == "other"
    assert outcomes(claim, passage.replace("2018", "2023"))["3 million tonnes"][0] == "other"


def test_the_year_after_is_worked_out() -> None:
    claim = "The Orm race was cancelled in 2021."
    passage = "The Orm race was cancelled in 2020 and again the year after."
    assert outcomes(claim, passage)["2021"] == ("same", "2020")
    assert outcomes(claim, "The Orm race was cancelled in 2020.")["2021"][0] == "other"


def test_a_year_of_another_act_does_not_bear_out_the_claims() -> None:
    claim = "Orr was first elected in 2015."
    passage = "Orr was first elected in 2011 and won a second term in 2015."
    assert outcomes(claim, passage)["2015"] == ("other", "2011")


def test_the_pages_own_day_leaves_no_other_day_open() -> None:
    claim = "The museum in Orm reopened in May 2022."
    passage = "Posted on 20 May 2022 by Desk. The museum in Orm reopened in April 2019."
    facts = facts_in(read(claim))
    compared = set_beside(claim, facts, "", passage).compared
    assert [c.in_source for c in compared if c.outcome == "other" and c.sure] == ["April 2019"]


# --- measures


@pytest.mark.parametrize(
    ("claim", "passage", "figure"),
    [
        (
            "Road deaths in Norland fell by 18 percent in 2021.",
            "The number of people injured on roads in Norland fell by 18 percent in 2021.",
            "18 percent",
        ),
        (
            "Men at the insurer earn 61,000 pounds a year.",
            "Women at the insurer earn 54,000 pounds a year.",
            "61,000 pounds",
        ),
        (
            "Prices in Norland rose 3.2 percent in August from July.",
            "Prices in Norland were 61 percent higher in August than a year earlier.",
            "3.2 percent",
        ),
        (
            "Hanse Chemie made a profit of 410 million euros.",
            "Hanse Chemie's sales came to 4.1 billion euros.",
            "410 million euros",
        ),
    ],
)
def test_a_figure_of_another_measure_says_nothing(claim: str, passage: str, figure: str) -> None:
    assert outcomes(claim, passage)[figure][0] == "not mentioned"
    assert beside(claim, passage).leans == 0.0


def test_a_share_is_set_beside_another_share_of_the_same() -> None:
    claim = "The glacier lost a third of its ice."
    assert outcomes(claim, "The glacier lost a tenth of its ice.")["a third"][0] == "other"
    assert outcomes(claim, "The glacier lost 33 percent of its ice.")["a third"][0] == "same"
    assert outcomes(claim, "The glacier lost a tenth of its trees.")["a third"][0] != "other"


def test_more_than_a_share_is_borne_out_by_what_is_more() -> None:
    passage = "It killed 19,600 of the 52,000 trees."
    assert outcomes("It killed more than a third of the trees.", passage)["a third"][0] == "same"
    assert outcomes("It killed less than a third of the trees.", passage)["a third"][0] == "other"
    assert outcomes("One in five pupils failed.", "Of 8,400 pupils, 1,690 failed.") == {
        "One in five": ("same", "1,690 of 8,400 is 0.20")
    }


def test_no_more_than_is_a_limit_from_above() -> None:
    claim = "No more than 50 whales were counted in the bay."
    assert outcomes(claim, "Volunteers counted 38 whales in the bay.")["50"][0] == "same"
    assert outcomes(claim, "Volunteers counted 62 whales in the bay.")["50"][0] == "other"


def test_the_same_figure_in_another_unit_is_another_value() -> None:
    claim = "The truck was carrying 20 tonnes of explosives."
    found = outcomes(claim, "The truck was carrying 20 kilograms of explosives.")
    assert found["20 tonnes"] == ("other", "20 kilograms")


def test_both_ends_of_a_range_meet_a_figure_outside_it() -> None:
    claim = "The sea at Orm is expected to rise by 20 to 30 centimetres by 2050."
    passage = "The sea at Orm is expected to rise by 45 centimetres by 2050."
    assert ("other", "45 centimetres") in outcomes(claim, passage).values()


def test_how_much_it_warmed_converts_without_the_32() -> None:
    claim = "The sea at Orm has warmed by 2.7 degrees Fahrenheit since 1980."
    put = "Records put the warming of the sea at Orm since 1980 at 1.5 °C."
    assert outcomes(claim, put)["2.7 degrees Fahrenheit"][0] == "same"


# --- titles and superlatives


def test_a_title_in_fewer_words_is_no_other_title() -> None:
    claim = "District Judge Lena Orr stopped the sale."
    assert outcomes(claim, "Judge Lena Orr stopped the sale.")["District Judge"][0] != "other"
    vice = "President Lena Orr stopped the sale."
    found = outcomes(vice, "Vice President Lena Orr stopped the sale.")
    assert found["President"][0] in ("same", "other")


def test_the_largest_of_another_thing_is_no_other_rank() -> None:
    claim = "Norland is the third biggest in size in the region."
    assert outcomes(claim, "Norland has the largest fleet in the region.")["third biggest"][0] == (
        "not mentioned"
    )
    assert outcomes(claim, "Norland is the largest in the region.")["third biggest"][0] == "other"


# --- told outright


@pytest.mark.parametrize(
    "passage",
    [
        "Nobody paid on Monday, when the Orm line carried 60,000 people on its first day.",
        "The Orm line carried 60,000 people during its first day. It may stay free.",
    ],
)
def test_another_clause_or_another_small_word_hides_no_outright_telling(passage: str) -> None:
    assert beside("The Orm line carried 60,000 people on its first day.", passage).leans == 0.9


# --- quoted words, denials and asides


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Holt never called it 'a sham'.", "Dahl never called it 'a sham'."),
        ("Holt never called it “a sham”.", "Holt never called it “a farce”, she said."),
        ("Holt called the deal “a sham”.", "“I never called it ‘a sham’,” Holt said of the deal."),
        ("Holt never called it “a sham”.", "Holt called it “a sham” on Monday."),
    ],
)
def test_a_denial_of_other_words_or_by_another_supports_nothing(claim: str, passage: str) -> None:
    assert beside(claim, passage).leans <= 0.0


def test_a_denial_of_the_same_words_supports() -> None:
    claim = "Lena Orr said she never called the treaty “a betrayal”."
    passage = "Lena Orr told reporters that she had never called the treaty “a betrayal”."
    assert beside(claim, passage).leans > 0.0


def test_what_is_said_besides_is_not_the_claim() -> None:
    claim = "The advance is the most significant shift of land since the truce, which was signed in"
    claim += " Brask on November 4, 2019."
    signed = "The truce of 2019 was signed in Brask on November 4, 2019, by both sides."
    assert outcomes(claim, signed)["November 4, 2019"][0] == "same"
    assert beside(claim, signed).leans == 0.0
    shift = "It is the most significant shift of land since the truce was signed in Brask in 2019."
    assert beside(claim, shift).leans > 0.0


# --- what the demo showed


def test_a_truce_of_a_year_and_a_pages_own_day_date_no_count() -> None:
    claim = "A militia of the seven-member Hill Pact faces its largest attack since the 2019 truce."
    passage = "Hill Pact 2026-02-02 The Hill Pact is an alliance of six members led by Karsia."
    assert outcomes(claim, passage)["seven"] == ("other", "six")
    met = "The Hill Pact is an alliance of six members. It met in March 2026."
    assert outcomes(claim, met)["seven"] == ("other", "six")
    counted = "In 2026 the Hill Pact was an alliance of six members."
    assert outcomes(claim, counted)["seven"] == ("other", "six")


def test_another_year_is_no_coarser_day() -> None:
    claim = "By 13 March 2026, rebels had entered Orlen, the second-largest city."
    passage = "Orlen is the third-largest city. It was the second-largest until the census of 2021."
    facts = facts_in(read(claim))
    compared = set_beside(claim, facts, "", passage).compared
    assert "2021" not in {c.in_source for c in compared}


def test_a_people_is_not_a_land_spelled_otherwise() -> None:
    claim = "The Varenian Red Crescent left; the Varenian army stayed."
    facts = [StatedFact("name", "Varenian", "Varenian Red Crescent", 36, 44)]
    (found,) = set_beside(claim, facts, "", "The army of Varenia stayed.").compared
    assert (found.outcome, found.why) in {("same", ""), ("not mentioned", "")}


# --- worked out


def test_points_are_worked_out_of_two_percentages() -> None:
    claim = "Support for the Farmers fell by 4 percentage points."
    stands = "The Farmers stand at 27 percent in the poll, down from 31 percent."
    assert outcomes(claim, stands)["4 percentage points"] == ("same", "(31 − 27) = 4")
    assert outcomes(claim, stands.replace("31", "33"))["4 percentage points"][0] == "other"
    bank = "The Orm bank raised its rate by 50 basis points."
    lifted = "The Orm bank lifted its rate from 5.75 percent to 6.25 percent."
    assert outcomes(bank, lifted)["50 basis points"] == ("same", "(6.25 − 5.75) × 100 = 50")
    two = "It went from 5 percent to 6 percent, and the other from 7 percent to 9 percent."
    assert outcomes(bank, two)["50 basis points"][0] == "not mentioned"


def test_a_rank_among_what_the_claim_ranks_is_its_rank() -> None:
    claim = "Norland is the fourth-largest exporter of soybeans."
    ranks = "Norland ranks 4th among the exporters of soybeans."
    assert outcomes(claim, ranks)["fourth-largest"] == ("same", "4th")
    assert outcomes(claim, ranks.replace("4th", "5th"))["fourth-largest"] == ("other", "5th")
    buyers = "Norland ranks 5th among the buyers of tea."
    assert outcomes(claim, buyers)["fourth-largest"][0] == "not mentioned"


def test_a_denied_place_is_borne_out_by_another() -> None:
    claim = "Nakamura was not born in Osaka."
    kobe = "Nakamura was born in Kobe and came to Osaka at the age of six."
    assert beside(claim, kobe).leans > 0.0
    assert beside(claim, "Nakamura was born in Osaka and lives in Kobe.").leans < 0.0
    assert beside(claim, "Nakamura was born in Japan in 1956.").leans <= 0.0


# --- flags


def flags(claim: str, passage: str) -> set[str]:
    return {flag.kind for flag in beside(claim, passage).flags}


def test_what_is_not_known_is_not_denied() -> None:
    claim = "A virus killed the seals on the Orm coast."
    unknown = "It is not yet known what killed the seals on the Orm coast; a virus is one guess."
    assert "negation" not in flags(claim, unknown)
    assert "negation" in flags(claim, "A virus never killed the seals on the Orm coast.")


def test_of_a_thing_that_is_not_there_only_the_thing_is_denied() -> None:
    claim = "The factory in Brask had no fire exits."
    fire = "The fire at the factory in Brask had been seen from afar."
    assert "negation" not in flags(claim, fire)
    ought = "Under the law, the factory in Brask must have two fire exits."
    assert "negation" not in flags(claim, ought)
    assert "negation" in flags(claim, "The factory in Brask had two fire exits.")
    assert "negation" in flags("No rebels entered Brask.", "The rebels entered Brask on Monday.")


def test_a_rightly_denied_place_raises_no_flag() -> None:
    kobe = "Nakamura was born in Kobe and came to Osaka at the age of six."
    assert "negation" not in flags("Nakamura was not born in Osaka.", kobe)


def test_another_clause_of_the_sentence_leaves_nothing_open() -> None:
    claim = "The museum bought the painting for $2 million."
    assert "hedged" not in flags(claim, f"{claim[:-1]}; it could not be insured for more.")
    assert "hedged" in flags(claim, "The museum could have bought the painting for $2 million.")
    asked = "Asked if he was ill, Orr said the museum bought the painting for $2 million."
    assert "hedged" not in flags(claim, asked)


def test_a_count_that_is_expected_to_rise_is_an_earlier_count() -> None:
    claim = "At least 94 people have died in the floods, the governor said on Thursday."
    passage = "The governor put the number of people dead in the floods at 71 on Tuesday and said"
    assert "number" not in flags(claim, f"{passage} it was expected to rise.")
    assert "number" in flags(claim, f"{passage} it was final.")
