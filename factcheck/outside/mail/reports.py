"""What a machine's report says.

Delivery status (RFC 3464), read receipt (RFC 8098), and the bounces of older servers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesParser

from flufl.bounce import all_failures

from factcheck.outside.charsets import text_from
from factcheck.outside.mail import headers, phrases
from factcheck.outside.mail.failures import is_final
from factcheck.outside.mail.phrases import CERTIFIED
from factcheck.outside.mail.signs import LIMITS
from factcheck.outside.sanitize import text_of_html

MAX_BLOCKS = 100
_BEGINNING = LIMITS["reports"]["subject_start"]
_FIRST_WORDS = LIMITS["reports"]["first_words"]
_BEFORE_PROGRAM = LIMITS["reports"]["before_program"]
MAX_ADDRESSES = 20  # of a text that names whom it could not reach
_DAEMONS = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|m-?daemon|mail_daemon|mailer_daemon|mailerdaemon)\b",
    re.IGNORECASE,
)
_SEMI_DAEMONS = re.compile(
    r"^(?:postmaster|bounces?|mailer|noreply-bounces|microsoftexchange\w*|mail-?administrator"
    r"|mailadmin|listserv|exchange)\b",
    re.IGNORECASE,
)
# Servers rewrite the null return path of a bounce to these.
_NULL_PATHS = re.compile(r"^<(?:mailer-?daemon\b[^>]*|null|bounce)?>$", re.IGNORECASE)
_FORWARDED = re.compile(r"^\W*(?:fwd?|fw|wg|tr|rv|i|vb|doorst|enc)\s*:", re.IGNORECASE)
# Our own subject, which a report repeats: its words are nobody's reason.
_OUR_SUBJECT = re.compile(
    r"^[ \t>]*(?:subject|betreff|objet|asunto|oggetto|assunto|тема)[ \t]*:.*$",
    re.IGNORECASE | re.MULTILINE,
)
# Where the returned copy of the letter begins.
_COPY = re.compile(
    r"^\W*(?:-{3,}|this is a copy|below this line|original message|the original message"
    r"|message headers|received:|return-path:|message-id:|ursprüngliche nachricht"
    r"|diagnostic information|diagnoseinformationen)",
    re.IGNORECASE,
)
# "---- Header of the source mail attached ----"
_RULED_COPY = re.compile(
    r"^\W{0,9}[-=_*]{3,}\W{0,9}\b[^\n]{0,60}\b(?:headers?|copy|copie|kopie|original\w*)\b",
    re.IGNORECASE,
)
# Where a list of those that were not reached begins: above it may stand whom our letter was for.
_LISTED = re.compile(
    r"\b(?:following|failed|intended) (?:recipients?|address(?:es)?|destinations?)\b",
    re.IGNORECASE,
)
# "Hello desk@paper.example,": whom it is written to.
_GREETED = re.compile(r"(?i)\b(?:hello|dear|hi|hallo|bonjour|hola|ciao)\s[^\s,]{3,320},?")
_ADDRESS = re.compile(r"(?<![\w.+=-])[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


@dataclass(frozen=True)
class Delivery:
    """What became of one recipient.

    `action` is failed, delayed, delivered, relayed, expanded or displayed.
    """

    address: str  # lower-case
    action: str
    status: str  # "5.1.1", "" when not given
    server_reply: str  # the server's words, one line
    final: bool = False  # failed, and the address is at fault


def sent_by_a_mail_server(message: Message) -> bool:
    """Tell whether the envelope or the sender's address is a mail server's.

    The null return path of RFC 5321 4.5.5, or a daemon's name. A postmaster is often a person, and
    some systems let people answer with a null return path: mail that answers a letter is a
    machine's only when a daemon sent it, or a postmaster with a null path.
    """
    if sent_by_a_daemon(message) or headers.raw_value(message, "X-Failed-Recipients"):
        return True
    if certified_action(message) in ("failed", "delayed"):
        return True
    null_path, semi_daemon = _has_null_path(message), _is_semi_daemon(message)
    if headers.value(message, "In-Reply-To"):
        return null_path and semi_daemon
    returns = semi_daemon and _gives_particulars(message)
    return null_path or returns or _is_returned_by_nobody(message) or _is_a_programs(message)


def _is_semi_daemon(message: Message) -> bool:
    return _SEMI_DAEMONS.match(_local_part(message)) is not None


def _is_returned_by_nobody(message: Message) -> bool:
    """Tell whether a service that nobody reads says by itself that a letter did not arrive.

    Google Groups does, from an address that is no daemon's.
    """
    if not phrases.NOBODY.match(_local_part(message)):
        return False
    if headers.value(message, "Auto-Submitted").lower() in ("", "no"):
        return False
    beginning = f"{headers.value(message, 'Subject')}\n{_words_of(message)[:_FIRST_WORDS]}"
    return phrases.UNDELIVERED.search(beginning) is not None


def _is_a_programs(message: Message) -> bool:
    """Tell whether a mail that answers none says, as programs do, whom it could not reach.

    Gateways write from addresses that could be a person's ("ndr@", "inetgw1@"). A person who
    forwards such a mail, or tells of it, says so first.
    """
    subject = headers.value(message, "Subject")
    is_report = message.get_content_type() == "multipart/report"
    if _FORWARDED.match(subject) or not (is_report or phrases.UNDELIVERED.search(subject)):
        return False
    words = _words_of(message)[:_FIRST_WORDS]
    found = phrases.PROGRAM.search(words)
    if found is None or found.start() > _BEFORE_PROGRAM:
        return False
    return phrases.TOLD.search(words[: found.start()]) is None


def _is_from_nobody(message: Message) -> bool:
    """Tell whether it gives the empty address as its sender's: `From: <>`."""
    raw = headers.raw_value(message, "From")
    return not headers.addresses(raw) and re.search(r"<\s*>\s*$", raw) is not None


