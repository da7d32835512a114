"""The review queue kept in line with its causes, and the desk page with the gate. One job each for the whole desk, so
its id says nothing."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from factcheck.newsroom.sweeps import sweep
from factcheck.review.actions import draw_lines, sweep_queue, weigh_again
from factcheck.review.actions.ground import shaken
from factcheck.review.reads.lines import any_stale
from factcheck.review.reads.queue import queue_plan


@shared_task(name="review.queue")
def queue(pk: int) -> None:
    sweep_queue(now=timezone.now())


@shared_task(name="review.lines")
def lines(pk: int) -> None:
    while draw_lines(now=timezone.now()):
        pass


@shared_task(name="review.ground")
def ground(pk: int) -> None:
    weigh_again(pk)


def due(now: datetime) -> list[int]:
    """[0] where the queue differs from its causes, else nothing."""
    return [0] if queue_plan(now) else []


def lines_due(now: datetime) -> list[int]:
    return [0] if any_stale(now) else []


sweep("review.lines", task=lines, due=lines_due, every=5, queue="status")
sweep("review.ground", task=ground, due=shaken, every=60, queue="status")
sweep("review.queue", task=queue, due=due, every=20, queue="status")
