"""What arrives: the bytes are stored first, then read.

A message that cannot be read is a review item, not a loss.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from factcheck.newsroom import statements
from factcheck.newsroom.actions import log
from factcheck.newsroom.dates import moment_or_none
from factcheck.newsroom.sweeps import nudge
from factcheck.outside import mail
from factcheck.outside.errors import OutsideError
from factcheck.outside.mail import Judgement, MailKind, MailReading, ParsedMail, RawMail
from factcheck.post import rules
from factcheck.post.actions import mailbox_urls, own_addresses
from factcheck.post.models import Attachment, Incoming, Mailbox, Outgoing

logger = logging.getLogger(__name__)
PARSE_LEASE = timedelta(minutes=10)
PARSE_TRIES = 3  # a message that ends its reader this often is put before a person unread
# A little longer than its task may run: a worker killed in mid-poll must not keep an answer from
# the desk for long.
POLL_SECONDS = 120
POLL_LEASE = timedelta(seconds=POLL_SECONDS + 30)
POLL_EVERY = timedelta(seconds=15)
POLL_AGAIN = timedelta(minutes=1)  # after an error
POLL_BATCH = 50
# Messages are committed a few at a time, which costs as little as one; sooner where they are large
# or come slowly, so that a reader that is killed has not read them in vain.
KEPT_AT_ONCE: Final = 10
KEPT_BYTES: Final = 4_000_000
KEPT_SECONDS: Final = 2.0
LETTERS = 20  # of ours that a message is compared with


def store_raw(
    *,
    raw: bytes,
    mailbox: str = "",
    uid: str = "",
    received_at: datetime | None = None,
    whole: bool = True,
) -> Incoming:
    """Keep the bytes as they came; the same bytes again are the row there is.

    Committed when this returns, unless the caller holds a transaction open.
    """
    incoming, new = Incoming.objects.get_or_create(
        sha256=hashlib.sha256(raw).hexdigest(),
        defaults={
            "raw": raw,
            "size": len(raw),
            "mailbox": rules.header_safe(mailbox, 200),
            "uid": uid[:60],
            "received_at": received_at or timezone.now(),
            "whole": whole,
        },
    )
    if new:
        nudge("post")
    return incoming


def _keep_raw(mails: list[RawMail], mailbox: str) -> None:
    """Keep the bytes of messages in one statement; those there are already stay as they are."""
    rows = [
        Incoming(
            raw=raw.raw,
            sha256=hashlib.sha256(raw.raw).hexdigest(),
            size=len(raw.raw),
            mailbox=rules.header_safe(mailbox, 200),
            uid=f"{raw.uidvalidity}/{raw.uid}"[:60],
            received_at=_plausible(raw.received) or timezone.now(),
            whole=raw.whole,
        )
        for raw in mails
    ]
    Incoming.objects.bulk_create(rows, ignore_conflicts=True)


def mailbox_name(imap_url: str) -> str:
    parts = urlsplit(imap_url)
    host = parts.netloc.rpartition("@")[2]
    return rules.header_safe(f"{unquote(parts.username or '')}@{host}{parts.path or '/INBOX'}", 200)


def poll(pk: int) -> int:
    """Read the mailbox once; return how many messages were stored.

    Another poller at work, or not yet time: 0.

    Each message is stored and committed before it is deleted from the mailbox. A crash between the
    two brings the same bytes again, which are one row.
    """
    box = Mailbox.objects.claim(pk, timezone.now(), POLL_LEASE)
    if box is None:
        return 0
    stored, error = 0, ""
    try:
        url = next((url for url in mailbox_urls() if mailbox_name(url) == box.name), None)
        if url is not None:
            stored = _drain(box.name, url)
    except OutsideError as failure:
        error = rules.storable(failure.message)
        logger.warning("The mailbox %s could not be read: %s", box.name, error)
    except Exception as failure:
        error = f"Reading the mailbox broke ({type(failure).__name__})."
        logger.exception("Reading the mailbox %s broke.", box.name)
    now = timezone.now()
    wait = POLL_AGAIN if error else timedelta(0) if stored >= POLL_BATCH else POLL_EVERY
    box.finish(work="waiting", error=error, next_try_at=now + wait, tries=0, polled_at=now)
    if stored:
        nudge("post")
    return stored


def _drain(name: str, url: str) -> int:
    stored: list[RawMail] = []
    try:
        for mails in _few_at_a_time(mail.fetch_mail(url, limit=POLL_BATCH)):
            with transaction.atomic(durable=True):
                _keep_raw(mails, name)
            stored += [replace(raw, raw=b"") for raw in mails]
    finally:
        # What was stored before a fault leaves the mailbox all the same, or a slow one would never
        # be got through.
        _take_out(stored, url)
    return len(stored)


def _few_at_a_time(mails: Iterable[RawMail]) -> Iterator[list[RawMail]]:
    """Yield messages in small lists: those that came before a fault too, and then raise it."""
    waiting: list[RawMail] = []
    since = time.monotonic()
    try:
        for raw in mails:
            waiting.append(raw)
            if _is_enough(waiting, time.monotonic() - since):
                yield waiting
                waiting, since = [], time.monotonic()
    except Exception:
        if waiting:
            yield waiting
        raise
    if waiting:
        yield waiting


def _is_enough(waiting: list[RawMail], seconds: float) -> bool:
    size = sum(len(raw.raw) for raw in waiting)
    return len(waiting) >= KEPT_AT_ONCE or size >= KEPT_BYTES or seconds >= KEPT_SECONDS


def _take_out(stored: list[RawMail], url: str) -> None:
    for whole, leave in ((True, mail.delete_mail), (False, mail.mark_stored)):
        uids = [raw.uid for raw in stored if raw.whole is whole]
        if uids:
            leave(url, uids, uidvalidity=stored[0].uidvalidity)


def _plausible(received: datetime | None) -> datetime | None:
    """Return the server's own date, which decides lateness to the minute.

    A clock that is ahead of ours, or in a year that no row may hold, is not believed.
    """
    is_past = received is not None and received <= timezone.now()
    return moment_or_none(received) if is_past else None


def parse(incoming: Incoming) -> Incoming:
    """Read a stored message into its columns and attachments.

    Whatever it is, it ends as parsed, of some kind. One reader at a time by a lease; a message that
    killed its readers PARSE_TRIES times becomes "unreadable".
    """
    claimed = _claimed(incoming.pk, timezone.now())
    if claimed is None:
        incoming.refresh_from_db()
        return incoming
    incoming = claimed
    if incoming.tries > PARSE_TRIES:
        judgement = Judgement(
            MailKind.UNREADABLE, "Reading it failed again and again.", may_hold_words=True
        )
        _keep(incoming, MailReading(ParsedMail(unreadable=True), judgement))
        return incoming
    raw = bytes(incoming.raw)
    reading = mail.read_mail(raw)
    letters = _letters_of(reading)
    if (
        any(letter.message_id == reading.mail.message_id for letter in letters)
        and reading.mail.from_address in own_addresses()
    ):
        own = Judgement(MailKind.AUTO_REPLY, "Our own letter, come back to us")
        _keep(incoming, replace(reading, judgement=own))
        return incoming
    if letters:
        ours = [text for letter in letters for text in (letter.subject, letter.text)]
        reading = mail.read_again(raw, reading, ours)
    _keep(incoming, reading)
    return incoming


_CLAIM: Final = f"""UPDATE {Incoming._meta.db_table} SET lease_until = %s, tries = tries + 1
    WHERE id = %s AND state = 'stored' AND (lease_until IS NULL OR lease_until < %s)"""  # noqa: S608  # nosec B608


def _claimed(pk: int, now: datetime) -> Incoming | None:
    """Take the message for this reader, and its bytes with it; None where another has it.

    One statement: a claim and then a look would read a large message's row twice.
    """
    names = statements.all_but(Incoming)
    claim = f"{_CLAIM} RETURNING {statements.columns(Incoming, names)}"
    taken = statements.read(Incoming, names, claim, [now + PARSE_LEASE, pk, now])
    return next(iter(taken), None)


_OF_LETTER: Final = ("id", "message_id", "subject", "text")
_LETTERS: Final = f"""SELECT {statements.columns(Outgoing, _OF_LETTER)}
    FROM {Outgoing._meta.db_table}
    WHERE message_id = ANY(%s) OR reply_to = ANY(%s) ORDER BY id DESC LIMIT {LETTERS}"""  # noqa: S608  # nosec B608


def _letters_of(reading: MailReading) -> list[Outgoing]:
    """Return the letters of ours that a message answers, or is.

    What they say is nobody's answer.
    """
    parsed = reading.mail
    ids = [named for named in (parsed.message_id, *reading.about_ids) if named]
    to = [address for address in parsed.to if address.startswith("reply+")]
    return statements.read(Outgoing, _OF_LETTER, _LETTERS, [ids, to])


def _keep(incoming: Incoming, reading: MailReading) -> None:
    parsed, judgement = reading.mail, reading.judgement
    kind = str(judgement.kind)
    values = _columns(reading) | {
        "kind": kind,
        "why": rules.storable(judgement.reason),
        "may_hold_words": judgement.may_hold_words,
        "state": "parsed",
        "lease_until": None,
    }
    if not incoming.whole:
        values["defects"] = [
            *values["defects"],
            "Too large: only its header was kept; the whole is in the mailbox",
        ]
    with transaction.atomic():
        changed = statements.update(
            Incoming,
            values,
            where="id = %s AND state = 'stored' AND tries = %s",
            params=[incoming.pk, incoming.tries],
        )
        if changed != 1:
            return
        Attachment.objects.bulk_create(
            Attachment(
                incoming=incoming,
                name=rules.header_safe(attachment.name, 255) or "file",
                claimed_type=rules.header_safe(attachment.content_type, 200),
                size=len(attachment.content),
                sha256=attachment.sha256,
                content=attachment.content,
            )
            for attachment in parsed.attachments
        )
        log(
            by=None,
            verb="read mail",
            subject=incoming,
            text=f"Message {incoming.pk} read: {kind}.",
            kind=kind,
        )
        nudge("post")
    for name, value in values.items():
        setattr(incoming, name, value)


def _quoted(parsed: ParsedMail) -> str:
    """Return what follows the new text of a folded message, "" of one that is shown whole."""
    if parsed.text_new == parsed.text:
        return ""
    return parsed.text.strip().removeprefix(parsed.text_new.strip()).strip("\n")


def _columns(reading: MailReading) -> dict[str, Any]:
    parsed = reading.mail
    headers: dict[str, list[str]] = {}
    for name, value in [
        *parsed.headers,
        *(("authentication-results", a) for a in parsed.authentication_results),
    ]:
        headers.setdefault(name, []).append(value)
    values = {
        "message_id": parsed.message_id[:400],
        "from_name": parsed.from_name[:500],
        "from_address": parsed.from_address[:320],
        "to": parsed.to,
        "subject": parsed.subject,
        "in_reply_to": parsed.in_reply_to,
        "references": parsed.references,
        "about_ids": reading.about_ids,
        "about_addresses": reading.about_addresses,
        "deliveries": [asdict(delivery) for delivery in parsed.deliveries],
        "doubt": mail.sender_doubt(parsed, settings.MAIL_AUTHSERV),
        "text": parsed.text,
        "text_new": parsed.text_new,
        "quoted": _quoted(parsed),
        "html": parsed.html,
        "charset": parsed.charset[:40],
        "headers": headers,
        "defects": parsed.defects,
    }
    columns: dict[str, Any] = rules.storable_all(values)
    return columns | {"date": moment_or_none(parsed.date)}
