"""Walk the chain over the log and say whether anything in it was changed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.newsroom.log_chain import walk_chain


class Command(BaseCommand):
    help = (
        "Check every line of the log against its chain of hashes, and name the first that was "
        "changed, added or taken away. Ends with 1 when one was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="a hash from a digest or a kept report; the chain must hold it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        walk = walk_chain(options["head"].strip().lower())
        if walk.broken:
            raise CommandError(f"{walk.broken} {walk.links} lines before it are sound.")
        waits = f" {walk.waiting} newer lines wait for their link." if walk.waiting else ""
        self.stdout.write(f"{walk.links} lines are sound. Head: {walk.head}.{waits}")
