"""What the machine says of a page: only what was so on real pages, and with the page's own words."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.evidence.actions import people
from factcheck.evidence.models import Comparison
from factcheck.evidence.reads.evidence import evidence_of
from factcheck.evidence.rules.beside import Beside, facts_in, set_beside
from factcheck.evidence.rules.independence import side_of
from factcheck.evidence.rules.queries import ladder, query_for
from factcheck.evidence.rules.told_outright import TOLD_OUTRIGHT
from factcheck.text import read
from tests.claims.factories import FactFactory
from tests.evidence.factories import EvidenceFactory

PUBLISHED = dt.date(2026, 3, 14)


def beside(claim: str, passage: str) -> Beside:
    return set_beside(claim, facts_in(read(claim, PUBLISHED)), "", passage, PUBLISHED)


def compared(claim: str, passage: str) -> dict[str, tuple[str, bool]]:
    """Return, by the claim's fact, what came of it and whether a difference is sure."""
    facts = facts_in(read(claim, PUBLISHED))
    found = beside(claim, passage).compared
    return {f.text: (c.outcome, c.sure) for f, c in zip(facts, found, strict=True)}


# --- told outright


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "The Morvane refinery will shut in April.",
            "The Morvane refinery, the oldest on the coast, will shut in April, its owner said.",
        ),
        (
            "The ministry closed 14 rural clinics in May.",
            "The ministry closed 14 rural clinics in May, and nurses fear that it may close more.",
        ),
        (
            "Parliament passed the harbour law by 88 votes to 61.",
            "Parliament passed the harbour law by 88 votes to 61; not one member broke ranks.",
        ),
        (
            "Nurses at St. Olav's removed the cast in a two-hour visit.",
            "Nurses at St. Olav's removed the cast in a two-hour visit. He will not walk yet.",
        ),
    ],
)
def test_a_claim_in_its_own_words_is_told_whatever_the_next_clause_doubts(
    claim: str, passage: str
) -> None:
    assert beside(claim, passage).leans == TOLD_OUTRIGHT


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "Both of Varland's senators voted against the harbour bill.",
            "One of Varland's senators voted against the harbour bill, in a blank protest.",
        ),
        (
            "Chellan had its wettest December day since 2015.",
            "Cudda, 170km south of Chellan, had its wettest December day since 2015.",
        ),
        (
            "The ministry closed 14 rural clinics in May.",
            "That the ministry closed 14 rural clinics in May is not true.",
        ),
    ],
)
def test_the_claims_words_in_a_row_tell_nothing_of_another_subject_share_or_denial(
    claim: str, passage: str
) -> None:
    assert beside(claim, passage).leans != TOLD_OUTRIGHT


def test_a_denied_value_is_borne_out_by_another_one() -> None:
    claim = "The Tarrow bridge was not built in 1931."
    assert beside(claim, "The Tarrow bridge was built in 1946.").leans == TOLD_OUTRIGHT


def test_two_denials_of_one_thing_agree() -> None:
    passage = "The airline failed to pay the fine, the regulator's records show."
    assert beside("The airline did not pay the fine.", passage).leans == TOLD_OUTRIGHT


def test_what_is_told_as_so_does_not_agree_with_its_denial() -> None:
    assert beside("Moran was not born in Halm.", "Moran was born in Halm.").leans < TOLD_OUTRIGHT


def test_what_is_said_of_a_subject_besides_breaks_no_row() -> None:
    passage = "Ostria, who had not won at home since 2022, won the match 3-1 on Sunday."
    assert beside("Ostria won the match 3-1.", passage).leans == TOLD_OUTRIGHT


def test_an_act_of_somebody_else_is_told_of_them() -> None:
    claim = "The winning goal was scored by Dahl."
    # Never as a sure difference: what Dahl backed, Ferro may have backed too.
    assert compared(claim, "Ferro scored the winning goal.")["Dahl"] == ("other", False)
    assert compared(claim, "Ferro scored first; Dahl scored the winning goal.")["Dahl"][0] == "same"


