"""Real processes at many hosts: the pace of a host is kept in Redis, so it holds over all of them
together.
"""

import multiprocessing
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import redis
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside.http import fetch

WORKERS = HOSTS = 10
PACE = 0.2


@pytest.fixture
def hosts(
    settings: Any, flush_redis: redis.Redis
) -> Iterator[tuple[list[str], dict[str, list[float]]]]:
    """Ten servers, and when each was asked for a page."""
    at: dict[str, list[float]] = defaultdict(list)

    def answer(request: Request) -> Response:
        at[request.host].append(time.monotonic())
        return Response("ok")

    with ExitStack() as stack:
        servers = [
            stack.enter_context(HTTPServer(host="127.0.0.1", threaded=True)) for _ in range(HOSTS)
        ]
        for server in servers:
            server.expect_request("/robots.txt").respond_with_data("", 404)
            server.expect_request("/a").respond_with_handler(answer)
        settings.OUTSIDE_LOOPBACK_ALLOWED = [f"127.0.0.1:{server.port}" for server in servers]
        settings.OUTSIDE_PACE_SECONDS = PACE
        yield [server.url_for("/a") for server in servers], at


def work(urls: list[str], first: int) -> None:
    """One worker: a page of each host, beginning with another than its neighbours."""
    for url in [*urls[first:], *urls[:first]]:
        fetch(url, timeout=30)
    os._exit(0)


def test_ten_workers_at_ten_hosts_never_ask_one_more_often_than_its_pace(
    hosts: tuple[list[str], dict[str, list[float]]],
) -> None:
    urls, at = hosts
    begun = time.monotonic()
    workers = [
        multiprocessing.get_context("fork").Process(target=work, args=(urls, n))
        for n in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * WORKERS
    assert len(at) == HOSTS
    for asked in at.values():
        asked.sort()
        assert len(asked) == WORKERS
        # A page may be a moment late, never one more than the pace allows in any stretch.
        for first in range(WORKERS - 3):
            assert asked[first + 3] - asked[first] > 3 * PACE - 0.3
        assert asked[-1] - asked[0] > (WORKERS - 1) * PACE - 0.3
    # In parallel: ten hosts one after another would take ten times as long.
    assert time.monotonic() - begun < HOSTS * (WORKERS - 1) * PACE
