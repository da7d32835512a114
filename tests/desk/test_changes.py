"""What changed since the queue and the notices last looked: noted by the database, read once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.desk.actions.changes import looking
from factcheck.desk.models import ChangedArticle, LastLook
from factcheck.desk.models.changes import NEWS, QUEUE, READERS
from factcheck.desk.reads.changes import WHOLE, WHOLE_EVERY, ChangesLook, something_changed
from factcheck.evidence.models import Provider
from factcheck.newsroom.models import Desk
from factcheck.replies.models import CommentRequest
from factcheck.review.actions import start_thread
from tests.evidence.factories import provider
from tests.newsroom.factories import CheckerFactory
from tests.review.factories import requested, story

pytestmark = pytest.mark.django_db


def look(reader: str = NEWS, now: dt.datetime | None = None) -> ChangesLook:
    with looking(reader, now or timezone.now()) as seen:
        return seen


@pytest.fixture
def article() -> Article:
    """An article of which everything has been seen."""
    one: Article = story()
    for reader in READERS:
        look(reader)
    return one


def test_the_first_look_is_at_everything() -> None:
    story()
    assert look().articles is None
    assert look().articles == frozenset()


def test_a_change_is_seen_by_each_reader_once(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(headline="Other words")
    for reader in READERS:
        assert something_changed(reader, timezone.now())
        assert look(reader).articles == {article.pk}
        assert look(reader).articles == frozenset()
        assert not something_changed(reader, timezone.now())
    assert not ChangedArticle.objects.exists()


def test_a_note_is_news_and_nothing_for_the_queue(article: Article) -> None:
    start_thread(by=CheckerFactory(), article=article, text="Is it so?")
    assert look(NEWS).articles == {article.pk}
    assert look(QUEUE).articles == frozenset()


def test_a_provider_that_fails_is_looked_at_though_no_article_changed(article: Article) -> None:
    provider("wikipedia", on=True)
    look(QUEUE)
    Provider.objects.update(failing_since=timezone.now())
    assert something_changed(QUEUE, timezone.now())
    assert not something_changed(NEWS, timezone.now())


def test_a_deadline_near_past_and_an_hour_past_is_each_a_change_once(article: Article) -> None:
    Desk.objects.update(warn_minutes_before=60)
    requested(article, created_by=CheckerFactory())
    now = timezone.now()
    CommentRequest.objects.update(deadline=now + dt.timedelta(minutes=180))
    look(NEWS, now)
    seen = {}
    for minutes in (119, 121, 179, 181, 239, 241, 299):
        at = now + dt.timedelta(minutes=minutes)
        LastLook.objects.update(whole_at=at)  # no look at everything is due meanwhile
        seen[minutes] = look(NEWS, at).articles == {article.pk}
    assert [minutes for minutes, there in seen.items() if there] == [121, 181, 241]


def test_everything_is_looked_at_once_an_hour(article: Article) -> None:
    later = timezone.now() + WHOLE_EVERY
    assert something_changed(NEWS, later)
    assert look(NEWS, later).articles is None


def test_a_look_that_fails_leaves_what_it_saw_for_the_next(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(headline="Other words")
    with pytest.raises(ZeroDivisionError), looking(NEWS, timezone.now()):
        raise ZeroDivisionError
    assert look(NEWS).articles == {article.pk}


def test_a_look_at_everything_or_at_some_is_at_everything(article: Article) -> None:
    every = WHOLE.of("pk") | Q(pk=0)
    assert Article.objects.filter(every).get() == article
    assert Article.objects.filter(WHOLE.of_or_none("pk") | Q(pk=0)).get() == article
