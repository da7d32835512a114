"""A desk that wants one primary source, or three independent ones, before it says "confirmed"."""

from __future__ import annotations

import pytest

from factcheck.claims.models import Claim
from factcheck.evidence.models import Evidence
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk
from factcheck.review.actions import give_verdict
from tests.evidence.factories import DocumentFactory, EvidenceFactory, SourceFactory, searched_claim
from tests.newsroom.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    Desk.load()
    Desk.objects.update(independent_sources=True)
    return searched_claim()


def accepted(claim: Claim, tier: str = "secondary") -> Evidence:
    document = DocumentFactory(source=SourceFactory(tier=tier), text="")
    evidence: Evidence = EvidenceFactory(claim=claim, document=document, ruling="accepted")
    return evidence


def confirm(claim: Claim, method: str = "read") -> None:
    give_verdict(
        by=UserFactory(role="checker"),
        claim=claim,
        ruling="confirmed",
        source="A page",
        method=method,
    )


def test_two_secondary_sources_do_not_confirm(claim: Claim) -> None:
    accepted(claim)
    accepted(claim)
    with pytest.raises(Refused, match="2 of 3"):
        confirm(claim)


def test_three_secondary_sources_confirm(claim: Claim) -> None:
    for _ in range(3):
        accepted(claim)
    confirm(claim)


def test_one_primary_source_confirms(claim: Claim) -> None:
    accepted(claim, "primary")
    confirm(claim)


def test_a_call_is_a_primary_source(claim: Claim) -> None:
    confirm(claim, method="call, with her press secretary")


def test_a_suggestion_nobody_accepted_counts_for_nothing(claim: Claim) -> None:
    EvidenceFactory(claim=claim, document=DocumentFactory(source=SourceFactory(tier="primary")))
    with pytest.raises(Refused):
        confirm(claim)


def test_a_desk_that_does_not_ask_for_it_is_not_held_up(claim: Claim) -> None:
    Desk.objects.update(independent_sources=False)
    confirm(claim)
