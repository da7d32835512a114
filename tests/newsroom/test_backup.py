"""A backup is one file; an empty newsroom filled from it holds what the first one held."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from factcheck.newsroom.backup import DUMP, MANIFEST
from tests.newsrooms import manage, new_database

pytestmark = [
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]


@pytest.fixture
def first() -> Iterator[str]:
    """A newsroom whose tables the migrations made, with a story, a person and a letter."""
    yield from new_database("first")


@pytest.fixture
def second() -> Iterator[str]:
    """An empty newsroom."""
    yield from new_database("second")


def _content(database: str) -> dict[str, str]:
    """Return a digest of every table's rows."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    with psycopg.connect(address) as reader:
        tables = reader.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        digests = {}
        for (table,) in tables:
            row = reader.execute(
                f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{table}\" t"  # type: ignore[call-overload]
            ).fetchone()
            digests[table] = row[0]
    return digests


def test_an_empty_newsroom_is_filled_from_a_backup_and_nothing_differs(
    first: str, second: str, tmp_path: Path
) -> None:
    seed = (
        "from tests.newsroom.factories import ChiefFactory\n"
        "from tests.claims.factories import read_article\n"
        "from tests.post.factories import OutgoingFactory\n"
        "from factcheck.newsroom.log_chain import extend_chain\n"
        "ChiefFactory(); read_article(); OutgoingFactory(); extend_chain()\n"
    )
    seeded = manage("shell", "-c", seed, database=first)
    assert seeded.returncode == 0, seeded.stderr
    file = tmp_path / "newsroom.backup"
    made = manage("backup", str(file), database=first)
    assert made.returncode == 0, made.stderr
    assert "checksum" in made.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    done = manage("restore", str(file), database=second)
    assert done.returncode == 0, done.stderr
    assert _content(second) == _content(first)
    assert "lines are sound" in manage("verify_log", database=second).stdout

    again = manage("restore", str(file), database=second)
    assert again.returncode == 1
    assert "This newsroom is not empty: it has 1 people" in again.stderr
    assert manage("backup", str(file), database=first).returncode == 1, "none is written over"


def test_a_damaged_backup_is_refused_and_changes_nothing(first: str, tmp_path: Path) -> None:
    file, broken = tmp_path / "newsroom.backup", tmp_path / "broken"
    assert manage("backup", str(file), database=first).returncode == 0
    before = _content(first)
    whole = file.read_bytes()

    def refused(says: str) -> bool:
        answer = manage("restore", str(broken), database=first)
        return answer.returncode == 1 and says in answer.stderr and _content(first) == before

    broken.write_bytes(whole[: len(whole) // 2])
    assert refused("is cut off")
    broken.write_bytes(b"not a tar")
    assert refused("no backup of a newsroom")
    _change_dump(file, broken)
    assert refused("its checksum does not match")


def _change_dump(file: Path, broken: Path) -> None:
    with tarfile.open(file) as tar:
        tar.extractall(broken.parent / "members", filter="data")
    dump = broken.parent / "members" / DUMP
    dump.write_bytes(dump.read_bytes()[:-1] + b"?")
    with tarfile.open(broken, "w") as tar:
        tar.add(broken.parent / "members" / MANIFEST, MANIFEST)
        tar.add(dump, DUMP)
