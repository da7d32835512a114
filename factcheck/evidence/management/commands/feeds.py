"""`manage.py feeds import FILE [--dry-run]`, `manage.py feeds export`: lists of feeds as OPML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.evidence.actions.feeds import add_feeds, feeds_as_opml, sort_feeds
from factcheck.newsroom.actions import Refused


class Command(BaseCommand):
    help = "Bring a list of feeds (OPML) in, or print the desk's own."

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="do", required=True)
        bring = does.add_parser("import", help="add the feeds of a file that are not polled yet")
        bring.add_argument("file", type=Path)
        bring.add_argument(
            "--dry-run", action="store_true", help="say what it would do, and do nothing"
        )
        does.add_parser("export", help="print the feeds that are polled")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["do"] == "export":
            self.stdout.write(feeds_as_opml(), ending="")
            return
        try:
            feeds = sort_feeds(options["file"].read_bytes())
        except (OSError, Refused) as error:
            raise CommandError(str(error)) from error
        for outline, why in feeds.refused:
            self.stderr.write(f"refused: {outline.url}: {why}")
        added = 0 if options["dry_run"] else add_feeds(by=None, feeds=feeds.new)
        self.stdout.write(
            f"{len(feeds.new)} new, {len(feeds.known)} known, {len(feeds.refused)} refused; "
            f"{added} added"
        )
