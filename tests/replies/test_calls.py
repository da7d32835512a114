"""Calls and messages by any channel, at their own time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.actions import CallFacts
from factcheck.replies.models import CommentRequest
from factcheck.replies.reads.comment_requests import sentence_of
from factcheck.replies.reads.record import record_of
from tests.newsroom.factories import CheckerFactory, EditorFactory, desk
from tests.replies.factories import RequestFactory, sent_request

pytestmark = pytest.mark.django_db


def call(request: CommentRequest, words: str = "We deny it.", **given: Any) -> Any:
    says = given.pop("says", "")
    facts = CallFacts(given.pop("channel", "phone"), **given)
    return actions.log_call(
        by=CheckerFactory(), request=request, facts=facts, words=words, says=says
    )


def text_of(request: CommentRequest) -> str:
    return sentence_of(request.article, timezone.now()).text


def test_an_answer_in_time_is_in_time_whenever_it_is_logged() -> None:
    deadline = timezone.now() - timedelta(hours=2)
    request = sent_request(deadline=deadline)
    call(request, at=deadline - timedelta(minutes=5), says="no comment")
    assert "declined to comment" in text_of(request)
    assert "after the deadline" not in text_of(request)


def test_an_answer_after_the_deadline_is_late_though_it_is_logged_at_once() -> None:
    request = sent_request(deadline=timezone.now() - timedelta(hours=2))
    call(request, says="no comment")
    assert "after the deadline" in text_of(request)


def test_a_call_still_to_come_is_not_logged() -> None:
    with pytest.raises(Refused, match="still to come"):
        call(RequestFactory(), at=timezone.now() + timedelta(minutes=2))


@pytest.mark.parametrize("channel", ["in person", "Telegram", "fax", "pigeon"])
def test_any_channel_there_is_may_be_named(channel: str) -> None:
    assert call(RequestFactory(), channel=channel).channel == channel


@pytest.mark.parametrize("channel", ["", "email", "x" * 41])
def test_a_call_names_its_channel_and_mail_is_none(channel: str) -> None:
    with pytest.raises(Refused, match="how it was"):
        call(RequestFactory(), channel=channel)


def test_a_message_left_asks_and_nobody_reached_does_not() -> None:
    left, missed = RequestFactory(), RequestFactory()
    call(left, "Left the points with the duty officer.", reached=False, message_left=True)
    call(missed, "Rang out.", reached=False)
    left.refresh_from_db()
    missed.refresh_from_db()
    assert (left.state, missed.state) == ("sent", "open")


def test_nobody_who_was_not_reached_said_anything() -> None:
    with pytest.raises(Refused, match="Nobody was reached"):
        call(RequestFactory(), reached=False, message_left=True, says="answered")


def test_where_nobody_was_reached_nobody_spoke(client: Client) -> None:
    request = sent_request()
    client.force_login(EditorFactory())
    address = reverse("replies:call", args=[request.pk])
    values = {"channel": "phone", "words": "Rang out.", "zone": "UTC", "said_by": "Ann Roe"}
    refused = client.post(address, {**values, "says": "nobody"}, follow=True)
    assert "nobody can have spoken" in refused.content.decode()
    assert not request.calls.exists()
    client.post(address, {**values, "says": "nobody", "said_by": ""})
    # Whoever took a message is named, though it is not the office that was asked for.
    client.post(address, {**values, "says": "message"})
    assert [one.spoke_with for one in request.calls.all()] == ["", "Ann Roe"]


def test_a_call_s_page_takes_its_time_zone_files_and_who_spoke(client: Client) -> None:
    request = sent_request()
    client.force_login(EditorFactory())
    colleague = CheckerFactory()
    values = {
        "channel": "WhatsApp",
        "at": "2025-06-02T09:30",
        "zone": "Europe/Paris",
        "made_by": colleague.pk,
        "said_by": "Ann Roe",
        "words": "We deny it.",
        "says": "answered",
        "terms": "not for attribution",
        "attached": SimpleUploadedFile("screen.png", b"\x89PNG"),
    }
    client.post(reverse("replies:call", args=[request.pk]), values)
    logged = request.calls.get()
    assert logged.at.isoformat() == "2025-06-02T07:30:00+00:00"
    assert (logged.made_by, logged.spoke_with) == (colleague, "Ann Roe")
    assert logged.reply.terms == "not for attribution"
    file = logged.files.get()
    answer = client.get(reverse("replies:call_file", args=[file.pk]))
    assert answer.content == b"\x89PNG"
    page = client.get(reverse("replies:request", args=[request.pk])).content.decode()
    assert "screen.png" in page


def test_what_a_call_comes_to_is_chosen_and_never_stands_by_itself(client: Client) -> None:
    request = sent_request()
    client.force_login(EditorFactory())
    address = reverse("replies:call", args=[request.pk])
    values = {"channel": "phone", "words": "We deny it.", "terms": "on the record", "zone": "UTC"}
    client.post(address, {**values, "said_by": "Ann Roe", "says": ""})
    assert not request.calls.exists()
    client.post(address, {**values, "words": "Left the points with the desk.", "says": "asked"})
    assert not request.replies.exists()
    assert request.calls.get().words == "Left the points with the desk."


def test_the_hour_that_came_twice_is_asked_about_in_a_call(client: Client) -> None:
    request = sent_request()
    client.force_login(EditorFactory())
    values = {"channel": "phone", "at": "2025-10-26T02:30", "zone": "Europe/Berlin", "words": "x"}
    values["says"] = "asked"
    refused = client.post(reverse("replies:call", args=[request.pk]), values, follow=True)
    assert "twice" in refused.content.decode()
    client.post(reverse("replies:call", args=[request.pk]), values | {"at_which": "earlier"})
    assert request.calls.get().at.isoformat() == "2025-10-26T00:30:00+00:00"


def test_what_was_said_off_the_record_bears_no_name(client: Client) -> None:
    request = sent_request()
    client.force_login(EditorFactory())
    values = {
        "channel": "phone",
        "words": "It was us.",
        "says": "answered",
        "zone": "UTC",
        "attributed_to": "a council official",
    }
    address = reverse("replies:call", args=[request.pk])
    client.post(address, values | {"terms": "off the record"})
    client.post(address, values | {"terms": "attributed to"})
    named = list(request.replies.order_by("pk").values_list("terms", "attributed_to"))
    assert named == [("off the record", ""), ("attributed to", "a council official")]


NOON = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "noted"),
    [
        ("Asia/Kolkata", "2026-11-30 22:30:00 UTC+5:30"),
        ("Asia/Baghdad", ""),  # the party's own clock stands there already
        ("America/New_York", ""),  # so does the desk's
        ("America/Toronto", ""),  # which shows the same
    ],
)
def test_a_call_s_time_is_also_by_the_clock_that_it_was_noted_by(
    client: Client, zone: str, noted: str
) -> None:
    desk(time_zone="America/New_York")
    request = sent_request(time_zone="Asia/Baghdad", sent_at=NOON - timedelta(hours=1))
    call(request, at=NOON, time_zone=zone)
    [told] = record_of(request.article, timezone.now())["requests"][0]["calls"]
    assert (told["time_zone"], told["at"]["noted"]) == (zone, noted)
    assert told["at"]["desk"] == "2026-11-30 12:00:00 ET"
    assert told["at"]["party"] == "2026-11-30 20:00:00 UTC+3"
    client.force_login(EditorFactory())
    paper = client.get(
        reverse("replies:right_of_reply", args=[request.article_id])
    ).content.decode()
    assert (f"(noted as {noted})" in paper) == bool(noted)


@pytest.mark.parametrize(
    ("zone", "there"),
    [
        ("Asia/Tokyo", "(noted as 02:00 JST on 1 Dec)"),
        ("Asia/Kolkata", "(noted as 22:30 UTC+5:30)"),
        ("America/Toronto", ""),
    ],
)
def test_the_page_says_where_a_call_was_noted_by_another_clock(
    client: Client, zone: str, there: str
) -> None:
    desk(time_zone="America/New_York")
    request = sent_request(sent_at=NOON - timedelta(hours=1))
    call(request, at=NOON, time_zone=zone)
    client.force_login(EditorFactory())
    page = client.get(reverse("replies:request", args=[request.pk])).content.decode()
    [line] = re.findall(r'<li id="call-\d+">(.*?)</li>', page, re.DOTALL)
    assert "30 Nov 12:00 ET" in line
    assert there in line
    assert ("noted as" in line) == bool(there)


def test_the_record_s_log_names_its_clock(client: Client) -> None:
    desk(time_zone="America/New_York")
    request = sent_request()
    call(request)
    client.force_login(EditorFactory(time_zone="Europe/Berlin"))
    paper = client.get(
        reverse("replies:right_of_reply", args=[request.article_id])
    ).content.decode()
    log = paper[paper.index('id="log"') :]
    assert "By the desk's clock (America/New_York)." in unescape(log)
    assert re.findall(r"\d\d:\d\d:\d\d (\w+)", log)
    assert set(re.findall(r"\d\d:\d\d:\d\d (\w+)", log)) == {"ET"}
