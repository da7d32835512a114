"""What Prometheus is told, and who may ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from factcheck.articles.models import Import
from factcheck.newsroom.sweeps import send_pulses
from tests.articles.factories import ArticleFactory, ImportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def figures(client: Client) -> dict[tuple[str, ...], float]:
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_newsroom_is_told_in_figures(client: Client) -> None:
    ArticleFactory()
    ImportFactory.create_batch(3)
    Import.objects.filter(pk=Import.objects.first().pk).update(work="done")  # type: ignore[union-attr]
    send_pulses()
    told = figures(client)
    assert told["factcheck_part_up", "database"] == 1
    assert told["factcheck_part_up", "sweeps"] == 0
    assert told["factcheck_queue_messages", "mail"] == 1
    assert told["factcheck_work_rows", "articles.import", "waiting"] == 2
    assert ("factcheck_work_rows", "articles.import", "done") not in told
    assert told["factcheck_articles_open",] == 1


def test_names_keep_to_the_conventions(client: Client) -> None:
    for name, *_ in figures(client):
        assert name.startswith("factcheck_")
        assert "timestamp" not in name or name.endswith("_timestamp_seconds")


def test_figures_hold_no_copy(client: Client) -> None:
    ArticleFactory(headline="Secret of the ministry")
    assert "Secret" not in client.get("/metrics").content.decode()


def test_without_a_token_only_this_machine_may_ask(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_with_a_token_whoever_bears_it_may_ask_and_nobody_else(
    client: Client, settings: Any
) -> None:
    settings.METRICS_TOKEN = "a-token"
    assert client.get("/metrics").status_code == 404
    bears = {"Authorization": "Bearer a-token"}
    assert client.get("/metrics", headers=bears, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_queries_do_not_grow_with_the_rows(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/metrics")
    ImportFactory.create_batch(5, next_try_at=timezone.now())
    with django_assert_max_num_queries(40):
        client.get("/metrics")
