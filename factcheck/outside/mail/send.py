"""One letter out by SMTP, with its outcome told apart: gone, refused, try later, or not known."""

import hashlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, Final

import idna
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from factcheck.outside.deadline import ExchangeDeadline
from factcheck.outside.errors import Kind, OutsideError

_ID = re.compile(r"^<[^<>\s@]+@[^<>\s@]+>$")
_HEADER_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,75}$")
_LETTERS_OWN = frozenset(
    {
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
    }
    | {
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "return-path",
        "sender",
        "resent-to",
        "resent-bcc",
    }
)


@dataclass(frozen=True)
class MailToSend:
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


class _IdsUnbroken(EmailPolicy):
    """Policy with SMTP line endings that leaves ids longer than a line as they are.

    The standard policy would write them as encoded words, which no mail program finds again.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in ("message-id", "in-reply-to", "references"):
            return (f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n").encode(
                "ascii", "replace"
            )
        return super().fold_binary(name, value)


_POLICY = _IdsUnbroken(linesep="\r\n")


def send(
    letter: MailToSend, *, raw: bytes | None = None, connection: EmailBackend | None = None
) -> Receipt:
    """Hand one letter to the mail server (Django's EMAIL_* settings), or raise OutsideError.

    - kind "refused", temporary=False: the server said 5xx (`status`, `message`), or the letter
      cannot be built
    - kind "refused", "connection", "timeout", "tls" or "login", temporary=True: 4xx, our own mail
      server's trouble,
      or broken before any of the letter was sent
    - kind "unknown", temporary=False: the connection broke after DATA began, so that it may or may
      not have gone. It
      is never sent again by itself.

    `raw` is the letter as it was `written` already, and goes as it is. An open `connection` is used
    and left open, so that many letters may go over one.
    """
    data = written(letter) if raw is None else raw
    with ExchangeDeadline(settings.MAIL_EXCHANGE_SECONDS) as deadline:
        backend = connection or _WatchedBackend(deadline)
        if connection is not None and (open_already := connection.connection):
            assert open_already.sock is not None  # it is open
            deadline.watch(open_already.sock)
        with _opened(backend, deadline, close=connection is None) as smtp:
            _envelope(smtp, letter)
            return _data(smtp, data, deadline)


class _WatchedBackend(EmailBackend):
    """Django's backend, whose sockets a deadline watches from the first byte."""

    def __init__(self, deadline: ExchangeDeadline) -> None:
        super().__init__(timeout=int(settings.EMAIL_TIMEOUT or settings.OUTSIDE_TIMEOUT_SECONDS))
        self._deadline = deadline

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        deadline, over_tls = self._deadline, self.use_ssl

        class WatchedSmtpClient(smtplib.SMTP_SSL if over_tls else smtplib.SMTP):  # type: ignore[misc]
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                wire: socket.socket = smtplib.SMTP._get_socket(self, host, port, timeout)  # type: ignore[attr-defined]
                deadline.watch(wire)
                if not over_tls:
                    return wire
                secured: socket.socket = self.context.wrap_socket(wire, server_hostname=host)
                return secured

        return WatchedSmtpClient


def written(letter: MailToSend) -> bytes:
    """Return the message as it goes over the wire.

    Raises OutsideError(kind="refused") for one that must not go: a line break in a header, more or
    less than one receiver, ids that are none.
    """
    try:
        message = _message(letter)
        return message.as_bytes()
    except (ValueError, TypeError, IndexError, LookupError, AttributeError) as error:
        raise OutsideError(
            Kind.REFUSED, f"The letter cannot be written: {error}", temporary=False
        ) from error


def _message(letter: MailToSend) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = _mailbox(letter.from_address, letter.from_name)
    message["To"] = _mailbox(letter.to)
    if letter.reply_to:
        message["Reply-To"] = _mailbox(letter.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = letter.date
    _set_ids(message, letter)
    for name, value in letter.headers.items():
        if name.lower() in _LETTERS_OWN or not _HEADER_NAME.match(name):
            raise ValueError(f"{name!r} may not be set")
        message[name] = value
    # Quoted-printable keeps every line under the limit of SMTP, on servers without 8BITMIME too.
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        # From the id, so that every try writes the same bytes; "=_" is in no quoted-printable text
        # (RFC 2045, 6.7).
        message.set_boundary("=_" + hashlib.sha256(letter.message_id.encode()).hexdigest()[:32])
    return message


def _set_ids(message: EmailMessage, letter: MailToSend) -> None:
    """Set the ids of the letter and of its thread; ValueError for one that is none."""
    for name, ids in (
        ("Message-ID", (letter.message_id,)),
        ("In-Reply-To", (letter.in_reply_to,) if letter.in_reply_to else ()),
        ("References", letter.references),
    ):
        if not all(_ID.match(an_id) and an_id.isascii() and len(an_id) < 900 for an_id in ids):
            raise ValueError(f"{name} is no message id")
        if ids:
            message[name] = " ".join(ids)


def _mailbox(address: str, name: str = "") -> Address:
    local, at, domain = address.rpartition("@")
    if (
        not at
        or not local
        or re.search(r"[\s,;:<>\"()\[\]\\@]", local)
        or not re.fullmatch(r"[\w.-]+", domain)
    ):
        raise ValueError(f"{address[:80]!r} is not one address")
    if re.search(r"[\r\n\0]", name):
        raise ValueError("a line break in a name")
    return Address(display_name=name, addr_spec=f"{local}@{_ascii(domain)}")


def _ascii(domain: str) -> str:
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


@contextmanager
def _opened(
    backend: EmailBackend, deadline: ExchangeDeadline, *, close: bool
) -> Iterator[smtplib.SMTP]:
    """Open the connection; whatever breaks before the letter's first byte is temporary."""
    try:
        backend.open()
        assert backend.connection is not None
        yield backend.connection
    except OutsideError as error:
        close = True  # its state is not known any more
        if deadline.passed and error.kind == Kind.REFUSED:
            # What looks like an answer is what had come of one when the line was cut.
            raise _our_trouble(Kind.TIMEOUT, "The mail server took too long") from error
        raise
    except OSError as error:
        close = close or not isinstance(error, _ANSWERED)
        raise _trouble_of(error, deadline) from error
    finally:
        if close:
            _closed(backend)


def _closed(backend: EmailBackend) -> None:
    # A goodbye that fails changes nothing about a letter that went.
    with suppress(OSError):
        backend.close()
    backend.connection = None


# After these the connection is in a state that is known.
_ANSWERED: Final = (
    smtplib.SMTPResponseException,
    smtplib.SMTPNotSupportedError,
    ssl.SSLError,
)


def _trouble_of(error: OSError, deadline: ExchangeDeadline) -> OutsideError:
    return next(told(error, deadline) for kinds, told in _TROUBLES if isinstance(error, kinds))


def _refused_login(error: smtplib.SMTPAuthenticationError, _: ExchangeDeadline) -> OutsideError:
    words = "The mail server does not accept our login"
    return _our_trouble(Kind.LOGIN, words, error.smtp_code)


def _not_secure(error: OSError, _: ExchangeDeadline) -> OutsideError:
    return _our_trouble(Kind.TLS, f"No secure connection to the mail server: {error}")


def _answered_no(error: smtplib.SMTPResponseException, deadline: ExchangeDeadline) -> OutsideError:
    kind = Kind.TIMEOUT if deadline.passed else Kind.CONNECTION
    return _our_trouble(kind, f"The mail server said {error.smtp_code}", error.smtp_code)


def _not_reached(error: OSError, deadline: ExchangeDeadline) -> OutsideError:
    # The library reports silence in the middle of a conversation as a connection that was closed.
    silent = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    if silent or deadline.passed:
        return _our_trouble(Kind.TIMEOUT, "The mail server took too long")
    return _our_trouble(Kind.CONNECTION, "The mail server cannot be reached")


# The first that fits; the library's errors are of one family.
_TROUBLES: Final[tuple[tuple[Any, Callable[[Any, ExchangeDeadline], OutsideError]], ...]] = (
    (smtplib.SMTPAuthenticationError, _refused_login),
    ((ssl.SSLError, smtplib.SMTPNotSupportedError), _not_secure),
    (smtplib.SMTPResponseException, _answered_no),
    (OSError, _not_reached),
)


def _our_trouble(kind: Kind, message: str, status: int | None = None) -> OutsideError:
    return OutsideError(kind, message, status=status, temporary=True)


def _envelope(smtp: smtplib.SMTP, letter: MailToSend) -> None:
    smtp.ehlo_or_helo_if_needed()
    options: tuple[str, ...] = ()
    if not all(
        address.rpartition("@")[0].isascii() for address in (letter.to, letter.from_address)
    ):
        if not smtp.has_extn("smtputf8"):
            raise OutsideError(
                Kind.REFUSED, "The mail server takes no such address", temporary=False
            )
        options = ("SMTPUTF8",)
        smtp.command_encoding = "utf-8"
    code, said = smtp.mail(_envelope_address(letter.from_address), options)
    _check(code, said, (250,), "our address")
    code, said = smtp.rcpt(_envelope_address(letter.to))
    _check(code, said, (250, 251), letter.to)


def _envelope_address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{_ascii(domain)}"


def _data(smtp: smtplib.SMTP, data: bytes, deadline: ExchangeDeadline) -> Receipt:
    code, said = smtp.docmd("DATA")
    _check(code, said, (354,), "the letter")
    try:
        smtp.send(
            re.sub(rb"(?m)^\.", b"..", data)
            + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n")
        )
        code, said = smtp.getreply()
        if deadline.passed or not 200 <= code < 600:
            raise TimeoutError("the answer is cut short")
    except OSError as error:
        raise OutsideError(
            Kind.UNKNOWN,
            "The connection broke while the letter was being handed over; "
            "it may not have been sent",
            temporary=False,
        ) from error
    _check(code, said, (250,), "the letter")
    return Receipt(code, _words(said), datetime.now(UTC))


def _check(code: int, said: bytes, wanted: tuple[int, ...], what: str) -> None:
    if code not in wanted:
        message = f"The mail server refused {what}: {code} {_words(said)}"
        raise OutsideError(Kind.REFUSED, message, status=code, temporary=not 500 <= code < 600)


def _words(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").replace("\0", "").split())[:500]
