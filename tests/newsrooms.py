"""Whole newsrooms of their own on the tests' server, each brought up by the project's commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection

from factcheck.local.engines import data_dir

PROJECT = Path(__file__).resolve().parents[1]


def manage(*words: str, database: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the newsroom on a database of the tests' server, with both roles apart."""
    owner = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}")
    place = owner.netloc.rpartition("@")[2]
    # Roles are the whole server's: each worker of the tests has one of its own.
    role = f"desk_of_the_backup_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    desk = owner._replace(netloc=f"{role}:only-for-tests@{place}")
    programs = data_dir.postgres_programs(None)
    environment = {
        **os.environ,
        "DATABASE_URL": desk.geturl(),
        "DATABASE_OWNER_URL": owner.geturl(),
        # As in a newsroom: else the tests' own way of making tables hides what this one forgets.
        "TRIGGERS_INSTALLED_ON_MIGRATE": "false",
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def new_database(name: str, *, by_migrations: bool = False) -> Iterator[str]:
    """Yield the name of a database with every table, in which nobody works.

    An empty one gets its tables from the models; one that holds a table already lives through all
    migrations, as an older newsroom does.
    """
    name = f"{connection.settings_dict['NAME']}_{name}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]
        server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        if by_migrations:
            with psycopg.connect(
                urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
            ) as it:
                it.execute("CREATE TABLE somebody_elses (id int)")
        assert manage("migrate", "--verbosity", "0", database=name).returncode == 0
        yield name
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]
