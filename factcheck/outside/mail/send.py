"""One letter out by SMTP, with its outcome told apart: gone, refused, try later, or not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.mail.backends.smtp import EmailBackend


@dataclass(frozen=True)
class Letter:
    """A letter to exactly one address. Ids carry their angle brackets; `date` is aware."""

    message_id: str
    from_name: str
    from_address: str
    to: str
    subject: str
    text: str
    date: datetime
    reply_to: str = ""
    html: str | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The server took responsibility for the letter, and said this."""

    code: int
    response: str
    accepted_at: datetime


def send(letter: Letter, *, connection: EmailBackend | None = None) -> Receipt:
    """Hand one letter to the mail server (Django's EMAIL_* settings), or raise OutsideError.

    - kind "refused", temporary=False: the server said 5xx (`status`, `message`), or the letter cannot be
      built
    - kind "refused", "connection", "timeout", "tls" or "login", temporary=True: 4xx, or broken before any of
      the letter was sent
    - kind "unknown", temporary=False: the connection broke after DATA began, so it may or may not have gone.
      Never resend by itself.
    """
    raise NotImplementedError
