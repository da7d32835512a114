"""What `manage.py check --deploy` asks of a newsroom beyond what Django asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

from factcheck.newsroom.identity.configuration import faults
from factcheck.newsroom.roles import owner_is_apart

_HINT = (
    "Make a second role, name it in DATABASE_URL, and the owner of the tables in "
    "DATABASE_OWNER_URL; `manage.py migrate` gives the second its rights. See docs/operations.md."
)


def owner_apart(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Refuse a production whose web and workers would own the tables of the record."""
    if owner_is_apart():
        return []
    what = (
        "DATABASE_URL and DATABASE_OWNER_URL name one role"
        if settings.DATABASE_OWNER_URL
        else "DATABASE_OWNER_URL is not set"
    )
    says = f"{what}: whoever gets into the desk could rewrite the log and every signature."
    return [Error(says, hint=_HINT, id="factcheck.E001")]


def identity_whole(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Refuse a half configuration of sign-in by the identity provider."""
    hint = "See “Sign-in by the newsroom's identity provider” in docs/operations.md."
    return [Error(says, hint=hint, id="factcheck.E003") for says in faults()]


def owner_connected(
    app_configs: object, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse a role that owns a table or is a superuser, whatever its name.

    Asked of the database itself, so only with `check --deploy --database default`.
    """
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR EXISTS (SELECT FROM pg_tables"
            " WHERE schemaname = 'public' AND tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        owns = cursor.fetchone()[0]
    if not owns:
        return []
    says = "The desk's database role owns its tables, or is a superuser."
    return [Error(says, hint=_HINT, id="factcheck.E002")]
