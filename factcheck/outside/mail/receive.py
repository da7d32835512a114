"""Mail in by IMAP. Nothing leaves the mailbox until the caller has committed what it read."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imap_tools import BaseMailBox, ImapToolsError
from imap_tools.errors import MailboxLoginError

from factcheck.outside.addresses import is_loopback
from factcheck.outside.deadline import ExchangeDeadline
from factcheck.outside.errors import Kind, OutsideError

STORED = "Stored"
_BATCH = 100
# Deleting or moving what was fetched takes no longer.
TIDY_SECONDS = 20.0


@dataclass(frozen=True)
class RawMail:
    """A message as the server holds it.

    Not `whole` (over the size cap): `raw` is the header alone; move it with `mark_stored`, never
    delete it.
    """

    uid: int
    uidvalidity: int
    raw: bytes
    received: datetime | None  # the server's internal date, UTC
    size: int  # bytes of the whole message
    whole: bool


def fetch_mail(imap_url: str, *, limit: int = 50, max_bytes: int = 40_000_000) -> Iterator[RawMail]:
    """Yield the oldest `limit` messages of imap[s]://user:password@host:port/mailbox.

    They stay there as they are, and the connection is open as long as the iteration. Raises
    OutsideError: "login", "connection", "timeout", "tls" and "refused" (the server said no) are
    temporary; "address" is for a URL that is none.
    """
    with _mailbox(imap_url, seconds=settings.MAIL_EXCHANGE_SECONDS) as (box, uidvalidity):
        uids = [int(uid) for uid in box.uids("UNDELETED", charset=None)]
        for uid in sorted(uids)[:limit]:
            mail = _one(box, uid, uidvalidity, max_bytes)
            if mail is not None:
                yield mail


def delete_mail(imap_url: str, uids: Sequence[int], *, uidvalidity: int) -> None:
    """Delete exactly these messages, after the commit.

    Raises OutsideError(kind="refused") and touches nothing when `uidvalidity` is no longer the
    mailbox's: the numbers then mean other messages. On a server without UIDPLUS (RFC 4315) they
    stay marked as deleted, which `fetch_mail` skips, because a plain EXPUNGE would take other
    people's with them.
    """
    with _mailbox(imap_url, wanted=uidvalidity) as (box, _):
        for numbers in _batches(uids):
            _said_ok(box.client.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Deleted)"))
            if "UIDPLUS" in box.client.capabilities:
                _said_ok(box.client.uid("EXPUNGE", numbers))


def mark_stored(imap_url: str, uids: Sequence[int], *, uidvalidity: int) -> None:
    """Move exactly these messages to the folder "Stored", with the care of `delete_mail`.

    The folder is made if it is not there.
    """
    with _mailbox(imap_url, wanted=uidvalidity) as (box, _):
        folder = _stored_folder(box)
        for numbers in _batches(uids):
            if "MOVE" in box.client.capabilities:
                _said_ok(box.client.uid("MOVE", numbers, folder))
                continue
            _said_ok(box.client.uid("COPY", numbers, folder))
            _said_ok(box.client.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Deleted)"))
            if "UIDPLUS" in box.client.capabilities:
                _said_ok(box.client.uid("EXPUNGE", numbers))


def _stored_folder(box: BaseMailBox) -> str:
    for folder in (STORED, f"INBOX.{STORED}", f"INBOX/{STORED}"):
        if box.folder.exists(folder):
            return folder
    try:
        box.folder.create(STORED)
    except ImapToolsError:
        # Some servers keep every folder under the inbox.
        box.folder.create(f"INBOX.{STORED}")
        return f"INBOX.{STORED}"
    return STORED


def _batches(uids: Sequence[int]) -> Iterator[str]:
    ordered = sorted(set(uids))
    for start in range(0, len(ordered), _BATCH):
        yield ",".join(str(int(uid)) for uid in ordered[start : start + _BATCH])


@contextmanager
def _mailbox(
    imap_url: str, wanted: int | None = None, seconds: float = TIDY_SECONDS
) -> Iterator[tuple[BaseMailBox, int]]:
    """Open the mailbox, logged in and selected, with its UIDVALIDITY, for `seconds` at most.

    Everything that breaks is raised as OutsideError.
    """
    with ExchangeDeadline(seconds) as deadline:
        try:
            with _opened(imap_url, deadline, wanted) as opened:
                yield opened
        except OutsideError as error:
            if deadline.passed and error.kind in (Kind.CONNECTION, Kind.REFUSED, Kind.TLS):
                raise _named(TimeoutError()) from error
            raise


@contextmanager
def _opened(
    imap_url: str, deadline: ExchangeDeadline, wanted: int | None
) -> Iterator[tuple[BaseMailBox, int]]:
    try:
        box, folder = _logged_in(imap_url, deadline)
        try:
            box.folder.set(folder)
            uidvalidity = int((box.client.response("UIDVALIDITY")[1][-1] or b"0").decode())
            if wanted is not None and wanted != uidvalidity:
                raise OutsideError(
                    Kind.REFUSED,
                    "The mailbox was rebuilt; its numbers have changed",
                    temporary=True,
                )
            yield box, uidvalidity
        finally:
            _leave(box)
    except (MailboxLoginError, imaplib.IMAP4.error, ImapToolsError, OSError, ValueError) as error:
        raise _named(error) from error


def _named(error: Exception) -> OutsideError:
    if isinstance(error, MailboxLoginError):
        return OutsideError(Kind.LOGIN, "The mailbox does not accept our login", temporary=True)
    if isinstance(error, ssl.SSLError):
        return OutsideError(Kind.TLS, "No secure connection to the mailbox", temporary=True)
    if isinstance(error, TimeoutError):
        return OutsideError(Kind.TIMEOUT, "The mailbox took too long", temporary=True)
    if isinstance(error, OSError | imaplib.IMAP4.abort):
        return OutsideError(Kind.CONNECTION, "The mailbox cannot be reached", temporary=True)
    return OutsideError(Kind.REFUSED, f"The mailbox said no: {str(error)[:200]}", temporary=True)


def _leave(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except (imaplib.IMAP4.error, OSError):
        box.client.shutdown()


def _logged_in(imap_url: str, deadline: ExchangeDeadline) -> tuple[BaseMailBox, str]:
    parts = urlsplit(imap_url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise OutsideError(
            Kind.ADDRESS,
            "IMAP_URL must read imap[s]://user:password@host:port/mailbox",
            temporary=False,
        )
    user, password = unquote(parts.username), unquote(parts.password or "")
    box = _connected(parts.scheme, parts.hostname, parts.port, deadline)
    try:
        log_in = box.login if (user + password).isascii() else box.login_utf8
        log_in(user, password, initial_folder=None)
        # What a server can do is often only told to those who logged in.
        box.client.capabilities = tuple(
            str(box.client.capability()[1][0], "ascii", "replace").upper().split()
        )
    except BaseException:
        box.client.shutdown()
        raise
    return box, unquote(parts.path.strip("/")) or "INBOX"


class _WatchedBox(BaseMailBox):
    """A mailbox whose socket a deadline watches from the first byte."""

    def __init__(self, host: str, port: int, *, over_tls: bool, deadline: ExchangeDeadline) -> None:
        self._place, self._over_tls, self._deadline = (host, port), over_tls, deadline
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        deadline = self._deadline
        context = ssl.create_default_context() if self._over_tls else None

        class WatchedImapClient(imaplib.IMAP4):
            def _create_socket(self, timeout: float | None) -> socket.socket:
                wire: socket.socket = super()._create_socket(timeout)  # type: ignore[misc]
                deadline.watch(wire)
                if context is None:
                    return wire
                return context.wrap_socket(wire, server_hostname=self.host)

        return WatchedImapClient(*self._place, timeout=settings.OUTSIDE_TIMEOUT_SECONDS)


def _connected(scheme: str, host: str, port: int | None, deadline: ExchangeDeadline) -> BaseMailBox:
    over_tls = scheme == "imaps"
    box = _WatchedBox(
        host, port or (993 if over_tls else 143), over_tls=over_tls, deadline=deadline
    )
    if over_tls:
        return box
    if "STARTTLS" in box.client.capabilities:
        box.client.starttls(ssl.create_default_context())
    elif not is_loopback(str(box.client.sock.getpeername()[0])):
        box.client.shutdown()
        raise OutsideError(
            Kind.TLS, "The mailbox would take our password in the clear", temporary=False
        )
    return box


def _one(box: BaseMailBox, uid: int, uidvalidity: int, max_bytes: int) -> RawMail | None:
    """One message; None when somebody else deleted it meanwhile."""
    facts = _fetched(box, uid, "(UID RFC822.SIZE INTERNALDATE)")[0]
    size = re.search(rb"RFC822\.SIZE (\d+)", facts)
    date = re.search(rb'INTERNALDATE "([^"]+)"', facts)
    if size is None:
        return None
    whole = int(size[1]) <= max_bytes
    raw = _fetched(
        box, uid, "(UID BODY.PEEK[])" if whole else f"(UID BODY.PEEK[HEADER]<0.{max_bytes}>)"
    )[1]
    if raw is None:
        return None
    return RawMail(
        uid, uidvalidity, raw, _instant(date[1].decode()) if date else None, int(size[1]), whole
    )


def _fetched(box: BaseMailBox, uid: int, what: str) -> tuple[bytes, bytes | None]:
    """Return the line and the literal of a FETCH answer."""
    line, literal = b"", None
    for item in _said_ok(box.client.uid("FETCH", str(uid), what)):
        if isinstance(item, tuple):
            line, literal = line + item[0], item[1]
        elif isinstance(item, bytes):
            line += item
    return line, literal


def _said_ok(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise OutsideError(
            Kind.REFUSED, f"The mailbox said no: {str(answer[1])[:200]}", temporary=True
        )
    return answer[1]


def _instant(internal_date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(internal_date.strip().replace("-", " ", 2)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
