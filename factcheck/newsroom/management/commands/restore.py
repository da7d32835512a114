"""`manage.py restore FILE`: an empty newsroom filled from a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.newsroom.backup import restore
from factcheck.newsroom.errors import UserFacingError


class Command(BaseCommand):
    help = "Fill an empty newsroom from a file that `manage.py backup` wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].absolute()
        try:
            manifest = restore(file)
        except UserFacingError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"Restored {rows:,} rows as they were at {manifest.made_at}.")
