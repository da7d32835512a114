"""How a sweep sends what is due: each row stands in the queue once, however long it waits there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from celery import current_app, shared_task
from celery.signals import task_postrun, task_prerun
from django.db import connection, connections

from factcheck.newsroom import queue_marks, sweeps
from factcheck.newsroom.sweeps import Sweep, run_sweep, send_pulses

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
QUEUE = "test-queue"


@shared_task(name="test.sent")
def sent(pk: int) -> None:
    """Stand for any task that takes a row."""


@pytest.fixture
def due(flush_redis: redis.Redis) -> Iterator[list[int]]:
    """The rows of the sweep "test.sweep" that are due, for the test to change."""
    rows: list[int] = []
    sweeps.sweep("test.sweep", task=sent, due=lambda now: list(rows), every=5, queue=QUEUE)
    yield rows
    del sweeps._sweeps["test.sweep"]
    sweeps._tasks.discard(sent.name)


def the_sweep() -> Sweep:
    return sweeps._sweeps["test.sweep"]


def in_queue(redis_: redis.Redis) -> int:
    return redis_.llen(QUEUE)


def takes_up(redis_: redis.Redis, pk: int) -> None:
    """Do as a worker that takes a message and begins."""
    redis_.rpop(QUEUE)
    sent.push_request(called_directly=False, is_eager=False, delivery_info={"routing_key": QUEUE})
    try:
        task_prerun.send(sender=sent, task=sent, args=(pk,), kwargs={})
    finally:
        sent.pop_request()


def ends(pk: int) -> None:
    task_postrun.send(sender=sent, task=sent, args=(pk,), kwargs={})


def test_under_a_lag_every_due_row_stands_in_the_queue_exactly_once(
    due: list[int], flush_redis: redis.Redis
) -> None:
    due += range(1, 47)
    assert [run_sweep(the_sweep()) for _ in range(20)] == [46] + [0] * 19
    assert in_queue(flush_redis) == 46


def test_a_mark_outlives_the_longest_lag_and_then_ends(
    due: list[int], flush_redis: redis.Redis
) -> None:
    due.append(7)
    run_sweep(the_sweep())
    mark = queue_marks._key(sent.name, 7)
    assert flush_redis.ttl(mark) > 3600
    flush_redis.delete(mark)  # as when its lease ends
    assert run_sweep(the_sweep()) == 1


def test_a_row_is_not_sent_again_while_a_worker_works_on_it_but_after(
    due: list[int], flush_redis: redis.Redis
) -> None:
    due += [1, 2]
    run_sweep(the_sweep())
    takes_up(flush_redis, 1)
    assert run_sweep(the_sweep()) == 0
    ends(1)
    assert run_sweep(the_sweep()) == 1


def test_a_row_whose_worker_died_waits_no_longer_than_a_row_s_lease(
    due: list[int], flush_redis: redis.Redis
) -> None:
    due.append(1)
    run_sweep(the_sweep())
    takes_up(flush_redis, 1)
    left = flush_redis.ttl(queue_marks._key(sent.name, 1))
    assert 0 < left <= queue_marks.RUNNING_SECONDS


def test_a_backlog_of_any_length_drains(
    due: list[int], flush_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "AT_ONCE", 10)
    due += range(35)
    rounds = 0
    while due and rounds < 10:
        rounds += 1
        run_sweep(the_sweep())
        assert in_queue(flush_redis) <= 10
        for pk in due[:10]:
            takes_up(flush_redis, pk)
            ends(pk)
        del due[:10]
    assert rounds == 4
    assert in_queue(flush_redis) == 0


def test_what_was_lost_with_redis_is_sent_again(due: list[int], flush_redis: redis.Redis) -> None:
    due += [1, 2]
    run_sweep(the_sweep())
    flush_redis.flushdb()
    assert run_sweep(the_sweep()) == 2


def test_what_somebody_purged_from_the_queue_is_sent_again(
    due: list[int], flush_redis: redis.Redis
) -> None:
    due += [1, 2]
    run_sweep(the_sweep())
    flush_redis.delete(QUEUE)
    assert run_sweep(the_sweep()) == 2


def test_what_a_worker_holds_is_not_taken_for_lost(
    due: list[int], flush_redis: redis.Redis
) -> None:
    due.append(1)
    run_sweep(the_sweep())
    flush_redis.delete(QUEUE)
    flush_redis.hset("unacked", "tag", "the message")
    assert run_sweep(the_sweep()) == 0


def test_a_row_that_could_not_be_sent_is_sent_the_next_time(
    due: list[int], monkeypatch: pytest.MonkeyPatch, flush_redis: redis.Redis
) -> None:
    due += [1, 2, 3]
    works = sent.apply_async
    monkeypatch.setattr(sent, "apply_async", breaks_at(2, works))
    with pytest.raises(OSError, match="no broker"):
        run_sweep(the_sweep())
    monkeypatch.setattr(sent, "apply_async", works)
    assert run_sweep(the_sweep()) == 2
    assert in_queue(flush_redis) == 3


def breaks_at(pk: int, works: Callable[..., Any]) -> Callable[..., Any]:
    def apply_async(args: tuple[int], **how: Any) -> Any:
        if args[0] == pk:
            raise OSError("no broker")
        return works(args, **how)

    return apply_async


def test_a_queue_that_stands_holds_one_pulse_and_no_more(flush_redis: redis.Redis) -> None:
    for _ in range(5):
        send_pulses()
    assert queue_marks.waiting(sweeps.queues()) == {
        "fetch": 1, "mail": 1, "read": 1, "status": 1,
    }  # fmt: skip


def test_workers_keep_their_connection_over_many_tasks() -> None:
    assert current_app.conf.get("CELERY_DB_REUSE_MAX") >= 100


@pytest.mark.django_db(transaction=True)
def test_a_connection_the_database_ended_between_two_tasks_is_made_anew(
    due: list[int], flush_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "CONN_HEALTH_CHECKS", True)
    monkeypatch.setattr(sweeps, "_checked_at", float("-inf"))
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (pid,))  # as when it is restarted
    takes_up(flush_redis, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()


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
