"""Against real mail servers: a letter out by SMTP, its answer in by IMAP, and a worker killed
between the two words that matter.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.newsroom.sweeps import sweeps
from factcheck.outside import mail
from factcheck.outside.mail import fetch_mail
from factcheck.post.models import Mailbox as MailboxRow
from factcheck.post.models import Outgoing
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, MailNotice, Reply
from factcheck.replies.reads import comment_requests
from factcheck.review.reads.gate import gate
from tests.newsroom.factories import EditorFactory, ReporterFactory, desk
from tests.outside.test_mail_receive import Mailbox
from tests.post.factories import raw_mail
from tests.replies.factories import RequestFactory, first_letter, sent_request

pytestmark = [
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]


class Post:
    """An SMTP server's mind: keeps what it is given, and after `hang` seconds says that it has
    taken it.
    """

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.hang = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(envelope.content)
        await asyncio.sleep(self.hang)
        return "250 2.0.0 taken"


@pytest.fixture
def smtp(settings: Any) -> Iterator[Post]:
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield post
    controller.stop(no_assert=True)


@pytest.fixture
def imap(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    settings.IMAP_URL = box.url
    yield box
    box.stop()


def work_off_mail() -> None:
    """Every sweep of post and replies, until nothing is due."""
    mine = [one for one in sweeps() if one.name.startswith(("post.", "replies."))]
    MailboxRow.objects.update(next_try_at=timezone.now())
    for _ in range(10):
        due = [(one, pk) for one in mine for pk in one.due(timezone.now())]
        if not due:
            return
        for one, pk in due:
            one.task(pk)
    pytest.fail("The sweeps never end.")


def test_a_letter_goes_its_answer_comes_and_the_sentence_follows(smtp: Post, imap: Mailbox) -> None:
    desk(name="Newsweek", time_zone="America/New_York")
    request = RequestFactory()
    actions.send_request(by=ReporterFactory(), request=request)
    work_off_mail()
    request.refresh_from_db()
    assert (request.state, len(smtp.letters)) == ("sent", 1)
    letter = message_from_bytes(smtp.letters[0])
    assert letter["To"] == request.contact.address
    assert letter["Message-ID"] == first_letter(request).outgoing.message_id
    assert (
        "Newsweek has sought comment from"
        in comment_requests.sentence_of(request.article, timezone.now()).text
    )

    imap.add(
        raw_mail("We decline to comment.", sender=request.contact.address, to=letter["Reply-To"])
    )
    imap.add(
        raw_mail(
            "Away.", to=letter["Reply-To"], auto_submitted="auto-replied", message_id="<a@b.c>"
        )
    )
    work_off_mail()
    reply = request.replies.get()
    assert imap.flags().strip() in (b"", b"None")
    actions.triage(by=ReporterFactory(), reply=reply, says="no comment")
    assert comment_requests.sentence_of(request.article, timezone.now()).text == ""
    actions.see_notice(by=ReporterFactory(), notice=MailNotice.objects.get())
    assert comment_requests.sentence_of(request.article, timezone.now()).text.endswith(
        "declined to comment."
    )
    work_off_mail()
    assert len(smtp.letters) == 1


def answers() -> list[str]:
    return sorted(reply.text.strip() for reply in Reply.objects.all())


def test_a_mailbox_that_renumbers_between_reading_and_deleting_loses_and_doubles_nothing(
    imap: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sent_request()
    to = f"reply+{request.address_token}@desk.example"
    for number in range(3):
        imap.add(raw_mail(f"Answer {number}.", to=to, message_id=f"<{number}@office.example>"))
    delete, renumbered = mail.delete_mail, []

    def renumber_first(url: str, uids: Any, *, uidvalidity: int) -> None:
        if not renumbered:
            renumbered.append(uidvalidity)
            imap.renumber()
        delete(url, uids, uidvalidity=uidvalidity)

    monkeypatch.setattr(mail, "delete_mail", renumber_first)
    work_off_mail()
    assert renumbered
    assert "numbers have changed" in MailboxRow.objects.get().error
    assert answers() == ["Answer 0.", "Answer 1.", "Answer 2."]
    imap.add(raw_mail("Answer 3.", to=to, message_id="<3@office.example>"))
    work_off_mail()
    assert answers() == ["Answer 0.", "Answer 1.", "Answer 2.", "Answer 3."]
    assert MailboxRow.objects.get().error == ""
    assert b"Deleted" in imap.flags(), "what somebody else marked is left"
    assert list(fetch_mail(imap.url)) == []


def test_two_mailboxes_bring_each_answer_once_though_both_hold_a_copy(
    imap: Mailbox, settings: Any
) -> None:
    other = Mailbox()
    try:
        settings.IMAP_URL = f"{imap.url} {other.url}"
        request = sent_request()
        to = f"reply+{request.address_token}@desk.example"
        both = raw_mail("To both of you.", to=f"{to}, desk@desk.example")
        imap.add(b"Received: from a by b\r\n" + both)
        other.add(b"Received: from a by c\r\n" + both)
        imap.add(raw_mail("Here.", to=to, message_id="<here@office.example>"))
        other.add(raw_mail("There.", to=to, message_id="<there@office.example>"))
        work_off_mail()
        assert answers() == ["Here.", "There.", "To both of you."]
        assert MailboxRow.objects.filter(error="").count() == 2
        assert [list(fetch_mail(box.url)) for box in (imap, other)] == [[], []]
        # One that is down keeps nothing from the other.
        other.stop()
        imap.add(raw_mail("Later.", to=to, message_id="<later@office.example>"))
        work_off_mail()
        assert "Later." in answers()
    finally:
        other.stop()


def test_two_copies_in_one_conversation_are_one_answer_and_a_second_answer_is_two(
    imap: Mailbox,
) -> None:
    request = sent_request()
    to = f"reply+{request.address_token}@desk.example"
    ours = first_letter(request).outgoing.message_id
    answer = raw_mail("We deny it.", to=to, in_reply_to=ours)
    imap.add(answer)
    imap.add(b"Received: by the list\r\n" + answer)
    work_off_mail()
    imap.add(b"Received: by the list, a second time\r\n" + answer)
    imap.add(raw_mail("And we add this.", to=to, in_reply_to=ours, message_id="<2@office.example>"))
    work_off_mail()
    assert answers() == ["And we add this.", "We deny it."]
    assert {reply.request_id for reply in Reply.objects.all()} == {request.pk}


def test_an_answer_whose_plus_was_stripped_is_found_and_one_to_two_requests_is_a_persons_to_file(
    imap: Mailbox,
) -> None:
    request = sent_request()
    letter = first_letter(request).outgoing
    stripped = {"to": "reply@desk.example", "sender": letter.to_address}
    imap.add(raw_mail("By its subject.", subject=f"AW: {letter.subject}", **stripped))
    named = {"in_reply_to": letter.message_id, "message_id": "<2@office.example>"}
    imap.add(raw_mail("By its thread.", subject="Fragen", **named, **stripped))
    guessed = {"subject": "Something else", "message_id": "<3@office.example>"}
    imap.add(raw_mail("By nothing.", **guessed, **stripped))
    work_off_mail()
    found = {reply.text.strip(): reply for reply in Reply.objects.all()}
    assert {text: reply.matched_by for text, reply in found.items()} == {
        "By its subject.": "subject",
        "By its thread.": "message-id",
        "By nothing.": "",
    }
    assert found["By nothing."].request is None
    [guess] = found["By nothing."].suggestions
    assert guess["request"] == request.pk
    assert "a contact of the party" in guess["why"]


def test_a_mailbox_that_renumbers_between_two_readings_uses_its_numbers_again(
    imap: Mailbox,
) -> None:
    request = sent_request()
    to = f"reply+{request.address_token}@desk.example"
    imap.add(raw_mail("Before.", to=to, message_id="<before@office.example>"))
    work_off_mail()
    imap.renumber()
    imap.add(raw_mail("After.", to=to, message_id="<after@office.example>"))
    work_off_mail()
    assert answers() == ["After.", "Before."]
    assert list(fetch_mail(imap.url)) == []


def test_an_unseen_machines_mail_is_unread_on_the_whole_way_until_one_key_says_what_it_is(
    smtp: Post, imap: Mailbox, client: Client
) -> None:
    desk(name="Newsweek", chase_minutes_before=60)
    request = RequestFactory(deadline=timezone.now() + timedelta(hours=5))
    actions.send_request(by=ReporterFactory(), request=request)
    work_off_mail()
    letter = message_from_bytes(smtp.letters[0])
    automatic = {"auto_submitted": "auto-replied", "subject": "Automatic reply"}
    imap.add(raw_mail("I am away until Monday.", to=letter["Reply-To"], **automatic))
    work_off_mail()
    notice = MailNotice.objects.get()
    near, after = (
        timezone.now() + timedelta(hours=4, minutes=30),
        timezone.now() + timedelta(hours=6),
    )

    with time_machine.travel(near, tick=False):
        work_off_mail()
        assert len(smtp.letters) == 1, "no reminder goes"
    with time_machine.travel(after, tick=False):
        said = comment_requests.sentence_of(request.article, after)
        assert "did not respond" not in said.text
        assert "may be its answer has not been sorted" in said.clauses[0].reason
        assert any("taken for a machine’s" in str(one) for one in gate(request.article, after))
        client.force_login(ReporterFactory())
        page = client.get(reverse("replies:request", args=[request.pk])).content.decode()
        assert page.count('value="seen" data-key="1"') == 1
        client.post(reverse("replies:notice", args=[notice.pk]), {"ruling": "seen"})
        assert "did not respond" in comment_requests.sentence_of(request.article, after).text
        assert not any("taken for a machine’s" in str(one) for one in gate(request.article, after))


# Where a worker stops for good, as what it finds in place of its next step.
STOPS = {
    "before the claim": "actions.claim = die",
    "after the claim": "actions.mail.send = die",
    "after the envelope": "importlib.import_module('factcheck.outside.mail.send')._data = die",
    "after the answer": "actions._record = die",
}


def worker(pk: int, port: int, stop: str = "") -> subprocess.Popen[bytes]:
    """A process of its own that takes the one letter to the server, on this test's database; killed
    at `stop`.
    """
    database = (
        urlsplit(os.environ["DATABASE_URL"])
        ._replace(path=f"/{connection.settings_dict['NAME']}")
        .geturl()
    )
    code = f"""
