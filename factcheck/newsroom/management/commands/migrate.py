"""Django's migrate, as the owner of the tables where the desk runs as another role."""

from __future__ import annotations

from typing import Any, Final

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from factcheck.newsroom.roles import as_owner
from factcheck.newsroom.tables import add_missing_triggers, is_empty, make_tables

# Whoever names an app or a migration, or asks what would be done, wants Django's own way.
_ASKS_FOR_MORE: Final = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "prune")


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; the rights of the desk's role follow (see `roles.install`)."""
        with as_owner():
            connection = connections[options["database"]]
            if not any(options.get(name) for name in _ASKS_FOR_MORE) and is_empty(connection):
                make_tables(connection)
            super().handle(*args, **options)
            if not any(options.get(name) for name in _ASKS_FOR_MORE):
                add_missing_triggers(connection)
