"""Celery alone, without Django or a database: what a task costs at the least."""

from __future__ import annotations

import os

from celery import Celery

app = Celery("bare", broker=os.environ.get("REDIS_URL", "redis://127.0.0.1:1/0"))
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=1, task_ignore_result=True)


@app.task(name="bare.nothing")
def nothing(pk: int) -> None:
    """Do nothing."""
