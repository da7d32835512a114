"""Who is signed in where, and who may end it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sessions import browser_of
from tests.newsroom.factories import PASSWORD, ChiefFactory, ReporterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PAGE = "/settings/sessions/"


def session_of(person: object, address: str = "203.0.113.9") -> Client:
    client = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR=address)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})  # type: ignore[attr-defined]
    return client


def marks(page: str) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f]{64})"', page)


def test_a_person_sees_their_own_and_signs_out_everywhere_else() -> None:
    person, other = ReporterFactory(name="Ann Lee"), ReporterFactory(name="Bo Ray")
    here, there, others = session_of(person), session_of(person), session_of(other)
    page = here.get(PAGE).content.decode()
    assert "Firefox on Windows, 203.0.113.9" in page
    assert "Bo Ray" not in page
    assert str(there.session.session_key) not in page
    here.post(PAGE)
    assert here.get(PAGE).status_code == others.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    line = LogEntry.objects.get(text__startswith="Ended a session of Ann Lee")
    assert line.by == person


def test_a_chief_sees_and_ends_another_s_session_and_it_is_logged() -> None:
    chief, person = ChiefFactory(), ReporterFactory(name="Ann Lee")
    desk, theirs = session_of(chief), session_of(person)
    page = desk.get(PAGE).content.decode()
    assert "Ann Lee" in page
    [mark] = marks(page)
    desk.post(PAGE, {"session": mark})
    assert theirs.get(PAGE).status_code == 302
    assert LogEntry.objects.get(text__startswith="Ended a session of Ann Lee").by == chief
    assert "has ended already" in desk.post(PAGE, {"session": mark}, follow=True).content.decode()


def test_a_reporter_ends_no_session_of_a_chief_s_though_they_know_its_mark() -> None:
    chief, person = ChiefFactory(), ReporterFactory()
    desk, second, theirs = session_of(chief), session_of(chief), session_of(person)
    for mark in marks(desk.get(PAGE).content.decode()):
        theirs.post(PAGE, {"session": mark})
    assert desk.get(PAGE).status_code == second.get(PAGE).status_code == 200


def test_a_browser_is_named_in_plain_words() -> None:
    assert browser_of(FIREFOX) == "Firefox on Windows"
    assert browser_of("curl/8") == "a program"


def test_a_chief_who_signs_out_everywhere_else_signs_nobody_else_out() -> None:
    chief, person = ChiefFactory(), ReporterFactory()
    desk, second, theirs = session_of(chief), session_of(chief), session_of(person)
    desk.post(PAGE)
    assert second.get(PAGE).status_code == 302
    assert theirs.get(PAGE).status_code == 200
