"""Django's migrate, as the owner of the tables where the desk runs as another role."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from factcheck.newsroom.roles import as_owner


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; the rights of the desk's role follow (see `roles.install`)."""
        with as_owner():
            super().handle(*args, **options)
