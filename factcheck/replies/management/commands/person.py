"""Take out, or erase, what the newsroom holds on one person."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from factcheck.newsroom.actions import Refused
from factcheck.replies.actions.person import Outcome, erase_person, export_person


class Command(BaseCommand):
    help = (
        "Write all that is held on whoever has an address to one file (--export FILE), or erase it "
        "(--erase) and say what was taken out, and what stays for which reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "address", help="a mail address, or a number or name of another channel"
        )
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--export", metavar="FILE", type=Path, help="a new file, of JSON")
        what.add_argument("--erase", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].strip()
        if not address:
            raise CommandError("Give the person's address.")
        try:
            if options["erase"]:
                self.stdout.write(_words(address, erase_person(address)))
            else:
                self._export(address, options["export"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _export(self, address: str, file: Path) -> None:
        """Write a new file that its owner alone may read; one that is there is never replaced."""
        held = export_person(address)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"Cannot make {file}: {error.strerror}.") from error
        with os.fdopen(handle, "w") as out:
            json.dump(held, out, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        for name, rows in held["holds"].items():
            self.stdout.write(f"{name}: {len(rows)}")


def _words(address: str, outcome: Outcome) -> str:
    lines = [f"Erased of {address}:"]
    lines += [f"  {name}: {count}" for name, count in outcome.erased.items()] or ["  nothing"]
    if outcome.kept:
        lines.append("Kept:")
        lines += [f"  {name}: {count}, {why}" for (name, why), count in outcome.kept.items()]
    return "\n".join(lines)
