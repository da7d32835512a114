"""Sign-in and every page work while Redis is down, and limits hold."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from factcheck.newsroom.models import User
from factcheck.newsroom.steady_cache import SteadyCache
from tests.newsroom.factories import PASSWORD, ReporterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent() -> Iterator[int]:
    """A server that takes connections and never answers: a Redis that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(params=["down", "hangs"])
def without_redis(request: pytest.FixtureRequest, settings: Any, silent: int) -> None:
    port = 1 if request.param == "down" else silent
    address = f"redis://127.0.0.1:{port}/0"
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": address},
    }


@pytest.mark.usefixtures("without_redis")
def test_people_sign_in_and_read_while_redis_is_away(client: Client) -> None:
    person = ReporterFactory()
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("without_redis")
def test_wrong_passwords_are_limited_while_redis_is_away(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}  # allauth's own, which other tests turn off
    assert wrong_passwords(client, ReporterFactory(), 6)


def wrong_passwords(client: Client, person: User, times: int, **address: str) -> bool:
    """Try a wrong password so often; tell whether the last try was refused unread."""
    for _ in range(times):
        form = {"login": person.email, "password": "wrong"}
        page = client.post("/account/login/", form, **address).content.decode()
    return "Too many" in page


@pytest.mark.usefixtures("flush_redis")
def test_a_stranger_s_wrong_passwords_do_not_lock_a_colleague_out(
    client: Client, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    person = ReporterFactory()
    assert wrong_passwords(client, person, 6, REMOTE_ADDR="203.0.113.9")
    form = {"login": person.email, "password": PASSWORD}
    assert client.post("/account/login/", form, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.usefixtures("flush_redis")
def test_behind_a_proxy_the_client_s_own_address_is_counted(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person, proxy = ReporterFactory(), {"REMOTE_ADDR": "10.0.0.1"}
    # What a client writes into the header itself stands before what the proxy adds.
    forged = "1.2.3.4, 203.0.113.9"
    assert wrong_passwords(client, person, 6, HTTP_X_FORWARDED_FOR=forged, **proxy)
    form = {"login": person.email, "password": PASSWORD}
    other = {"HTTP_X_FORWARDED_FOR": "198.51.100.7", **proxy}
    assert client.post("/account/login/", form, **other).status_code == 302


def test_redis_is_left_alone_for_a_while_after_it_failed(silent: int) -> None:
    cache = SteadyCache(f"redis://127.0.0.1:{silent}/0", {})
    assert cache.add("count", 1)
    begun = time.monotonic()
    for number in range(2, 12):
        assert cache.incr("count") == number
    assert cache.get_many(["count", "other"]) == {"count": 11}
    assert time.monotonic() - begun < 4, "ten waits of half a second would be five"


def test_redis_is_asked_again_when_it_is_back(
    silent: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SteadyCache(f"redis://127.0.0.1:{silent}/0", {})
    cache.set("word", "in the database")
    monkeypatch.setattr(cache, "_away_until", 0.0)
    monkeypatch.setattr(
        "django.core.cache.backends.redis.RedisCache.get", lambda *args, **kwargs: "in Redis"
    )
    assert cache.get("word") == "in Redis"
    assert caches["fallback"].get("word") == "in the database"
