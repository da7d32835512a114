"""The desk page: what is due, what is stuck, who has too much; the filters people keep; counts that
agree.
"""

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
from factcheck.desk.models import QueueItem, SavedFilter
from factcheck.desk.reads.listing import SORTS, TIMES, DeskFilter, chosen, in_time
from factcheck.desk.reads.queue_page import queue_counts
from factcheck.desk.reads.workload import loads
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import QueryFactory, QueueItemFactory, staff, story

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, query: str = "show=all") -> list[str]:
    return [row.article.headline for row in client.get(f"/?{query}").context["page"].rows]


def stuck_story(headline: str, **fields: Any) -> Article:
    article = story(headline=headline, **fields)
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    return article


def test_ones_own_work_stands_first_then_the_soonest_deadline() -> None:
    me, now = CheckerFactory(), timezone.now()
    ArticleFactory(headline="theirs, soon", deadline=now + HOUR)
    ArticleFactory(headline="mine, late", deadline=now + 9 * HOUR, assigned_to=me)
    ArticleFactory(headline="theirs, never")
    ArticleFactory(headline="mine, soon", deadline=now + 2 * HOUR, author=me)
    assert shown(at(me)) == ["mine, soon", "mine, late", "theirs, soon", "theirs, never"]


def test_every_column_sorts_both_ways() -> None:
    me = EditorFactory()
    stuck_story("A", assigned_to=me, deadline=timezone.now())
    QueryFactory(article=stuck_story("B"))
    client = at(me)
    for name in SORTS:
        for sort in (name, f"-{name}"):
            assert sorted(shown(client, f"show=all&sort={sort}")) == ["A", "B"], sort
    assert shown(client, "sort=queries") == ["A", "B"]
    assert shown(client, "sort=-queries") == ["B", "A"]
    page = one_line(client.get("/?sort=-queries"))
    assert 'aria-sort="descending"' in page


def test_the_desk_is_narrowed_by_state_person_time_secrecy_and_what_it_is_stuck_on() -> None:
    me = ChiefFactory()
    stuck_story("held up", assigned_to=me, deadline=timezone.now() - HOUR)
    QueryFactory(article=story(headline="asked about", restricted=True))
    client = at(me)
    assert shown(client, "reason=claim+without+verdict") == ["held up"]
    assert shown(client, "reason=query+open") == ["asked about"]
    assert shown(client, f"person={me.pk}") == ["held up"]
    assert shown(client, "person=nobody") == ["asked about"]
    assert shown(client, "restricted=yes") == ["asked about"]
    assert shown(client, "when=past") == ["held up"]
    assert shown(client, "when=none") == ["asked about"]
    assert shown(client, "state=checking") == ["held up"]
    assert shown(client, "state=blocked") == ["asked about"]
    assert shown(client, "state=cleared") == []


def test_what_makes_no_sense_in_an_address_keeps_nothing_out() -> None:
    ArticleFactory(headline="A")
    assert shown(
        at(CheckerFactory()), "state=x&when=y&person=z&reason=%00&sort=id&page=x&restricted=3"
    ) == ["A"]


def test_each_deadline_lies_in_one_section_of_time_by_the_readers_midnight() -> None:
    me = CheckerFactory(time_zone="Asia/Tokyo")
    now = dt.datetime(2026, 3, 10, 14, 30, tzinfo=dt.UTC)  # 23:30 in Tokyo
    hours = {
        "late": -1,
        "soon": 0.25,
        "after midnight": 1,
        "in two days": 30,
        "in a week": 24 * 8,
        "at midnight": 0.5,
    }
    for name, ahead in hours.items():
        ArticleFactory(headline=name, deadline=now + ahead * HOUR)
    ArticleFactory(headline="whenever")
    ArticleFactory(headline="now", deadline=now)
    found = {
        when: {a.headline for a in Article.objects.filter(in_time(when, now, me))} for when in TIMES
    }
    assert found == {
        "past": {"late", "now"},
        "today": {"soon"},
        "tomorrow": {"after midnight", "at midnight"},
        "week": {"in two days"},
        "later": {"in a week"},
        "none": {"whenever"},
    }


