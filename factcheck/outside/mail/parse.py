"""A message's bytes read into dataclasses. Never raises."""

import binascii
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from typing import Any

from factcheck.outside.mail import headers, reports, signed
from factcheck.outside.mail.bodies import new_text
from factcheck.outside.mail.reports import Delivery
from factcheck.outside.sanitize import clean_html, is_charset, one_line, text_from, text_of_html

MAX_RAW = 64 * 1024 * 1024  # bytes; of a larger message only the header is read
MAX_SCAN = 2 * 1024 * 1024  # bytes of a mail whose words are searched for an old server's bounce
MAX_PARTS = 500
MAX_ATTACHMENTS = 200
MAX_TEXT = 1_000_000  # characters
MAX_DEPTH = 4  # messages inside messages whose text is read
# of an HTML part's words may be missing in the plain part beside it (links, names of pictures)
MOST_MORE = 0.2
KEPT_HEADERS = frozenset(
    {
        "auto-submitted",
        "precedence",
        "return-path",
        "x-autoreply",
        "x-autorespond",
        "x-autoresponse",
        "x-auto-reply",
    }
    | {
        "x-auto-response-suppress",
        "x-autoreply-from",
        "x-mail-autoreply",
        "x-vacation",
        "x-failed-recipients",
        "list-id",
    }
    | {
        "envelope-to",
        "x-envelope-to",
        "x-delivered-to",
        "x-forwarded-to",
        "x-rcpt-to",
        "apparently-to",
        "resent-to",
    }
    | {
        "x-ms-exchange-generated-message-source",
        "x-ms-exchange-inbox-rules-loop",
        "x-cron-env",
        "delivered-to",
    }
    | {
        "feedback-id",
        "x-mailer",
        "user-agent",
        "list-unsubscribe",
        "x-loop",
        "reply-to",
        "sender",
        "x-original-to",
    }
    | {
        "disposition-notification-to",
        "x-zendesk-priority-mail",
        "x-jira-fingerprint",
        "x-freshdesk-ticket",
    }
)


@dataclass(frozen=True)
class MailAttachment:
    """A part kept as it came (decoded from its transfer encoding).

    `name` is a safe base name; `content_type` is the sender's claim.
    """

    name: str
    content_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class ParsedMail:
    """A message.

    Ids carry their angle brackets; addresses are lower-case; `text` is the whole, `text_new` is
    without what is quoted below it.
    """

    message_id: str = ""
    from_name: str = ""
    from_address: str = ""
    to: tuple[str, ...] = ()  # To and Cc
    subject: str = ""
    date: datetime | None = None  # aware, as claimed
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    text_new: str = ""
    html: str = ""  # cleaned, "" when none
    attachments: tuple[MailAttachment, ...] = ()
    headers: tuple[
        tuple[str, str], ...
    ] = ()  # those that tell the kind of mail; lower-case names, in order
    # as they stand, topmost first; the reader checks whose they are
    authentication_results: tuple[str, ...] = ()
    content_type: str = ""
    report_type: str = (
        ""  # of a multipart/report: delivery-status, disposition-notification, feedback-report
    )
    by_mail_server: bool = False  # the envelope or the sender's address says so
    by_daemon: bool = False  # the sender's address is one that only mail servers have
    deliveries: tuple[Delivery, ...] = ()  # what a report says about recipients
    returned_ids: tuple[str, ...] = ()  # Message-IDs of the letter that a report returns
    defects: tuple[str, ...] = ()
    unreadable: bool = False

    def header(self, name: str) -> str:
        """Return the first value of one of the kept headers, "" without one."""
        return next((value for key, value in self.headers if key == name), "")


def parse_mail(raw: bytes) -> ParsedMail:
    """Read a message, whatever it is.

    What could not be read is in `defects`; nothing readable at all is `unreadable`.
    """
    defects: list[str] = []
    cut = len(raw) > MAX_RAW
    if cut:
        defects.append(
            f"The message is over {MAX_RAW // 1024 // 1024} MB; only its header was read"
        )
        raw = (
            raw[: raw.find(b"\n\r\n", 0, MAX_RAW) + 3]
            if b"\n\r\n" in raw[:MAX_RAW]
            else raw[:100_000]
        )
    try:
        mail = _parse(raw, defects)
        return replace(mail, unreadable=mail.unreadable or cut)
    except Exception as error:  # noqa: BLE001 - hostile mail makes the parser raise anything
        defects.append(f"The message could not be read ({type(error).__name__})")
    try:
        message = BytesParser(_class=_Message).parsebytes(raw[:200_000], headersonly=True)
        text, _ = text_from(raw[:MAX_TEXT].partition(b"\n\n")[2], "utf-8")
        return replace(
            _envelope(message), text=text, text_new=text, defects=tuple(defects), unreadable=True
        )
    except Exception:  # noqa: BLE001 - not even a header
        return ParsedMail(defects=tuple(defects), unreadable=True)


