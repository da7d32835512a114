"""The chain of hashes over the log: a line changed, added between or taken away later is found.

Each link hashes the link before it and one line of the log. Links are made by one process at a
time, soon after the lines are committed, so that no act waits for another's line: the order of the
chain is the order of the links. The newest hash, the head, leaves the database in each day's digest
to chiefs and in every report kept at a clearance; who rewrites the log and all its links after that
cannot rewrite the head in somebody's mailbox.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from factcheck.newsroom.models import LogEntry, LogLink, UnlinkedEntry

BEGINNING: Final = "0" * 64
# A number no other part of the desk takes an advisory lock by.
_LOCK: Final = 7_105_391
LINKS_AT_ONCE: Final = 2_000  # lines in one transaction; the next run takes the rest
_FIELDS: Final = (
    "pk",
    "at",
    "by_id",
    "by_name",
    "verb",
    "article_id",
    "subject",
    "subject_id",
    "text",
    "data",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: the line it is of, its hash, and how many lines wait for theirs."""

    entry_id: int
    hash: str
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk over the chain came to. `broken` says what is wrong where; empty means sound."""

    links: int
    head: str
    waiting: int
    broken: str = ""
    entry_id: int | None = None


def link_hash(previous: str, entry: LogEntry) -> str:
    """Return the hash (SHA-256, in hex) of one line after the link before it.

    The line is written as JSON with sorted keys and its time in UTC, so that any program can check
    it from an export.
    """
    row: dict[str, Any] = {name: getattr(entry, name) for name in _FIELDS}
    row["at"] = entry.at.isoformat()
    line = json.dumps(
        [previous, row],
        sort_keys=True,
        ensure_ascii=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(line.encode()).hexdigest()


@transaction.atomic
def extend_chain() -> int:
    """Link the lines that have no link yet, oldest first; return how many.

    Lines of transactions that are still open are not seen; they get their links after theirs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    unlinked = UnlinkedEntry.objects.select_related("entry").order_by("entry_id")
    waiting = list(unlinked[:LINKS_AT_ONCE])
    last = LogLink.objects.order_by("-pk").first()
    previous = last.hash if last else BEGINNING
    links = []
    for row in waiting:
        previous = link_hash(previous, row.entry)
        links.append(LogLink(entry=row.entry, hash=previous))
    LogLink.objects.bulk_create(links)
    UnlinkedEntry.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return len(links)


def head_of_chain() -> Head | None:
    """Return the newest link, None where no line was linked yet."""
    last = LogLink.objects.order_by("-pk").first()
    if last is None:
        return None
    return Head(last.entry_id, last.hash, UnlinkedEntry.objects.count())


def walk_chain(known_head: str = "") -> Walk:
    """Check every link from the first on, and stop at the first that does not hold.

    `known_head` is a hash that left the database earlier: where no link has it, what came before it
    was rewritten, however sound the chain looks in itself.
    """
    previous = BEGINNING
    links = 0
    is_known = not known_head
    waiting = UnlinkedEntry.objects.count()
    for link in _links():
        entry_id = link.entry_id
        entry = link.__dict__["line"]
        if entry is None:
            says = f"Line {entry_id} of the log is gone."
            return Walk(links, previous, waiting, says, entry_id)
        if link_hash(previous, entry) != link.hash:
            says = f"Line {entry_id} of the log, or the link before it, is not as it was written."
            return Walk(links, previous, waiting, says, entry_id)
        previous = link.hash
        links += 1
        is_known = is_known or link.hash == known_head
    if not is_known:
        return Walk(links, previous, waiting, "No line of the log has the hash that you gave.")
    return _unlinked(links, previous, waiting)


def _unlinked(links: int, head: str, waiting: int) -> Walk:
    """Look for lines that neither have a link nor wait for one: somebody took their links away."""
    linked = LogLink.objects.values("entry_id")
    queued = UnlinkedEntry.objects.values("entry_id")
    neither = LogEntry.objects.exclude(pk__in=linked).exclude(pk__in=queued)
    entry = neither.order_by("pk").first()
    if entry is None:
        return Walk(links, head, waiting)
    says = f"Line {entry.pk} of the log has no link in the chain, and waits for none."
    return Walk(links, head, waiting, says, entry.pk)


def _links() -> Iterator[LogLink]:
    """Yield the links in order, each with its line as `line`, None where it is gone."""
    last = 0
    while links := list(LogLink.objects.filter(pk__gt=last).order_by("pk")[:LINKS_AT_ONCE]):
        entries = LogEntry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            link.__dict__["line"] = entries.get(link.entry_id)
            yield link
        last = links[-1].pk
