from __future__ import annotations

import pytest

from factcheck.evidence.rules import Leg, independence


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
