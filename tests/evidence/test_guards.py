"""Guards of the asking that hold where two things happen at once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factcheck.claims.models import Claim
from factcheck.evidence.actions import ask
from tests.evidence.conftest import FakeProvider
from tests.evidence.factories import SearchFactory, only, provider, searched_claim

pytestmark = pytest.mark.django_db


def test_a_search_whose_claim_was_changed_since_it_was_planned_is_left_to_the_plan(
    wikipedia: FakeProvider,
) -> None:
    only("wikipedia")
    search = SearchFactory(claim=searched_claim(), provider=provider("wikipedia"))
    Claim.objects.filter(pk=search.claim_id).update(text="About 4,000 rebels left Aleppo.")
    assert ask(search.pk)
    search.refresh_from_db()
    assert (search.work, wikipedia.asked) == ("waiting", [])
    assert search.next_try_at > timezone.now()
