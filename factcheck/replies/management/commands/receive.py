"""A mail server's pipe: raw messages in, stored, read and filed."""

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
    help = (
        "Store raw messages (files, or - for standard input) and file them. "
        "Exits 75 when one could not be stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE|-", nargs="+")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print an object a message, as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in options["files"]:
            self._receive(name, as_lines=options["as_json"])

    def _receive(self, name: str, *, as_lines: bool) -> None:
        incoming = self._store(name)
        # Stored is stored: what fails from here on, a worker does again.
        try:
            parse(incoming)
            file_incoming(incoming.pk)
        except DatabaseError as error:
            self.stderr.write(f"Stored, to be read later: {error}")
        incoming.refresh_from_db()
        outcome = as_json(incoming)
        if as_lines:
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
            return
        kind, request = outcome["kind"] or "stored", outcome["request"] or "unknown"
        self.stdout.write(f"Message {incoming.pk}: {kind}, request {request}.")

    def _store(self, name: str) -> Incoming:
        try:
            raw = _read(name)
            if len(raw) > MAX_BYTES:
                raise CommandError(
                    "The message is over 100 MB; it was not stored.", returncode=EX_TEMPFAIL
                )
            return store_raw(raw=raw, mailbox="pipe")
        except (OSError, DatabaseError, MemoryError) as error:
            raise CommandError(
                f"The message could not be stored: {error}", returncode=EX_TEMPFAIL
            ) from error


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def as_json(incoming: Incoming) -> dict[str, Any]:
    """Return what became of a message.

    Its kind is "" while nobody has read it yet. An attachment's size is given as `bytes` and as
    `size`: both names are in use.
    """
    filed = _filed(incoming)
    if filed is None and incoming.state == "filed" and (twin := twin_of(incoming)):
        filed = _filed(twin)  # the same message, which came by another way before
    return {
        "incoming": incoming.pk,
        "kind": incoming.kind,
        "why": incoming.why,
        "sha256": incoming.sha256,
        "new_text": incoming.text_new,
        "quoted": incoming.quoted,
        "text": incoming.text,
        "sender": incoming.from_address,
        "sent_at": incoming.date.isoformat() if incoming.date else None,
        "charset": incoming.charset,
        "attachments": [
            {
                "name": file["name"],
                "bytes": file["size"],
                "size": file["size"],
                "sha256": file["sha256"],
                "claimed_type": file["claimed_type"],
            }
            for file in incoming.attachments.values("name", "claimed_type", "size", "sha256")
        ],
        "failed": [
            {"recipient": fate["address"], "reason": "final" if fate.get("final") else "soft"}
            for fate in incoming.deliveries
            if fate["action"] == "failed"
        ],
        "request": filed.request_id if filed else None,
        "matched_by": filed.matched_by if filed else "",
        "suggestions": filed.suggestions if isinstance(filed, Reply) else [],
    }


def _filed(incoming: Incoming) -> Reply | MailNotice | None:
    reply = Reply.objects.filter(incoming=incoming).first()
    return reply or MailNotice.objects.filter(incoming=incoming).first()
