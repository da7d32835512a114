"""A message's bytes read into dataclasses. Never raises."""

import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from typing import Any, Final

from factcheck.outside.charsets import codec_of, decoded, is_charset, text_from
from factcheck.outside.mail import calendar, headers, outlook, reports, signed, slices
from factcheck.outside.mail.bodies import split_quotation
from factcheck.outside.mail.flowed import unflowed
from factcheck.outside.mail.reports import Delivery
from factcheck.outside.mail.signs import HEADERS
from factcheck.outside.sanitize import clean_html, one_line, text_of_html

MAX_RAW = 64 * 1024 * 1024  # bytes; of a larger message only the header is read
MAX_SCAN = 2 * 1024 * 1024  # bytes of a mail whose words are searched for an old server's bounce
MAX_PARTS = 500
MAX_ATTACHMENTS = 200
MAX_TEXT = 1_000_000  # characters
MAX_DEPTH = 4  # messages inside messages whose text is read
# Of an HTML part's words, how many may be missing in the plain part beside it (links, names of
# pictures).
MOST_MORE = 0.2
# Those that tell the kind of mail, or whom it came to.
KEPT_HEADERS: Final = frozenset([
    *HEADERS.sure, *HEADERS.marked, *HEADERS.carriers,
    "apparently-to", "auto-submitted", "delivered-to", "disposition-notification-to", "envelope-to",
    "feedback-id", "list-id", "list-unsubscribe", "precedence", "reply-to", "resent-to",
    "return-path", "sender", "user-agent", "x-auto-response-suppress", "x-cron-env",
    "x-delivered-to", "x-envelope-to", "x-failed-recipients", "x-forwarded-to", "x-loop",
    "x-mailer", "x-ms-exchange-inbox-rules-loop", "x-original-to", "x-rcpt-to", "x-ricevuta",
])  # fmt: skip
# What a part that differs from its plain twin is introduced with.
DIFFERS: Final = "[The formatted part of the message says it otherwise:]"
_NEGATIONS: Final = frozenset([
    "not", "no", "never", "none", "nothing", "cannot", "nicht", "kein", "keine", "nie", "niemals",
    "ne", "pas", "non", "jamais", "nunca", "jamás", "não", "mai", "niet", "geen", "nooit", "inte",
    "ikke", "aldrig", "ei", "не", "нет", "никогда", "ні", "لا", "لم", "لن", "ليس", "לא", "אין",
])  # fmt: skip


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
    charset: str = ""  # that the first text was read in
    html: str = ""  # cleaned, "" when none
    attachments: tuple[MailAttachment, ...] = ()
    # Those that tell the kind of mail; lower-case names, in order.
    headers: tuple[tuple[str, str], ...] = ()
    # As they are, topmost first; the reader checks whose they are.
    authentication_results: tuple[str, ...] = ()
    content_type: str = ""
    # Of a multipart/report: delivery-status, disposition-notification, feedback-report.
    report_type: str = ""
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
    is_cut = len(raw) > MAX_RAW
    if is_cut:
        megabytes = MAX_RAW // 1024 // 1024
        defects.append(f"The message is over {megabytes} MB; only its header was read")
        raw = _header_of(raw)
    try:
        mail = _parse(raw, defects)
        return replace(mail, unreadable=mail.unreadable or is_cut)
    except Exception as error:  # noqa: BLE001 - hostile mail makes the parser raise anything
        defects.append(f"The message could not be read ({type(error).__name__})")
    return _unread(raw, defects)


def _header_of(raw: bytes) -> bytes:
    end = raw.find(b"\n\r\n", 0, MAX_RAW)
    return raw[: end + 3] if end >= 0 else raw[:100_000]


