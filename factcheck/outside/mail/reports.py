"""What a machine's report says.

Delivery status (RFC 3464), read receipt (RFC 8098), and the bounces of older servers.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from flufl.bounce import all_failures

from factcheck.outside.mail import headers

MAX_BLOCKS = 100
_DAEMONS = re.compile(
    r"^(?:mailer-daemon|mail-daemon|maildaemon|mdaemon|mail_daemon|mailerdaemon)\b", re.IGNORECASE
)
_SEMI_DAEMONS = re.compile(
    r"^(?:postmaster|bounce|bounces|mailer|noreply-bounces|microsoftexchange\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Delivery:
    """What became of one recipient.

    `action` is failed, delayed, delivered, relayed, expanded or displayed.
    """

    address: str  # lower-case
    action: str
    status: str  # "5.1.1", "" when not said
    said: str  # the server's words, one line


def sent_by_a_mail_server(message: Message) -> bool:
    """Tell whether the envelope or the sender's address is a mail server's.

    The null return path of RFC 5321 4.5.5, or a daemon's name. A postmaster is often a person, and
    some systems let people answer with a null return path: mail that answers a letter is a
    machine's only when a daemon sent it.
    """
    if sent_by_a_daemon(message):
        return True
    if headers.value(message, "In-Reply-To"):
        return False
    return_path = headers.raw_value(message, "Return-Path").replace(" ", "")
    return return_path == "<>" if return_path else bool(_SEMI_DAEMONS.match(_local_part(message)))


def sent_by_a_daemon(message: Message) -> bool:
    """Whether the sender's address is one that only mail servers have."""
    return bool(_DAEMONS.match(_local_part(message)))


def _local_part(message: Message) -> str:
    sender = next(
        (address for _, address in headers.addresses(headers.raw_value(message, "From"))), ""
    )
    return sender.partition("@")[0] or headers.raw_value(message, "From").strip("<> ").lower()


def report_type(message: Message) -> str:
    """Return the report-type of a multipart/report, lower-case, "" for any other mail."""
    if message.get_content_type() != "multipart/report":
        return ""
    try:
        claimed = message.get_param("report-type")
    except (ValueError, LookupError):
        claimed = None
    if isinstance(claimed, str) and claimed:
        return claimed.strip().lower()
    kinds = [part.get_content_type() for part in message.walk()][:20]
    return next((kind.removeprefix("message/") for kind in kinds if kind in _REPORTS), "")


_REPORTS = (
    "message/delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
)


def deliveries(message: Message, *, scan: bool = True) -> tuple[Delivery, ...]:
    """Return what the mail says about recipients.

    Read only where its structure is a report's, or a mail server sent it; never from the words of a
    person. Without `scan` the words are not searched at all (large mail).
    """
    found = []
    if message.get_content_type() == "multipart/report":
        for part in _parts(message):
            if part.get_content_type() == "message/delivery-status":
                found += [d for block in _blocks(part) if (d := _delivery(block))]
    if (
        not found
        and scan
        and (sent_by_a_mail_server(message) or report_type(message) == "delivery-status")
    ):
        found = _older(message)
    return tuple(dict.fromkeys(found[:MAX_BLOCKS]))


def returned_ids(message: Message) -> tuple[str, ...]:
    """Message-IDs of the letter a report returns or names."""
    found: list[str] = []
    is_report = message.get_content_type() == "multipart/report"
    if not is_report and not sent_by_a_mail_server(message):
        return ()
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822" and headers.children(part):
            found += headers.ids(headers.value(headers.children(part)[0], "Message-ID"))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            returned = BytesParser().parsebytes(_bytes(part), headersonly=True)
            found += headers.ids(headers.value(returned, "Message-ID"))
        elif kind in _REPORTS:
            for block in _blocks(part):
                found += headers.ids(headers.value(block, "Original-Message-ID"))
        elif kind == "text/plain" and not found:
            # Qmail and others paste the letter's header into their own text.
            text = _bytes(part)[:100_000].decode("utf-8", "replace")
            found += re.findall(r"(?im)^[> ]*message-id:\s*(<[^<>\s]{1,400}>)", text)
    return tuple(dict.fromkeys(found))


def _parts(message: Message) -> list[Message]:
    """Return the parts of the report itself, not those of the letter it returns."""
    parts: list[Message] = []
    waiting = [message]
    while waiting and len(parts) < MAX_BLOCKS:
        part = waiting.pop(0)
        parts.append(part)
        if part.get_content_maintype() == "multipart":
            waiting += headers.children(part)
    return parts


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields of a status part.

    Old servers also send them as base64, or as text.
    """
    if blocks := headers.children(part):
        encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoded not in ("base64", "quoted-printable"):
            return blocks[:MAX_BLOCKS]
    data = _bytes(part)
    pieces = re.split(rb"\r?\n\s*\r?\n", data)[:MAX_BLOCKS]
    return [
        BytesParser().parsebytes(piece + b"\n\n", headersonly=True)
        for piece in pieces
        if piece.strip()
    ]


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    text = "\n\n".join(str(block.get_payload()) for block in headers.children(part))
    leaf = Message()
    leaf["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", "7bit"))
    leaf.set_payload(text)
    decoded = leaf.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _delivery(block: Message) -> Delivery | None:
    recipient = headers.value(block, "Original-Recipient") or headers.value(
        block, "Final-Recipient"
    )
    action = headers.value(block, "Action").split("(")[0].strip().lower()
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", headers.value(block, "Status"))
    if not action and status:
        action = {"5": "failed", "4": "delayed", "2": "delivered"}[status[0][0]]
    if not recipient or not action:
        return None
    address = recipient.rpartition(";")[2].strip().strip("<>").lower()
    said = headers.value(block, "Diagnostic-Code").partition(";")[2].strip()
    return Delivery(address[:320], action, status[0] if status else "", said[:500])


def _older(message: Message) -> list[Delivery]:
    failed = [
        address
        for _, address in headers.addresses(headers.raw_value(message, "X-Failed-Recipients"))
    ]
    if failed:
        return [Delivery(address, "failed", "", "") for address in failed]
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - its detectors fail in many ways on mail that is no bounce
        return []
    found = [Delivery(_plain(address), "failed", "", "") for address in sorted(permanent)]
    return found + [Delivery(_plain(address), "delayed", "", "") for address in sorted(temporary)]


def _plain(address: bytes | str) -> str:
    text = address.decode("ascii", "replace") if isinstance(address, bytes) else address
    return text.strip("<>").lower()
