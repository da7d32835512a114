"""Bring the tables up to date, and the demo in.

`python -m factcheck.local.prepare FOLDER [--demo] [--brought-up]`, run by `manage.py up`.

A process of its own, so that the supervisor, which lives as long as the newsroom, never loads
Django. It prints one line of JSON: `{"logins": [[email, password, role], …]}`, or `{"failure": …}`
where the database refused.
"""

from __future__ import annotations

import json
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from factcheck.local import demo


def main(arguments: list[str]) -> int:
    folder, *rest = arguments
    try:
        answer = prepare(
            Path(folder), with_demo="--demo" in rest, brought_up="--brought-up" in rest
        )
    except DatabaseError as error:
        answer = {"failure": str(error)}
    print(json.dumps(answer))
    return 0


def prepare(folder: Path, *, with_demo: bool, brought_up: bool) -> dict[str, Any]:
    """Return what `up` prints; `brought_up` says that the same code brought the tables up before.

    They are then left alone, unless somebody put an older newsroom or none in their place.
    """
    django.setup()
    if not brought_up or _lacks_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    logins = demo.seed(folder) if with_demo else []
    return {"logins": [astuple(login) for login in logins]}


def _lacks_migrations() -> bool:
    """Return whether the database has not every migration that the code knows."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
