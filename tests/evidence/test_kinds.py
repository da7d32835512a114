"""Claims and passages by the kind of reading they ask for; made up, each with its side by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factcheck.evidence.rules.beside import Beside, facts_in, seen_beside, set_beside
from factcheck.text import read

GOLD = Path(__file__).parents[1] / "gold" / "compare-kinds.jsonl"
PAIRS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
# Who owns what is not read yet: the two sentences share the fund, the town and a hospital.
MISSED = {"The Brant Fund owns the hospital in Tesk."}


def beside(claim: str, passage: str) -> Beside:
    return set_beside(claim, facts_in(read(claim)), "", passage)


def side_by_rules(claim: str, passage: str) -> str:
    """Return the side that the rules take before the network is weighed in."""
    seen = seen_beside(claim, passage)
    return "supports" if seen["rules for"] else "refutes" if seen["rules against"] else "neither"


def side(claim: str, passage: str) -> str:
    leans = beside(claim, passage).leans
    return "supports" if leans > 0 else "refutes" if leans < 0 else "neither"


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(
            pair,
            id=f"{pair['kind']}-{number}",
            marks=[pytest.mark.xfail(strict=True)] if pair["claim"] in MISSED else [],
        )
        for number, pair in enumerate(PAIRS)
    ],
)
def test_the_rules_take_the_side_that_a_person_says(pair: dict[str, str]) -> None:
    assert side_by_rules(pair["claim"], pair["passage"]) == pair["says"]


def test_rules_and_network_weighed_together_take_the_right_side_of_most_kinds() -> None:
    right = [side(pair["claim"], pair["passage"]) == pair["says"] for pair in PAIRS]

    assert sum(right) >= 34  # the bar for such pairs, of 40


def test_what_network_and_rules_both_see_decides_the_side() -> None:
    claim = "The council approved the budget on Monday."

    assert side(claim, "On Monday the budget was approved by the council.") == "supports"
    assert side(claim, "The council rejected the budget on Monday.") == "refutes"
    assert side(claim, "The council meets in a hall that was built in 1904.") == "neither"


def flags(claim: str, passage: str) -> dict[str, str]:
    return {flag.kind: flag.why for flag in beside(claim, passage).flags}


def test_an_earlier_lower_count_is_a_flag_of_its_own() -> None:
    shown = flags(
        "At least 60 people were hurt, police said on Friday.",
        "Police said on Thursday that at least 52 people had been hurt.",
    )
    assert shown["earlier count"] == "an earlier count: “at least 52”"
    assert "number" not in shown


def test_a_multiple_is_worked_out_with_the_working_shown() -> None:
    shown = flags(
        "The budget doubled between 2018 and 2022.",
        "The budget was 40 million euros in 2018 and 52 million euros in 2022.",
    )
    assert shown == {"number": "worked out: 52,000,000 ÷ 40,000,000 = 1.3"}


def test_a_multiple_is_not_worked_out_of_three_figures() -> None:
    claim = "Arrests doubled."
    assert flags(claim, "Arrests were 10 in 2018, 30 in 2019 and 70 in 2020.") == {}


def test_a_value_outside_a_range_shows_the_range() -> None:
    shown = flags(
        "The bridge will cost between 20 and 30 million dollars.",
        "The bridge will cost 48 million dollars, the state says.",
    )
    assert shown["number"] == "48,000,000, outside 20,000,000 to 30,000,000"


def test_the_day_a_page_was_put_out_is_no_value_of_its_story() -> None:
    claim = "The Veld Foundation began in 2003."
    for line in (
        "Veld Foundation 14 May 2024 The",
        "Published 14 May 2024. The",
        "Updated: 14 May 2024 The",
    ):
        assert flags(claim, f"{line} Veld Foundation began with a gift.") == {}


def test_what_changes_from_one_figure_to_another_is_no_range() -> None:
    assert side("Turnout was 50 percent.", "Turnout fell from 60 to 40 percent.") != "supports"


def test_a_lower_count_of_an_unknown_day_is_another_value() -> None:
    shown = flags("At least 60 people were hurt.", "Police said at least 52 people had been hurt.")
    assert "number" in shown


def differences(claim: str, passage: str) -> list[tuple[str, bool]]:
    """Every other value, and whether it is sure."""
    return [(c.in_source, c.sure) for c in beside(claim, passage).compared if c.outcome == "other"]


def test_another_value_of_the_claims_own_tale_is_a_difference() -> None:
    told = "House ran for eight seasons on the Fox network."
    assert differences("House ran for 9 seasons.", told) == [("eight", True)]
    assert differences("The mine opened in 1961.", "The mine opened in 1971.") == [("1971", True)]
    assert differences(
        "The song was written by Jon Fresk.", "The song was written by Ada Gale."
    ) == [("Ada Gale", True)]
    # A name that begins as a month does is a name.
    marten = "The song was written by Marten Quell."
    assert differences("The song was written by Jon Fresk.", marten) == [("Marten Quell", True)]
    in_march = "The song was written by March."
    assert differences("The song was written by Jon Fresk.", in_march) == []


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        # The claim denies it: another year is what it says.
        ("Moran was not born in 1980.", "Moran was born in 1978."),
        # The source tells another tale, in few of the claim's words.
        ("Tesk paid five million euros for Erik Thoresen.", "Thoresen earns €2.5 million at Tesk."),
        # Of another size, so likely of another thing.
        ("The club sold 500 tickets for the final.", "The club sold 1,600 tickets for the final."),
        # A second value that is as near.
        (
            "The film took $70 million on its opening day.",
            "The film took $50 million on its opening day and $60 million on its opening weekend.",
        ),
        # The same day, told from its other side.
        (
            "The chair was retired for crimes committed prior to March 31, 1998.",
            "Prior to it the chair was retired for crimes committed on March 31, 1998.",
        ),
        # A place in a ranking is no count.
        (
            "The song reached the top five of the Norland singles chart.",
            "The song reached number three of the Norland singles chart.",
        ),
    ],
)  # fmt: skip
def test_another_value_that_may_be_of_another_thing_is_no_difference(
    claim: str, passage: str
) -> None:
    assert not any(sure for _, sure in differences(claim, passage))


def test_one_name_written_with_other_spaces_is_one_name() -> None:
    claim = "The part was created by George R.R. Martin."
    assert differences(claim, "The part was created by George R. R. Martin.") == []


def test_the_very_day_of_the_same_act_is_the_same_whatever_noun_stands_nearest() -> None:
    claim = "The truce was signed on November 4, 2019."
    passage = "The truce between the army and the rebels was signed on November 4, 2019, in Osk."
    [compared] = beside(claim, passage).compared
    assert (compared.outcome, compared.in_source) == ("same", "November 4, 2019")
