"""Claims and passages that say one thing in other words, or another thing in the same."""

from __future__ import annotations

import pytest

from factcheck.evidence.rules.beside import Beside, facts_in, set_beside
from factcheck.evidence.rules.doers import OtherDoer, other_doer
from factcheck.evidence.rules.polarity import has_denial, hedged
from factcheck.text import read


def beside(claim: str, passage: str) -> Beside:
    return set_beside(claim, facts_in(read(claim)), "", passage)


def flags(claim: str, passage: str) -> set[str]:
    return {flag.kind for flag in beside(claim, passage).flags}


def told(claim: str, passage: str) -> dict[str, tuple[str, str]]:
    """Return, by the claim's fact, what came of it and the source's own words."""
    facts = facts_in(read(claim))
    compared = set_beside(claim, facts, "", passage).compared
    return {f.text: (c.outcome, c.in_source) for f, c in zip(facts, compared, strict=True)}


# --- denials


def test_what_has_yet_to_be_done_has_not_been_done() -> None:
    claim = "The striker Ada Moll has not signed a new contract."
    passage = "Ada Moll has yet to sign a new contract, the striker's agent said."

    assert has_denial(passage)
    assert "negation" not in flags(claim, passage)
    assert beside(claim, passage).leans > 0


def test_what_is_banned_is_not_allowed() -> None:
    claim = "Trucks are banned on the Orm bridge."
    assert "negation" not in flags(claim, "The Orm bridge does not allow trucks.")
    assert "negation" in flags(claim, "On the Orm bridge trucks are not banned.")


def test_two_denials_are_none() -> None:
    assert not has_denial("Dahl did not deny that she had met the envoy.")
    assert not has_denial("The firm never refused to pay.")
    assert has_denial("Dahl denied that she had met the envoy.")
    claim = "The minister Dahl denied that she had met the envoy."
    assert beside(claim, "The minister Dahl did not deny that she had met the envoy.").leans < 0


def test_what_another_clause_denies_takes_nothing_back() -> None:
    claim = "The brewery in Halm reopened on Friday."
    passage = "The brewery in Halm reopened on Friday, although its shop has no staff yet."
    assert beside(claim, passage).leans > 0


# --- doubts


def test_a_suspicion_that_is_confirmed_is_none() -> None:
    claim = "The treasurer paid himself twice."
    passage = "The audit confirmed what members had long suspected: the treasurer paid himself."
    assert hedged(claim, passage) == ""
    assert hedged(claim, "Members have long suspected that the treasurer paid himself.")


# --- counts and ranges


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "At least 27 sailors have been found dead, the navy said on 9 May.",
            "At least 21 sailors have been found dead, the navy said on 7 May.",
        ),
        (
            "More than 4,100 people have left Osk, the mayor said on Friday.",
            "On Tuesday the mayor put the number of people who had left Osk at 3,300.",
        ),
        (
            "At least 27 sailors have been found dead.",
            "At least 21 sailors have been found dead. Divers were still searching the hull.",
        ),
    ],
)
def test_a_lower_count_of_an_earlier_day_is_an_earlier_count(claim: str, passage: str) -> None:
    assert flags(claim, passage) - {"speaker"} == {"earlier count"}


def test_a_lower_count_of_a_later_day_is_another_count() -> None:
    claim = "At least 27 sailors have been found dead, the navy said on 7 May."
    passage = "At least 21 sailors have been found dead, the navy said on 9 May."
    assert "number" in flags(claim, passage)


def test_a_price_of_an_earlier_day_is_another_price() -> None:
    claim = "Bread costs 50 dollars in Osk, the mayor said on Friday."
    passage = "Bread costs 40 dollars in Osk, the mayor said on Tuesday."
    assert "earlier count" not in flags(claim, passage)
    assert "number" in flags(claim, passage)


def test_the_rest_is_told_where_it_is_the_claims_own_number() -> None:
    claim = "Evergreen still has 140 licences for sale."
    passage = "Evergreen sold 60 licences; the remaining 140 licences are still for sale."
    assert told(claim, passage)["140"] == ("same", "140")


def test_a_range_that_opens_a_sentence_holds_what_lies_in_it() -> None:
    claim = "From 300 to 400 nurses will be hired in Osk."
    assert told(claim, "Some 350 nurses will be hired in Osk.")["300"][0] == "same"
    moved = "From 300 to 400 nurses, the staff rose within a year in Osk."
    assert told(moved, "Some 350 nurses work in Osk.")["300"][0] != "same"


def test_a_number_of_a_rival_bears_nothing_out() -> None:
    claim = "Orm Air flew 5.2 million passengers last year."
    passage = (
        "Its rival Skyline carried 5.2 million passengers last year. "
        "Orm Air, by contrast, carried just 3.1 million."
    )
    assert told(claim, passage)["5.2 million"][0] != "same"
    assert beside(claim, passage).leans <= 0


def test_a_relative_clause_gives_its_figure_to_the_name_before_it() -> None:
    claim = "The Osk clinic, which has 240 beds, will close its ward in June."
    passage = (
        "The ward at the Osk clinic will close in June. Mothers will be sent to Castro Vey, "
        "whose clinic has 610 beds."
    )
    assert told(claim, passage)["240"][0] == "not mentioned"
    assert "number" not in flags(claim, passage)


def test_half_and_three_quarters_are_worked_out() -> None:
    halved = "The number of cyclists killed fell by half."
    assert told(halved, "There were 64 cyclists killed in 2022 and 32 in 2023.")["half"] == (
        "same",
        "32 ÷ 64 = 0.5",
    )
    claim = "Three quarters of the trees survived the frost."
    passage = "Of the 800 trees, 240 survived the frost."
    assert told(claim, passage)["Three quarters"] == ("other", "240 of 800 is 0.30")