def _unread(raw: bytes, defects: list[str]) -> ParsedMail:
    """Return what can be said of a message that broke the parser."""
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
    raw = raw.lstrip(b"\r\n")
    message = BytesParser(_class=_Message).parsebytes(raw)
    walk = _Walk(defects=defects)
    walk.into(message, raw if b"message/rfc822" in raw.lower() else None)
    text = "\n\n".join(piece for piece in walk.texts if piece.strip())
    if len(text) > MAX_TEXT:
        defects.append(f"The text is cut at {MAX_TEXT:,} characters")
        text = text[:MAX_TEXT]
    mail = replace(
        _envelope(message, scan=len(raw) <= MAX_SCAN),
        text=text,
        text_new=split_quotation(text)[0],
        charset=walk.charset,
        html=clean_html("\n".join(walk.htmls)),
        attachments=tuple(walk.attachments),
    )
    defects += _missing(mail, message)
    nothing = not (mail.from_address or mail.message_id or mail.subject or mail.date)
    if nothing:
        defects.append("This is not a mail message")
    return replace(mail, defects=tuple(dict.fromkeys(defects)), unreadable=nothing)


def _missing(mail: ParsedMail, message: Message) -> list[str]:
    faults = (
        (len(message.get_all("From", [])) != 1, "There is not exactly one From line"),
        (not mail.message_id, "There is no Message-ID"),
        (not mail.date, "There is no Date that can be read"),
    )
    return [sentence for is_missing, sentence in faults if is_missing]


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
        headers=(*kept[:100], *(("received-for", value) for value in _received_for(message))),
        authentication_results=tuple(headers.all_values(message, "Authentication-Results")[:20]),
        content_type=message.get_content_type(),
        report_type=reports.report_type(message),
        by_mail_server=reports.sent_by_a_mail_server(message),
        by_daemon=reports.sent_by_a_daemon(message),
        deliveries=reports.deliveries(message, scan=scan),
        returned_ids=reports.returned_ids(message),
    )


def _received_for(message: Message) -> list[str]:
    """Return for whom the servers on the way took it: all that a Bcc leaves behind."""
    lines = (one_line(str(value)[:2000]) for value in message.get_all("Received", [])[:20])
    found = (re.search(r"\bfor\s+<?([^\s<>;@]{1,64}@[^\s<>;]{1,255})>?", line) for line in lines)
    return list(dict.fromkeys(match[1].lower() for match in found if match))