def test_the_page_says_what_an_article_is_stuck_on_and_since_when() -> None:
    stuck_story("held up")
    page = one_line(at(CheckerFactory()).get("/?show=all"))
    assert "1 claim needs a verdict." in page
    assert "since " in page


def test_totals_links_and_lists_agree() -> None:
    me, now = ChiefFactory(time_zone="UTC"), timezone.now()
    for n in range(4):
        stuck_story(f"A{n}", deadline=now + (n - 2) * HOUR, assigned_to=me if n else None)
    ArticleFactory(closed_at=now, deadline=now - HOUR)
    totals = at(me).get("/?show=all").context["page"].totals
    for name, query in {
        "all": {},
        "mine": {"show": "mine"},
        "past": {"when": "past"},
        "today": {"when": "today"},
    }.items():
        assert getattr(totals, name) == chosen(me, DeskFilter.of(query), now).count(), name
    assert (totals.all, totals.mine) == (4, 3)


def test_the_desk_the_queue_and_the_admin_count_alike() -> None:
    me, now = staff("editor"), timezone.now()
    QueueItemFactory.create_batch(2, deadline=now - HOUR, assigned_to=me)
    QueueItemFactory(kind="bad contact", deferred_until=now + HOUR)
    QueueItemFactory(kind="bad contact", resolved_at=now)
    QueueItemFactory(article=ArticleFactory(restricted=True))
    client = at(me)
    desk = client.get("/?show=all").context["queue"]
    queue = client.get(reverse("desk:queue"), {"state": ""})
    admin = client.get(reverse("admin:desk_queueitem_changelist"))
    assert desk == queue.context["page"].counts == admin.context["counts"] == queue_counts(me, now)
    assert (desk.waiting, desk.late, desk.mine, desk.deferred) == (2, 2, 2, 1)
    assert len(queue.context["page"].page.object_list) == admin.context["cl"].result_count == 2
    assert sum(row["n"] for row in desk.kinds) == desk.waiting


def test_a_reporter_sees_no_counts_of_the_queue_and_only_editors_see_who_has_how_much() -> None:
    assert at(ReporterFactory()).get("/?show=all").context["queue"] is None
    assert at(CheckerFactory()).get("/").context["loads"] is None
    assert at(EditorFactory()).get("/").context["loads"] is not None


def test_who_has_too_much_is_told_by_weight_and_nobodys_work_stands_first() -> None:
    busy, idle, now = CheckerFactory(), CheckerFactory(), timezone.now()
    for n in range(3):
        stuck_story(f"A{n}", assigned_to=busy, deadline=now - HOUR)
    stuck_story("B", assigned_to=idle)
    stuck_story("C")
    QueueItemFactory(assigned_to=idle)
    while actions.draw_lines(now=now):
        pass
    told = {one.person: one for one in loads(EditorFactory(), now)}
    assert (told[busy].weight, told[busy].late, told[busy].heavy) == (6, 3, True)
    assert (told[idle].weight, told[idle].items, told[idle].heavy) == (3, 1, False)
    assert next(iter(told)) is None
    assert told[None].weight == 1


def test_a_load_holds_nothing_of_articles_the_reader_may_not_see() -> None:
    checker, now = CheckerFactory(), timezone.now()
    secret = stuck_story("secret", assigned_to=checker, restricted=True)
    QueueItemFactory(article=secret, assigned_to=checker)
    actions.draw_lines(now=now)
    assert [one.weight for one in loads(EditorFactory(), now) if one.person == checker] == [0]
    assert [one.weight for one in loads(ChiefFactory(), now) if one.person == checker] == [3]


