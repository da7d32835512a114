"""One file that holds a whole newsroom, and the way back from it.

A backup is a tar of two members: `manifest.json` (what it is of, and the checksum of the rest) and
`database.dump`, PostgreSQL's own archive (`pg_dump --format=custom`). Everything the desk keeps is
in the database, files and pages included; the SECRET_KEY is not, and belongs in another safe place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from factcheck.newsroom.errors import UserFacingError
from factcheck.newsroom.roles import as_owner, install

MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
FORMAT: Final = "factcheck-backup-1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `rows` counts each table; `migrations` are "app.name"."""

    made_at: str
    sha256: str
    rows: dict[str, int]
    migrations: list[str]


def backup(file: Path) -> Manifest:
    """Write a backup of the newsroom to `file`, beside whatever runs; it appears whole or not.

    Raises UserFacingError where a program or the disk fails.
    """
    with _folder_beside(file) as folder:
        dump = folder / DUMP
        # The desk's role may not read all of it: the key that signing rests on is the owner's.
        with as_owner(), _moment() as snapshot:
            _run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={dump}",
            )
            rows = count_rows()
            applied = MigrationLoader(connection).applied_migrations
        manifest = Manifest(
            made_at=timezone.now().isoformat(),
            sha256=_sha256(dump),
            rows=rows,
            migrations=sorted(f"{app}.{name}" for app, name in applied),
        )
        _pack(folder, manifest, file)
    return manifest


def restore(file: Path) -> Manifest:
    """Fill an empty newsroom from a backup, and bring its tables up to date.

    Raises UserFacingError, and changes nothing, where the file is damaged or made by a newer
    version, or where the newsroom is not empty.
    """
    with _folder_beside(file) as folder:
        manifest = _unpack(file, folder)
        _check_known(manifest)
        with as_owner():
            _check_empty()
            _drop_tables()
            _run(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--no-privileges",
                "--single-transaction",
                "--exit-on-error",
                f"--dbname={connection.settings_dict['NAME']}",
                str(folder / DUMP),
            )
        call_command("migrate", verbosity=0, interactive=False)
        with as_owner():
            install(connection)
    return manifest


def count_rows() -> dict[str, int]:
    """Return how many rows each table of the newsroom holds."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        counts = {}
        for table in sorted({model._meta.db_table for model in apps.get_models()} & there):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # nosec B608
            counts[table] = int(cursor.fetchone()[0])
    return counts


@contextmanager
def _moment() -> Iterator[str]:
    """Yield the name of one moment, which pg_dump and we ourselves see while others go on working.

    Source: https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _pack(folder: Path, manifest: Manifest, file: Path) -> None:
    """Put both members into one file, under another name until it is whole."""
    words = {"format": FORMAT, **{name: getattr(manifest, name) for name in Manifest.__slots__}}
    (folder / MANIFEST).write_text(json.dumps(words, indent=1))
    whole = folder / "whole"
    with tarfile.open(whole, "w") as tar:
        tar.add(folder / MANIFEST, MANIFEST)
        tar.add(folder / DUMP, DUMP)
    whole.chmod(0o600)  # it holds unpublished copy
    whole.replace(file)


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, "r:") as tar:
            for name in (MANIFEST, DUMP):
                tar.extract(name, folder, filter="data")
        words: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        if words.pop("format") != FORMAT:
            raise UserFacingError(f"{file} is no backup this version can read.")
        manifest = Manifest(**words)
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise UserFacingError(f"{file} is no backup of a newsroom, or is cut off.") from error
    if _sha256(folder / DUMP) != manifest.sha256:
        raise UserFacingError(f"{file} is damaged: its checksum does not match. Use another one.")
    return manifest


def _check_known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    rooms = {config.label for config in apps.get_app_configs()}
    foreign = [
        name
        for name in manifest.migrations
        if name not in known and name.partition(".")[0] in rooms
    ]
    if foreign:
        raise UserFacingError(
            f"This backup was made by a newer version (it knows {foreign[0]}): update first."
        )


def _check_empty() -> None:
    rows = count_rows()
    held = {table: rows.get(table, 0) for table in ("newsroom_user", "articles_article")}
    if any(held.values()):
        people, articles = held.values()
        raise UserFacingError(
            f"This newsroom is not empty: it has {people} people and {articles} articles. "
            "Restore into a new database, or move var/ away and begin with an empty one."
        )


def _drop_tables() -> None:
    """Drop the empty newsroom's tables, those that the backup knows nothing of above all.

    pg_restore drops what the backup holds. A table of a newer version would stay, and the migration
    that makes it would then fail.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {quote(table)} CASCADE")


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database, the password in its environment alone."""
    path = shutil.which(program)
    if path is None:
        raise UserFacingError(
            f"{program} is not installed: install PostgreSQL's client programs, of the server's "
            "version or newer."
        )
    database = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
        "PGDATABASE": str(database["NAME"]),
    }
    run = subprocess.run(
        [path, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UserFacingError(f"{program} failed: {last}")


@contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """Yield a private folder on the same disk, so that the last step is one rename."""
    try:
        with tempfile.TemporaryDirectory(prefix=".factcheck-backup-", dir=file.parent) as name:
            yield Path(name)
    except OSError as error:
        raise UserFacingError(f"Cannot write in {file.parent}: {error.strerror}.") from error


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
