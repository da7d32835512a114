"""The sweeps: what makes background work certain.

The queue only makes it fast.

A room registers, in its tasks.py, which of its rows are due and the task that takes one. Beat runs
every sweep now and then; `nudge` runs them all at once after a commit; `work_off` runs them in this
process, for the command line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app, shared_task
from celery.canvas import Signature
from celery.signals import task_prerun
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
AT_ONCE = 500  # ids sent a run; the next run takes the rest
# How long an id that was sent, and that no worker has begun, is not sent again. Without it every
# nudge would queue all that is due once more, and workers would spend their time finding rows
# taken. Short, for a message can be lost.
NOT_AGAIN_SECONDS = 30
TAKEN_UP_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Sweep:
    """`due(now)` names the rows (ids) that `task` should take; `every` seconds beat asks.

    Both must be cheap.
    """

    name: str
    task: Any
    due: Callable[[datetime], Iterable[int]]
    every: float
    queue: str

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    def signature(self) -> Signature:
        return run_sweep.signature((self.name,), queue=self.queue)


_sweeps: dict[str, Sweep] = {}


def sweep(
    name: str, *, task: Any, due: Callable[[datetime], Iterable[int]], every: float, queue: str
) -> None:
    """Register a sweep under `name` ("claims.read").

    The later registration of one name wins, as on reload.
    """
    _sweeps[name] = Sweep(name, task, due, every, queue)


def sweeps() -> list[Sweep]:
    """Return every room's, in the order in which work goes from room to room.

    A worker has imported the rooms' tasks as it started; a command does so here. Which of them was
    imported first is chance, so the order is not that of registration: a round that drew the desk
    before it read the copy would leave work behind.
    """
    current_app.loader.import_default_modules()
    place = {room: number for number, room in enumerate(apps.app_configs)}
    return sorted(_sweeps.values(), key=lambda sweep: place.get(sweep.room, len(place)))


def _ids(sweep: Sweep, now: datetime) -> list[int]:
    ids = sweep.due(now)
    return [pk for pk, _ in zip(ids, range(AT_ONCE), strict=False)]


@shared_task(name="newsroom.run_sweep", bind=True)
def run_sweep(self: Any, name: str) -> None:
    """Send one task for each due row.

    Sending one twice is harmless: the second finds the row taken.
    """
    # Empty where another task runs this one itself, which says nothing of the queue it belongs to.
    if queue := (self.request.delivery_info or {}).get("routing_key"):
        _note_taken_up(queue)
    named = _sweeps.get(name)
    if named is None:
        log.warning("No sweep is called %s.", name)
        return
    for pk in _ids(named, timezone.now()):
        key = _sent_key(named.task.name, pk)
        if cache.add(key, 1, timeout=NOT_AGAIN_SECONDS):
            try:
                named.task.apply_async((pk,), queue=named.queue)
            except Exception:
                cache.delete(key)  # it was not sent
                raise


def _note_taken_up(queue: str) -> None:
    """Note that beat, the broker and a worker of the queue are there; read by `last_taken_up`."""
    cache.set(f"newsroom.taken_up:{queue}", timezone.now(), timeout=TAKEN_UP_SECONDS)


def last_taken_up(queue: str) -> datetime | None:
    """Return when a worker last took a sweep of the queue; None where none did for an hour."""
    at: datetime | None = cache.get(f"newsroom.taken_up:{queue}")
    return at


def _sent_key(task: str, pk: int) -> str:
    return f"newsroom.sent:{task}:{pk}"


@task_prerun.connect
def _may_be_sent_again(task: Any = None, args: tuple[Any, ...] = (), **_: Any) -> None:
    """Let the next sweep send an id again, now that a worker has begun on it."""
    if (
        task is not None
        and len(args) == 1
        and any(known.task.name == task.name for known in _sweeps.values())
    ):
        cache.delete(_sent_key(task.name, args[0]))


@shared_task(name="newsroom.run_sweeps")
def run_sweeps() -> None:
    for name in list(_sweeps):
        try:
            run_sweep(name)
        except Exception:  # one room's fault must not keep the other rooms' work from starting
            log.exception("Sweep %s failed.", name)


def nudge() -> None:
    """After this transaction commits, have every sweep run soon.

    Never fails a page: beat heals a missed nudge.

    Nudges within the same half second are one.
    """
    transaction.on_commit(_send_nudge, robust=True)


def _send_nudge() -> None:
    try:
        if cache.add("newsroom.nudge", 1, timeout=1):
            run_sweeps.apply_async(countdown=0.3, queue="read")
    except (OperationalError, RedisError, OSError) as error:
        log.warning("The broker is out of reach (%s); the sweeps will pick the work up.", error)


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
