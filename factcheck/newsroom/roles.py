"""The two roles in the database: an owner that migrates, and the desk's own, which runs everything.

The desk's role owns nothing. In the tables of the record it may add rows, and change no column but
those a model names in `record_may_change` (a letter's state, never its bytes); it can delete
nothing there, empty no table, drop no trigger and set none aside; what is past its age is erased
by one function of the owner's (`erasing`). What signs and clears announces
itself by a value only a process with the newsroom's SECRET_KEY can work out (`signing_value`), so
that somebody who has the role's password alone forges no signature.

`manage.py migrate` brings all of this up to date each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from factcheck.newsroom.erasing import door

# By these a model says that its rows are the record: the fields that may still change, or, where
# those are the many, the fields that may not.
MAY_CHANGE: Final = "record_may_change"
KEEPS: Final = "record_keeps"

# The key is in a table that only the owner may read, and the function reads it as the owner.
_SIGNING: Final = """
CREATE TABLE IF NOT EXISTS factcheck_signing_key (
    only_row boolean PRIMARY KEY CHECK (only_row), key text
);
REVOKE ALL ON factcheck_signing_key FROM PUBLIC;
CREATE OR REPLACE FUNCTION factcheck_signing_value(proof_hash text) RETURNS text AS $$
    SELECT encode(sha256(convert_to(
        key || ':' || pg_current_xact_id()::text || ':' || proof_hash, 'UTF8')), 'hex')
    FROM factcheck_signing_key
$$ LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp;
REVOKE ALL ON FUNCTION factcheck_signing_value(text) FROM PUBLIC;
CREATE OR REPLACE FUNCTION factcheck_is_signing(proof_hash text) RETURNS boolean AS $$
    SELECT current_setting('factcheck.signing', true) = factcheck_signing_value(proof_hash)
$$ LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp;
"""

# pgtrigger lets every role set its triggers aside by one setting: the desk's role could rewrite a
# frozen proof, or sign without the key. The owner alone may, in whose name `erasing` empties rows.
_TRIGGERS_STAND: Final = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
RETURNS boolean AS $$
    SELECT pg_has_role(
        current_user,
        (SELECT relowner FROM pg_class WHERE oid = 'public.factcheck_signing_key'::regclass),
        'USAGE'
    ) AND trigger_name = ANY(
        coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')::text[]
    )
$$ LANGUAGE sql STABLE;
"""


def signing_value(transaction_id: str, proof_hash: str) -> str:
    """Return what announces a signature on a proof, in one transaction."""
    words = f"{_signing_key()}:{transaction_id}:{proof_hash}"
    return hashlib.sha256(words.encode()).hexdigest()


def _signing_key() -> str:
    return hashlib.sha256(f"signing:{settings.SECRET_KEY}".encode()).hexdigest()


def owner_is_apart() -> bool:
    """Tell whether the desk runs as another role than the owner of its tables."""
    return bool(settings.DATABASE_OWNER_URL) and _owner()["USER"] != desk_role()["USER"]


def _owner() -> dict[str, str]:
    parts = urlsplit(settings.DATABASE_OWNER_URL)
    return {"USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or "")}


def desk_role() -> dict[str, str]:
    """Return the name and password of the role the desk runs as."""
    database: dict[str, Any] = settings.DATABASES["default"]
    return {"USER": database.get("USER", ""), "PASSWORD": database.get("PASSWORD", "")}


@contextmanager
def as_owner() -> Iterator[None]:
    """Use the database as its owner meanwhile, where one is named."""
    if not owner_is_apart():
        yield
        return
    connection = connections["default"]
    connection.close()
    # Another dictionary, not another content: Django's is the very one in the settings, from which
    # the desk's role is read.
    before = connection.settings_dict
    connection.settings_dict = {**before, **_owner()}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def install(connection: BaseDatabaseWrapper) -> None:
    """Bring the signing key, the desk's role and its rights up to date. Run as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNING)
        cursor.execute(_TRIGGERS_STAND)
        cursor.execute(door(connection))
        cursor.execute(
            "INSERT INTO factcheck_signing_key VALUES (true, %s)"
            " ON CONFLICT (only_row) DO UPDATE SET key = EXCLUDED.key",
            [_signing_key()],
        )
        if owner_is_apart():
            _ensure_role(cursor, **desk_role())
            for statement in rights_of(desk_role()["USER"]):
                cursor.execute(statement)
            # Which migrations ran is the owner's to say. Tests make their tables without any.
            if (
                recorded := MigrationRecorder.Migration._meta.db_table
            ) in connection.introspection.table_names(cursor):
                changes = sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}")
                role = sql.Identifier(desk_role()["USER"])
                cursor.execute(changes.format(sql.Identifier(recorded), role))


def _ensure_role(cursor: Any, *, USER: str, PASSWORD: str) -> None:  # noqa: N803  as in settings
    """Make the desk's role where it is missing.

    A superuser, as the owner on the embedded server is, gives it the password of the settings each
    time; elsewhere passwords are the administrator's.
    """
    name, password = sql.Identifier(USER), sql.Literal(PASSWORD)
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    is_superuser = cursor.fetchone()[0]
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [USER])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, password))
    elif is_superuser:
        cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, password))


def rights_of(role: str) -> list[sql.Composed]:
    """Return the statements that give the desk's role its rights, and no others.

    Everything is taken away first, so that a right a later version no longer gives does not stay.
    """
    name = sql.Identifier(role)
    statements = [
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(
            name
        ),
        sql.SQL("REVOKE ALL ON factcheck_signing_key FROM {}").format(name),
        sql.SQL("GRANT EXECUTE ON FUNCTION factcheck_erase TO {}").format(name),
    ]
    for model, columns in record().items():
        table = sql.Identifier(model._meta.db_table)
        statements.append(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(table, name))
        if columns:
            named = sql.SQL(", ").join(map(sql.Identifier, columns))
            statements.append(sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(named, table, name))
    return statements


def record() -> dict[type[models.Model], tuple[str, ...]]:
    """Return the models of the record, each with the columns that may still change."""
    return {
        model: tuple(_changeable(model))
        for model in apps.get_models()
        # A proxy has the table of the model it stands for, and no columns of its own.
        if not model._meta.proxy and (hasattr(model, MAY_CHANGE) or hasattr(model, KEEPS))
    }


def _changeable(model: type[models.Model]) -> Iterator[str]:
    """Yield the columns of a model that the desk's role may change."""
    may_change = getattr(model, MAY_CHANGE, None)
    keeps = getattr(model, KEEPS, ())
    for field in model._meta.local_concrete_fields:
        is_free = field.name in may_change if may_change is not None else field.name not in keeps
        if is_free and not field.primary_key:
            yield str(field.column)
