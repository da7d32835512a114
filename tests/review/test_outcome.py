"""`manage.py factcheck`: what it prints, and when it says that the work is over."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import redis
from django.core.management import CommandError, call_command
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Extraction
from factcheck.evidence.models import Search
from factcheck.newsroom.models import LogEntry
from factcheck.review.reads.outcome import outcome_of, work_left
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import ReporterFactory, desk

pytestmark = pytest.mark.django_db
COPY = """Dam at Irrel was built in two years

The dam at Irrel was finished on Monday, two years after work on it began, at a cost of $300 million.

“It will hold for a century,” said Minister Ada Brun.

The Herald has sought comment from the Irrel Water Company and the Belmar government.
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(COPY, encoding="utf-8")
    return path


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("factcheck", *arguments, stdout=out)
    return out.getvalue()


def test_one_command_takes_an_article_all_the_way(draft: Path, flush_redis: redis.Redis) -> None:
    by = ReporterFactory()
    found = json.loads(run(str(draft), "--json", "--by", by.email, "--published", "2026-03-14"))
    assert set(found) == {
        "article",
        "reading",
        "findings",
        "searches",
        "evidence",
        "requests",
        "sentence",
        "gate",
    }
    article = Article.objects.get(pk=found["article"]["id"])
    assert found["article"]["headline"] == article.headline
    assert article.created_by == by
    assert found["reading"]["text"] == article.current_proof().text
    assert {row["provider"] for row in found["searches"]} >= {"archive"}
    assert {row["party"] for row in found["requests"]} == {
        "Irrel Water Company",
        "Belmar government",
    }
    assert {row["status"] for row in found["requests"]} == {"proposed"}
    assert "ask without request" in {row["reason"] for row in found["gate"]}
    assert work_left(article).finished


def test_without_json_it_is_readable(draft: Path, flush_redis: redis.Redis) -> None:
    said = run(str(draft))
    assert "Ada Brun" in said
    assert "Comment requests (2)" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-file.txt"], "Cannot read no-such-file.txt"),
        (["{draft}", "--by", "nobody@desk.example"], "No active person"),
        (["{draft}", "--deadline", "tomorrow"], "no date and time"),
        (["{draft}", "--deadline", "2026-13-40T10:00"], "no date and time"),
        (["{draft}", "--published", "2026-02-31"], "no date"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_left(
    draft: Path, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(*[argument.replace("{draft}", str(draft)) for argument in arguments])
    assert not Article.objects.exists()
    assert not LogEntry.objects.filter(verb="import article").exists()


def test_a_deadline_without_a_zone_is_the_desks(draft: Path, flush_redis: redis.Redis) -> None:
    desk(time_zone="America/New_York")
    run(str(draft), "--deadline", "2096-07-01T17:00", "--json")
    assert Article.objects.get().deadline.isoformat() == "2096-07-01T21:00:00+00:00"  # type: ignore[union-attr]


def test_unread_copy_is_not_finished() -> None:
    assert not work_left(ArticleFactory()).finished


def test_a_search_under_way_is_not_finished(draft: Path, flush_redis: redis.Redis) -> None:
    run(str(draft), "--json")
    article = Article.objects.get()
    assert work_left(article).finished
    Search.objects.filter(pk=Search.objects.first().pk).update(work="waiting")  # type: ignore[union-attr]
    assert not work_left(article).finished


def test_a_failed_reading_ends_the_wait_and_is_a_reason_of_the_gate() -> None:
    article = ArticleFactory()
    Extraction.objects.create(
        proof=article.current_proof(), work="failed", error="It could not be read."
    )
    assert work_left(article).finished
    assert "unread" in {row["reason"] for row in outcome_of(article, timezone.now()).gate}
