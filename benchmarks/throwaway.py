"""A newsroom's servers for the length of one measurement."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from factcheck.local.engines import hold


@contextmanager
def throwaway_newsroom() -> Iterator[None]:
    """Run a temporary PostgreSQL and Valkey, with Django set up on them and its tables made."""
    folder, held = Path(tempfile.mkdtemp(prefix="factcheck-bench-")), []
    try:
        for engine, variable in (("postgres", "DATABASE_URL"), ("valkey", "REDIS_URL")):
            held.append(hold(engine, folder, throwaway=True))
            os.environ[variable] = held[-1].url
        os.environ["DJANGO_SETTINGS_MODULE"] = "factcheck.settings.test"
        import django
        from celery import current_app
        from django.core.management import call_command

        django.setup()
        current_app.conf.update(broker_url=os.environ["REDIS_URL"])
        call_command("migrate", verbosity=0)
        yield
    finally:
        for one in held:
            one.release()
        shutil.rmtree(folder, ignore_errors=True)
