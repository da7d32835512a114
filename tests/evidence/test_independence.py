from __future__ import annotations

import pytest

from factcheck.evidence.actions import compare_document
from factcheck.evidence.models import Evidence
from factcheck.evidence.rules import Leg, independence
from factcheck.evidence.rules.addresses import usual_tier
from factcheck.evidence.rules.credits import credits_of
from factcheck.evidence.rules.leaning import Voice
from tests.evidence.factories import DocumentFactory, HitFactory, SearchFactory, searched_claim


def leg(
    id: int, outlet: str, tier: str = "secondary", origin: int = 0, side: str = "supports"
) -> Leg:
    return Leg(id, outlet.title(), outlet, tier, origin or id, side)


@pytest.mark.parametrize(
    ("legs", "enough", "words"),
    [
        ([], False, "nothing accepted yet"),
        ([leg(1, "office", "primary")], True, "1 primary: enough"),
        ([leg(1, "a"), leg(2, "b")], False, "2 of 3 independent secondary, none primary: not enough"),
        ([leg(1, "a"), leg(2, "b", "wire"), leg(3, "c")], True, "3 of 3 independent secondary, none primary: enough"),
        ([leg(1, "a"), leg(2, "b", origin=1), leg(3, "c")], False, "2 of 3 independent secondary, none primary: not enough"),
        ([leg(1, "a"), leg(2, "a"), leg(3, "c")], False, "2 of 3 independent secondary, none primary: not enough"),
        ([leg(1, "a", "partisan"), leg(2, "b", "lead only")], False, "0 of 3 independent secondary, none primary: not enough"),
    ],
)  # fmt: skip
def test_one_primary_source_or_three_that_lean_on_no_other_are_enough(
    legs: list[Leg], enough: bool, words: str
) -> None:
    found = independence(legs)
    assert (found.enough, found.words) == (enough, words)


def test_each_passage_says_why_it_counts_or_not() -> None:
    legs = [
        leg(1, "a"),
        leg(2, "b", origin=1),
        leg(3, "a"),
        leg(4, "c", "lead only"),
        leg(5, "d", "partisan"),
    ]
    assert {one.id: one.why for one in independence(legs).counted} == {
        1: "counts as secondary",
        2: "does not count: the same story as A",
        3: "does not count: A is counted already",
        4: "does not count: a lead, not a source",
        5: "does not count: partisan in this",
    }


def test_of_two_copies_the_primary_one_counts() -> None:
    found = independence([leg(1, "a"), leg(2, "office", "primary", origin=1)])
    assert [(one.id, one.counts) for one in found.counted] == [(2, True), (1, False)]


@pytest.mark.parametrize(
    ("side", "why"),
    [
        ("against", "does not count: it speaks against the claim"),
        ("background", "does not count: background only"),
    ],
)
def test_a_passage_that_does_not_support_the_claim_is_no_leg(side: str, why: str) -> None:
    counted = independence([leg(1, "office", "primary", side=side)])
    assert not counted.enough
    assert counted.counted[0].why == why


def test_a_passage_accepted_before_sides_were_kept_counts_as_it_did() -> None:
    assert independence([leg(1, "office", "primary", side="")]).enough


# --- whose word it is


@pytest.mark.parametrize(
    ("passage", "credits"),
    [
        ("Northwire reports that the bridge fell.", ("Northwire",)),
        ("The bridge fell, according to the Northwire agency.", ("Northwire",)),
        ("HALM (AP) – The bridge fell on Friday.", ("AP",)),
        ("The bridge fell. Reporting by Ana Ruiz in Halm.", ("Ana Ruiz",)),
        ("The bridge fell on Friday, and two people were hurt.", ()),
    ],
)
def test_a_passage_rests_on_whom_it_credits(passage: str, credits: tuple[str, ...]) -> None:
    assert credits_of(passage, []) == credits


def test_a_passage_rests_on_whom_it_quotes_at_length() -> None:
    assert credits_of("x", [Voice("Defense Ministry", 0.6), Voice("A. Passer-by", 0.1)]) == (
        "Defense Ministry",
    )


def resting(id: int, outlet: str, *credits: str, owner: str = "") -> Leg:
    return Leg(id, outlet.title(), outlet, "secondary", id, "supports", credits, owner)


def test_three_papers_that_quote_one_ministry_are_one_source() -> None:
    found = independence(
        [
            resting(1, "a", "the Defense Ministry"),
            resting(2, "b", "Defense Ministry"),
            resting(3, "c"),
        ]
    )
    assert found.secondary == 2
    assert found.counted[1].why == "does not count: it rests on Defense Ministry, as A does"


def test_an_agency_and_the_paper_that_credits_it_are_one_source() -> None:
    found = independence([resting(1, "northwire"), resting(2, "b", "Northwire")])
    assert [one.counts for one in found.counted] == [True, False]
    assert found.counted[1].why == "does not count: one of it and Northwire rests on the other"


def test_outlets_of_one_owner_are_one_source_and_unknown_owners_are_not() -> None:
    legs = [resting(1, "a", owner="Meridian Group"), resting(2, "b", owner="Meridian Group")]
    assert independence(legs).secondary == 1
    assert independence([resting(1, "a"), resting(2, "b")]).secondary == 2


@pytest.mark.parametrize(
    ("domain", "tier"),
    [
        ("x.com", "lead only"), ("t.me", "lead only"), ("facebook.com", "lead only"),
        ("prnewswire.com", "lead only"), ("mil.ru", "partisan"), ("cdc.gov", "primary"),
        ("worldbank.org", "primary"), ("apnews.com", "wire"), ("outlet.example", "secondary"),
    ],
)  # fmt: skip
def test_posts_and_press_releases_are_leads_and_ministries_at_war_partisan(
    domain: str, tier: str
) -> None:
    assert usual_tier(domain) == tier


@pytest.mark.django_db
def test_whom_a_page_rests_on_is_kept_with_its_passage() -> None:
    page = "Northwire reports that about 3,000 rebels had entered Aleppo by Friday."
    claim = searched_claim()
    hit = HitFactory(
        search=SearchFactory(claim=claim, work="done"), document=DocumentFactory(text=page)
    )
    compare_document(hit.document_id)
    assert Evidence.objects.get(claim=claim).credits == ["Northwire"]
