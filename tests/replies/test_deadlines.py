"""A deadline is reminded of once, and the desk hears of it before, at and after; a new one arms all
of it anew.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Contact, Letter
from factcheck.status.models import Notice
from factcheck.status.tasks import news_due
from tests.newsroom.factories import EditorFactory, ReporterFactory, desk
from tests.replies.factories import ReplyFactory, first_letter, sent_request
from tests.status.factories import noticed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def chased() -> int:
    due = list(tasks._to_chase(timezone.now()))
    for pk in due:
        tasks.chase(pk)
    return len(due)


def extend(request: CommentRequest, by: timedelta) -> CommentRequest:
    until = timezone.now() + by
    return actions.extend_deadline(
        by=EditorFactory(), request=request, until=until, reason="They asked.", tell=False
    )


def asked_long_ago() -> CommentRequest:
    """Asked yesterday, half an hour left."""
    request = sent_request(deadline=timezone.now() + 30 * MINUTE)
    yesterday = timezone.now() - timedelta(days=1)
    Outgoing.objects.update(sent_at=yesterday)
    CommentRequest.objects.update(sent_at=yesterday)
    request.refresh_from_db()
    return request


def test_a_new_deadline_is_reminded_of_once_more() -> None:
    request = asked_long_ago()
    assert chased() == 1
    Outgoing.objects.filter(letter__kind="chaser").update(state="sent", sent_at=timezone.now())
    request = extend(request, 90 * MINUTE)
    request.extensions.update(at=timezone.now() - timedelta(hours=5))
    assert (chased(), chased()) == (1, 0)
    rests = Letter.objects.filter(kind="chaser").order_by("id").values_list("rests_on", flat=True)
    assert list(rests) == [request.extensions.get().was, request.deadline]


def test_those_that_must_not_be_reminded_hold_nobody_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_AT_ONCE", 1)
    answered = asked_long_ago()
    ReplyFactory(request=answered)  # it waits to be read, and its deadline is the first
    other = asked_long_ago()
    assert list(tasks._to_chase(timezone.now())) == [other.pk]


def test_a_reminder_does_not_go_on_the_heels_of_the_extension() -> None:
    request = asked_long_ago()
    extend(request, 40 * MINUTE)
    assert chased() == 0


def test_a_reminder_that_waits_is_stopped_when_its_deadline_moves() -> None:
    request = asked_long_ago()
    chased()
    extend(request, 90 * MINUTE)
    assert Letter.objects.get(kind="chaser").outgoing.state == "cancelled"


@pytest.mark.parametrize("event", ["reply", "hold", "bounce", "orphan"])
def test_a_new_deadline_is_not_reminded_of_after_a_reply_a_bounce_or_on_hold(event: str) -> None:
    request = asked_long_ago()
    chased()
    request = extend(request, 90 * MINUTE)
    request.extensions.update(at=timezone.now() - timedelta(hours=5))
    if event == "reply":
        ReplyFactory(request=request)
    elif event == "orphan":
        ReplyFactory(
            request=None, suggestions=[{"request": request.pk, "score": 0.9, "why": "the domain"}]
        )
    elif event == "hold":
        actions.hold(by=ReporterFactory(), request=request, on=True)
    else:
        Letter.objects.filter(pk=first_letter(request).pk).update(bounced_at=timezone.now())
    assert chased() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("flush_redis")
def test_of_two_workers_who_chase_at_once_one_does() -> None:
    request = asked_long_ago()
    together, broke = threading.Barrier(2), []

    def work() -> None:
        try:
            together.wait(timeout=20)
            actions.send_reminder(request.pk)
        except Exception as error:  # noqa: BLE001  whatever broke
            broke.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert broke == []
    assert Letter.objects.filter(kind="chaser").count() == 1
    assert Outgoing.objects.filter(letter__kind="chaser").count() == 1


def test_the_database_holds_one_reminder_a_deadline_whatever_the_code_does() -> None:
    request = asked_long_ago()
    chased()
    letter = Letter.objects.get(kind="chaser")
    other = Outgoing.objects.create(
        message_id="<2@x.example>",
        key="2",
        from_address="d@x.example",
        to_address="a@y.example",
        subject="s",
        text="t",
    )
    fields: dict[str, Any] = {
        "request": request,
        "contact": letter.contact,
        "kind": "chaser",
        "outgoing": other,
    }
    for rests_on in (letter.rests_on, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(**fields, rests_on=rests_on)


def told(kind: str, person: User) -> int:
    return Notice.objects.filter(kind=kind, user=person).count()


def test_the_desk_is_warned_before_at_and_after_a_deadline_and_anew_of_a_new_one() -> None:
    desk(warn_minutes_before=60)
    ann = ReporterFactory()
    request = sent_request()
    CommentRequest.objects.update(taken_up_by=ann, created_by=None)
    counts = []
    for left in (90, 30, 0, -59, -60):
        CommentRequest.objects.update(deadline=timezone.now() + left * MINUTE)
        Notice.objects.all().delete()
        noticed()
        counts.append(tuple(told(kind, ann) for kind in ("due soon", "overdue", "still overdue")))
    assert counts == [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 1, 1)]
    assert news_due(timezone.now()) == []
    extend(CommentRequest.objects.get(pk=request.pk), 30 * MINUTE)
    noticed()
    CommentRequest.objects.update(deadline=timezone.now() - timedelta(hours=2))
    noticed()
    assert [told(kind, ann) for kind in ("due soon", "overdue", "still overdue")] == [1, 2, 2]


def test_the_private_page_names_the_day_of_a_deadline_that_is_today(client: Client) -> None:
    desk(time_zone="America/New_York")
    request = sent_request(time_zone="Asia/Baghdad", deadline=timezone.now() + timedelta(minutes=5))
    there = request.deadline.astimezone(ZoneInfo("Asia/Baghdad"))
    page = client.get(f"/r/{request.link_token}/").content.decode()
    assert f"{there:%H:%M} UTC+3 on {there:%A, %B} {there.day}, {there.year}, which is " in page
    assert " ET" in page


def test_who_moves_a_deadline_writes_to_no_dead_address() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(hours=5))
    assert request.contact is not None
    Contact.objects.filter(pk=request.contact.pk).update(health="bad")
    request = CommentRequest.objects.get(pk=request.pk)
    actions.extend_deadline(
        by=EditorFactory(),
        request=request,
        until=timezone.now() + timedelta(hours=9),
        reason="They asked by telephone.",
    )
    assert not request.letters.filter(kind="extension").exists()


def test_a_deadline_is_never_moved_back() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(hours=5))
    with pytest.raises(Refused, match="later than the old"):
        extend(request, timedelta(hours=4))
