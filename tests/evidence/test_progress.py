"""Whether an article is still being searched, asked of many at once, is what its progress says."""

from __future__ import annotations

import itertools

import pytest
from django.utils import timezone

from factcheck.evidence.models import Hit, Provider
from factcheck.evidence.reads import evidence
from factcheck.evidence.reads.asking import asking_of
from tests.claims.factories import ClaimFactory
from tests.evidence.factories import DocumentFactory, SearchFactory

pytestmark = pytest.mark.django_db
WORK = ("waiting", "running", "done", "failed")


def test_an_article_is_still_searched_just_while_its_progress_is_not_at_its_end() -> None:
    provider = Provider.objects.create(name="gdelt", label="GDELT", on=True)
    Provider.objects.exclude(pk=provider.pk).update(on=False)
    articles = []
    for work, found in itertools.product(WORK, ("", "some", "forbidden")):
        claim = ClaimFactory()
        SearchFactory(claim=claim, provider=provider, work=work, found=found)
        articles.append(claim.article)
    for work, compared, restricted in itertools.product(
        WORK, (None, timezone.now()), (True, False)
    ):
        claim = ClaimFactory()
        type(claim.article).objects.filter(pk=claim.article_id).update(restricted=restricted)
        claim.article.restricted = restricted
        search = SearchFactory(claim=claim, provider=provider, work="done", found="some")
        Hit.objects.create(
            search=search, document=DocumentFactory(work=work), rank=1, compared_at=compared
        )
        articles.append(claim.article)
    articles.append(ClaimFactory().article)  # nothing planned yet
    expected = {a.pk for a in articles if evidence.progress(a)[0] < evidence.progress(a)[1]}
    assert 0 < len(expected) < len(articles)
    assert evidence.still_searching([a.pk for a in articles]) == expected


def test_a_page_that_restricted_copy_may_not_fetch_keeps_nothing_under_way() -> None:
    claim = ClaimFactory()
    search = SearchFactory(claim=claim, work="done", found="some")
    Hit.objects.create(search=search, document=DocumentFactory(work="waiting"), rank=1)
    assert asking_of([claim.pk])[claim.pk].under_way
    type(claim.article).objects.filter(pk=claim.article_id).update(restricted=True)
    assert not asking_of([claim.pk])[claim.pk].under_way


def test_copy_that_became_restricted_meanwhile_waits_for_no_page() -> None:
    claim = ClaimFactory()
    search = SearchFactory(claim=claim, work="done", found="some")
    Hit.objects.create(search=search, document=DocumentFactory(work="waiting"), rank=1)
    assert not evidence.evidence_of([claim])[claim.pk].restricted
    # The claim at hand still says what its article was when the page began.
    type(claim.article).objects.filter(pk=claim.article_id).update(restricted=True)
    assert not claim.article.restricted
    assert evidence.evidence_of([claim])[claim.pk].restricted
