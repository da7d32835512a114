"""`manage.py permissions`: the table of who may do what, as docs/permissions.md has it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from factcheck.newsroom.permissions_page import permissions_page


class Command(BaseCommand):
    help = "Writes the table of who may do what to standard output, as Markdown."

    def handle(self, **_: Any) -> None:
        self.stdout.write(permissions_page(), ending="")
