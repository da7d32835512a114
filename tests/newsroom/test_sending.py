"""How a sweep sends what is due: each row once until a worker begins on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from celery.signals import task_prerun

from factcheck.newsroom import sweeps

ROOT = Path(__file__).resolve().parents[2]


class Recorder:
    """Stands for a Celery task: remembers what is sent."""

    name = "test.recorded"

    def __init__(self) -> None:
        self.sent: list[int] = []

    def apply_async(self, args: tuple[int], queue: str) -> None:
        self.sent.append(args[0])


@pytest.fixture
def task(flush_redis: redis.Redis) -> Iterator[Recorder]:
    one = Recorder()
    sweeps.sweep("test.sweep", task=one, due=lambda now: [1, 2], every=5, queue="read")
    yield one
    del sweeps._sweeps["test.sweep"]


def test_a_row_that_waits_in_the_queue_is_not_sent_again(task: Recorder) -> None:
    sweeps.run_sweep("test.sweep")
    sweeps.run_sweep("test.sweep")
    assert task.sent == [1, 2]


def test_a_row_a_worker_began_on_may_be_sent_again(task: Recorder) -> None:
    sweeps.run_sweep("test.sweep")
    task_prerun.send(sender=task, task=task, args=(1,), kwargs={})
    sweeps.run_sweep("test.sweep")
    assert task.sent == [1, 2, 1]


def test_what_was_lost_with_redis_is_sent_again(task: Recorder, flush_redis: redis.Redis) -> None:
    sweeps.run_sweep("test.sweep")
    flush_redis.flushdb()
    sweeps.run_sweep("test.sweep")
    assert task.sent == [1, 2, 1, 2]


def test_a_row_that_could_not_be_sent_is_sent_the_next_time(task: Recorder) -> None:
    works, task.apply_async = task.apply_async, lambda *_, **__: 1 / 0  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        sweeps.run_sweep("test.sweep")
    task.apply_async = works  # type: ignore[method-assign]
    sweeps.run_sweep("test.sweep")
    assert task.sent == [1, 2]


def test_a_process_that_is_no_worker_finds_every_rooms_sweeps() -> None:
    code = "import django; django.setup(); import factcheck.celery; from factcheck.newsroom.sweeps import sweeps\n"
    code += "print(*sorted(one.name for one in sweeps()))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert {
        "claims.read",
        "evidence.plan",
        "post.deliver",
        "replies.propose",
        "status.tell",
    } <= set(ran.stdout.split())
