"""What kind of mail this is: pure rules over a ParsedMail."""

from dataclasses import dataclass
from enum import StrEnum

from factcheck.outside.mail.parse import ParsedMail


class MailKind(StrEnum):
    ANSWER = "answer"
    AUTO_REPLY = "auto-reply"
    RECEIPT = "receipt"
    BOUNCE = "bounce"
    DELAY = "delay"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Judgement:
    """The kind, and the plain reason a person may be shown."""

    kind: MailKind
    reason: str


def kind_of(mail: ParsedMail) -> Judgement:
    """answer unless the structure or the headers say otherwise; the display name never decides."""
    raise NotImplementedError


def bounce_recipients(mail: ParsedMail) -> tuple[str, ...]:
    """The addresses a bounce or delay notice is about, lower-case."""
    raise NotImplementedError


def original_message_ids(mail: ParsedMail) -> tuple[str, ...]:
    """Message-IDs of the letter a bounce, delay, receipt or auto-reply is about: returned headers first, then
    In-Reply-To and References.
    """
    raise NotImplementedError