class _Message(Message):
    """A message whose headers are read as they are meant.

    Raw 8-bit characters in headers, which the standard library blots out, are read; a charset that
    is none is hidden from it, since it would decode with it at any cost; and a transfer encoding
    with blanks or semicolons is the one it names.
    """

    def get(self, name: str, failobj: Any = None) -> Any:
        lowered = name.lower()
        raw = next((value for key, value in self.raw_items() if key.lower() == lowered), None)
        if raw is None:
            return failobj
        value = headers.unescaped(str(raw))
        return slices.encoding_of(value) if lowered == "content-transfer-encoding" else value

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
    charset: str = ""
    parts: int = 0

    def into(self, message: Message, raw: bytes | None = None, depth: int = 0) -> None:
        """Read a part and what is in it; `raw` are its bytes where they may be needed."""
        self.parts += 1
        if self.parts > MAX_PARTS:
            self._note(f"Only the first {MAX_PARTS} parts were read")
            return
        for defect in message.defects[:5]:
            self._note(type(defect).__name__)
        kind = message.get_content_type()
        children = headers.children(message)
        if kind == "message/rfc822" and children:
            self._letter(message, children[0], raw, depth)
        elif children and not kind.startswith("message/"):
            self._several(message, kind, children, raw, depth)
        elif not self._opened(message, kind, depth):
            # Of several parts, it says, and has no boundary: words all the same.
            self._leaf(message, "text/plain" if kind.startswith("multipart/") else kind)

    def _several(
        self, message: Message, kind: str, children: list[Message], raw: bytes | None, depth: int
    ) -> None:
        boundary = message.get_boundary()
        pieces = slices.parts_of(raw, boundary) if raw is not None and boundary else []
        known = pieces if len(pieces) == len(children) else [None] * len(children)
        pairs = list(zip(children, known, strict=True))
        if kind == "multipart/alternative":
            self._alternative(pairs, depth)
            return
        for child, piece in pairs:
            self.into(child, piece, depth)

    def _opened(self, part: Message, kind: str, depth: int) -> bool:
        """Open an opaque S/MIME message; tell whether there was anything in it to read."""
        is_signed = kind in signed.KINDS or _filename(part).lower().endswith(".p7m")
        if not is_signed or depth >= MAX_DEPTH:
            return False
        content = signed.content_of(_content(part))
        if content:
            self.into(BytesParser(_class=_Message).parsebytes(content), content, depth + 1)
        return bool(content)

    def _alternative(self, pairs: Sequence[tuple[Message, bytes | None]], depth: int) -> None:
        before = len(self.texts)
        plain = [pair for pair in pairs if pair[0].get_content_type() == "text/plain"]
        for child, piece in plain:
            self.into(child, piece, depth)
        words = "".join(self.texts[before:]).strip()
        for child, piece in pairs:
            if child.get_content_type() == "text/plain":
                continue
            mark = len(self.texts)
            self.into(child, piece, depth)
            other = "".join(self.texts[mark:])
            if _says_again(other, words):
                del self.texts[mark:]
            elif words and _differs(other, words):
                self.texts.insert(mark, DIFFERS)

    def _letter(self, part: Message, inner: Message, raw: bytes | None, depth: int) -> None:
        encoding = str(part.get("Content-Transfer-Encoding", ""))
        content = self._bytes_of_letter(inner, raw, encoding)
        self._attach(part, "message/rfc822", content, "message.eml")
        if depth >= MAX_DEPTH:
            self._note("Messages are nested too deep to read them all")
            return
        if encoding in ("base64", "quoted-printable"):
            inner = BytesParser(_class=_Message).parsebytes(content)
        before = len(self.texts)
        self.into(inner, content, depth + 1)
        if self.texts[before:]:
            subject, sender = headers.value(inner, "Subject"), headers.value(inner, "From")
            title = f"---------- Attached message: {subject} ({sender}) ----------"
            self.texts.insert(before, title)

    def _bytes_of_letter(self, inner: Message, raw: bytes | None, encoding: str) -> bytes:
        """Return an attached message byte for byte where its bytes are known, else rewritten."""
        if raw is not None and (body := slices.body_of(raw)):
            return slices.unencoded(body, encoding)
        try:
            return inner.as_bytes()
        except Exception:  # noqa: BLE001 - the generator fails on headers that the parser let pass
            self._note("An attached message could not be written out again")
            return b""

    def _leaf(self, part: Message, kind: str) -> None:
        data = _content(part)
        is_file = _disposition(part) == "attachment" or bool(_filename(part))
        if outlook.is_winmail(kind, _filename(part)):
            self._winmail(data)
        if kind == "text/calendar" and not is_file:
            self.texts.append(calendar.words_of(self._text(part, kind, data)))
        if kind in ("text/plain", "text/html") and not is_file:
            self._words(part, kind, self._text(part, kind, data))
            return
        self._attach(part, kind, data, f"part-{self.parts}{_EXTENSIONS.get(kind, '.bin')}")

    def _text(self, part: Message, kind: str, data: bytes) -> str:
        text, charset, honest = decoded(data[: 4 * MAX_TEXT], _charset(part, kind, data))
        self.charset = self.charset or charset
        if not honest:
            self._note(f"A part is not in the character set it claims; it was read as {charset}")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _words(self, part: Message, kind: str, text: str) -> None:
        if kind == "text/html":
            self.htmls.append(text)
            self.texts.append(text_of_html(text, mark_struck=True))
            return
        if _parameter(part, "format") == "flowed":
            text = unflowed(text, delete_space=_parameter(part, "delsp") == "yes")
        self.texts.append(self._uuencoded(text))

    def _winmail(self, data: bytes) -> None:
        """Read what Outlook packed; the file itself is kept too."""
        winmail = outlook.unpacked(data)
        if winmail is None:
            self._note("A winmail.dat could not be opened")
            return
        if winmail.html:
            self.htmls.append(winmail.html)
        words = winmail.text or text_of_html(winmail.html, mark_struck=True)
        if words and not _says_again(words, "".join(self.texts)):
            self.texts.append(words)
        for number, (name, content) in enumerate(winmail.files, start=1):
            safe = headers.safe_name(name, f"file-{number}.bin")
            self._keep(safe, "application/octet-stream", content)

    def _uuencoded(self, text: str) -> str:
        """Return the text with its uuencoded files taken out as attachments."""

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


