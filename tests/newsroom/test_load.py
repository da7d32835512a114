"""Under load: deadlines, readers who have gone, and dear pages that keep to their share."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, resolve, reverse

from factcheck import urls
from factcheck.newsroom import load
from factcheck.newsroom.load import DEAR_PAGES, LoadGuard, limit_statements, reader_gone
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import UserFactory
from tests.pages import one_line

pytestmark = pytest.mark.django_db


def sleeps(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("slept")


def asks_twice(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 2")
    return HttpResponse("asked")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError("ours")


urlpatterns = [
    path("sleeps/", sleeps),
    path("asks-twice/", asks_twice),
    path("api/v1/sleeps/", sleeps),
    path("away/", away),
    path("breaks/", breaks),
    *urls.urlpatterns,
]
handler500 = urls.handler500


@pytest.fixture
def client(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.fixture
def short_statements(settings: Any) -> Iterator[None]:
    settings.PAGE_STATEMENT_SECONDS = 0.05
    limit_statements(None, connection)
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")


def test_a_page_whose_statement_takes_too_long_is_a_503_with_a_sentence(
    client: Client, short_statements: None
) -> None:
    answer = client.get("/sleeps/")
    assert answer.status_code == 503
    assert load.SLOW in one_line(answer)
    assert int(answer["Retry-After"]) > 0


def test_a_program_is_told_so_in_its_own_form(client: Client, short_statements: None) -> None:
    answer = client.get("/api/v1/sleeps/")
    assert answer.status_code == 503
    assert answer.json() == {"error": {"code": "unavailable", "message": load.SLOW}}


def test_a_request_has_a_deadline(client: Client, settings: Any) -> None:
    assert client.get("/asks-twice/").status_code == 200
    settings.REQUEST_SECONDS = 0.0
    answer = client.get("/asks-twice/")
    assert answer.status_code == 503
    assert load.SLOW in one_line(answer)


def test_a_database_that_is_away_is_a_503_with_a_sentence(client: Client) -> None:
    answer = client.get("/away/")
    assert answer.status_code == 503
    assert load.AWAY in one_line(answer)


def test_a_fault_of_ours_stays_a_500(client: Client) -> None:
    assert client.get("/breaks/").status_code == 500


def test_dear_pages_are_names_that_there_are() -> None:
    for name in DEAR_PAGES:
        assert any(
            _reversed(name, kwargs) for kwargs in ({}, {"pk": 1}, {"article": 1}, {"article_id": 1})
        ), name


def _reversed(name: str, kwargs: dict[str, int]) -> bool:
    try:
        return resolve(reverse(name, kwargs=kwargs)).view_name == name
    except LookupError:
        return False
    except Exception:  # noqa: BLE001  not with these arguments
        return False


def test_dear_pages_without_a_turn_are_busy_and_cheap_ones_are_answered(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "WAIT_SECONDS", 0.0)
    settings.DEAR_PAGES_AT_ONCE = 0
    client, article = Client(), ArticleFactory()
    client.force_login(UserFactory(role="checker"))
    busy = client.get(reverse("review:proof", args=[article.pk]))
    assert busy.status_code == 503
    assert load.BUSY in one_line(busy)
    assert busy["Retry-After"] == busy["Refresh"] == str(load.TRY_AGAIN_SECONDS)
    assert Client().get(reverse("account_login")).status_code == 200
    assert client.get(reverse("desk:list")).status_code == 200


def test_a_dear_page_gives_its_turn_back_however_it_ends(settings: Any) -> None:
    settings.DEAR_PAGES_AT_ONCE = 1
    client, article = Client(raise_request_exception=False), ArticleFactory()
    client.force_login(UserFactory(role="checker"))
    assert client.get(reverse("review:proof", args=[10**9])).status_code == 404
    for _ in range(2):
        assert client.get(reverse("review:proof", args=[article.pk])).status_code == 200


def test_only_so_many_wait_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "WAITING_AT_MOST", 0)
    monkeypatch.setattr(load, "WAIT_SECONDS", 3600.0)
    turns = load._Turns(at_once=1)
    assert turns.take()
    assert not turns.take()  # at once: there is no place to wait
    turns.give_back()
    assert turns.take()


@pytest.fixture
def wire() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    yield near, far
    near.close()
    far.close()


def test_a_page_whose_reader_has_gone_is_not_computed(
    wire: tuple[socket.socket, socket.socket], rf: RequestFactory
) -> None:
    near, far = wire
    computed: list[str] = []
    answers = LoadGuard(lambda request: computed.append(request.path) or HttpResponse())  # type: ignore[func-returns-value]
    there = rf.get("/", **{"gunicorn.socket": near})
    assert answers(there).status_code == 200
    far.close()
    assert answers(there).status_code == load.READER_GONE
    assert computed == ["/"]


def test_a_page_is_dropped_in_the_middle_once_its_reader_has_gone(
    wire: tuple[socket.socket, socket.socket], rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, far = wire
    monkeypatch.setattr(load, "LOOK_SECONDS", 0.0)

    def leaves_in_the_middle(request: HttpRequest) -> HttpResponse:
        far.close()
        return asks_twice(request)

    with pytest.raises(load.ReaderGoneError):
        LoadGuard(leaves_in_the_middle)(rf.get("/", **{"gunicorn.socket": near}))


def test_what_changes_something_is_done_though_its_reader_has_gone(
    wire: tuple[socket.socket, socket.socket], rf: RequestFactory
) -> None:
    near, far = wire
    far.close()
    assert reader_gone(rf.get("/", **{"gunicorn.socket": near}))
    assert not reader_gone(rf.post("/", **{"gunicorn.socket": near}))


def test_a_reader_who_has_asked_for_the_next_page_already_is_not_gone(
    wire: tuple[socket.socket, socket.socket], rf: RequestFactory
) -> None:
    near, far = wire
    far.sendall(b"GET /next")
    assert not reader_gone(rf.get("/", **{"gunicorn.socket": near}))
