"""What the program that watches the newsroom is told."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery.signals import task_prerun
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from factcheck.newsroom import sweeps
from factcheck.newsroom.sweeps import pulse, queues
from factcheck.post.models import Mailbox
from factcheck.status import health

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def all_taken_up() -> None:
    """Have the sweeper be about, and a worker of each queue take up its pulse."""
    cache.set("newsroom.swept", timezone.now())
    sweeps._noted.clear()
    for queue in queues():
        pulse.push_request(
            called_directly=False, is_eager=False, delivery_info={"routing_key": queue}
        )
        try:
            task_prerun.send(sender=pulse, task=pulse, args=(1,), kwargs={})
        finally:
            pulse.pop_request()


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_the_web_process_says_that_it_is_there_and_asks_nothing_else(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_newsroom_whose_queues_move_is_ready(client: Client) -> None:
    all_taken_up()
    status, parts = ready(client)
    assert status == 200
    assert set(parts.values()) == {"ok"}
    assert {"database", "redis", "queue read", "queue mail"} <= parts.keys()


def test_a_queue_that_nobody_works_on_is_named(client: Client) -> None:
    status, parts = ready(client)
    assert status == 503
    assert parts["queue mail"] == "no worker has taken anything up yet"
    all_taken_up()
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        assert ready(client)[1]["queue mail"] == "stands for 10 minutes"


def test_a_newsroom_that_is_just_being_started_is_not_told_to_start(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_taken_up()
    cache.delete("newsroom.swept")
    monkeypatch.setattr(health, "_BEGAN", time.monotonic())
    status, parts = ready(client)
    assert (status, "wait a moment" in parts["sweeps"]) == (503, True)


def test_a_newsroom_without_a_sweeper_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_BEGAN", time.monotonic() - 121)
    all_taken_up()
    assert ready(client)[1]["sweeps"] == "ok"
    cache.delete("newsroom.swept")
    assert ready(client)[1]["sweeps"] == "nobody runs them: start manage.py sweep"


def test_a_mailbox_that_is_not_read_is_told_without_its_address(client: Client) -> None:
    all_taken_up()
    late = timezone.now() - timedelta(hours=1)
    mailbox = Mailbox.objects.create(name="press@desk.example:993/INBOX", polled_at=late)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"][f"mailbox {mailbox.pk}"] == "was not read lately"
    assert "press@desk.example" not in answer.content.decode()
    Mailbox.objects.update(polled_at=timezone.now())
    assert ready(client)[0] == 200


def test_a_redis_that_is_away_is_named_and_the_rest_answered(client: Client, settings: Any) -> None:
    all_taken_up()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, parts = ready(client)
    assert (status, parts["redis"]) == (503, "does not answer")
    assert parts["database"] == "ok"
