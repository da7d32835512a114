"""A mail server that drips a byte at a time, or never closes, holds nobody beyond the deadline."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from factcheck.outside.errors import OutsideError
from factcheck.outside.mail.receive import fetch_mail
from factcheck.outside.mail.send import send
from tests.outside.test_mail_send import LETTER

SECONDS = 0.5
DRIP = 0.05  # between two bytes: every single read is well within its own timeout
pytestmark = pytest.mark.timeout(30)


class Dripping:
    """A server that says `script`, each part after a line from the other side, then only drips,
    or drops the connection.
    """

    def __init__(self, script: list[bytes], *, drops: bool) -> None:
        self.script, self.drops = script, drops
        self.heard: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            peer, _ = self.listener.accept()
            with peer:
                self._talk(peer)

    def _talk(self, peer: socket.socket) -> None:
        lines = peer.makefile("rb")
        for number, part in enumerate(self.script):
            if number:
                self.heard.append(lines.readline())
            tag = self.heard[-1].split()[0] if self.heard else b""
            peer.sendall(part.replace(b"TAG", tag))
        while not self.drops and not self.ended.wait(DRIP):
            peer.sendall(b"2")

    def close(self) -> None:
        self.ended.set()
        self.listener.close()
        self.thread.join(5)


@pytest.fixture
def dripping(settings: Any) -> Iterator[Callable[..., Dripping]]:
    settings.MAIL_EXCHANGE_SECONDS = SECONDS
    settings.OUTSIDE_TIMEOUT_SECONDS = settings.EMAIL_TIMEOUT = 10
    settings.EMAIL_HOST = "127.0.0.1"
    started: list[Dripping] = []

    def start(*script: bytes, drops: bool = False) -> Dripping:
        server = Dripping(list(script), drops=drops)
        settings.EMAIL_PORT = server.port
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


def broken(act: Callable[[], object]) -> OutsideError:
    """Return the failure, which has come long before the server would have ended."""
    began = time.monotonic()
    with pytest.raises(OutsideError) as caught:
        act()
    assert time.monotonic() - began < 8
    return caught.value


def test_a_letter_whose_server_drips_before_it_may_be_tried_again(dripping: Any) -> None:
    for script in ([b""], [b"220 desk\r\n", b"250 OK\r\n", b""]):
        dripping(*script)
        error = broken(lambda: send(LETTER))
        assert (error.kind, error.temporary) == ("timeout", True)


def test_a_letter_whose_server_drips_after_it_may_have_gone_and_is_not_sent_again(
    dripping: Any,
) -> None:
    ok = b"250 OK\r\n"
    dripping(b"220 desk\r\n", ok, ok, ok, b"354 go on\r\n")
    error = broken(lambda: send(LETTER))
    assert (error.kind, error.temporary) == ("unknown", False)


def test_a_tls_handshake_that_drips_is_ended_too(dripping: Any, settings: Any) -> None:
    settings.EMAIL_USE_SSL = True
    dripping(b"\x16\x03\x03\x40\x00")  # a record of 16 kB is announced, and comes byte by byte
    assert broken(lambda: send(LETTER)).temporary
    server = dripping(b"\x16\x03\x03\x40\x00")
    assert broken(lambda: list(fetch_mail(f"imaps://a:b@127.0.0.1:{server.port}/"))).temporary


@pytest.mark.parametrize(
    "script",
    [
        [b""],
        [b"* OK ready\r\n", b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n", b"* "],
    ],
    ids=["greeting", "login"],
)
def test_a_mailbox_that_drips_is_left_at_the_deadline(dripping: Any, script: list[bytes]) -> None:
    server = dripping(*script)
    error = broken(lambda: list(fetch_mail(f"imap://a:b@127.0.0.1:{server.port}/")))
    assert (error.kind, error.temporary) == ("timeout", True)


@pytest.mark.parametrize(("drops", "kind"), [(False, "timeout"), (True, "connection")])
def test_a_mailbox_that_never_ends_its_message_keeps_what_came_before_it(
    dripping: Any, drops: bool, kind: str
) -> None:
    done = b"TAG OK done\r\n"
    server = dripping(
        b"* OK ready\r\n",
        b"* CAPABILITY IMAP4rev1\r\n" + done,
        done,  # login
        b"* CAPABILITY IMAP4rev1\r\n" + done,
        b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n" + done,
        b"* SEARCH 1 2\r\n" + done,
        b"* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n" + done,
        b"* 1 FETCH (UID 1 BODY[] {5}\r\nfirst)\r\n" + done,
        b"* 2 FETCH (UID 2 RFC822.SIZE 90000)\r\n" + done,
        b"* 2 FETCH (UID 2 BODY[] {90000}\r\nhalf of it",
        drops=drops,
    )
    came: list[bytes] = []

    def fetch() -> None:
        for mail in fetch_mail(f"imap://a:b@127.0.0.1:{server.port}/"):
            came.append(mail.raw)

    error = broken(fetch)
    assert (error.kind, error.temporary) == (kind, True)
    assert came == [b"first"]
