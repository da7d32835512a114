"""Header values as they come, hostile or merely old, into plain strings. Nothing here raises."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from factcheck.outside.charsets import text_from
from factcheck.outside.sanitize import one_line

MAX_VALUE = 20_000  # characters of one header that are read
MAX_ADDRESSES = 200
MAX_IDS = 100
MAX_NAME = 120  # characters of an attachment's name

_ID = re.compile(r"<[^<>\s]{1,400}>")
_ADDRESS = re.compile(r"^[^\s@<>()\[\],:;\\\"]{1,64}@[^\s@<>()\[\],:;\\\"]{1,255}$")


def all_values(message: Message, name: str) -> list[str]:
    """Every value of a header, decoded, on one line each, topmost first."""
    wanted = name.lower()
    return [one_line(decoded(raw)) for key, raw in message.raw_items() if key.lower() == wanted]


def value(message: Message, name: str) -> str:
    """Return the first value of a header, "" without one."""
    return next(iter(all_values(message, name)), "")


def raw_value(message: Message, name: str) -> str:
    """Return the first value as sent, on one line, encoded words left alone.

    Addresses are taken from it, since an encoded word may hold an angle bracket that means nothing.
    """
    wanted = name.lower()
    for key, raw in message.raw_items():
        if key.lower() == wanted:
            return one_line(unescaped(str(raw)[:MAX_VALUE]))
    return ""


def decoded(raw: object) -> str:
    """Return encoded words (RFC 2047) and raw 8-bit characters as text."""
    text = unescaped(str(raw)[:MAX_VALUE])
    if "=?" not in text:
        return text
    # Broken software folds inside encoded words and glues them together; the decoder wants neither.
    text = re.sub(r"\r?\n[ \t]?", " ", text)
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    whole = ""
    for piece, charset in pieces:
        whole += piece if isinstance(piece, str) else text_from(piece, charset or "utf-8")[0]
    return whole


def unescaped(text: str) -> str:
    """Return raw 8-bit characters, which the parser keeps as surrogates, as text."""
    data = text.encode("utf-8", "surrogateescape")
    return text_from(data, "utf-8")[0]


def addresses(header: str) -> list[tuple[str, str]]:
    """Return the (name, address) pairs of an address header.

    Addresses are lower-case and names decoded; what is no address is left out. Names never give an
    address: in `"a@b.example" <c@d.example>` the only address is the second.
    """
    found = []
    for mailbox in _split(header[:MAX_VALUE]):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", mailbox)
        angle = re.search(r"<([^<>]*)>", bare)
        address = (angle[1] if angle else bare).strip().lower()
        if not _ADDRESS.match(address):
            continue
        name = mailbox.rpartition("<")[0] if angle else ""
        name = re.sub(r"\\(.)", r"\1", name.strip().strip('"'))
        found.append((one_line(decoded(name)), address))
        if len(found) == MAX_ADDRESSES:
            break
    return found


# A quoted string, an address in brackets, an escaped sign, a separator, or words.
_PIECES = re.compile(r'"(?:\\.|[^"\\])*"?|<[^<>]*>?|\\.|[(),;:]|[^"<\\(),;:]+|\\', re.DOTALL)


def _split(header: str) -> Iterator[str]:
    """Yield the mailboxes of a header.

    Cuts at commas outside quotes and brackets, and drops comments and group names.
    """
    mailbox, depth = "", 0
    for piece in _PIECES.findall(header):
        if piece == "(":
            depth += 1
        elif depth:
            depth -= piece == ")"
        elif piece in (",", ";"):
            yield mailbox
            mailbox = ""
        else:
            mailbox = "" if piece == ":" else mailbox + piece
    yield mailbox


def children(message: Message) -> list[Message]:
    """Return the parts inside a part, none inside a leaf."""
    payload = message.get_payload()
    return (
        [child for child in payload if isinstance(child, Message)]
        if isinstance(payload, list)
        else []
    )


def ids(header: str) -> tuple[str, ...]:
    """Message-IDs with their angle brackets; the newest MAX_IDS of a long thread."""
    return tuple(dict.fromkeys(_ID.findall(header)))[-MAX_IDS:]


def date_of(header: str) -> datetime | None:
    """Return an aware instant, as claimed.

    None when it cannot be read or is of no plausible century.
    """
    try:
        instant = parsedate_to_datetime(header[:200])
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=UTC)
        instant = instant.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return instant if 1970 <= instant.year < 2200 else None


def safe_name(claimed: str, fallback: str) -> str:
    """Return a base name that can go on a disk and on a screen.

    It has no folder, no leading dot, and no control or direction marks.
    """
    name = one_line(decoded(claimed)).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r'[<>:"|?*%;]', "_", name).strip(" .")
    if not name:
        return fallback
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}"
    return name[:MAX_NAME]