def sent_by_a_daemon(message: Message) -> bool:
    """Tell whether only a mail server can have sent it.

    By an address that only they have, of which some leave the domain out ("Mail Delivery Subsystem
    <MAILER-DAEMON>"); or by a postmaster's, below a subject that is a bounce's: programs name our
    letter too. A person there may tell of parcels that were not delivered: a program says to whom
    it could not deliver, or why.
    """
    if _DAEMONS.match(_local_part(message)) or _is_from_nobody(message):
        return True
    returns = phrases.UNDELIVERED.search(headers.value(message, "Subject"))
    says_so = returns is not None and returns.start() <= _BEGINNING
    return says_so and _is_semi_daemon(message) and _gives_particulars(message)


def _gives_particulars(message: Message) -> bool:
    """Tell whether a mail has more than words, or an address or a server's code among them."""
    if _has_null_path(message) or message.is_multipart():
        return True
    words = _words_of(message)
    codes = (phrases.PERMANENT, phrases.TEMPORARY)
    return bool(_named(message, words)) or any(code.search(words) for code in codes)


def _has_null_path(message: Message) -> bool:
    return_path = headers.raw_value(message, "Return-Path").replace(" ", "")
    return bool(_NULL_PATHS.match(return_path))


def _local_part(message: Message) -> str:
    raw = headers.raw_value(message, "From")
    sender = next((address for _, address in headers.addresses(raw)), "")
    if sender:
        return sender.partition("@")[0]
    bracketed = re.search(r"<([^<>]*)>", raw)
    return (bracketed[1] if bracketed else raw).strip("<>() ").lower()


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
    certified = certified_action(message)
    if certified:
        words = _words_of(message)
        return tuple(_by_words(address, certified, words) for address in _named(message, words))
    by_server = sent_by_a_mail_server(message)
    results: list[Delivery] = []
    # Gateways change the outer type, and leave the status part inside.
    if message.get_content_type() == "multipart/report" or by_server:
        words = _words_of(message) if scan else ""
        results = [_with_its_reason(fate, words) for fate in _in_status_parts(message)]
    if not results and scan and (by_server or report_type(message) == "delivery-status"):
        results = _older(message)
    return tuple(dict.fromkeys(results[:MAX_BLOCKS]))


def _in_status_parts(message: Message) -> list[Delivery]:
    status = [p for p in _parts(message) if p.get_content_type() == "message/delivery-status"]
    fates = (_delivery(block) for part in status for block in _blocks(part))
    return [fate for fate in fates if fate]


def _with_its_reason(fate: Delivery, words: str) -> Delivery:
    """Return a failure with the reason that only the words beside its fields give."""
    says_why = fate.server_reply or (fate.status and not fate.status.endswith(".0.0"))
    if fate.action != "failed" or says_why or not words.strip():
        return fate
    told = _by_words(fate.address, "failed", words)
    final = is_final(fate.status or told.status, told.server_reply)
    return replace(fate, server_reply=told.server_reply, final=final)


def certified_action(message: Message) -> str:
    """Return what a notice of Italian certified mail (PEC) says became of our letter.

    As `Delivery.action` names it; "" for any other mail. Its providers write a header of their own
    instead of a report (decree of 2 November 2005, annex, 7.3).
    """
    return CERTIFIED.get(headers.value(message, "X-Ricevuta").strip().lower(), "")


def returned_ids(message: Message) -> tuple[str, ...]:
    """Return the Message-IDs of the letter a report returns or names."""
    if certified_action(message):
        return headers.ids(headers.value(message, "X-Riferimento-Message-ID"))
    is_report = message.get_content_type() == "multipart/report"
    if not is_report and not sent_by_a_mail_server(message):
        return ()
    ids: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        # Qmail and others paste the letter's header into their own text.
        if kind != "text/plain" or not ids:
            ids += _ids_in(part, kind)
    return tuple(dict.fromkeys(ids))


def _ids_in(part: Message, kind: str) -> list[str]:
    if kind == "message/rfc822" and headers.children(part):
        return list(headers.ids(headers.value(headers.children(part)[0], "Message-ID")))
    if kind in ("text/rfc822-headers", "message/rfc822-headers"):
        returned = BytesParser().parsebytes(_bytes(part), headersonly=True)
        return list(headers.ids(headers.value(returned, "Message-ID")))
    if kind in _REPORTS:
        named = (headers.value(block, "Original-Message-ID") for block in _blocks(part))
        return [one_id for value in named for one_id in headers.ids(value)]
    if kind == "text/plain":
        text = _bytes(part)[:100_000].decode("utf-8", "replace")
        return re.findall(r"(?im)^[> ]*message-id:\s*(<[^<>\s]{1,400}>)", text)
    return []


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


