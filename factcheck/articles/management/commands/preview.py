"""`manage.py preview FILE`: what an import would understand, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from factcheck.articles.importers.copy import BadFile
from factcheck.articles.importers.files import read_file

_WIDTH = 100


class Command(BaseCommand):
    """Print a file as an import would take it, or the sentence why it would not."""

    help = "Show what an import would understand of a file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and the form of the answer."""
        parser.add_argument("path", help="the file")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the preview, or end with status 1."""
        path = Path(options["path"])
        try:
            data = path.read_bytes()
            copy = read_file(data, path.name, max_bytes=settings.IMPORT_MAX_BYTES)
        except OSError as error:
            self._refuse(f"{path.name} cannot be read: {error.strerror}.")
        except BadFile as error:
            self._refuse(str(error))
        else:
            shown = copy.as_json()
            self.stdout.write(
                json.dumps(shown, ensure_ascii=False) if options["json"] else _outline(shown)
            )

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(1)


def _outline(shown: dict[str, Any]) -> str:
    """Return the preview for a person."""
    facts = ("headline", "byline", "published", "published_from", "language", "encoding", "embargo")
    lines = [f"{name.replace('_', ' ')}: {shown[name]}" for name in facts if shown[name]]
    lines += [f"[{block['kind']}] {_short(block['text'])}" for block in shown["blocks"]]
    lines += [
        f"source on “{_short(s['words'])}”: {s['address']} {s['text']}".rstrip()
        for s in shown["sources"]
    ]
    lines += [f"note by {n['by'] or 'nobody named'}: {n['text']}" for n in shown["notes"]]
    lines += [f"left out: {row['count']} × {row['what']}" for row in shown["left_out"]]
    return "\n".join(lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
