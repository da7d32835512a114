"""Filling a database with very many rows, and what a page then costs."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

ROUNDS = 5
TICK = os.sysconf("SC_CLK_TCK")


def fill(model: Any, source: str, /, **given: str) -> None:
    """Run INSERT … SELECT with `given` as SQL expressions by column, and defaults elsewhere."""
    values: dict[str, str] = {}
    params: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.attname in given:
            values[field.column] = given[field.attname]
        elif field.has_default():
            values[field.column] = "%s"
            params.append(field.get_db_prep_save(field.get_default(), connection))
        elif not field.primary_key and not field.generated:
            values[field.column] = "NULL" if field.null else "''"
    columns = ", ".join(f'"{name}"' for name in values)
    with connection.cursor() as cursor:
        table = model._meta.db_table
        selected = ", ".join(values.values())
        # Names and expressions are the benchmark's own; only `params` come from outside.
        statement = f'INSERT INTO "{table}" ({columns}) SELECT {selected} FROM {source}'  # noqa: S608
        cursor.execute(statement, params)


def database_ms() -> float:
    """Return the CPU milliseconds of this connection's database process since it began.

    Returns 0 where there is no /proc.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICK


def measure(what: str, act: Callable[[], Any]) -> float:
    """Print and return the CPU milliseconds of `act`.

    This process's time is by its own clock: the median of ROUNDS, after one that warms the caches.
    The database's is the mean by /proc, of the one process behind our connection.
    """
    queries = 0

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    act()
    ours: list[float] = []
    before = database_ms()
    for _ in range(ROUNDS):
        queries, begun = 0, time.process_time()
        with connection.execute_wrapper(count):
            act()
        ours.append((time.process_time() - begun) * 1000)
    theirs = (database_ms() - before) / ROUNDS
    print(
        f"{what:34} {statistics.median(ours):6.0f} ms here, {theirs:6.0f} ms in the database, "
        f"{queries} queries",
        flush=True,
    )
    return statistics.median(ours) + theirs
