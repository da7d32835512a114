"""A mail server's pipe: one raw message in, stored, read and filed."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from factcheck.post.arrivals import parse, store_raw
from factcheck.post.models import Incoming
from factcheck.replies.actions import file_incoming
from factcheck.replies.actions.matching import twin_of
from factcheck.replies.models import MailNotice, Reply

EX_TEMPFAIL = 75  # sysexits.h: the mail server keeps the message and tries again
MAX_BYTES = 100 * 1024 * 1024


class Command(BaseCommand):
    help = "Store one raw message (a file, or - for standard input) and file it. Exits 75 when it could not be stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE|-")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print what became of it as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        incoming = self._store(options["file"])
        # Stored is stored: what fails from here on, a worker does again.
        try:
            parse(incoming)
            file_incoming(incoming.pk)
        except DatabaseError as error:
            self.stderr.write(f"Stored, to be read later: {error}")
        incoming.refresh_from_db()
        told = as_json(incoming)
        if options["as_json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(
                f"Message {incoming.pk}: {told['kind'] or 'stored'}, request {told['request'] or 'unknown'}."
            )

    def _store(self, name: str) -> Incoming:
        try:
            if name == "-":
                raw = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                with Path(name).open("rb") as file:
                    raw = file.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                raise CommandError(
                    "The message is over 100 MB; it was not stored.", returncode=EX_TEMPFAIL
                )
            return store_raw(raw=raw, mailbox="pipe")
        except (OSError, DatabaseError, MemoryError) as error:
            raise CommandError(
                f"The message could not be stored: {error}", returncode=EX_TEMPFAIL
            ) from error


def as_json(incoming: Incoming) -> dict[str, Any]:
    """Return what became of a message.

    Its kind is "" while nobody has read it yet.
    """
    filed = _filed(incoming)
    if filed is None and incoming.state == "filed" and (twin := twin_of(incoming)):
        filed = _filed(twin)  # the same message, which came by another way before
    files = incoming.attachments.values("name", "claimed_type", "size", "sha256")
    return {
        "incoming": incoming.pk,
        "kind": incoming.kind,
        "request": filed.request_id if filed else None,
        "matched_by": filed.matched_by if filed else "",
        "suggestions": filed.suggestions if isinstance(filed, Reply) else [],
        "text": incoming.text,
        "attachments": list(files),
        "sha256": incoming.sha256,
    }


def _filed(incoming: Incoming) -> Reply | MailNotice | None:
    reply = Reply.objects.filter(incoming=incoming).first()
    return reply or MailNotice.objects.filter(incoming=incoming).first()
