"""From import to all searched: `python -m benchmarks.story [--articles 1 3 20]`.

Brings in articles of 1,000 words at once and lets one worker and one sweeper, as `manage.py up`
runs them, read, search, fetch and compare until nothing is left to do. Two providers at a pace of
0.3 s answer each query with three pages of their own; the desk's archive and its feeds are asked
too. Printed: the CPU seconds of all processes of the newsroom but the made-up web's, net of what
they spend while idle; and how many tasks the searches took, by the worker's log.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import redis
from django.conf import settings
from django.db import connection

from benchmarks import small_web
from benchmarks.figures import Figure, note
from benchmarks.reading import article
from benchmarks.throwaway import throwaway_newsroom
from factcheck.articles.actions import import_copy
from factcheck.claims.models import Extraction
from factcheck.evidence.actions import ensure_providers
from factcheck.evidence.models import Provider, Search
from factcheck.evidence.reads.evidence import still_searching
from factcheck.local.ports import free_port
from factcheck.local.supervisor import PROJECT
from factcheck.newsroom.models import User

WORDS: Final = 1_000
BAR_SECONDS: Final = 12.0
BAR_TASKS: Final = 1.1
PACE_SECONDS: Final = 0.3
IDLE_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 3000.0
QUEUES: Final = "read,fetch,mail,status"
# The worker as it is, but that it writes down each task: its own log says nothing of tasks.
WORKER: Final = """
from celery.__main__ import main
from celery.signals import task_prerun

task_prerun.connect(lambda task, **_: print("begun", task.name, flush=True), weak=False)
main()
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What so many articles took."""

    articles: int
    cpu: float  # seconds, net of idle
    wall: float
    searches: int
    tasks: int

    @property
    def tasks_each(self) -> float:
        return self.tasks / max(self.searches, 1)


@dataclass(frozen=True, slots=True)
class MeasuredNewsroom:
    """A newsroom at work: its processes and its worker's log."""

    processes: list[psutil.Process]
    log: Path

    def cpu(self) -> float:
        family = {child for one in self.processes for child in one.children(recursive=True)}
        seconds = 0.0
        for process in {*self.processes, *family}:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                seconds += times.user + times.system
                # Of processes that ended: PostgreSQL's, the sandbox's.
                seconds += times.children_user + times.children_system
        return seconds

    def tasks(self, name: str) -> int:
        return self.log.read_text().splitlines().count(f"begun {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure articles from import to all searched.")
    parser.add_argument("--articles", type=int, nargs="+", default=[1, 3, 20])
    report([measure(count) for count in parser.parse_args().articles])


def measure(count: int) -> Run:
    """Return what `count` articles took, in a newsroom of their own."""
    with throwaway_newsroom(), made_up_web() as port:
        by = User.objects.create_user("ann@desk.example", name="Ann", role="reporter")
        providers(port)
        with newsroom(port) as room:
            idle = settled_idle(room)
            before, began, own = room.cpu(), time.monotonic(), time.process_time()
            ids = [
                import_copy(by=by, text=article(WORDS, first=1 + n * 10), headline=f"Story {n}").pk
                for n in range(count)
            ]
            imported = time.process_time() - own
            wait_until_searched(ids)
            wall = time.monotonic() - began
            spent = room.cpu() - before + imported - idle * wall
            searches, tasks = Search.objects.count(), room.tasks("evidence.ask")
        connection.close()
    return Run(count, spent, wall, searches, tasks)


def providers(port: int) -> None:
    """Switch on two providers of the made-up web."""
    ensure_providers()
    for name in ("searxng", "gdelt"):
        Provider.objects.filter(name=name).update(
            on=True, base=f"http://127.0.0.1:{port}", seconds=PACE_SECONDS
        )


@contextlib.contextmanager
def made_up_web() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.small_web", str(port)], cwd=PROJECT
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def newsroom(port: int) -> Iterator[MeasuredNewsroom]:
    """Run a worker for all queues and a sweeper, as `manage.py up` does."""
    database = connection.settings_dict
    where = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    places = ["127.0.0.1", *small_web.hosts()]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings.local",
        "SECRET_KEY": "only for this measurement",
        "DATABASE_URL": f"postgres://{where}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "OUTSIDE_LOOPBACK_ALLOWED": ",".join(f"{place}:{port}" for place in places),
        "OUTSIDE_INNER_ALLOWED": f"127.0.0.1:{port}",
        "OUTSIDE_PACE_SECONDS": str(PACE_SECONDS),
    }
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"]
    commands = [
        ["-c", WORKER, "-A", "factcheck", "worker", "-Q", QUEUES, "-c", "2", *quiet],
        ["manage.py", "sweep"],
    ]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as written:
            started = [
                subprocess.Popen(
                    [sys.executable, *command],
                    cwd=PROJECT,
                    env=environment,
                    stdout=written,
                    stderr=written,
                )
                for command in commands
            ]
            try:
                yield MeasuredNewsroom([*map(_process, started), *servers()], log)
            finally:
                for process in started:
                    process.terminate()
                for process in started:
                    process.wait(60)


def _process(started: subprocess.Popen[bytes]) -> psutil.Process:
    return psutil.Process(started.pid)


def servers() -> list[psutil.Process]:
    """Return PostgreSQL's first process and Valkey's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    postmaster = backend.parent()
    assert postmaster is not None
    broker = redis.Redis.from_url(settings.REDIS_URL).info("server")["process_id"]
    return [postmaster, psutil.Process(broker)]


def settled_idle(room: MeasuredNewsroom) -> float:
    """Return the CPU seconds a second that the newsroom spends while nothing happens."""
    last = room.cpu()
    while True:
        began = time.monotonic()
        while time.monotonic() - began < IDLE_SECONDS:
            still_searching([])
            time.sleep(LOOK_SECONDS)
        now = room.cpu()
        share = (now - last) / (time.monotonic() - began)
        if share < 0.1:  # the start is over
            return share
        last = now


def wait_until_searched(ids: list[int]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    unread = Extraction.objects.filter(proof__article__in=ids).exclude(work="done")
    while Extraction.objects.count() < len(ids) or unread.exists() or still_searching(ids):
        if time.monotonic() > end:
            raise TimeoutError(f"Not searched within {PATIENCE_SECONDS:.0f} seconds.")
        time.sleep(LOOK_SECONDS)


def report(runs: list[Run]) -> None:
    for run in runs:
        print(
            f"{run.articles:3} articles: {run.cpu:7.1f} CPU seconds, {run.cpu / run.articles:5.1f} "
            f"each, {run.wall:5.0f} s; {run.searches} searches, {run.tasks} tasks, "
            f"{run.tasks_each:.2f} each",
            flush=True,
        )
        note(
            Figure(
                f"{run.articles} at once, import to all searched",
                run.cpu / run.articles,
                "CPU s an article",
                f"{WORDS:,} words each, net of idle; {run.wall:.0f} s by the clock",
                BAR_SECONDS,
            )
        )
        note(
            Figure(
                f"tasks a search, {run.articles} at once",
                run.tasks_each,
                "",
                f"{run.searches} searches of four providers, two of them paced",
                BAR_TASKS,
            )
        )


if __name__ == "__main__":
    main()
