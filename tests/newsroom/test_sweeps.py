"""The sweeps: what is due is found, sent and worked off; the broker may be gone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import current_app
from celery.apps.beat import Beat
from celery.signals import task_prerun
from django.utils import timezone
from kombu.exceptions import OperationalError

from factcheck.celery import app
from factcheck.newsroom import sweeps
from factcheck.newsroom.sweeps import nudge, run_sweep, run_sweeps, sweep, work_off

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
    run_sweep("room.verb")
    assert task.sent == [(3, "fetch"), (5, "fetch")]


def test_a_round_goes_from_room_to_room_whichever_was_imported_first(
    only: Callable[..., Task],
) -> None:
    for name in ("desk.lines", "claims.read", "evidence.plan", "evidence.ask"):
        only(name, [])
    order = [each.name for each in sweeps.sweeps() if each.task.__class__ is Task]
    assert order == ["claims.read", "evidence.plan", "evidence.ask", "desk.lines"]


def test_a_row_that_waits_in_the_queue_is_not_sent_again_until_a_worker_begins_on_it(
    only: Callable[..., Task],
) -> None:
    task = only("room.verb", [3])
    run_sweep("room.verb")
    run_sweep("room.verb")
    assert task.sent == [(3, "fetch")]
    task_prerun.send(sender=task, task=task, args=(3,))
    run_sweep("room.verb")
    assert task.sent == [(3, "fetch"), (3, "fetch")]


def test_a_sweep_sends_only_so_many_at_once(
    only: Callable[..., Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "AT_ONCE", 2)
    task = only("room.verb", [1, 2, 3])
    run_sweep("room.verb")
    assert [pk for pk, _ in task.sent] == [1, 2]


def test_a_sweep_nobody_knows_is_no_fault(only: Callable[..., Task]) -> None:
    run_sweep("room.gone")


def test_a_sweep_registered_twice_is_one(only: Callable[..., Task]) -> None:
    only("room.verb", [1])
    later = only("room.verb", [2])
    run_sweeps()
    assert [one.name for one in sweeps.sweeps()] == ["room.verb"]
    assert later.sent == [(2, "fetch")]


def test_working_off_does_what_is_due_in_this_process_and_counts_it(
    only: Callable[..., Task],
) -> None:
    first, second = only("a.verb", [1, 2]), only("b.verb", [3])
    assert work_off() == 3
    assert (first.done, second.done) == ([1, 2], [3])


def test_one_sweep_that_fails_does_not_keep_the_others_from_running(
    only: Callable[..., Task],
) -> None:
    sweep("a.broken", task=Task(), due=lambda now: 1 / 0, every=60, queue="read")  # type: ignore[arg-type,return-value]
    good = only("b.verb", [3])
    run_sweeps()
    assert good.sent == [(3, "fetch")]


def test_every_room_registers_its_sweeps_on_a_queue_that_is_worked() -> None:
    current_app.loader.import_default_modules()
    known = {one.name: one for one in sweeps.sweeps()}
    assert {"articles.fetch_import", "claims.read"} <= set(known)
    for one in known.values():
        assert one.queue in {"read", "fetch", "mail", "status"}
        assert 1 <= one.every <= 24 * 3600
        list(one.due(timezone.now()))
        assert one.signature().args == (one.name,)


def sent_nudges(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(run_sweeps, "apply_async", lambda **kwargs: sent.append(kwargs))
    return sent


def test_nudges_in_a_row_are_one(
    monkeypatch: pytest.MonkeyPatch,
    flush_redis: redis.Redis,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sent = sent_nudges(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        nudge()
        nudge()
        assert not sent  # nothing leaves before the commit
    assert len(sent) == 1


def test_a_nudge_survives_a_dead_broker_and_a_dead_cache(
    settings: Any, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        nudge()
    assert "out of reach" in caplog.text


def test_a_nudge_survives_a_dead_broker_beside_a_live_cache(
    monkeypatch: pytest.MonkeyPatch,
    flush_redis: redis.Redis,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def refuse(**_: Any) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(run_sweeps, "apply_async", refuse)
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        nudge()
    assert "out of reach" in caplog.text


def test_the_scheduler_keeps_no_file_that_a_crash_could_cut_short(tmp_path: Path) -> None:
    beat = Beat(app=app, schedule=str(tmp_path / "kept"))
    service = beat.Service(
        app=app, scheduler_cls=beat.scheduler_cls, schedule_filename=beat.schedule
    )
    assert {one.name for one in sweeps.sweeps()} <= set(service.scheduler.schedule)
    service.sync()
    assert list(tmp_path.iterdir()) == []
