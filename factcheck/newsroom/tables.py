"""The tables of an empty database, made from the models as they stand.

A new newsroom has no rows that migrations would have to carry along, so it need not live through
every state its tables ever had: that took thirty of the forty seconds of a first start. That the
migrations make the same tables is for `tests/test_migrations.py` to hold.
"""

from __future__ import annotations

import pgtrigger
from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Return whether a database holds no table at all."""
    return not connection.introspection.table_names()


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Make every table in an empty database, and note every migration as applied."""
    migrations = MigrationLoader(connection).graph.nodes
    with connection.schema_editor() as editor:
        # One of our columns has a type that PostgreSQL must be taught first.
        editor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        # With a table come the triggers of its own model alone. Those that a later room declares on
        # an earlier room's table, by a proxy of its model, are the desk's eyes: without them no
        # line of the desk and nothing in the queue is ever brought up to date.
        pgtrigger.install(database=connection.alias)
        recorder = MigrationRecorder(connection)
        for app, name in migrations:
            recorder.record_applied(app, name)


def add_missing_triggers(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers that a newsroom lacks, and leave alone those it has.

    Newsrooms that were made on the first of December 2026 have tables without the triggers that a
    later room declares on them: no line of their desk was ever brought up to date.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        known = {name for (name,) in cursor.fetchall()}
    for model, trigger in pgtrigger.registered():
        if trigger.get_pgid(model) not in known:
            trigger.install(model, database=connection.alias)
