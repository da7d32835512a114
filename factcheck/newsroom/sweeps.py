"""The sweeps: what makes background work certain.

The queue only makes it fast.

A room registers, in its tasks.py, which of its rows are due, the task that takes one, and the rooms
whose news may make one due. The sweeper (`newsroom.sweeper`, `manage.py sweep`) runs each sweep now
and then, and soon after a `nudge` of such a room; `work_off` runs them in this process, for the
command line.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from celery import shared_task
from celery.signals import task_postrun, task_prerun
from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from redis.exceptions import RedisError

from factcheck.newsroom import queue_marks

log = logging.getLogger(__name__)
AT_ONCE = 500  # rows looked at in a run; the next run takes the rest
CHANNEL: Final = "factcheck_nudge"  # of PostgreSQL's NOTIFY
TAKEN_UP_SECONDS = 3600
# How seldom a worker notes that its queue moves: a note for each task would cost as much as some.
NOTE_SECONDS: Final = 20.0
CHECK_SECONDS: Final = 1.0  # how seldom a worker checks the database connection it keeps


@dataclass(frozen=True, slots=True)
class Sweep:
    """`due(now)` names the rows (ids) that `task` should take, on `queue`.

    It is asked every `every` seconds while anything changes, and after a nudge of the rooms in
    `after`; where its rows fall due `by_time`, whether anything changes or not. It must be cheap.
    `again(now)` says, of rows that it left for a little later, in how many seconds; None of none.
    """

    name: str
    task: Any
    due: Callable[[datetime], Iterable[int]]
    every: float
    queue: str
    after: frozenset[str]
    by_time: bool
    again: Callable[[datetime], float | None] | None = None

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]


_sweeps: dict[str, Sweep] = {}
_tasks: set[str] = set()  # the names of all sweeps' tasks


def sweep(
    name: str,
    *,
    task: Any,
    due: Callable[[datetime], Iterable[int]],
    every: float,
    queue: str,
    after: tuple[str, ...] = (),
    by_time: bool = False,
    again: Callable[[datetime], float | None] | None = None,
) -> None:
    """Register a sweep under `name` ("claims.read").

    The later registration of one name wins, as on reload.
    """
    _sweeps[name] = Sweep(name, task, due, every, queue, frozenset(after), by_time, again)
    _tasks.add(task.name)


@functools.cache
def _import_tasks() -> None:
    # By Django, not by Celery: a command has no Celery application that knows the rooms.
    autodiscover_modules("tasks")


def sweeps() -> list[Sweep]:
    """Return every room's, in the order in which work goes from room to room.

    A worker has imported the rooms' tasks as it started; a command does so here. Which of them was
    imported first is chance, so the order is not that of registration: a round that drew the desk
    before it read the copy would leave work behind.
    """
    _import_tasks()
    place = {room: number for number, room in enumerate(apps.app_configs)}
    return sorted(_sweeps.values(), key=lambda sweep: place.get(sweep.room, len(place)))


def queues() -> list[str]:
    """Return the names of the queues that workers must work on."""
    return sorted({each.queue for each in sweeps()})


def _ids(sweep: Sweep, now: datetime) -> list[int]:
    ids = sweep.due(now)
    return [pk for pk, _ in zip(ids, range(AT_ONCE), strict=False)]


def run_sweep(sweep: Sweep) -> int:
    """Send one task for each due row that is not in the queue already; return how many.

    Raises RedisError or OperationalError (kombu's) where the broker is away, and DatabaseError.
    """
    ids = _ids(sweep, timezone.now())
    if not ids:
        return 0
    task = sweep.task.name
    fresh = queue_marks.mark(task, ids)
    if not fresh and (gone := queue_marks.lost(task, ids, sweep.queue)):
        queue_marks.unmark(task, gone)
        fresh = queue_marks.mark(task, gone)
    for number, pk in enumerate(fresh):
        try:
            sweep.task.apply_async((pk,), queue=sweep.queue)
        except Exception:
            queue_marks.unmark(task, fresh[number:])  # they were not sent
            raise
    return len(fresh)


_checked_at = float("-inf")


def _check_connection() -> None:
    """Have the database asked, before its next use, whether the kept connection still holds.

    Not for each of many tasks within a second: should it break in between, the task that meets it
    fails before it has taken its row, and the next sweep sends the row again.
    """
    global _checked_at
    if connection.in_atomic_block or time.monotonic() - _checked_at < CHECK_SECONDS:
        return
    _checked_at = time.monotonic()
    close_old_connections()


@task_prerun.connect
def _begins(task: Any = None, args: Any = (), **_: Any) -> None:
    """Check the kept connection before a task, and note that a worker has begun on its row."""
    if task is None or task.request.called_directly or task.request.is_eager:
        return
    _check_connection()
    try:
        _note_taken_up((task.request.delivery_info or {}).get("routing_key"))
        if task.name in _tasks and len(args) == 1:
            queue_marks.mark_begun(task.name, args[0])
    except RedisError:
        log.debug("The broker does not answer; the mark stays as it is.")


@task_postrun.connect
def _ends(task: Any = None, args: Any = (), **_: Any) -> None:
    """Let the next sweep send a row again, now that it was worked on."""
    if task is not None and task.name in _tasks and len(args) == 1:
        try:
            queue_marks.unmark(task.name, [args[0]])
        except RedisError as error:
            log.warning("The mark of %s %s stays for now: %s", task.name, args[0], error)


_noted: dict[str, float] = {}


def _note_taken_up(queue: str | None) -> None:
    """Note that the broker and a worker of the queue are there; read by `last_taken_up`."""
    if queue is None or time.monotonic() - _noted.get(queue, float("-inf")) < NOTE_SECONDS:
        return
    _noted[queue] = time.monotonic()
    cache.set(f"newsroom.taken_up:{queue}", timezone.now(), timeout=TAKEN_UP_SECONDS)


def last_taken_up(queue: str) -> datetime | None:
    """Return when a worker last took up a task of the queue; None where none did for an hour."""
    at: datetime | None = cache.get(f"newsroom.taken_up:{queue}")
    return at


@shared_task(name="newsroom.pulse")
def pulse(queue_number: int) -> None:
    """Do nothing: that a worker took it up says that its queue moves."""


_tasks.add(pulse.name)


def send_pulses() -> None:
    """Send each queue a pulse, unless its last one still waits there."""
    for number, queue in enumerate(queues()):
        for pk in queue_marks.mark(pulse.name, [number]):
            pulse.apply_async((pk,), queue=queue)


def nudge(room: str) -> None:
    """After this transaction commits, have the sweeps run soon that follow from news of `room`.

    Never fails a page: the sweeper's next round heals a missed nudge.
    """
    transaction.on_commit(lambda: _notify(room), robust=True)


def _notify(room: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", (CHANNEL, room))
    except DatabaseError as error:
        log.warning("The sweeper was not told (%s); its next round picks the work up.", error)


def work_off(*names: str) -> int:
    """Do what is due in this process, one round over the sweeps named (all when none is).

    Return the rows tried. Safe beside workers: a row is claimed before it is worked on, whoever
    comes first.
    """
    done = 0
    for each in sweeps():
        if names and each.name not in names:
            continue
        for pk in _ids(each, timezone.now()):
            each.task(pk)
            done += 1
    return done