@pytest.mark.parametrize(
    ("claim", "passage", "fact", "outcome"),
    [
        (
            "Sales halved in a decade.",
            "It sold 64,100 tickets then and 32,000 now.",
            "halved",
            "same",
        ),
        (
            "The number of wolves grew tenfold.",
            "There were 40 wolves in 2005 and 120 in 2025.",
            "tenfold",
            "other",
        ),
        (
            "Half of the school's pupils are new.",
            "Of the school's 600 pupils, 150 are new.",
            "Half",
            "other",
        ),
    ],
)
def test_a_multiple_or_a_share_is_worked_out(
    claim: str, passage: str, fact: str, outcome: str
) -> None:
    assert compared(claim, passage)[fact][0] == outcome


def test_a_count_of_the_morning_is_an_earlier_one_in_the_evening() -> None:
    claim = "At least 150 homes have been flooded, officials said on Monday evening."
    passage = "Officials said on Monday morning that at least 110 homes had been flooded."
    assert compared(claim, passage)["150"][0] != "other"


def test_none_of_so_many_denies_no_number() -> None:
    claim = "Of the 61 passengers tested after the cruise, none had the disease."
    passage = "Two of the passengers tested after the cruise had the disease."
    assert beside(claim, passage).leans != TOLD_OUTRIGHT


# --- values of other things


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "The margin of error is plus or minus 3.4 percentage points.",
            "The margin of error is plus or minus three percentage points for all voters.",
        ),
        (
            "Women make up 38 percent of the council's staff.",
            "Women hold 21 percent of the council's senior posts, a report found.",
        ),
        (
            "The storm left 120,000 homes without power.",
            "The storm left 18,000 homes without running water.",
        ),
        (
            "The Dray plant built 40,000 cars in 2022.",
            "The Dray plant exported 26,000 cars in 2022.",
        ),
    ],
)
def test_a_figure_of_another_poll_share_or_act_is_no_other_figure(claim: str, passage: str) -> None:
    outcomes = {
        outcome for text, (outcome, _) in compared(claim, passage).items() if text != "2022"
    }
    assert "other" not in outcomes


def test_a_figure_told_of_another_name_is_no_sure_difference() -> None:
    claim = "The mill employs 118 people."
    assert compared(claim, "The mill employs 71 people.")["118"] == ("other", True)
    assert compared(claim, "Tarn's mill employs 71 people.")["118"] == ("other", False)


def test_a_difference_of_degrees_is_converted_wherever_it_is_said_to_be_one() -> None:
    claim = "In August the sea off Corley was 3 degrees Celsius warmer than usual."
    passage = "In August the sea off Corley was 5.4 degrees Fahrenheit warmer than usual."
    assert compared(claim, passage)["3 degrees Celsius"][0] == "same"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("It was backed by former senator Paul Tessen.", "Sen. Paul Tessen backed it."),
        (
            "Ann Arden, a Sorrel delegate from Varland, spoke.",
            "She beat Sen. Bernard Sorrel of Varland.",
        ),
    ],
)
def test_two_forms_of_a_title_or_somebodys_follower_differ_in_nothing(
    claim: str, passage: str
) -> None:
    assert not any(sure for _, sure in compared(claim, passage).values())


def test_a_worst_showing_is_no_best_experience() -> None:
    claim = "It was his worst showing in the poll."
    passage = "Those in the poll said that he had the best experience."
    assert compared(claim, passage)["worst"] == ("not mentioned", False)


def test_a_region_is_not_another_place_than_what_lies_in_it() -> None:
    claim = "She won again in the South."
    assert compared(claim, "She won again in Ohio.").get("South", ("", False))[0] != "other"


# --- flags and sides


def test_nothing_is_flagged_in_a_passage_that_tells_little_of_the_claim() -> None:
    claim = "There has been a surge of people who register as independents, which may help Sorrel."
    passage = (
        "Arden leads by 8 points among members; the decline of others helps Sorrel not at all."
    )
    assert beside(claim, passage).flags == ()