# What some servers write for "failed" and "delayed".
_ACTIONS = {"failure": "failed", "error": "failed", "delay": "delayed"}


def _delivery(block: Message) -> Delivery | None:
    recipient = headers.value(block, "Original-Recipient") or headers.value(
        block, "Final-Recipient"
    )
    action = headers.value(block, "Action").split("(")[0].strip().lower()
    action = _ACTIONS.get(action, action)
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", headers.value(block, "Status"))
    if not action and status:
        action = {"5": "failed", "4": "delayed", "2": "delivered"}[status[0][0]]
    if not recipient or not action:
        return None
    address = recipient.rpartition(";")[2].strip().strip("<>").lower()
    reply = headers.value(block, "Diagnostic-Code").partition(";")[2].strip()
    return _fate(address, action, status[0] if status else "", reply)


def _fate(address: str, action: str, status: str, reply: str) -> Delivery:
    """Return what became of a recipient, with the judgement on its address."""
    final = action == "failed" and is_final(status, reply)
    return Delivery(address[:320], action, status, reply[:500], final)


def _older(message: Message) -> list[Delivery]:
    """Return whom a report without the standard structure could not reach.

    By the header that Exim sets, by the styles that flufl.bounce knows, else by the addresses that
    its own words name.
    """
    text = _words_of(message)
    beginning = "\n".join((headers.value(message, "Subject"), text))
    listed = headers.addresses(headers.raw_value(message, "X-Failed-Recipients"))
    if listed:
        return [_by_words(address, "failed", text) for _, address in listed]
    known = _by_known_style(message, text)
    if known:
        return known
    delayed = phrases.DELAYED.search(beginning) and not phrases.GIVEN_UP.search(beginning)
    if not delayed and not phrases.UNDELIVERED.search(beginning):
        return []
    action = "delayed" if delayed else "failed"
    return [_by_words(address, action, text) for address in _named(message, text)]


def _by_known_style(message: Message, text: str) -> list[Delivery]:
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - its detectors fail in many ways on mail that is no bounce
        return []
    given_up = phrases.UNDELIVERED.search(text) and not phrases.DELAYED.search(text)
    kept = "failed" if given_up else "delayed"
    failed = [_by_words(address, "failed", text) for address in _plain(permanent)]
    return failed + [_by_words(address, kept, text) for address in _plain(temporary)]


def _by_words(address: str, action: str, text: str) -> Delivery:
    """Return the fate of an address by what the text says next to it."""
    text = _OUR_SUBJECT.sub(" ", text)
    at = text.lower().find(address.lower())
    beside = text[max(0, at - 300) : at + 500] if at >= 0 else text[:1000]
    status = re.search(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])", beside)
    return _fate(address.lower(), action, status[0] if status else "", " ".join(beside.split()))


def _words_of(message: Message) -> str:
    """Return the server's own words: the first text, up to the copy of the letter."""
    for part in _parts(message):
        if part.get_content_maintype() == "text":
            text, _ = text_from(_bytes(part)[:20_000], part.get_content_charset())
            if part.get_content_type() == "text/html":
                text = text_of_html(text)
            return _before_copy(text)
    return ""


def _before_copy(text: str) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        # Sendmail rules its own list off with dashes: a copy has something before it.
        before = "\n".join(lines[:number])
        named = number > 3 and _COPY.match(line) and _ADDRESS.search(before)
        if named or (before.strip() and _RULED_COPY.match(line)):
            return before
    return text


def _named(message: Message, text: str) -> list[str]:
    """Return the addresses in the words that are neither ours nor the server's."""
    own = {
        address
        for name in ("From", "To", "Cc", "Delivered-To")
        for _, address in headers.addresses(headers.raw_value(message, name))
    }
    text = _GREETED.sub(" ", text[:5000])
    listed = _LISTED.search(text)
    found = (listed and _ADDRESS.findall(text, listed.end())) or _ADDRESS.findall(text)
    named = (address.strip(".").lower().removeprefix("smtp=") for address in found)
    others = [
        address
        for address in dict.fromkeys(named)
        if address not in own and not _is_a_servers(address)
    ]
    return others[:MAX_ADDRESSES]


def _is_a_servers(address: str) -> bool:
    local = address.partition("@")[0]
    return bool(_DAEMONS.match(local) or _SEMI_DAEMONS.match(local))


def _plain(found: Iterable[bytes | str]) -> list[str]:
    """Return the addresses among what a detector found, lower-case; X.400 names are none."""
    texts = (one.decode("ascii", "replace") if isinstance(one, bytes) else one for one in found)
    return sorted(
        {text.strip("<> \t\r\n").rstrip(".").lower() for text in texts if "@" in text[1:]}
    )
