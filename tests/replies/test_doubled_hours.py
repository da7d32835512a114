"""The hour of autumn that clocks show twice: asked about wherever somebody types a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factcheck.replies.models import CommentRequest
from tests.newsroom.factories import EditorFactory
from tests.replies.factories import ContactFactory, ReplyFactory, RequestFactory, sent_request

pytestmark = pytest.mark.django_db
# Clocks in Berlin go back on October 25 at three: half past two comes at 00:30 and 01:30 UTC.
BEFORE = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
AFTER = datetime(2026, 10, 26, 10, 0, tzinfo=UTC)
TWICE = "2026-10-25T02:30"
FIRST, SECOND = "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"


@pytest.fixture
def desk_client(client: Client) -> Client:
    client.force_login(EditorFactory())
    return client


def in_berlin(**fields: Any) -> CommentRequest:
    return sent_request(time_zone="Europe/Berlin", **fields)


def post(client: Client, name: str, pk: int, **values: Any) -> Any:
    headers = {"HX-Request": "true"}
    return client.post(reverse(f"replies:{name}", args=[pk]), values, headers=headers)


def asked_about(answer: Any, time: str) -> bool:
    """Whether the act was refused for this time, which its form then asks about."""
    page = answer.content.decode()
    return answer.status_code == 422 and f'data-doubled="{time}"' in page and "02:30 twice" in page


@pytest.mark.parametrize(("which", "meant"), [("earlier", FIRST), ("later", SECOND)])
def test_until_when_a_party_asks_for_time(desk_client: Client, which: str, meant: str) -> None:
    with time_machine.travel(BEFORE, tick=False):
        reply = ReplyFactory(request=in_berlin())
        desk_client.force_login(EditorFactory())
        values = {"says": "asks for time", "expected": "", "asks_until": TWICE}
        assert asked_about(post(desk_client, "triage", reply.pk, **values), "asks_until")
        reply.refresh_from_db()
        assert reply.triaged_at is None
        post(desk_client, "triage", reply.pk, **values, asks_until_which=which)
    reply.refresh_from_db()
    assert reply.asks_until.isoformat() == meant


def test_an_embargo(desk_client: Client) -> None:
    reply = ReplyFactory(request=in_berlin())
    values = {"says": "answered", "expected": "", "terms": "embargoed", "embargo_until": TWICE}
    assert asked_about(post(desk_client, "triage", reply.pk, **values), "embargo_until")
    post(desk_client, "triage", reply.pk, **values, embargo_until_which="later")
    reply.refresh_from_db()
    assert reply.embargo_until.isoformat() == SECOND


def test_an_embargo_given_in_a_call(desk_client: Client) -> None:
    request = in_berlin()
    values = {"channel": "phone", "words": "We deny it.", "says": "answered", "zone": ""}
    values |= {"terms": "embargoed", "embargo_until": TWICE}
    assert asked_about(post(desk_client, "call", request.pk, **values), "embargo_until")
    post(desk_client, "call", request.pk, **values, embargo_until_which="earlier")
    assert request.replies.get().embargo_until.isoformat() == FIRST


def test_a_longer_deadline(desk_client: Client) -> None:
    with time_machine.travel(BEFORE, tick=False):
        request = in_berlin()
        desk_client.force_login(EditorFactory())
        values = {"until": TWICE, "reason": "It asked.", "seen": request.deadline_mark}
        assert asked_about(post(desk_client, "extend", request.pk, **values), "until")
        post(desk_client, "extend", request.pk, **values, until_which="later")
    request.refresh_from_db()
    assert request.deadline.isoformat() == SECOND


def test_when_a_text_was_sent_by_hand_which_is_kept_as_it_was_typed(desk_client: Client) -> None:
    with time_machine.travel(AFTER, tick=False):
        request = RequestFactory(time_zone="Europe/Berlin")
        contact = ContactFactory(party=request.party, channel="Signal", address="+49 1")
        desk_client.force_login(EditorFactory())
        point = request.standing_points[0]
        values = {
            "kind": "first", "contact": contact.pk, "deadline": "2030-01-02T17:00",
            "time_zone": "Europe/Berlin", f"point-{point.pk}": point.words,
            f"seen-{point.pk}": 1, "act": "by hand", "sent_at": TWICE,
            "sent_zone": "Europe/Berlin",
        }  # fmt: skip
        for name in ("preview", "compose"):
            page = post(desk_client, name, request.pk, **values).content.decode()
            assert f'name="sent_at" value="{TWICE}"' in page, name
            assert "02:30 twice" in page
        post(desk_client, "compose", request.pk, **values, sent_at_which="earlier")
    assert request.calls.get().at.isoformat() == FIRST


def test_what_is_asked_for_is_by_the_party_s_clock_whatever_the_zone_of_an_embargo(
    desk_client: Client,
) -> None:
    reply = ReplyFactory(request=in_berlin())
    values = {"says": "asks for time", "expected": "", "asks_until": "2030-01-02T10:00"}
    zone = {"terms": "on the record", "embargo_zone": "America/New_York"}
    post(desk_client, "triage", reply.pk, **values, **zone)
    reply.refresh_from_db()
    assert reply.asks_until.isoformat() == "2030-01-02T09:00:00+00:00"
