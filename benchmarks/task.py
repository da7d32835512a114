"""What a task costs that finds nothing to do, beside a bare no-op: `python -m benchmarks.task`.

Both are run by a worker process of their own, in one run, on one broker; CPU seconds are read from
/proc, for the worker and the process it forked.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psutil
import redis
from celery import current_app
from django.conf import settings
from django.db import connection

from benchmarks import bare_celery
from benchmarks.figures import Figure, note
from benchmarks.throwaway import throwaway_newsroom
from factcheck.claims.tasks import read
from factcheck.local.supervisor import PROJECT

BAR = 2.0
TASKS = 1000
WARM = 200
NO_SUCH_ROW = 10**9
QUEUE = "bench"


def main() -> None:
    with throwaway_newsroom():
        bare_celery.app.conf.update(broker_url=settings.REDIS_URL)
        bare = milliseconds("benchmarks.bare_celery", bare_celery.nothing)
        ours = milliseconds("factcheck", read)
        again = milliseconds("benchmarks.bare_celery", bare_celery.nothing)
    no_op = (bare + again) / 2
    note(
        Figure(
            "a task that finds nothing to do",
            ours,
            "ms of CPU",
            f"{TASKS} tasks; the no-op before {bare:.2f}, after {again:.2f}",
            BAR,
            peer="a bare no-op of Celery",
            theirs=no_op,
            bar_is_ratio=True,
        )
    )


def milliseconds(app: str, task: Any) -> float:
    """Return the CPU milliseconds a worker of `app` spends on one message of `task`."""
    with worker(app) as process:
        send(task, WARM)
        wait_until_done()
        before = cpu(process)
        send(task, TASKS)
        wait_until_done()
        return (cpu(process) - before) * 1000 / TASKS


def send(task: Any, count: int) -> None:
    for number in range(count):
        task.apply_async((NO_SUCH_ROW + number,), queue=QUEUE)


@contextlib.contextmanager
def worker(app: str) -> Iterator[psutil.Process]:
    database = connection.settings_dict
    where = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings.local",
        "SECRET_KEY": "only for this measurement",
        "DATABASE_URL": f"postgres://{where}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
    }
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "ERROR"]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", app, "worker", "-Q", QUEUE, "-c", "1", *quiet],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def cpu(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return float(sum(sum(one.cpu_times()[:2]) for one in family))


def wait_until_done() -> None:
    """Wait until no message waits and none is in a worker's hands."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    while broker.llen(QUEUE) or broker.hlen("unacked"):
        time.sleep(0.05)


if __name__ == "__main__":
    current_app.loader.import_default_modules()
    main()
