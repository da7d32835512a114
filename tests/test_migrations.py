"""The migrations make the tables that the models, and so all other tests, speak of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.servers

_SCHEMA = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable
                  FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, regexp_replace(conname, '_fk_.*', '_fk'),
                             pg_get_constraintdef(oid)
                      FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
    "triggers": """SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal""",
}
_ROOMS = tuple(
    f"{config.label}_" for config in apps.get_app_configs() if "factcheck" in config.name
)


@pytest.fixture
def migrated() -> Iterator[str]:
    """The address of a new database that was brought up by the migrations."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[call-overload]
        server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            check=True,
            cwd=Path(__file__).parents[1],
            env={**os.environ, "DATABASE_URL": address},
        )
        yield address
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_the_migrations_and_the_models_make_the_same_tables(migrated: str) -> None:
    with psycopg.connect(migrated) as there, connection.cursor() as here:
        for what, query in _SCHEMA.items():
            here.execute(query)
            by_models = {tuple(row) for row in here.fetchall()}
            by_migrations = {tuple(row) for row in there.execute(query).fetchall()}
            differ = {row for row in by_models ^ by_migrations if row[0].startswith(_ROOMS)}
            assert not differ, f"{what}: {sorted(map(str, differ))[:5]}"
