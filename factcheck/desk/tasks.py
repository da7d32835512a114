"""The review queue kept in line with its causes, and the desk page with the gate."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from factcheck.desk.actions.lines import draw_lines
from factcheck.desk.actions.queue import sweep_queue
from factcheck.desk.actions.words import articles_to_tell
from factcheck.desk.models.changes import QUEUE, WORDS
from factcheck.desk.reads.changes import something_changed
from factcheck.desk.reads.lines import any_stale
from factcheck.desk.reads.queue import newly_stuck
from factcheck.newsroom.sweeps import sweep
from factcheck.review.tasks import changed


@shared_task(name="desk.queue")
def queue(pk: int) -> None:
    sweep_queue(now=timezone.now())


@shared_task(name="desk.lines")
def lines(pk: int) -> None:
    while draw_lines(now=timezone.now()):
        pass


def due(now: datetime) -> list[int]:
    """[0] where something changed, or a message waits too long to be read; else nothing."""
    return [0] if something_changed(QUEUE, now) or newly_stuck(now).exists() else []


def words_due(now: datetime) -> list[int]:
    return articles_to_tell(now=now) if something_changed(WORDS, now) else []


def lines_due(now: datetime) -> list[int]:
    return [0] if any_stale(now) else []


# Here, not in the room of its task: which articles changed is noted in this one.
sweep(
    "review.changed",
    task=changed,
    due=words_due,
    every=20,
    queue="status",
    after=("claims", "review"),
)
sweep(
    "desk.lines",
    task=lines,
    due=lines_due,
    every=5,
    queue="status",
    after=("articles", "claims", "evidence", "replies", "review"),
)
sweep(
    "desk.queue",
    task=queue,
    due=due,
    every=20,
    queue="status",
    after=("articles", "claims", "evidence", "post", "replies", "review"),
    by_time=True,
)
