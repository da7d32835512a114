"""What `up` has done before the newsroom is used: tables and demo, no more than is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password

from factcheck.local import prepare
from factcheck.local.demo import newsroom
from factcheck.newsroom.models import User


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The management commands that were called; none is run."""
    called: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: called.append(name))
    return called


@pytest.mark.django_db
def test_a_database_without_our_migrations_is_brought_up_whatever_was_done_before(
    commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests' own tables are made without migrations, so that none is ever missing here.
    monkeypatch.setattr(prepare.MigrationExecutor, "migration_plan", lambda *_: [("0001", False)])

    prepare.prepare(tmp_path, with_demo=False, brought_up=True)

    assert commands == ["migrate"]


@pytest.mark.django_db
def test_what_the_same_code_brought_up_before_is_left_alone(
    commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare.MigrationExecutor, "migration_plan", lambda *_: [])

    prepare.prepare(tmp_path, with_demo=False, brought_up=True)
    assert commands == []

    prepare.prepare(tmp_path, with_demo=False, brought_up=False)
    assert commands == ["migrate"]


@pytest.mark.django_db
def test_a_demo_users_password_is_new_at_every_start_and_opens(
    settings: Any,
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    first, second = (newsroom._login("rosa@ledger.example", "Rosa", "reporter") for _ in range(2))

    stored = User.objects.get(email="rosa@ledger.example").password
    assert first.password != second.password
    assert check_password(second.password, stored)
    assert not check_password(first.password, stored)
