import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.mail.backends.smtp import EmailBackend

from factcheck.outside.errors import OutsideError
from factcheck.outside.mail import MailToSend, parse_mail, send
from tests.outside.certificates import certificate

LETTER = MailToSend(
    message_id="<letter-1@desk.example>",
    from_name="The Desk — Grüße",
    from_address="desk@desk.example",
    to="press@ministry.example",
    reply_to="reply+abc@desk.example",
    subject="Request for comment: Grüße",
    text="Did you order it?\n.\n..dots\nGrüße " + "long " * 400,
    html="<p>Did you order it?</p>",
    date=datetime(2024, 12, 3, 10, 12, tzinfo=UTC),
)


class Post:
    """An SMTP server's handler that keeps what it takes, or says what it is told to."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.say: dict[str, str] = {}

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self.say.get("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if "RCPT" not in self.say:
            envelope.rcpt_tos.append(address)
        return self.say.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "DATA" not in self.say:
            self.taken.append(envelope)
        return self.say.get("DATA", "250 2.0.0 Ok: queued as 4711")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = (
        "127.0.0.1",
        controller.port,
        5,
    )
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


def failure(letter: MailToSend = LETTER) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        send(letter)
    return caught.value


def test_a_letter_goes_as_it_was_written(post: Post) -> None:
    receipt = send(replace(LETTER, headers={"Auto-Submitted": "no"}))
    assert receipt.code == 250
    assert "4711" in receipt.response
    (envelope,) = post.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "desk@desk.example",
        ["press@ministry.example"],
    )
    assert envelope.content.isascii()
    assert max(len(line) for line in envelope.content.splitlines()) < 999
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == LETTER.subject
    assert message["From"] == "The Desk — Grüße <desk@desk.example>"
    assert message["Reply-To"] == "reply+abc@desk.example"
    assert message["Message-ID"] == "<letter-1@desk.example>"
    assert message["Auto-Submitted"] == "no"
    parsed = parse_mail(envelope.content)
    assert parsed.text.strip() == LETTER.text.strip()
    assert parsed.date == LETTER.date


def test_ids_longer_than_a_line_are_not_encoded(post: Post) -> None:
    ids = tuple(f"<{'x' * 200}{number}@ministry.example>" for number in range(30))
    send(replace(LETTER, in_reply_to=ids[-1], references=ids))
    parsed = parse_mail(post.taken[0].content)
    assert parsed.in_reply_to == ids[-1]
    assert parsed.references == ids
    assert b"=?" not in post.taken[0].content.split(b"References:")[1].split(b"MIME-Version")[0]


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "x\nBcc: all@evil.example"},
        {"subject": "x\r\nBcc: all@evil.example"},
        {"from_name": "x\nBcc: all@evil.example"},
        {"to": "a@b.example, c@d.example"},
        {"to": "a@b.example c@d.example"},
        {"to": "a@b.example\nBcc: c@d.example"},
        {"to": "Name <a@b.example>"},
        {"to": "nobody"},
        {"to": ""},
        {"to": "a@b.example>"},
        {"reply_to": "a@b.example\r\nX: y"},
        {"from_address": "a@b@c.example"},
        {"message_id": "no brackets"},
        {"message_id": "<a@b.example>\r\nX: y"},
        {"in_reply_to": "<a b@c.example>"},
        {"references": ("<a@b.example>", "x")},
        {"headers": {"Bcc": "c@d.example"}},
        {"headers": {"X-A": "b\r\nBcc: c@d.example"}},
        {"headers": {"X-A\r\nBcc": "c@d.example"}},
        {"headers": {"Content-Type": "text/html"}},
    ],
)
def test_a_letter_that_smuggles_is_refused_before_any_connection(
    post: Post, change: dict[str, Any]
) -> None:
    error = failure(replace(LETTER, **change))
    assert (error.kind, error.temporary) == ("refused", False)
    assert post.taken == []


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("said", "temporary"),
    [("550 5.1.1 User unknown", False), ("451 4.7.1 Greylisted, try later", True)],
)
def test_a_refusal_is_told_with_its_code_and_words(
    post: Post, step: str, said: str, temporary: bool
) -> None:
    post.say[step] = said
    error = failure()
    assert (error.kind, error.temporary, error.status) == ("refused", temporary, int(said[:3]))
    assert said[4:] in error.message
    assert post.taken == []


def test_a_server_that_is_down_may_be_tried_again(post: Post, settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    error = failure()
    assert (error.kind, error.temporary) == ("connection", True)


def test_an_address_beyond_ascii_goes_with_its_domain_in_ascii_or_is_refused(post: Post) -> None:
    send(replace(LETTER, to="press@bücher.example"))
    assert post.taken[0].rcpt_tos == ["press@xn--bcher-kva.example"]
    error = failure(replace(LETTER, to="prüss@ministry.example"))
    assert (error.kind, error.temporary) == ("refused", False)


def test_many_letters_go_over_one_connection_and_a_refusal_does_not_spoil_the_next(
    post: Post,
) -> None:
    backend = EmailBackend()
    send(LETTER, connection=backend)
    first = backend.connection
    send(LETTER, connection=backend)
    assert backend.connection is first
    post.say["RCPT"] = "550 no"
    with pytest.raises(OutsideError):
        send(LETTER, connection=backend)
    post.say.clear()
    send(LETTER, connection=backend)
    assert len(post.taken) == 3
    backend.close()


# Servers that break off


class Script:
    """An SMTP server that answers line by line and breaks off where it is told to."""

    def __init__(self, break_at: str, *, pause: float = 0.0) -> None:
        self.break_at, self.pause = break_at, pause
        self.letters: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            with peer:
                self._talk(peer)

    def _talk(self, peer: socket.socket) -> None:
        lines = peer.makefile("rb")
        if self.break_at == "greeting":
            return
        peer.sendall(b"220 desk.example\r\n")
        for line in lines:
            verb = line[:4].strip().upper().decode()
            if verb == self.break_at:
                if self.pause:
                    threading.Event().wait(self.pause)
                return
            if verb != "DATA":
                peer.sendall(b"250 OK\r\n")
                continue
            peer.sendall(b"354 go on\r\n")
            letter = b""
            while not letter.endswith(b"\r\n.\r\n"):
                letter += lines.readline()
                if self.break_at == "middle":
                    return
            self.letters.append(letter)
            if self.break_at == "end":
                if self.pause:
                    threading.Event().wait(self.pause)
                return


@pytest.fixture
def script(settings: Any) -> Iterator[Callable[..., Script]]:
    started: list[Script] = []

    def start(break_at: str, *, pause: float = 0.0) -> Script:
        server = Script(break_at, pause=pause)
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = (
            "127.0.0.1",
            server.port,
            1,
        )
        started.append(server)
        return server

    yield start
    for server in started:
        server.listener.close()


@pytest.mark.parametrize("where", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_that_breaks_before_the_letter_may_be_tried_again(
    script: Any, where: str
) -> None:
    server = script(where)
    error = failure()
    assert (error.kind, error.temporary) == ("connection", True)
    assert server.letters == []


@pytest.mark.parametrize("where", ["middle", "end"])
def test_a_connection_that_breaks_during_the_letter_leaves_its_fate_unknown(
    script: Any, where: str
) -> None:
    script(where)
    error = failure(replace(LETTER, text="word " * 400_000))
    assert (error.kind, error.temporary) == ("unknown", False)


def test_silence_after_the_letter_leaves_its_fate_unknown(script: Any) -> None:
    server = script("end", pause=3.0)
    error = failure()
    assert (error.kind, error.temporary) == ("unknown", False)
    assert len(server.letters) == 1


def test_silence_before_the_letter_may_be_tried_again(script: Any) -> None:
    script("RCPT", pause=3.0)
    error = failure()
    assert (error.kind, error.temporary) == ("timeout", True)


def test_a_goodbye_that_fails_does_not_undo_a_letter_that_went(script: Any) -> None:
    server = script("QUIT")
    # After the letter the script says 250 to everything but the goodbye.
    server.break_at = "QUIT"
    assert send_over(server).code == 250
    assert len(server.letters) == 1


def send_over(server: Script) -> Any:
    talk = server._talk

    def polite(peer: socket.socket) -> None:
        lines = peer.makefile("rb")
        peer.sendall(b"220 hello\r\n")
        for line in lines:
            if line.upper().startswith(b"QUIT"):
                return
            peer.sendall(b"354 go\r\n" if line.upper().startswith(b"DATA") else b"250 OK\r\n")
            if line.upper().startswith(b"DATA"):
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    letter += lines.readline()
                server.letters.append(letter)
                peer.sendall(b"250 taken\r\n")

    server._talk = polite  # type: ignore[method-assign]
    assert talk is not None
    return send(LETTER)


# Login and TLS


@pytest.fixture
def secure_post(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "localhost.pem", tmp_path / "localhost.key")
    handler = Post()

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(
            success=data.login == b"desk" and data.password == b"right", handled=False
        )

    controller = Controller(
        handler, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True,
        authenticator=check, auth_required=True,
    )  # fmt: skip
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = (
        "localhost",
        controller.port,
        5,
    )
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD, settings.EMAIL_USE_TLS = (
        "desk",
        "right",
        True,
    )
    yield handler
    controller.stop()


def test_a_letter_goes_over_tls_with_a_login(secure_post: Post) -> None:
    assert send(LETTER).code == 250


def test_a_wrong_password_is_our_trouble_and_not_the_partys(
    secure_post: Post, settings: Any
) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"
    error = failure()
    assert (error.kind, error.temporary, error.status) == ("login", True, 535)


def test_a_certificate_for_another_name_is_refused(secure_post: Post, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    error = failure()
    assert (error.kind, error.temporary) == ("tls", True)
    assert secure_post.taken == []
