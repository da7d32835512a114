"""The review queue kept in line with its causes. One job for the whole desk, so its id says nothing."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from factcheck.newsroom.sweeps import sweep
from factcheck.review.actions import sweep_queue
from factcheck.review.reads.queue import queue_plan


@shared_task(name="review.queue")
def queue(pk: int) -> None:
    sweep_queue(now=timezone.now())


def due(now: datetime) -> list[int]:
    """[0] where the queue differs from its causes, else nothing."""
    return [0] if queue_plan(now) else []


sweep("review.queue", task=queue, due=due, every=20, queue="status")
