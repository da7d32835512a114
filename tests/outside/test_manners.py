"""Robots and pace."""

import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside.http import fetch
from factcheck.outside.pace import seconds_asked
from tests.outside.conftest import RawServer, failure, pages_asked

Raw = Callable[..., RawServer]


# Robots


def test_robots_are_obeyed_and_asked_for_once(web: HTTPServer, settings: Any) -> None:
    settings.OUTSIDE_USER_AGENT = "factcheck/0.1 (desk@paper.example)"
    web.expect_request("/robots.txt").respond_with_data(
        "User-agent: factcheck\nDisallow: /private\n"
    )
    web.expect_request("/open").respond_with_data("ok")
    web.expect_request("/private/a").respond_with_data("secret")
    assert fetch(web.url_for("/open")).body == b"ok"
    error = failure(web.url_for("/private/a"))
    assert (error.kind, error.temporary) == ("robots", False)
    assert [request.path for request, _ in web.log] == ["/robots.txt", "/open"]
    assert fetch(web.url_for("/private/a"), respect_robots=False).body == b"secret"


def test_robots_hold_for_the_target_of_a_redirect_too(web: HTTPServer) -> None:
    web.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private\n")
    web.expect_request("/a").respond_with_data("", 302, {"Location": "/private"})
    assert failure(web.url_for("/a")).kind == "robots"
    assert pages_asked(web) == ["/a"]


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (401, True), (500, False), (503, False), (429, False)],
)
def test_robots_that_are_missing_allow_and_that_are_broken_forbid_for_now(
    web: HTTPServer, status: int, allowed: bool
) -> None:
    web.expect_request("/robots.txt").respond_with_data("", status=status)
    web.expect_request("/a").respond_with_data("ok")
    if allowed:
        assert fetch(web.url_for("/a")).body == b"ok"
    else:
        error = failure(web.url_for("/a"))
        assert (error.kind, error.temporary) == ("robots", True)
        assert pages_asked(web) == []


def test_robots_past_500_kilobytes_are_read_to_there(web: HTTPServer) -> None:
    rules = "User-agent: *\nDisallow: /early\n" + "# padding\n" * 60_000 + "Disallow: /late\n"
    web.expect_request("/robots.txt").respond_with_data(rules)
    web.expect_request("/late").respond_with_data("ok")
    assert failure(web.url_for("/early")).kind == "robots"
    assert fetch(web.url_for("/late")).body == b"ok"


def test_a_server_that_is_down_for_a_moment_is_not_remembered_as_forbidding(
    raw: Raw, web: HTTPServer, settings: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"127.0.0.1:{port}"]
    assert failure(f"http://127.0.0.1:{port}/a").kind == "connection"
    with HTTPServer(host="127.0.0.1", port=port) as server:
        server.no_handler_status_code = 404
        server.expect_request("/a").respond_with_data("ok")
        assert fetch(f"http://127.0.0.1:{port}/a").body == b"ok"


def test_robots_that_redirect_inwards_are_unreachable(web: HTTPServer) -> None:
    web.expect_request("/robots.txt").respond_with_data(
        "", 302, {"Location": "http://169.254.169.254/robots.txt"}
    )
    assert failure(web.url_for("/a")).kind == "robots"


def test_robots_made_to_cost_hours_are_parsed_in_a_moment(web: HTTPServer) -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(12_000))
    web.expect_request("/robots.txt").respond_with_data(agents + "Disallow: /x\n" * 12_000)
    web.expect_request("/a").respond_with_data("ok")
    begun = time.monotonic()
    fetch(web.url_for("/a"))
    assert time.monotonic() - begun < 8


# Pace


def test_two_requests_to_a_host_are_paced_and_a_third_goes_back_to_the_queue(
    web: HTTPServer, settings: Any
) -> None:
    web.expect_request("/a").respond_with_data("ok")
    settings.OUTSIDE_PACE_SECONDS = 0.5
    begun = time.monotonic()
    fetch(web.url_for("/a"), respect_robots=False)
    assert time.monotonic() - begun < 0.4
    fetch(web.url_for("/a"), respect_robots=False)
    assert time.monotonic() - begun >= 0.49
    fetch(web.url_for("/a"), respect_robots=False, pace=60)
    error = failure(web.url_for("/a"), respect_robots=False)
    assert error.kind == "paced"
    assert error.temporary
    assert error.retry_after is not None
    assert 55 < error.retry_after <= 60.1
    assert len(web.log) == 3


def test_many_workers_take_one_slot_each(web: HTTPServer, settings: Any) -> None:
    at: list[float] = []
    lock = threading.Lock()

    def answer(_: Request) -> Response:
        with lock:
            at.append(time.monotonic())
        return Response("ok")

    web.expect_request("/a").respond_with_handler(answer)
    settings.OUTSIDE_PACE_SECONDS = 0.3
    workers = [
        threading.Thread(target=fetch, args=(web.url_for("/a"),), kwargs={"respect_robots": False})
        for _ in range(5)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    at.sort()
    assert len(at) == 5
    assert min(later - earlier for earlier, later in pairwise(at)) > 0.2


def test_a_crawl_delay_is_kept(web: HTTPServer, settings: Any) -> None:
    web.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 20\n")
    web.expect_request("/a").respond_with_data("ok")
    settings.OUTSIDE_PACE_SECONDS = 0.01
    fetch(web.url_for("/a"))  # learns the rules
    fetch(web.url_for("/a"))
    assert failure(web.url_for("/a")).kind == "paced"


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone_by_everybody(
    web: HTTPServer, status: int
) -> None:
    web.expect_request("/a").respond_with_data("", status, {"Retry-After": "120"})
    web.expect_request("/b").respond_with_data("ok")
    error = failure(web.url_for("/a"), respect_robots=False)
    assert (error.kind, error.status, error.retry_after) == ("status", status, 120.0)
    error = failure(web.url_for("/b"), respect_robots=False)
    assert error.kind == "paced"
    assert error.retry_after is not None
    assert error.retry_after > 110
    assert pages_asked(web) == ["/a"]


def test_without_redis_nothing_is_fetched_unpaced(web: HTTPServer, settings: Any) -> None:
    web.expect_request("/a").respond_with_data("ok")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    error = failure(web.url_for("/a"), respect_robots=False)
    assert (error.kind, error.temporary) == ("paced", True)
    assert web.log == []
    assert fetch(web.url_for("/a"), respect_robots=False, pace=False).body == b"ok"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120), ("0", 1), ("-5", 1), ("1e9", 6 * 3600), ("nan", 60), ("inf", 6 * 3600), ("soon", 60), (None, 60), ("", 60),
        ("Sun, 22 Nov 2026 10:02:00 GMT", 120), ("Sun, 22 Nov 2020 10:02:00 GMT", 1), ("Sun, 99 Foo 99999 10:02:00", 60),
    ],
)  # fmt: skip
def test_retry_after_is_read_within_reason(said: str | None, seconds: float) -> None:
    assert seconds_asked(said, datetime(2026, 11, 22, 10, tzinfo=UTC)) == seconds