import importlib, os, signal
import django
django.setup()
from factcheck.post import actions
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
{stop}
actions.deliver({pk})
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
        "DATABASE_URL": database,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def wait_for(happened: Any) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def test_a_letter_whose_worker_is_killed_in_the_middle_of_data_is_never_resent(
    smtp: Post, settings: Any
) -> None:
    request = RequestFactory()
    letter = actions.send_request(by=ReporterFactory(), request=request)
    smtp.hang = 30.0
    process = worker(letter.outgoing_id, settings.EMAIL_PORT)
    try:
        wait_for(lambda: smtp.letters)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
    smtp.hang = 0.0
    assert Outgoing.objects.get().state == "in flight"
    work_off_mail()
    assert Outgoing.objects.get().state == "in flight", "its lease still runs"

    Outgoing.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_off_mail()
    work_off_mail()
    request.refresh_from_db()
    assert (Outgoing.objects.get().state, request.state, len(smtp.letters)) == (
        "unknown",
        "unknown",
        1,
    )
    assert comment_requests.sentence_of(request.article, timezone.now()).text == ""

    actions.settle_letter(by=EditorFactory(), letter=letter, went=False, again=True)
    work_off_mail()
    assert len(smtp.letters) == 2
    assert CommentRequest.objects.get().state == "sent"
    ids = {message_from_bytes(one)["Message-ID"] for one in smtp.letters}
    assert len(ids) == 1, "the second copy is known as the first's"