# --- ordinals


def test_an_ordinal_in_digits_is_the_one_in_words() -> None:
    claim = "Ada Moll finished fourth in the marathon."
    assert beside(claim, "Ada Moll finished 4th in the marathon.").leans > 0


def test_another_ordinal_of_the_same_thing_is_another_rank() -> None:
    claim = "Ada Moll is the third woman to lead the bank."
    assert "rank" in flags(claim, "Ada Moll is the 4th woman to lead the bank.")
    assert "rank" not in flags(claim, "Ada Moll is the 3rd woman to lead the bank.")


# --- dates


def test_the_day_of_the_act_itself_outweighs_another_of_its_sentence() -> None:
    claim = "The audit of the fund was published in April."
    passage = "The audit of the fund, which covers spending up to April, was published in May."
    assert told(claim, passage)["April"] == ("other", "May")


# --- who did it


def test_whoever_is_named_after_a_comma_did_it() -> None:
    claim = "Ada Moll scored the goal that decided the final."
    passage = "The goal that decided the final was scored by the captain, Pia Orr."
    assert other_doer(claim, passage) == OtherDoer("the captain, Pia Orr", sure=True)


def test_a_doer_that_fights_the_claims_is_another() -> None:
    claim = "The drone was shot down by the Osk army."
    passage = "The Red Hills militia, which is fighting the Osk army, shot down the drone."
    assert other_doer(claim, passage) == OtherDoer("The Red Hills militia", sure=True)
    assert other_doer(claim, "The militia, a wing of the Osk army, shot down the drone.") is None


def test_one_act_in_the_active_and_the_passive_is_of_one_subject() -> None:
    claim = "Researchers found lead in 14 wells around Osk."
    passage = "Lead was found in 14 wells around Osk, the researchers wrote."
    assert told(claim, passage)["14"] == ("same", "14")


# --- what is called a difference


def differs_surely(claim: str, passage: str) -> bool:
    return any(found.sure for found in beside(claim, passage).compared)


def test_a_plain_other_number_of_the_same_thing_is_a_difference() -> None:
    claim = "The blast at the mill in Osk killed 41 workers on Friday."
    assert differs_surely(claim, "The blast at the mill in Osk killed 44 workers on Friday.")


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        # a toll that is still counted, or was on an earlier day
        (
            "The collapse of the hall in Osk killed 44 people.",
            "The collapse of the hall in Osk killed 31 people; the number will rise.",
        ),
        (
            "Measles has killed 26 children in Osk, officials said on Friday.",
            "Measles has killed 17 children in Osk, officials said on Tuesday.",
        ),
        # what is left, and what is wanted
        (
            "Evergreen took over 60 of the 200 licences of Black Swan.",
            "Evergreen took over 60 of the licences of Black Swan; the remaining 140 are for sale.",
        ),
        (
            "The brigade at Osk has 4,500 troops.",
            "The general wants the brigade at Osk doubled to 9,000 troops.",
        ),
        # a share of something else, an hour, one of several parts
        (
            "The fire at Osk was out by a quarter to ten.",
            "Not one of the 14 lifts worked when fire broke out at Osk.",
        ),
        (
            "Half of the boats were met by the guard.",
            "One of the four boats was turned round, one landed, and two were met by the guard.",
        ),
        # another place, a rank of which is not said what is ranked
        ("Laos will sell power to Vietnam.", "Laos will sell power to Singapore."),
        (
            "The airport at Osk was the first to be shut by ash.",
            "Ash shut all four airports; the last, at Osk, remains shut.",
        ),
    ],
)
def test_what_may_be_of_another_thing_or_day_is_no_difference(claim: str, passage: str) -> None:
    assert not differs_surely(claim, passage)


def test_what_fell_from_one_figure_to_another_has_halved() -> None:
    claim = "Applications halved over the year."
    assert told(claim, "Applications fell from 4,880 to 2,440 in the year.")["halved"] == (
        "same",
        "2,440 ÷ 4,880 = 0.5",
    )


def test_a_day_that_is_denied_is_no_other_day() -> None:
    claim = "The fort was handed over in 1963."
    passage = "Contrary to the plaque, the fort was not handed over in 1961."
    assert told(claim, passage)["1963"][0] == "not mentioned"


def test_not_to_strike_over_an_offer_denies_no_offer() -> None:
    claim = "The police will not go on strike over the pay offer that the union rejected."
    assert "negation" not in flags(claim, "The police union rejected the pay offer on Monday.")


@pytest.mark.parametrize(
    ("claim", "words", "passage"),
    [
        ("Half of the lifts worked.", "Half", "Not one of the 14 lifts worked."),
        ("It was out by a quarter to ten.", "a quarter", "One of the 14 lifts worked."),
        (
            "Revenue from the levy doubled.",
            "doubled",
            "The levy brought 18.4bn dollars, against 9.2bn before; traders paid 1.1bn.",
        ),
    ],
)
def test_nothing_is_worked_out_from_figures_of_something_else(
    claim: str, words: str, passage: str
) -> None:
    assert told(claim, passage)[words] == ("not mentioned", "")


def test_two_counts_of_one_end_differ() -> None:
    claim = "By the end of June the outbreak in Osk had caused 310 deaths."
    passage = "By the end of June the outbreak in Osk had caused 190 deaths."
    assert "number" in flags(claim, passage)