def _says_again(other: str, plain: str) -> bool:
    """Tell whether a part only repeats the plain one.

    The plain one may also be a stub ("please view this in HTML"), or say something else: a figure
    or a "not" that only one of the two has is never a repetition.
    """
    ours, theirs = _counted(plain), _counted(other)
    few_more = (theirs - ours).total() <= MOST_MORE * theirs.total()
    return bool(ours) and few_more and not _differs(other, plain)


def _differs(other: str, plain: str) -> bool:
    """Tell whether two parts that say nearly the same have other figures, or deny it."""
    ours, theirs = _counted(plain), _counted(other)
    shared = (ours & theirs).total()
    if shared < 0.5 * min(ours.total(), theirs.total()):
        return False
    apart = set((ours - theirs) + (theirs - ours))
    # A logo or a signature adds names; another name in the place of one is another statement.
    if _names(plain) - _names(other) and _names(other) - _names(plain):
        return True
    return any(word in _NEGATIONS or any(map(str.isdigit, word)) for word in apart)


def _names(text: str) -> set[str]:
    """Return the words that have a capital within a sentence: names, most of them."""
    return set(re.findall(r"(?<=[\w,;] )[A-ZÀ-ÞΑ-ΫА-Я][\w’-]{2,}", text))


def _counted(text: str) -> Counter[str]:
    """Count the words; addresses of pages, and the numbers of a list, are none."""
    bare = re.sub(
        r"https?://\S+|<[^<>\s]+>|\[(?:cid|image)[^\]]*\]|^\s*\d{1,2}[.)]\s",
        " ",
        text,
        flags=re.MULTILINE,
    )
    bare = re.sub(r"\[struck: [^\]]*\]", " ", bare)
    return Counter(re.findall(r"\d[\d.,]*\d|\w+", bare.casefold()))


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
    "application/pgp-encrypted": ".pgp",
}


def _content(part: Message) -> bytes:
    if str(part.get("Content-Transfer-Encoding", "")) == "base64" and not part.is_multipart():
        return slices.from_base64(_payload(part))
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        data = None
    if isinstance(data, bytes):
        return data
    if part.is_multipart():
        # A delivery status is parsed into blocks of fields.
        return b"\n".join(block.as_bytes() for block in headers.children(part))
    return _payload(part)


def _payload(part: Message) -> bytes:
    return str(part.get_payload() or "").encode("utf-8", "surrogateescape")


def _filename(part: Message) -> str:
    try:
        return part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, IndexError):
        return ""


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError):
        return ""
    return value.strip().lower() if isinstance(value, str) else ""


_META = re.compile(rb"<meta\b[^>]{0,300}\bcharset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE)


def _charset(part: Message, kind: str, data: bytes) -> str | None:
    """Return the charset that the header claims, else the one that the HTML itself does."""
    try:
        claimed = part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        claimed = None
    meta = _META.search(data[:4096]) if kind == "text/html" else None
    inner = meta[1].decode("ascii") if meta else ""
    if not inner or not codec_of(inner):
        return claimed
    vague = codec_of(claimed or "") in ("", "ascii", "cp1252")
    return inner if vague or not decoded(data[: 4 * MAX_TEXT], claimed)[2] else claimed


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except (ValueError, LookupError, TypeError):
        return ""