def test_a_letter_goes_once_at_most_at_whatever_step_its_worker_is_killed(
    smtp: Post, settings: Any
) -> None:
    letters = {
        name: actions.send_request(by=ReporterFactory(), request=RequestFactory()).outgoing
        for name in STOPS
    }
    workers = [
        worker(letter.pk, settings.EMAIL_PORT, STOPS[name]) for name, letter in letters.items()
    ]
    assert [one.wait(60) for one in workers] == [-signal.SIGKILL] * 4

    def taken() -> dict[str, int]:
        ids = [message_from_bytes(one)["Message-ID"] for one in smtp.letters]
        return {name: ids.count(letter.message_id) for name, letter in letters.items()}

    def states() -> dict[str, str]:
        return {name: Outgoing.objects.get(pk=letter.pk).state for name, letter in letters.items()}

    nothing = dict.fromkeys(STOPS, 0)
    assert taken() == nothing | {"after the answer": 1}
    assert states() == dict.fromkeys(STOPS, "in flight") | {"before the claim": "queued"}
    Outgoing.objects.filter(state="in flight").update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    work_off_mail()
    work_off_mail()
    assert taken() == nothing | {"before the claim": 1, "after the answer": 1}
    assert states() == dict.fromkeys(STOPS, "unknown") | {"before the claim": "sent"}
