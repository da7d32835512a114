"""Mail in by IMAP. Nothing leaves the mailbox until the caller has committed what it read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RawMail:
    """A message as the server holds it. Not `whole` (over the size cap): `raw` is the header alone;
    `mark_stored` it, never delete it.
    """

    uid: int
    uidvalidity: int
    raw: bytes
    received: datetime | None  # the server's internal date, aware
    size: int
    whole: bool


def fetch_mail(imap_url: str, *, limit: int = 50, max_bytes: int = 40_000_000) -> Iterator[RawMail]:
    """The oldest `limit` messages of imap[s]://user:password@host:port/mailbox, left there unread and
    unmarked.
    """
    raise NotImplementedError


def delete_mail(imap_url: str, uids: Sequence[int], *, uidvalidity: int) -> None:
    """Delete exactly these messages, after the commit. Does nothing when `uidvalidity` is no longer the
    mailbox's.
    """
    raise NotImplementedError


def mark_stored(imap_url: str, uids: Sequence[int], *, uidvalidity: int) -> None:
    """Move exactly these messages to the folder "Stored", after the commit. Same care as `delete_mail`."""
    raise NotImplementedError