def _parse(raw: bytes, defects: list[str]) -> ParsedMail:
    # Some pipes put a blank line first, which would make the whole a body.
    message = BytesParser(_class=_Message).parsebytes(raw.lstrip(b"\r\n"))
    walk = _Walk(defects=defects)
    walk.into(message)
    text = "\n\n".join(piece for piece in walk.texts if piece.strip())
    if len(text) > MAX_TEXT:
        defects.append(f"The text is cut at {MAX_TEXT:,} characters")
        text = text[:MAX_TEXT]
    mail = replace(
        _envelope(message, scan=len(raw) <= MAX_SCAN),
        text=text,
        text_new=new_text(text),
        html=clean_html("\n".join(walk.htmls)),
        attachments=tuple(walk.attachments),
    )
    if len(message.get_all("From", [])) != 1:
        defects.append("There is not exactly one From line")
    if not mail.message_id:
        defects.append("There is no Message-ID")
    if not mail.date:
        defects.append("There is no Date that can be read")
    nothing = not (mail.from_address or mail.message_id or mail.subject or mail.date)
    if nothing:
        defects.append("This is not a mail message")
    return replace(mail, defects=tuple(dict.fromkeys(defects)), unreadable=nothing)


def _envelope(message: Message, *, scan: bool = False) -> ParsedMail:
    sender = next(iter(headers.addresses(headers.raw_value(message, "From"))), ("", ""))
    receivers = headers.raw_value(message, "To") + ", " + headers.raw_value(message, "Cc")
    kept = [
        (name.lower(), one_line(headers.decoded(value))[:1000])
        for name, value in message.raw_items()
        if name.lower() in KEPT_HEADERS
    ]
    return ParsedMail(
        message_id=next(iter(headers.ids(headers.raw_value(message, "Message-ID"))), ""),
        from_name=sender[0],
        from_address=sender[1],
        to=tuple(dict.fromkeys(address for _, address in headers.addresses(receivers))),
        subject=headers.value(message, "Subject"),
        date=headers.date_of(headers.raw_value(message, "Date")),
        in_reply_to=next(iter(headers.ids(headers.raw_value(message, "In-Reply-To"))), ""),
        references=headers.ids(headers.raw_value(message, "References")),
        headers=tuple(kept[:100]),
        authentication_results=tuple(headers.all_values(message, "Authentication-Results")[:20]),
        content_type=message.get_content_type(),
        report_type=reports.report_type(message),
        by_mail_server=reports.sent_by_a_mail_server(message),
        by_daemon=reports.sent_by_a_daemon(message),
        deliveries=reports.deliveries(message, scan=scan),
        returned_ids=reports.returned_ids(message),
    )


class _Message(Message):
    """Reads raw 8-bit characters in headers, which the standard library blots out, and hides from
    it a charset that is none, which it would decode with at any cost.
    """

    def get(self, name: str, failobj: Any = None) -> Any:
        wanted = name.lower()
        return next(
            (headers.unescaped(str(raw)) for key, raw in self.raw_items() if key.lower() == wanted),
            failobj,
        )

    def get_param(self, param: str, *args: Any, **options: Any) -> Any:
        value = super().get_param(param, *args, **options)
        if param.lower() == "charset" and not is_charset(value if isinstance(value, str) else ""):
            return args[0] if args else options.get("failobj")
        return value


