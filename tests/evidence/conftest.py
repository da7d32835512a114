"""A small web on loopback for this room's tests, and ways to do its background work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from redis import Redis

from factcheck.evidence import tasks
from factcheck.evidence.search import provider_registry
from factcheck.newsroom.sweeps import work_off
from factcheck.outside import search as outside
from factcheck.outside.errors import OutsideError
from tests.evidence.factories import STORY

SWEEPS = (
    "evidence.feeds",
    "evidence.cut_documents",
    "evidence.cut_entries",
    "evidence.plan",
    "evidence.cite",
    "evidence.ask",
    "evidence.fetch",
    "evidence.compare",
)
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="{site}"><meta property="article:published_time" content="2024-11-30"></head>
<body><article><h1>{title}</h1>{text}</article></body></html>"""


def html(text: str = STORY, title: str = "Rebels inside Aleppo", site: str = "The Courier") -> str:
    return PAGE.format(
        title=title, site=site, text="".join(f"<p>{line}</p>" for line in text.split("\n"))
    )


@pytest.fixture
def web(settings: Any, flush_redis: Redis) -> Iterator[HTTPServer]:
    """Pages served on loopback, which the fetcher may visit."""
    with HTTPServer(host="127.0.0.1") as server:
        settings.OUTSIDE_LOOPBACK_ALLOWED = [f"127.0.0.1:{server.port}"]
        server.expect_request("/robots.txt").respond_with_data(
            "User-agent: *\nAllow: /\n", content_type="text/plain"
        )
        yield server


@pytest.fixture
def evidence_work(flush_redis: Redis) -> Callable[[], int]:
    """Do all of this room's due work in this process, round after round, until there is none."""

    def go() -> int:
        assert tasks  # importing it registers the sweeps
        rounds = 0
        while sum(work_off(name) for name in SWEEPS):
            rounds += 1
            assert rounds < 20, "The work of the room never ends."
        return rounds

    return go


class FakeProvider:
    """An outside search whose answers, or failures, are given; it keeps what it was asked, and
    calls `meanwhile` while the answer is under way.
    """

    needs_key = False
    outside = True
    takes_language = False

    def __init__(self, name: str = "wikipedia") -> None:
        self.name = self.label = name
        self.asked: list[outside.ProviderQuery] = []
        self.answers: list[tuple[outside.SearchHit, ...] | OutsideError] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def search(self, query: outside.ProviderQuery) -> outside.Results:
        self.asked.append(query)
        self.meanwhile()
        answer = self.answers.pop(0) if self.answers else ()
        if isinstance(answer, OutsideError):
            raise answer
        return outside.Results(self.name, query.text, answer)


@pytest.fixture
def wikipedia(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """Stands where the code of the provider "wikipedia" is looked up."""
    fake = FakeProvider()
    monkeypatch.setitem(provider_registry._OWN, "wikipedia", lambda about: fake)
    return fake