def test_a_filter_is_saved_under_a_name_and_opens_the_page() -> None:
    me = CheckerFactory()
    client = at(me)
    client.post(
        reverse("desk:save_desk_filter"),
        {"name": " Late  ones ", "query": "when=past&x=1&sort=-claims"},
    )
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query) == ("Late ones", "when=past&sort=-claims")
    client.post(reverse("desk:change_filter", args=[saved.pk]), {"act": "first"})
    assert client.get("/")["Location"] == "/?when=past&sort=-claims"
    assert client.get("/?show=all").status_code == 200
    client.post(reverse("desk:change_filter", args=[saved.pk]), {"act": "not first"})
    assert client.get("/").status_code == 200


def test_one_filter_opens_the_page() -> None:
    me = CheckerFactory()
    saved = [
        actions.save_filter(by=me, place="desk", name=name, query="when=past") for name in "ab"
    ]
    for one in saved:
        actions.open_with_filter(by=me, saved=one, first=True)
    assert list(SavedFilter.objects.filter(first=True)) == [saved[1]]


def test_a_filter_shared_with_the_desk_is_there_for_others_who_cannot_change_it() -> None:
    me, other = CheckerFactory(), ReporterFactory()
    saved = actions.save_filter(by=me, place="desk", name="Late", query="when=past")
    assert "Late" not in one_line(at(other).get("/?show=all"))
    actions.share_filter(by=me, saved=saved, shared=True)
    assert "?when=past" in one_line(at(other).get("/?show=all"))
    assert (
        at(other)
        .post(reverse("desk:change_filter", args=[saved.pk]), {"act": "delete"})
        .status_code
        == 404
    )
    for act in (actions.delete_filter, actions.restore_filter):
        with pytest.raises(NotAllowed):
            act(by=other, saved=saved)
    with pytest.raises(NotAllowed):
        actions.share_filter(by=other, saved=saved, shared=False)
    with pytest.raises(NotAllowed):
        actions.open_with_filter(by=other, saved=saved, first=True)


def test_a_filter_deleted_comes_back_by_undo_unless_its_name_was_taken() -> None:
    me = CheckerFactory()
    client = at(me)
    saved = actions.save_filter(by=me, place="desk", name="Late", query="when=past")
    page = client.post(
        reverse("desk:change_filter", args=[saved.pk]), {"act": "delete"}, follow=True
    )
    assert "Undo" in one_line(page)
    client.post(reverse("desk:change_filter", args=[saved.pk]), {"act": "restore"})
    saved.refresh_from_db()
    assert saved.deleted_at is None
    actions.delete_filter(by=me, saved=saved)
    actions.save_filter(by=me, place="desk", name="Late", query="")
    with pytest.raises(Refused):
        actions.restore_filter(by=me, saved=saved)


def test_a_name_used_again_is_the_same_filter_and_there_is_an_end_to_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    me = CheckerFactory()
    first = actions.save_filter(by=me, place="desk", name="Late", query="when=past")
    again = actions.save_filter(by=me, place="desk", name="Late", query="when=today")
    assert (again.pk, again.query) == (first.pk, "when=today")
    monkeypatch.setattr("factcheck.desk.actions.filters.AT_MOST", 1)
    for name in ("Another", " "):
        with pytest.raises(Refused):
            actions.save_filter(by=me, place="desk", name=name, query="")


def test_the_editors_desk_asks_the_database_as_often_for_ten_articles_people_and_items_as_for_two() -> (
    None
):
    me = EditorFactory()
    client = at(me)

    def more(count: int) -> int:
        for n in range(count):
            QueueItemFactory(
                article=stuck_story(f"A{n}", assigned_to=CheckerFactory()), assigned_to=me
            )
            actions.save_filter(by=me, place="desk", name=f"{count} {n}", query="when=past")
        while actions.draw_lines(now=timezone.now()):
            pass
        client.get("/?show=all")
        with CaptureQueriesContext(connection) as asked:
            client.get("/?show=all")
        return len(asked)

    assert more(2) == more(8)
    assert QueueItem.objects.count() == 10
