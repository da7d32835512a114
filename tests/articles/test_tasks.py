"""Pages fetched into articles, from a real server on this machine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import redis
from django.utils import timezone
from pytest_httpserver import HTTPServer

from factcheck.articles import actions, tasks
from factcheck.articles.models import Article, Import
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import sweeps
from tests.articles.documents import pdf
from tests.articles.factories import ImportFactory
from tests.newsroom.factories import ReporterFactory

pytestmark = pytest.mark.django_db

WORDS = "Rebels entered the second city on Friday, witnesses said to the desk, and twelve people were killed there."
PAGE = f"""<html><head><title>City falls</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2024-11-30T08:00:00Z"></head><body><article><h1>City falls</h1>
{"".join(f"<p>Paragraph {n}. {WORDS}</p>" for n in range(8))}</article></body></html>"""


@pytest.fixture
def web(httpserver: HTTPServer, settings: Any, flush_redis: redis.Redis) -> HTTPServer:
    httpserver.clear()
    httpserver.no_handler_status_code = 404
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"{httpserver.host}:{httpserver.port}"]
    return httpserver


def fetched(row: Import) -> Import:
    tasks.fetch_import(row.pk)
    return Import.objects.get(pk=row.pk)


def test_a_page_becomes_an_article_of_whoever_asked_for_it(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data(PAGE, content_type="text/html")
    by = ReporterFactory()
    deadline = timezone.now() + timedelta(hours=3)
    row = fetched(actions.import_url(by=by, url=web.url_for("/a"), deadline=deadline))
    assert (row.work, row.error) == ("done", "")
    article = row.article
    assert article is not None
    assert (article.headline, str(article.published), article.created_by) == (
        "City falls",
        "2024-11-30",
        by,
    )
    assert (article.url, article.deadline) == (web.url_for("/a"), deadline)
    proof = article.current_proof()
    assert (proof.medium, proof.blocks.first().kind) == ("url", "headline")  # type: ignore[union-attr]
    tasks.fetch_import(row.pk)
    assert Article.objects.count() == 1


def test_what_a_person_says_of_a_page_comes_before_what_the_page_says(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data(PAGE, content_type="text/html")
    author = ReporterFactory()
    asked = actions.import_url(
        by=author,
        url=web.url_for("/a"),
        headline="Ours",
        published=date(2024, 12, 2),
        author=author,
    )
    article = fetched(asked).article
    assert article is not None
    assert (article.headline, article.published, article.author) == (
        "Ours",
        date(2024, 12, 2),
        author,
    )


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<html><body><nav>Home</nav><p>Sign in to go on.</p></body></html>", "text/html"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "image/png"),
        ("", "text/html"),
        (pdf([]), "application/pdf"),
    ],
)
def test_a_page_that_is_no_article_ends_as_one_plain_sentence(
    web: HTTPServer, body: str | bytes, content_type: str
) -> None:
    web.expect_request("/a").respond_with_data(body, content_type=content_type)
    row = fetched(ImportFactory(url=web.url_for("/a")))
    assert (row.work, row.article) == ("failed", None)
    assert row.error.endswith(".")
    assert "\n" not in row.error
    assert not Article.objects.exists()


def test_a_page_that_is_not_there_fails_at_once_and_a_busy_server_is_asked_again(
    web: HTTPServer,
) -> None:
    web.expect_request("/busy").respond_with_data("", status=503)
    assert fetched(ImportFactory(url=web.url_for("/gone"))).work == "failed"
    row = fetched(ImportFactory(url=web.url_for("/busy")))
    assert row.work == "waiting"
    assert row.next_try_at > timezone.now()
    assert "503" in row.error
    Import.objects.filter(pk=row.pk).update(tries=tasks.AT_MOST - 1, next_try_at=timezone.now())
    assert fetched(row).work == "failed"


def test_an_address_inside_the_building_is_never_fetched(
    settings: Any, flush_redis: redis.Redis
) -> None:
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    row = fetched(ImportFactory(url="http://127.0.0.1:1/secret"))
    assert (row.work, row.tries) == ("failed", 1)


def test_someone_who_lost_the_right_meanwhile_gets_no_article(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data(PAGE, content_type="text/html")
    row = fetched(ImportFactory(url=web.url_for("/a"), by=ReporterFactory(is_active=False)))
    assert row.work == "failed"
    assert not Article.objects.exists()


def test_a_worker_that_lost_its_lease_leaves_no_article(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data(PAGE, content_type="text/html")
    row = ImportFactory(url=web.url_for("/a"))
    slow = Import.objects.claim(row.pk, timezone.now(), tasks.LEASE)
    Import.objects.filter(pk=row.pk).update(lease_token="another's")
    with pytest.raises(tasks._LeaseLost):
        tasks.bring_in(slow)
    assert not Article.objects.exists()
    assert not LogEntry.objects.exists()


def test_workers_that_die_over_a_page_give_it_up_in_the_end_without_another_fetch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks, "fetch", asked.append)
    row = ImportFactory(
        work="running", lease_until=timezone.now() - timedelta(seconds=1), tries=tasks.AT_MOST
    )
    assert fetched(row).work == "failed"
    assert not asked


def test_an_unforeseen_fault_ends_as_a_row_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "fetch", lambda url: 1 / 0)
    row = fetched(ImportFactory())
    assert (row.work, row.error) == ("waiting", tasks.FAILED)


def test_the_sweep_finds_what_is_due_and_only_that() -> None:
    due = ImportFactory()
    dead = ImportFactory(work="running", lease_until=timezone.now() - timedelta(seconds=1))
    ImportFactory(work="done")
    ImportFactory(next_try_at=timezone.now() + timedelta(minutes=1))
    ImportFactory(work="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert set(tasks.due(timezone.now())) == {due.pk, dead.pk}
    assert "articles.fetch_import" in {sweep.name for sweep in sweeps()}
