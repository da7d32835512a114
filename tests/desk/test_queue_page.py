"""The queue's own page: what each act did to each item, put off until when, opened anew; a link to
the very place.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.desk import actions
from factcheck.desk.forms import put_off_until
from factcheck.desk.models import QueueItem
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.paging import RoughPaginator
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import QueueItemFactory, story

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(user: User, act: str, items: list[QueueItem], **data: Any) -> list[str]:
    """What the page says after an act."""
    boxes = [f"{item.pk}.{QueueItem.objects.get(pk=item.pk).seen_mark}" for item in items]
    asked = {"act": act, "items": boxes, "query": "", **data}
    answer = at(user).post(reverse("desk:queue_act"), asked)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_late_stand_first_then_the_soonest_then_the_oldest() -> None:
    now = timezone.now()
    QueueItemFactory(text="whenever")
    QueueItemFactory(text="soon", deadline=now + HOUR)
    QueueItemFactory(text="late", deadline=now - HOUR)
    page = at(CheckerFactory()).get(reverse("desk:queue"), {"state": ""})
    assert [item.text for item in page.context["page"].page.object_list] == [
        "late",
        "soon",
        "whenever",
    ]


def test_a_bulk_act_says_what_became_of_each_item() -> None:
    me = CheckerFactory()
    open_one, done = QueueItemFactory(text="Ring them."), QueueItemFactory(text="Read it.")
    actions.resolve(by=me, items=[done], note="Read.")
    assert act(me, "take", [open_one, done]) == [
        "1 item assigned to you.",
        "Not done: Read it. It was resolved: Read.",
    ]
    assert act(me, "resolve", [open_one], note="Rang.") == ["1 item resolved."]
    assert act(me, "take", []) == ["Tick the items first."]


def test_an_item_resolved_or_put_off_is_opened_anew_while_its_cause_stands() -> None:
    me, now = CheckerFactory(), timezone.now()
    resolved, later = QueueItemFactory.create_batch(2)
    actions.resolve(by=me, items=[resolved], note="Rang.")
    actions.defer(by=me, items=[later], until=now + HOUR)
    gone = QueueItemFactory(resolved_at=now, resolution="x", stands=False)
    waiting = QueueItemFactory()
    outcome = actions.reopen(by=me, items=[resolved, later, gone, waiting])
    assert [item.pk for item in outcome.done] == [resolved.pk, later.pk]
    assert [why for _, why in outcome.left] == ["Its cause is gone.", "It is open."]
    assert set(QueueItem.objects.waiting(now)) == {resolved, later, waiting}
    assert LogEntry.objects.filter(verb="reopen item").count() == 2


def test_an_item_is_put_off_until_the_time_given_or_a_morning_of_the_persons_own() -> None:
    me = CheckerFactory(time_zone="Europe/Paris")
    item = QueueItemFactory()
    assert act(me, "defer", [item], until="time", at="") == ["Say until when."]
    act(me, "defer", [item], until="time", at="2099-01-02T09:30")
    item.refresh_from_db()
    assert item.deferred_until == dt.datetime(2099, 1, 2, 8, 30, tzinfo=dt.UTC)
    sunday = dt.datetime(2026, 3, 15, 22, 30, tzinfo=dt.UTC)
    assert put_off_until("monday", None, sunday, me) == dt.datetime(
        2026, 3, 16, 7, 0, tzinfo=dt.UTC
    )


def test_a_reporter_has_no_queue_and_nobody_works_what_they_may_not_see() -> None:
    assert at(ReporterFactory()).get(reverse("desk:queue")).status_code == 403
    item = QueueItemFactory(article=story(restricted=True), text="secret")
    me = CheckerFactory()
    assert "secret" not in one_line(at(me).get(reverse("desk:queue"), {"state": "all"}))
    assert "may not see" in act(me, "take", [item])[0]


def test_the_queue_is_narrowed_by_state_kind_person_time_and_words() -> None:
    me, now = CheckerFactory(), timezone.now()
    QueueItemFactory(text="mine", assigned_to=me, deadline=now - HOUR)
    QueueItemFactory(text="a contact", kind="bad contact")
    QueueItemFactory(text="later", deferred_until=now + HOUR)
    QueueItemFactory(text="done", resolved_at=now)
    client = at(me)

    def shown(**query: str) -> set[str]:
        page = client.get(reverse("desk:queue"), {"state": "", **query})
        return {item.text for item in page.context["page"].page.object_list}

    assert shown() == {"mine", "a contact"}
    assert (
        shown(state="late") == shown(who="me") == shown(when="past") == shown(q="MINE") == {"mine"}
    )
    assert shown(kind="bad contact") == shown(who="nobody") == {"a contact"}
    assert (shown(state="deferred"), shown(state="resolved")) == ({"later"}, {"done"})
    assert len(shown(state="all")) == 4


def test_a_longer_queue_costs_its_page_no_more_queries() -> None:
    me = CheckerFactory()
    client = at(me)

    def more(count: int) -> int:
        for _ in range(count):
            QueueItemFactory(article=story(), assigned_to=CheckerFactory())
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:queue"), {"state": ""})
        return len(asked)

    more(1)
    assert more(2) == more(5)


def test_a_short_list_of_the_record_is_counted_and_a_long_one_estimated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    QueueItemFactory.create_batch(3)
    rows = QueueItem.objects.filter(kind="open query").order_by("pk")
    assert RoughPaginator(rows, 50).count == 3
    monkeypatch.setattr("factcheck.newsroom.paging.EXACT_BELOW", 0)
    with CaptureQueriesContext(connection) as asked:
        assert RoughPaginator(rows, 50).count >= 0
    assert all(one["sql"].startswith("EXPLAIN") for one in asked)


def test_what_another_has_just_taken_is_refused_with_their_name() -> None:
    item, ann, bo = QueueItemFactory(), CheckerFactory(name="Ann Lee"), CheckerFactory()
    act(ann, "take", [item])
    assert "Ann Lee has taken it." in " ".join(act(bo, "take", [item]))
    item.refresh_from_db()
    assert item.assigned_to == ann
    act(ann, "take", [item])
    assert "Ann Lee" not in " ".join(act(bo, "give", [item], to=bo.pk))
    item.refresh_from_db()
    assert item.assigned_to == bo