def test_a_name_is_never_what_is_denied() -> None:
    claim = "Sorrel won the northern primary, defeating Arden."
    passage = "Sorrel did not answer the Arden campaign in the northern primary."
    assert not [flag for flag in beside(claim, passage).flags if flag.why.startswith("“arden”")]


def test_only_a_sure_difference_proposes_that_a_passage_is_against_the_claim() -> None:
    assert side_of(differs=False) == "supports"
    assert side_of(differs=False, tier="lead only") == "background"
    assert side_of(differs=True) == "against"


@pytest.mark.django_db
def test_a_leaning_against_the_claim_is_neither_said_nor_proposed() -> None:
    evidence = EvidenceFactory(leans=-0.95)
    (row,) = evidence_of([evidence.claim])[evidence.claim_id].evidence
    assert (row.leaning, row.side) == ("", "supports")
    assert people.proposed_side(evidence) == "supports"


@pytest.mark.django_db
@pytest.mark.parametrize(("sure", "side"), [(True, "against"), (False, "supports")])
def test_a_value_that_surely_differs_proposes_it(sure: bool, side: str) -> None:
    evidence = EvidenceFactory(leans=-0.95)
    fact = FactFactory(article=evidence.claim.article, kind="number", value="12")
    Comparison.objects.create(
        evidence=evidence, fact=fact, value="12", in_source="14", outcome="other", sure=sure
    )
    (row,) = evidence_of([evidence.claim])[evidence.claim_id].evidence
    assert row.side == people.proposed_side(evidence) == side


# --- what is asked


def wordings(claim: str, names: list[str]) -> str:
    query = query_for(claim, facts_in(read(claim, PUBLISHED)), names, PUBLISHED)
    return " | ".join(wording.text for wording in ladder(query))


def test_a_first_initial_or_first_name_is_not_asked_with() -> None:
    asked = wordings("J. Arthur Coyle founded the orchestra of Dunmere.", [])
    assert "Coyle" in asked
    assert "Arthur" not in asked


def test_whom_a_pronoun_inside_the_claim_stands_for_is_asked_about() -> None:
    asked = wordings("In his speech he called the Pirran treaty a betrayal.", ["Teodor Brask"])
    assert "Teodor Brask" in asked


def test_nobody_is_put_for_a_pronoun_where_the_claim_names_somebody_in_full() -> None:
    asked = wordings("Ann Arden said that she would sell the Pirran ferry.", ["Teodor Brask"])
    assert "Brask" not in asked


def test_an_office_that_somebody_is_named_to_is_asked_about() -> None:
    assert "ambassador" in wordings("Walter K. Tolling was appointed ambassador to Pirra.", [])
    assert "ambassador" not in wordings("The ambassador Walter Tolling left Pirra.", [])


def test_words_of_appearance_are_not_asked_with() -> None:
    assert "seem" not in wordings("The Pirran ferries seem unfit for the sea.", [])


def test_whose_it_is_is_asked_about() -> None:
    assert "Teodor Brask" in wordings(
        "His foundation paid for the Pirran library.", ["Teodor Brask"]
    )


def test_a_son_of_the_same_name_is_asked_for_as_other_papers_write_him() -> None:
    asked = wordings("Samuel K. Coyle Jr. pleaded guilty to insider trading.", [])
    assert "Coyle" in asked
    assert "Jr" not in asked
    assert "“Ada Coyle”" in wordings("Ada Coyle III pleaded guilty to insider trading.", [])


def test_things_are_asked_with_before_what_was_done_with_them() -> None:
    imported = wordings("Botswana began to import maize from Zambia.", [])
    assert "maize" in imported.split(" | ")[0]
    assert "port" in wordings("Investors bought the port of Pirran.", []).split(" | ")[0]
    assert "lacks" not in wordings("The orchestra of Pirran lacks a conductor.", [])
