"""`manage.py backup FILE`: the whole newsroom in one file, beside whatever runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.newsroom.backup import backup
from factcheck.newsroom.errors import UserFacingError


class Command(BaseCommand):
    help = "Write the whole newsroom to one file with its checksum. It may go on working meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].absolute()
        if file.exists():
            raise CommandError(f"{file} is there already: give another name.")
        try:
            manifest = backup(file)
        except UserFacingError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{file}: {rows:,} rows, checksum {manifest.sha256}.")
        self.stdout.write("Keep the SECRET_KEY too, apart from it: no backup holds it.")
