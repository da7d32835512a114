"""The front page: what needs somebody, what is in check, what is ready; and a first day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.desk import actions
from factcheck.desk.models import QUEUE_KINDS, DeskLine
from factcheck.desk.reads.board import Board, board
from factcheck.desk.reads.first_day import first_day
from factcheck.desk.reads.needs import needs_of
from factcheck.desk.rules import VERBS, verb_of
from factcheck.evidence.actions import ensure_providers
from factcheck.evidence.models import Provider
from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User
from factcheck.post.models import Mailbox
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    UserFactory,
)
from tests.pages import one_line
from tests.review.factories import (
    QueryFactory,
    QueueItemFactory,
    replied,
    requested,
    staff,
    story,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen(user: User) -> Board:
    now = timezone.now()
    actions.sweep_queue(now=now)
    actions.draw_lines(now=now)
    return board(user, now)


def verbs(user: User) -> list[str]:
    return [need.verb for need in seen(user).needs.lines]


def headlines(group: Any) -> list[str]:
    return [row.article.headline for row in group.rows]


def cleared(article: Article, now: dt.datetime, since: dt.datetime) -> None:
    actions.draw_lines(now=now)
    DeskLine.objects.filter(article=article).update(state="cleared", state_since=since)


def test_every_kind_of_item_has_a_verb() -> None:
    assert set(VERBS) == set(QUEUE_KINDS)
    assert verb_of("unsorted reply", 3) == "Sort 3 replies"
    assert verb_of("open query", 1) == "Answer 1 query"
    assert verb_of("second read", 1, "fairness") == "Second read: fairness"


def test_the_author_answers_and_an_editor_decides() -> None:
    author, editor = ReporterFactory(), EditorFactory()
    article = story(author=author, assigned_to=CheckerFactory())
    query = QueryFactory(article=article)
    assert verbs(author) == ["Answer 1 query"]
    assert verbs(editor) == verbs(CheckerFactory()) == []
    type(query).objects.update(state="answered", answer="20.", answered_by=author)
    assert verbs(author) == []
    assert verbs(editor) == ["Decide 1 query"]


def test_replies_of_one_story_are_one_line_for_whoever_has_the_story() -> None:
    checker = CheckerFactory()
    article = story(assigned_to=checker, headline="A city falls")
    for _ in range(3):
        replied(requested(article))
    [need] = seen(checker).needs.lines
    assert (need.verb, need.article) == ("Sort 3 replies", article)
    assert "Sort 3 replies" not in verbs(CheckerFactory())


def test_a_second_read_is_for_those_who_did_not_check() -> None:
    checker, other = CheckerFactory(), CheckerFactory()
    article = story(assigned_to=checker)
    QueueItemFactory(
        kind="second read", article=article, text="Second read of “A city”: facts, fairness"
    )
    found = [need.verb for need in needs_of(other, timezone.now()).lines]
    assert found == ["Second read: facts, fairness"]
    assert not needs_of(checker, timezone.now()).lines
    assert not needs_of(article.author, timezone.now()).lines


def test_what_was_assigned_to_somebody_is_theirs_alone() -> None:
    me, other = CheckerFactory(), CheckerFactory()
    QueueItemFactory(kind="unmatched mail", article=None, text="A letter", assigned_to=me)
    now = timezone.now()
    assert [need.verb for need in needs_of(me, now).lines] == ["Match 1 message"]
    assert not needs_of(other, now).lines


def test_a_restricted_story_needs_nobody_who_may_not_see_it() -> None:
    author = ReporterFactory()
    article = story(author=author, restricted=True)
    QueryFactory(article=article, text="Is it so?")
    type(article.queries.get()).objects.update(state="answered", answer="Yes.", answered_by=author)
    assert verbs(EditorFactory()) == []
    assert verbs(ChiefFactory()) == ["Decide 1 query"]


def test_the_three_groups_hold_each_story_once() -> None:
    me, now = CheckerFactory(time_zone="UTC"), timezone.now()
    ArticleFactory(headline="in check")
    today, before = ArticleFactory(headline="today"), ArticleFactory(headline="before")
    cleared(today, now, now)
    cleared(before, now, now - dt.timedelta(days=2))
    page = board(me, now)
    assert headlines(page.checking) == ["in check"]
    assert headlines(page.done) == ["today"]
    assert page.earlier == 1


def test_a_story_says_how_far_it_is_and_what_is_out() -> None:
    article = story(headline="A city falls", assigned_to=CheckerFactory(name="Bo Ray"))
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    requested(article)
    actions.draw_lines(now=timezone.now())
    line = DeskLine.objects.get(article=article)
    assert (line.items, line.items_ruled) == (1, 0)
    page = one_line(at(CheckerFactory()).get("/"))
    assert "0 of 1</span> items checked" in page
    assert "0 of 1 replies in" in page
    assert "Bo Ray" in page


def test_a_search_is_set_up_only_once_somebody_outside_is_asked() -> None:
    ensure_providers()
    Provider.objects.filter(name="archive").update(on=True)
    page = one_line(at(ChiefFactory()).get("/"))
    assert "No search is switched on" in page
    day = first_day(ChiefFactory())
    assert day is not None
    assert not next(step for step in day.steps if step.name == "Switch on a search").done
    Provider.objects.filter(name="wikipedia").update(on=True)
    day = first_day(ChiefFactory())
    assert day is not None
    assert next(step for step in day.steps if step.name == "Switch on a search").done


def test_who_may_not_import_is_offered_no_import() -> None:
    lawyer = at(UserFactory(role="lawyer")).get("/").content.decode()
    assert reverse("articles:import") not in lawyer
    assert reverse("articles:import") in at(ReporterFactory()).get("/").content.decode()


def test_filters_are_behind_one_line_and_open_where_they_narrow() -> None:
    client = at(CheckerFactory())
    assert '<details class="filter">' in one_line(client.get("/"))
    assert '<details class="filter" open>' in one_line(client.get("/?state=ready"))


def test_a_chief_sees_the_peoples_load_and_a_checker_does_not() -> None:
    assert 'id="who-has-how-much"' in one_line(at(ChiefFactory()).get("/"))
    assert 'id="who-has-how-much"' not in one_line(at(CheckerFactory()).get("/"))


def test_the_front_page_asks_the_database_as_often_for_five_stories_as_for_two() -> None:
    editor = staff("editor")
    client = at(editor)

    def more(count: int) -> int:
        for _ in range(count):
            article = story(assigned_to=editor)
            QueryFactory(article=article)
            replied(requested(article))
        seen(editor)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        return len(asked)

    more(1)
    assert more(2) == more(3)


def test_a_new_newsroom_leads_its_chief_through_four_steps() -> None:
    chief = ChiefFactory()
    Mailbox.objects.create(name="desk@paper.example")
    page = one_line(at(chief).get("/"))
    for step in ("Add your people", "Switch on a search", "Test the mailbox", "first story"):
        assert step in page
    assert "Test desk@paper.example" in page
    assert "Set up your newsroom" not in one_line(at(CheckerFactory()).get("/"))


def test_the_mailbox_is_tested_by_a_chief_and_the_outcome_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = Mailbox.objects.create(name="desk@paper.example")
    chief = ChiefFactory()
    monkeypatch.setattr("factcheck.desk.actions.first_day.poll", lambda pk: 0)
    answer = at(chief).post(f"/mailboxes/{box.pk}/test/", follow=True)
    assert "It is being read just now." in one_line(answer)

    def read(pk: int) -> int:
        Mailbox.objects.filter(pk=pk).update(polled_at=timezone.now())
        return 0

    monkeypatch.setattr("factcheck.desk.actions.first_day.poll", read)
    answer = at(chief).post(f"/mailboxes/{box.pk}/test/", follow=True)
    assert "It works: 0 new messages." in one_line(answer)
    Mailbox.objects.update(error="The password was refused.")
    answer = at(chief).post(f"/mailboxes/{box.pk}/test/", follow=True)
    assert "The password was refused." in one_line(answer)
    with pytest.raises(NotAllowed):
        actions.check_mailbox(by=EditorFactory(), mailbox=box)
