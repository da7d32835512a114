"""Deadlines around the nights, weekends and holidays of the party's place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest
from factcheck.replies.rules.steps import default_deadline
from factcheck.replies.rules.working_hours import closed_at, country_of
from tests.newsroom.factories import CheckerFactory, EditorFactory, desk
from tests.replies.factories import ReplyFactory, sent_request

THURSDAY = datetime(2026, 6, 4, 13, 0, tzinfo=UTC)


def iso(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat()[:16] if at else ""


@pytest.mark.parametrize(
    ("now", "hours", "zone", "proposed"),
    [
        (THURSDAY, 2, "Europe/Paris", "2026-06-04T15:00"),  # in the afternoon there
        (THURSDAY, 12, "Europe/Paris", "2026-06-05T08:00"),  # at night: the next morning
        (THURSDAY, 48, "Europe/Paris", "2026-06-08T08:00"),  # Saturday: Monday morning
        (THURSDAY, 24, "Asia/Riyadh", "2026-06-07T07:00"),  # Friday is the weekend there
        (datetime(2026, 12, 24, 10, 0, tzinfo=UTC), 24, "Europe/Paris", "2026-12-28T09:00"),
        (THURSDAY, 12, "UTC", "2026-06-05T01:00"),  # of no country: as it is
    ],
)
def test_a_deadline_is_proposed_around_nights_weekends_and_holidays(
    now: datetime, hours: int, zone: str, proposed: str
) -> None:
    assert iso(default_deadline(now, hours, None, zone)) == proposed


def test_where_the_article_leaves_no_time_it_is_before_the_office_closes() -> None:
    runs = datetime(2026, 6, 4, 22, 0, tzinfo=UTC)
    assert iso(default_deadline(THURSDAY, 8, runs, "Europe/Paris")) == "2026-06-04T16:00"


def test_where_nothing_else_is_left_it_is_the_article_s() -> None:
    night = datetime(2026, 6, 4, 20, 0, tzinfo=UTC)
    runs = night + timedelta(hours=3)
    assert default_deadline(night, 8, runs, "Europe/Paris") == runs


def test_what_is_against_a_time_is_said() -> None:
    assert "Sunday" in closed_at(datetime(2026, 6, 7, 10, 0, tzinfo=UTC), "Europe/Berlin")
    assert "holiday" in closed_at(datetime(2026, 7, 14, 10, 0, tzinfo=UTC), "Europe/Paris")
    assert "working hours" in closed_at(datetime(2026, 6, 4, 3, 0, tzinfo=UTC), "Europe/Paris")
    assert closed_at(THURSDAY, "Europe/Paris") == ""


@pytest.mark.parametrize(
    ("zone", "country"), [("Asia/Calcutta", "IN"), ("America/New_York", "US"), ("UTC", "")]
)
def test_a_zone_s_country_is_known_by_its_old_names_too(zone: str, country: str) -> None:
    assert country_of(zone) == country


@pytest.mark.django_db
def test_who_asked_for_time_and_got_it_is_reminded_of_the_new_deadline() -> None:
    desk(chase_minutes_before=120)
    request = sent_request(deadline=timezone.now() + timedelta(minutes=10))
    reply = ReplyFactory(request=request)
    actions.triage(by=CheckerFactory(), reply=reply, says="asks for time")
    assert request.pk not in list(tasks._to_chase(timezone.now()))
    until = timezone.now() + timedelta(minutes=30)
    actions.extend_deadline(by=EditorFactory(), request=request, until=until, reason="It asked.")
    CommentRequest.objects.filter(pk=request.pk).update(sent_at=timezone.now() - timedelta(days=2))
    request.extensions.update(at=timezone.now())
    near = until - timedelta(minutes=5)
    assert request.pk in list(tasks._to_chase(near))


@pytest.mark.django_db
def test_who_answered_after_the_extension_is_not_reminded() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=10))
    actions.triage(by=CheckerFactory(), reply=ReplyFactory(request=request), says="asks for time")
    until = timezone.now() + timedelta(minutes=30)
    actions.extend_deadline(by=EditorFactory(), request=request, until=until, reason="It asked.")
    actions.triage(by=CheckerFactory(), reply=ReplyFactory(request=request), says="no comment")
    assert request.pk not in list(tasks._to_chase(until - timedelta(minutes=5)))
