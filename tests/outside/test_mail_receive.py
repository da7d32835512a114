import asyncio
import imaplib
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import BuiltinHash

from factcheck.outside.errors import OutsideError
from factcheck.outside.mail import delete_mail, fetch_mail, mark_stored, receive
from tests.outside.mails import mail


class Mailbox:
    """A real IMAP server with one empty mailbox, on a thread of its own."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = int(taken.getsockname()[1])
        self._start()

    def _start(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.ready.wait(20)
        for _ in range(200):
            with (
                suppress(ConnectionRefusedError),
                socket.create_connection(("127.0.0.1", self.port)),
            ):
                return
            time.sleep(0.05)

    @property
    def url(self) -> str:
        return f"imap://desk%40desk.example:p%2Fw@127.0.0.1:{self.port}/INBOX"

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.task = self.loop.create_task(self._serve())
        with suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self.task)
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self.loop.close()

    async def _serve(self) -> None:
        parser = ArgumentParser()
        subparsers = parser.add_subparsers(dest="backend")
        DictBackend.add_subparser("dict", subparsers)
        IMAPService.add_arguments(parser)
        args = parser.parse_args(
            [
                "--host",
                "127.0.0.1",
                "--port",
                str(self.port),
                "--no-tls",
                "dict",
                "--demo-user",
                "desk@desk.example",
                "--demo-password",
                "p/w",
            ]
        )
        for name in ("debug", "passlib_cfg", "proxy_protocol", "preferred_users", "cert", "key"):
            vars(args).setdefault(name, None)
        async with AsyncExitStack() as stack:
            backend, config = await DictBackend.init(args, hash_context=BuiltinHash(rounds=1))
            config.apply_context()
            service = IMAPService(backend, config)
            await backend.start(stack)
            await service.start(stack)
            self.ready.set()
            await asyncio.Event().wait()

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login("desk@desk.example", "p/w")
        return client

    def add(self, raw: bytes, flags: str = "") -> None:
        client = self.client()
        client.append("INBOX", flags, "", raw)
        client.logout()

    def renumber(self) -> None:
        """Come up again as after a restored backup: the same mail under other numbers."""
        kept = [item.raw for item in fetch_mail(self.url)]
        self.stop()
        self._start()
        self.add(b"Subject: takes a number\r\n\r\n", r"(\Deleted)")
        for raw in reversed(kept):
            self.add(raw)

    def flags(self) -> bytes:
        client = self.client()
        client.select("INBOX", readonly=True)
        found = b" ".join(
            line for line in client.fetch("1:*", "(UID FLAGS)")[1] if isinstance(line, bytes)
        )
        client.logout()
        return found

    def stop(self) -> None:
        if not self.thread.is_alive():
            return
        self.loop.call_soon_threadsafe(self.task.cancel)
        self.thread.join(5)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    server = Mailbox()
    yield server
    server.stop()


def test_mail_is_fetched_oldest_first_and_left_untouched(box: Mailbox) -> None:
    letters = [mail(f"Answer {number}\n") for number in range(4)]
    for raw in letters:
        box.add(raw)
    found = list(fetch_mail(box.url, limit=3))
    assert [item.raw for item in found] == letters[:3]
    assert [item.uid for item in found] == sorted(item.uid for item in found)
    assert all(item.whole and item.size == len(item.raw) and item.uidvalidity for item in found)
    assert all(item.received and item.received.tzinfo for item in found)
    assert b"Seen" not in box.flags()
    assert [item.raw for item in fetch_mail(box.url)] == letters


def test_only_the_mail_that_was_kept_is_deleted(box: Mailbox) -> None:
    for number in range(3):
        box.add(mail(f"Answer {number}\n"))
    box.add(mail("somebody else marked this"), r"(\Deleted)")
    first, second, third = fetch_mail(box.url)
    delete_mail(box.url, [first.uid, third.uid], uidvalidity=first.uidvalidity)
    assert [item.uid for item in fetch_mail(box.url)] == [second.uid]
    # A plain EXPUNGE would have taken the one that somebody else marked.
    assert b"Deleted" in box.flags()


def test_numbers_of_another_uidvalidity_delete_nothing(box: Mailbox) -> None:
    box.add(mail())
    (item,) = fetch_mail(box.url)
    for action in (delete_mail, mark_stored):
        with pytest.raises(OutsideError) as caught:
            action(box.url, [item.uid], uidvalidity=item.uidvalidity + 1)
        assert caught.value.kind == "refused"
    assert len(list(fetch_mail(box.url))) == 1


def test_stored_mail_moves_to_its_folder(box: Mailbox) -> None:
    box.add(mail("one"))
    box.add(mail("two"))
    first, second = fetch_mail(box.url)
    mark_stored(box.url, [first.uid], uidvalidity=first.uidvalidity)
    assert [item.uid for item in fetch_mail(box.url)] == [second.uid]
    stored = list(fetch_mail(box.url.replace("INBOX", "Stored")))
    assert [item.raw for item in stored] == [first.raw]
    mark_stored(box.url, [second.uid], uidvalidity=second.uidvalidity)
    assert list(fetch_mail(box.url)) == []


def test_a_mail_over_the_cap_comes_as_its_header_and_stays(box: Mailbox) -> None:
    box.add(mail("x" * 50_000))
    (item,) = fetch_mail(box.url, max_bytes=10_000)
    assert not item.whole
    assert item.size > 50_000
    assert b"Message-ID: <answer-1@ministry.example>" in item.raw
    assert len(item.raw) < 2000
    assert len(list(fetch_mail(box.url))) == 1


def test_mail_deleted_by_somebody_else_meanwhile_is_skipped(box: Mailbox) -> None:
    for number in range(3):
        box.add(mail(f"Answer {number}\n"))
    found = fetch_mail(box.url)
    first = next(found)
    delete_mail(box.url, [first.uid + 1], uidvalidity=first.uidvalidity)
    assert [item.uid for item in found] == [first.uid + 2]


def test_nothing_to_delete_is_no_error(box: Mailbox) -> None:
    box.add(mail())
    (item,) = fetch_mail(box.url)
    delete_mail(box.url, [], uidvalidity=item.uidvalidity)
    delete_mail(box.url, [999_999], uidvalidity=item.uidvalidity)
    assert len(list(fetch_mail(box.url))) == 1


def test_a_wrong_password_is_told(box: Mailbox) -> None:
    with pytest.raises(OutsideError) as caught:
        list(fetch_mail(box.url.replace("p%2Fw", "wrong")))
    assert (caught.value.kind, caught.value.temporary) == ("login", True)
    assert "wrong" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://a:b@127.0.0.1/",
        "imap://127.0.0.1/INBOX",
        "imaps://",
        "imap://a:b@127.0.0.1:port/",
    ],
)
def test_a_mailbox_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(OutsideError) as caught:
        list(fetch_mail(url))
    assert caught.value.kind in ("address", "refused")


def test_a_mailbox_that_is_down_or_silent_may_be_tried_again(settings: Any) -> None:
    settings.OUTSIDE_TIMEOUT_SECONDS = 0.5
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        begun = time.monotonic()
        with pytest.raises(OutsideError) as caught:
            list(fetch_mail(f"imap://a:b@127.0.0.1:{port}/"))
        assert caught.value.temporary
        assert time.monotonic() - begun < 5
    with pytest.raises(OutsideError) as caught:
        list(fetch_mail(f"imap://a:b@127.0.0.1:{port}/"))
    assert (caught.value.kind, caught.value.temporary) == ("connection", True)


def test_a_password_never_goes_in_the_clear_to_another_machine(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "is_loopback", lambda address: False)
    with pytest.raises(OutsideError) as caught:
        list(fetch_mail(box.url))
    assert caught.value.kind == "tls"
