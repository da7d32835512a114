"""The migrations make the tables that the models speak of, from nothing and from each release.

A released migration is never edited: newsrooms have run it. What a release knew stands in
`tests/gold/`: the digest of each migration, and a backup of its demo newsroom with a row of nearly
every kind.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pgtrigger
import psycopg
import pytest
from django.apps import apps
from django.db import connection

from factcheck.newsroom.backup import MANIFEST
from factcheck.newsroom.tables import add_missing_triggers
from tests.newsrooms import manage, new_database

pytestmark = pytest.mark.servers

_SCHEMA = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default, identity_generation
                  FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, regexp_replace(conname, '_fk_.*', '_fk'),
                             pg_get_constraintdef(oid)
                      FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
    "triggers": """SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal""",
}
_ROOMS = tuple(
    f"{config.label}_" for config in apps.get_app_configs() if "factcheck" in config.name
)


GOLD = Path(__file__).parent / "gold"
RELEASES = ["1.0.0"]


@pytest.fixture
def migrated() -> Iterator[str]:
    """The name of a new database that was brought up by the migrations."""
    yield from new_database("migrated", by_migrations=True)


@pytest.fixture
def new() -> Iterator[str]:
    """The name of a new database whose tables were made at once, as at a first start."""
    yield from new_database("new")


def _connect(database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    )


def _differences(database: str, *, with_definitions: bool) -> list[str]:
    """Return what stands in a database's tables or in those of the models, but not in both.

    PostgreSQL writes an expression otherwise once it was dumped and restored: what it made of such
    constraints and indexes is compared by name alone.
    """
    differences = []
    with _connect(database) as there, connection.cursor() as here:
        for what, query in _SCHEMA.items():
            here.execute(query)
            kept = None if with_definitions or what == "columns" else 2
            by_models = {tuple(row)[:kept] for row in here.fetchall()}
            by_migrations = {tuple(row)[:kept] for row in there.execute(query).fetchall()}
            differ = {row for row in by_models ^ by_migrations if str(row[0]).startswith(_ROOMS)}
            differences += [f"{what}: {row}" for row in sorted(map(str, differ))]
    return differences


def _digests() -> dict[str, str]:
    """Return the SHA-256 of every migration of the project, by room and name."""
    return {
        f"{config.label}.{file.stem}": hashlib.sha256(file.read_bytes()).hexdigest()
        for config in apps.get_app_configs()
        if config.name.startswith("factcheck.")
        for file in sorted((Path(config.path) / "migrations").glob("[0-9]*.py"))
    }


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_the_migrations_the_models_and_a_new_newsroom_have_the_same_tables(
    migrated: str, new: str
) -> None:
    assert _differences(migrated, with_definitions=True) == []
    assert _differences(new, with_definitions=True) == []
    rows = "SELECT app, name FROM django_migrations ORDER BY app, name"
    with _connect(new) as made, _connect(migrated) as lived:
        assert made.execute(rows).fetchall() == lived.execute(rows).fetchall()
        assert _filled_tables(made) == _filled_tables(lived)


@pytest.mark.django_db
def test_a_newsroom_that_lacks_a_trigger_gets_it_and_keeps_the_others() -> None:
    def triggers() -> list[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgname, oid::int FROM pg_trigger WHERE NOT tgisinternal")
            return sorted(cursor.fetchall())

    before = triggers()
    model, trigger = next((m, t) for m, t in pgtrigger.registered() if m._meta.proxy)
    trigger.uninstall(model)
    assert len(triggers()) == len(before) - 1

    add_missing_triggers(connection)

    after = triggers()
    assert [name for name, _ in after] == [name for name, _ in before]
    assert len({oid for _, oid in before} & {oid for _, oid in after}) == len(before) - 1


def _filled_tables(database: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    """Return the tables with a row: what a migration put there, a new newsroom must have too."""
    tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {
        str(table)
        for (table,) in tables.fetchall()
        if database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()  # type: ignore[call-overload]
    }


@pytest.mark.parametrize("release", RELEASES)
def test_a_released_migration_is_never_edited_renamed_or_deleted(release: str) -> None:
    frozen = json.loads((GOLD / f"migrations-{release}.json").read_text())
    assert len(frozen) > 10
    today = _digests()
    assert {name for name in frozen if today.get(name) != frozen[name]} == set()


@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize("release", RELEASES)
def test_a_newsroom_of_a_release_comes_up_to_date_and_loses_no_row(release: str, new: str) -> None:
    file = GOLD / f"newsroom-{release}.backup"
    with tarfile.open(file) as tar:
        manifest = json.loads(tar.extractfile(MANIFEST).read())  # type: ignore[union-attr]
    with _connect(new) as database:
        # As a version after ours would have made it.
        database.execute("CREATE TABLE newsroom_of_a_later_version (id int)")

    done = manage("restore", str(file), database=new)
    assert done.returncode == 0, done.stderr

    assert _differences(new, with_definitions=False) == []
    with _connect(new) as database:
        for table, rows in manifest["rows"].items():
            if table in ("auth_permission", "django_content_type"):
                continue  # of the models, not of the newsroom
            if table == "desk_staledeskline":
                continue  # lines to be drawn anew: a migration that changes a row adds some
            count = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # type: ignore[call-overload]
            assert count == (rows,), table
    assert "lines are sound" in manage("verify_log", database=new).stdout
