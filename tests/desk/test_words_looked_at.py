"""Whose rulings lost their words is looked for where something changed, and found until told."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.desk.actions.words import articles_to_tell
from factcheck.desk.models.changes import WORDS
from factcheck.desk.reads.changes import something_changed
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import work_off
from factcheck.review import actions
from factcheck.review.models import Verdict
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory
from tests.review.factories import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruled() -> Claim:
    """A claim that was ruled on, in an article that has been looked at."""
    claim: Claim = ClaimFactory(proof=story().current_proof())
    actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="confirmed", source="The ministry"
    )
    assert articles_to_tell(now=timezone.now()) == []
    return claim


def reword(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(text="At least 15 people were killed.")


def test_an_article_is_looked_at_after_a_change_and_then_no_more(ruled: Claim) -> None:
    assert not something_changed(WORDS, timezone.now())
    Article.objects.filter(pk=ruled.article_id).update(headline="Other words")
    assert something_changed(WORDS, timezone.now())
    assert articles_to_tell(now=timezone.now()) == []
    assert not something_changed(WORDS, timezone.now())


def test_words_that_changed_are_found_until_they_were_told(ruled: Claim) -> None:
    reword(ruled)
    assert articles_to_tell(now=timezone.now()) == [ruled.article_id]
    # The task may be lost on its way to a worker.
    assert something_changed(WORDS, timezone.now())
    assert articles_to_tell(now=timezone.now()) == [ruled.article_id]
    work_off("review.changed")
    assert LogEntry.objects.filter(verb="reopen verdict").count() == 1
    assert articles_to_tell(now=timezone.now()) == []
    assert not something_changed(WORDS, timezone.now())


def test_only_articles_in_which_something_changed_are_looked_at(ruled: Claim) -> None:
    other = ClaimFactory(proof=story().current_proof())
    verdict = actions.give_verdict(
        by=CheckerFactory(), claim=other, ruling="confirmed", source="The ministry"
    )
    articles_to_tell(now=timezone.now())
    reword(ruled)
    assert articles_to_tell(now=timezone.now()) == [ruled.article_id]
    Verdict.objects.filter(pk=verdict.pk).update(text="Something else.")
    assert articles_to_tell(now=timezone.now()) == sorted([ruled.article_id, other.article_id])


def test_an_article_opened_again_is_told_of_what_changed_while_it_was_closed(ruled: Claim) -> None:
    Article.objects.filter(pk=ruled.article_id).update(closed_at=timezone.now())
    reword(ruled)
    assert articles_to_tell(now=timezone.now()) == []
    Article.objects.filter(pk=ruled.article_id).update(closed_at=None)
    assert articles_to_tell(now=timezone.now()) == [ruled.article_id]
