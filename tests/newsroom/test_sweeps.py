"""The sweeps: what is due is found, sent and worked off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import redis
from celery import current_app
from django.apps import apps
from django.utils import timezone

from factcheck.newsroom import queue_marks, sweeps
from factcheck.newsroom.sweeps import run_sweep, sweep, work_off

pytestmark = pytest.mark.django_db


class Task:
    """Stands for a Celery task: remembers what it was asked."""

    def __init__(self, name: str = "room.task") -> None:
        self.name = name
        self.done: list[int] = []
        self.sent: list[tuple[int, str]] = []

    def __call__(self, pk: int) -> None:
        self.done.append(pk)

    def apply_async(self, args: tuple[int], queue: str) -> None:
        self.sent.append((args[0], queue))


@pytest.fixture
def only(flush_redis: redis.Redis) -> Iterator[Callable[..., Task]]:
    """Registers sweeps that stand alone for the test."""
    sweeps.sweeps()  # what the rooms register, before it is set aside
    before = dict(sweeps._sweeps)
    sweeps._sweeps.clear()

    def register(name: str, ids: list[int]) -> Task:
        task = Task(name)
        sweep(name, task=task, due=lambda now: iter(ids), every=60, queue="fetch")
        return task

    yield register
    sweeps._sweeps.clear()
    sweeps._sweeps.update(before)


def test_a_sweep_sends_one_task_for_each_due_row_to_its_queue(only: Callable[..., Task]) -> None:
    task = only("room.verb", [3, 5])
    run_sweep(sweeps._sweeps["room.verb"])
    assert task.sent == [(3, "fetch"), (5, "fetch")]


def test_a_round_goes_from_room_to_room_whichever_was_imported_first(
    only: Callable[..., Task],
) -> None:
    for name in ("desk.lines", "claims.read", "evidence.plan", "evidence.ask"):
        only(name, [])
    order = [each.name for each in sweeps.sweeps() if each.task.__class__ is Task]
    assert order == ["claims.read", "evidence.plan", "evidence.ask", "desk.lines"]


def test_a_sweep_sends_only_so_many_at_once(
    only: Callable[..., Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "AT_ONCE", 2)
    task = only("room.verb", [1, 2, 3])
    run_sweep(sweeps._sweeps["room.verb"])
    assert [pk for pk, _ in task.sent] == [1, 2]


def test_a_sweep_registered_twice_is_one(only: Callable[..., Task]) -> None:
    only("room.verb", [1])
    later = only("room.verb", [2])
    run_sweep(sweeps._sweeps["room.verb"])
    assert [one.name for one in sweeps.sweeps()] == ["room.verb"]
    assert later.sent == [(2, "fetch")]


def test_working_off_does_what_is_due_in_this_process_and_counts_it(
    only: Callable[..., Task],
) -> None:
    first, second = only("a.verb", [1, 2]), only("b.verb", [3])
    assert work_off() == 3
    assert (first.done, second.done) == ([1, 2], [3])


def test_every_room_registers_its_sweeps_on_a_queue_that_is_worked() -> None:
    current_app.loader.import_default_modules()
    known = {one.name: one for one in sweeps.sweeps()}
    assert {"articles.fetch_import", "claims.read"} <= set(known)
    for one in known.values():
        assert one.queue in {"read", "fetch", "mail", "status"}
        assert 1 <= one.every <= 24 * 3600
        list(one.due(timezone.now()))
        assert one.after <= set(apps.app_configs)


def test_a_message_that_was_lost_alone_is_sent_again_while_others_are_worked_on(
    only: Callable[..., Task], flush_redis: redis.Redis
) -> None:
    task, one = only("room.verb", [7]), sweeps._sweeps["room.verb"]
    flush_redis.hset("unacked", "another", "in a worker's hands")
    assert run_sweep(one) == 1
    assert run_sweep(one) == 0
    key = queue_marks._key(task.name, 7)
    flush_redis.expire(key, queue_marks.WAITING_SECONDS - queue_marks.IN_HANDS_SECONDS - 1)
    flush_redis.rpush(one.queue, "a message that waits")
    assert run_sweep(one) == 0
    flush_redis.delete(one.queue)
    assert run_sweep(one) == 1
    queue_marks.mark_begun(task.name, 7)
    assert run_sweep(one) == 0


def test_a_command_without_a_worker_finds_every_rooms_sweeps() -> None:
    """The demo reads its story so, before any worker runs."""
    asked = (
        "import django; django.setup()\n"
        "from factcheck.newsroom.sweeps import sweeps\n"
        "print(*(each.name for each in sweeps()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert {"claims.read", "replies.propose", "post.deliver"} <= set(told.stdout.split())
