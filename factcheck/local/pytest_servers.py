"""A pytest plugin: every run of the tests gets a PostgreSQL and a Valkey of its own.

Loaded by name (`-p`) before the settings are read. The run's first process starts throwaway servers
in a temporary folder and holds them, so they end with it even when it is killed; xdist's workers
inherit the addresses. With DATABASE_URL or REDIS_URL set, those are used. Each worker takes a Redis
database number of its own; pytest-django does the like for PostgreSQL.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from factcheck.local.engines import hold
from factcheck.newsroom.errors import UserFacingError

REDIS_DATABASES = 16  # what a Redis has unless told otherwise


def _begin() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None and not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        _start_servers()
    if worker is not None:
        number = int(worker.removeprefix("gw")) % REDIS_DATABASES
        os.environ["REDIS_URL"] = (
            urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
        )
    # Playwright keeps an event loop in the test's thread, which is safe here: nothing in it touches
    # the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _start_servers() -> None:
    folder = Path(tempfile.mkdtemp(prefix="factcheck-tests-"))
    held = []
    for engine, variable in (("postgres", "DATABASE_URL"), ("valkey", "REDIS_URL")):
        if variable not in os.environ:
            held.append(hold(engine, folder, throwaway=True))
            # Tests make and drop databases.
            os.environ[variable] = held[-1].owner_url

    def end() -> None:
        for server in held:
            server.release()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)


try:
    _begin()
except UserFacingError as failure:
    sys.exit(str(failure))
