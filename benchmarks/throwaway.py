"""A newsroom's servers for the length of one measurement.

To import this module is to set Django up, so that a benchmark imports models at its head like any
other module. The servers' addresses are not known until they run: Django is given them then.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django
import environ
from celery import current_app
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections

from factcheck.local.engines import hold

os.environ["DJANGO_SETTINGS_MODULE"] = "factcheck.settings.test"
django.setup()


@contextmanager
def throwaway_newsroom(keep: Path | None = None) -> Iterator[None]:
    """Run a temporary PostgreSQL and Valkey, with Django using them and its tables made.

    What they hold is kept in the folder `keep`, where one is given, for a later run.
    """
    with ExitStack() as stack:
        folder = keep or Path(tempfile.mkdtemp(prefix="factcheck-bench-"))
        if not keep:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database, broker = (
            hold(name, folder, throwaway=not keep) for name in ("postgres", "valkey")
        )
        stack.callback(database.release)
        stack.callback(broker.release)
        settings.DATABASE_OWNER_URL = database.owner_url  # who makes the tables
        # Rows are filled in with triggers off, which the desk’s own role may not do.
        _use(database.owner_url, broker.url)
        call_command("migrate", verbosity=0)
        yield


def _use(database_url: str, redis_url: str) -> None:
    """Point what settings set up at these servers; nothing has connected yet."""
    connections.databases["default"] |= environ.Env.db_url_config(database_url)
    settings.REDIS_URL = settings.CELERY_BROKER_URL = redis_url
    caches.settings["default"]["LOCATION"] = redis_url
    current_app.conf.update(broker_url=redis_url)