@dataclass
class _Walk:
    """Gathers the text, HTML and attachments of a message, part by part."""

    defects: list[str]
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[MailAttachment] = field(default_factory=list)
    parts: int = 0

    def into(self, message: Message, depth: int = 0) -> None:
        self.parts += 1
        if self.parts > MAX_PARTS:
            self._note(f"Only the first {MAX_PARTS} parts were read")
            return
        for defect in message.defects[:5]:
            self._note(type(defect).__name__)
        kind = message.get_content_type()
        children = headers.children(message)
        if kind == "message/rfc822" and children:
            self._letter(message, children[0], depth)
        elif kind == "multipart/alternative" and children:
            self._alternative(children, depth)
        elif children and not kind.startswith("message/"):
            for child in children:
                self.into(child, depth)
        elif (
            kind in signed.KINDS
            and depth < MAX_DEPTH
            and (content := signed.content_of(_content(message)))
        ):
            self.into(BytesParser(_class=_Message).parsebytes(content), depth + 1)
        else:
            # Of several parts, it says, and has no boundary: words all the same.
            self._leaf(message, "text/plain" if kind.startswith("multipart/") else kind)

    def _alternative(self, children: list[Message], depth: int) -> None:
        before = len(self.texts)
        plain = [child for child in children if child.get_content_type() == "text/plain"]
        for child in plain:
            self.into(child, depth)
        said = "".join(self.texts[before:]).strip()
        for child in children:
            if child in plain:
                continue
            mark = len(self.texts)
            self.into(child, depth)
            if _says_again("".join(self.texts[mark:]), said):
                del self.texts[mark:]

    def _letter(self, part: Message, inner: Message, depth: int) -> None:
        try:
            content = inner.as_bytes()
        except Exception:  # noqa: BLE001 - the generator fails on headers that the parser let pass
            content = b""
            self._note("An attached message could not be written out again")
        self._attach(part, "message/rfc822", content, "message.eml")
        if depth >= MAX_DEPTH:
            self._note("Messages are nested too deep to read them all")
            return
        before = len(self.texts)
        self.into(inner, depth + 1)
        if self.texts[before:]:
            subject, sender = headers.value(inner, "Subject"), headers.value(inner, "From")
            self.texts.insert(
                before, f"---------- Attached message: {subject} ({sender}) ----------"
            )

    def _leaf(self, part: Message, kind: str) -> None:
        data = _content(part)
        attached = _disposition(part) == "attachment" or bool(_filename(part))
        if kind not in ("text/plain", "text/html") or attached:
            self._attach(part, kind, data, f"part-{self.parts}{_EXTENSIONS.get(kind, '.bin')}")
            return
        text, honest = text_from(data[: 4 * MAX_TEXT], _charset(part))
        if not honest:
            self._note("A part is not in the character set it claims")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if kind == "text/html":
            self.htmls.append(text)
            self.texts.append(text_of_html(text))
        else:
            if part.get_param("format") == "flowed":
                text = _unflowed(text)
            self.texts.append(self._uuencoded(text))

    def _uuencoded(self, text: str) -> str:
        """The text with its uuencoded files taken out as attachments."""

        def take(match: re.Match[str]) -> str:
            lines = match[2].split("\n")
            try:
                content = b"".join(binascii.a2b_uu(line) for line in lines if line.strip())
            except (binascii.Error, ValueError):
                return match[0]
            name = headers.safe_name(match[1], "file.bin")
            self._keep(name, "application/octet-stream", content)
            return f"[attached: {name}]"

        return _UU.sub(take, text)

    def _attach(self, part: Message, kind: str, content: bytes, fallback: str) -> None:
        self._keep(headers.safe_name(_filename(part), fallback), kind, content)

    def _keep(self, name: str, kind: str, content: bytes) -> None:
        if len(self.attachments) >= MAX_ATTACHMENTS:
            self._note(f"Only the first {MAX_ATTACHMENTS} attachments were taken out")
            return
        digest = hashlib.sha256(content).hexdigest()
        self.attachments.append(MailAttachment(name, kind[:120], content, digest))

    def _note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)


def _says_again(told: str, said: str) -> bool:
    """Whether an HTML part only repeats the plain one, which may also be a stub ("please view this
    in HTML") or say something else.
    """
    plain = Counter(re.findall(r"\w+", said.casefold()))
    html = Counter(re.findall(r"\w+", told.casefold()))
    return bool(plain) and (html - plain).total() <= MOST_MORE * html.total()


_UU = re.compile(
    r"(?m)^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[!-`][ -`]{0,90}\n){1,200000})`?\n?end$"
)
_EXTENSIONS = {
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}


def _content(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        data = None
    if isinstance(data, bytes):
        return data
    if part.is_multipart():
        # A delivery status is parsed into blocks of fields.
        return b"\n".join(block.as_bytes() for block in headers.children(part))
    return str(part.get_payload() or "").encode("utf-8", "surrogateescape")


def _filename(part: Message) -> str:
    try:
        return part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, IndexError):
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _unflowed(text: str) -> str:
    """format=flowed (RFC 3676): a line that ends in a blank goes on in the next."""
    lines: list[str] = []
    going_on = False
    for line in text.split("\n"):
        if going_on and not line.startswith(">") and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        going_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)
