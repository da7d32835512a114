"""A message's bytes read into dataclasses. Never raises."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attachment:
    """A part kept as it came (decoded from its transfer encoding). `name` is a safe base name; `content_type`
    is the sender's claim.
    """

    name: str
    content_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class ParsedMail:
    """A message. Ids carry their angle brackets; addresses are lower-case; `text` is the whole, `text_new`
    without what is quoted below it.
    """

    message_id: str
    from_name: str
    from_address: str
    to: tuple[str, ...]  # To and Cc
    subject: str
    date: datetime | None  # aware, as claimed
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    text_new: str
    html: str  # cleaned, "" when none
    attachments: tuple[Attachment, ...]
    headers: tuple[
        tuple[str, str], ...
    ]  # those that tell what kind of mail it is; lower-case names, in order
    authentication_results: tuple[
        str, ...
    ]  # as they stand, topmost first; whose they are is for the reader to check
    defects: tuple[str, ...]
    unreadable: bool


def parse_mail(raw: bytes) -> ParsedMail:
    """Read a message, whatever it is. What could not be read is in `defects`; nothing readable at all is
    `unreadable`.
    """
    raise NotImplementedError
