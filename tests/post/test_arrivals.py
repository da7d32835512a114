from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.outside.errors import OutsideError
from factcheck.outside.mail import RawMail
from factcheck.post import arrivals, tasks
from factcheck.post.models import Attachment, Incoming, Mailbox
from tests.post.factories import IncomingFactory, OutgoingFactory, raw_mail

pytestmark = pytest.mark.django_db
VALIDITY = 7
URL = "imap://reply:secret@127.0.0.1:1143/INBOX"


class FakeMailbox:
    """A mailbox in memory; `trouble` breaks the deletion, as a crash between commit and delete
    would.
    """

    def __init__(self, *messages: RawMail, trouble: Exception | None = None) -> None:
        self.messages, self.stored, self.trouble = list(messages), list[int](), trouble

    def fetch(self, url: str, *, limit: int) -> Iterator[RawMail]:
        yield from list(self.messages)[:limit]

    def delete(self, url: str, uids: list[int], *, uidvalidity: int) -> None:
        if self.trouble:
            raise self.trouble
        assert uidvalidity == VALIDITY, "else the numbers are another message's by now"
        assert Incoming.objects.count() >= len(uids), "stored before it is deleted"
        self.messages = [one for one in self.messages if one.uid not in uids]

    def mark(self, url: str, uids: list[int], *, uidvalidity: int) -> None:
        self.stored += uids
        self.messages = [one for one in self.messages if one.uid not in uids]


def message(uid: int, raw: bytes, *, whole: bool = True, received: Any = None) -> RawMail:
    return RawMail(
        uid=uid, uidvalidity=VALIDITY, raw=raw, received=received, size=len(raw), whole=whole
    )


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    settings.IMAP_URL = URL

    def make(*messages: RawMail, trouble: Exception | None = None) -> FakeMailbox:
        fake = FakeMailbox(*messages, trouble=trouble)
        monkeypatch.setattr(arrivals.mail, "fetch_mail", fake.fetch)
        monkeypatch.setattr(arrivals.mail, "delete_mail", fake.delete)
        monkeypatch.setattr(arrivals.mail, "mark_stored", fake.mark)
        return fake

    return make


def poll() -> None:
    Mailbox.objects.update(next_try_at=timezone.now())
    for pk in tasks._mailboxes(timezone.now()):
        tasks.fetch_mail(pk)


def test_messages_are_stored_and_then_deleted(mailbox: Any) -> None:
    box = mailbox(message(1, raw_mail("one")), message(2, raw_mail("two")))
    poll()
    assert [bytes(one.raw) for one in Incoming.objects.order_by("pk")] == [
        raw_mail("one"),
        raw_mail("two"),
    ]
    assert box.messages == []


def test_a_crash_between_storing_and_deleting_loses_and_doubles_nothing(mailbox: Any) -> None:
    box = mailbox(
        message(1, raw_mail("one")), trouble=OutsideError("connection", "broke", temporary=True)
    )
    poll()
    assert (Incoming.objects.count(), len(box.messages)) == (1, 1)
    assert Mailbox.objects.get().error == "broke"
    box.trouble = None
    poll()
    assert (Incoming.objects.count(), box.messages) == (1, [])
    assert Mailbox.objects.get().error == ""


def test_what_was_stored_before_a_fault_leaves_the_mailbox(
    mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = mailbox(message(1, raw_mail("one")), message(2, raw_mail("two")))

    def breaking(url: str, *, limit: int) -> Iterator[RawMail]:
        yield box.messages[0]
        raise OutsideError("timeout", "too slow", temporary=True)

    monkeypatch.setattr(arrivals.mail, "fetch_mail", breaking)
    poll()
    assert [one.uid for one in box.messages] == [2]
    assert Mailbox.objects.get().error == "too slow"


def test_messages_are_committed_a_few_at_a_time() -> None:
    def sizes(*mails: RawMail) -> list[int]:
        return [len(some) for some in arrivals._few_at_a_time(mails)]

    small, large = message(1, b"x"), message(2, b"x" * arrivals.KEPT_BYTES)
    assert sizes(*[small] * 23) == [10, 10, 3]
    assert sizes(small, large, small, large) == [2, 2]
    assert sizes() == []


def test_what_a_slow_mailbox_gave_is_committed_before_more_is_asked_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr(arrivals.time, "monotonic", lambda: next(clock))
    mails = [message(number, b"x") for number in range(3)]
    assert [len(some) for some in arrivals._few_at_a_time(mails)] == [1, 1, 1]


def test_a_mailbox_of_several_messages_is_kept_in_one_statement(mailbox: Any) -> None:
    mailbox(*(message(number, raw_mail(f"No. {number}")) for number in range(10)))
    with CaptureQueriesContext(connection) as queries:
        poll()
    assert Incoming.objects.count() == 10
    assert len([query for query in queries if 'INSERT INTO "post_incoming"' in query["sql"]]) == 1


def test_a_poller_ends_before_its_lease_does() -> None:
    assert tasks.fetch_mail.time_limit < arrivals.POLL_LEASE.total_seconds()
    assert tasks.fetch_mail.soft_time_limit < tasks.fetch_mail.time_limit


def test_a_message_over_the_cap_is_kept_in_the_mailbox(mailbox: Any) -> None:
    box = mailbox(message(1, raw_mail("head"), whole=False))
    poll()
    assert box.stored == [1]
    incoming = arrivals.parse(Incoming.objects.get())
    assert any("Too large" in defect for defect in incoming.defects)


def test_the_password_is_stored_nowhere(mailbox: Any) -> None:
    mailbox()
    poll()
    assert Mailbox.objects.get().name == "reply@127.0.0.1:1143/INBOX"


def test_one_poller_at_a_time(mailbox: Any) -> None:
    mailbox(message(1, raw_mail("one")))
    box = Mailbox.objects.create(name=arrivals.mailbox_name(URL))
    assert Mailbox.objects.claim(box.pk, timezone.now(), timedelta(minutes=1)) is not None
    assert arrivals.poll(box.pk) == 0
    assert not Incoming.objects.exists()


def test_a_poller_that_died_is_followed_by_another(mailbox: Any) -> None:
    mailbox(message(1, raw_mail("one")))
    box = Mailbox.objects.create(name=arrivals.mailbox_name(URL))
    Mailbox.objects.claim(box.pk, timezone.now() - timedelta(hours=1), timedelta(minutes=1))
    assert arrivals.poll(box.pk) == 1


def test_a_server_clock_ahead_of_ours_is_not_believed(mailbox: Any) -> None:
    mailbox(message(1, raw_mail("one"), received=timezone.now() + timedelta(days=1)))
    poll()
    assert Incoming.objects.get().received_at <= timezone.now()


def test_a_server_s_date_that_no_row_may_hold_keeps_no_message_out(mailbox: Any) -> None:
    received = timezone.now().replace(year=1800)
    mailbox(message(1, raw_mail("one"), received=received), message(2, raw_mail("two")))
    poll()
    assert Incoming.objects.count() == 2
    assert Mailbox.objects.get().error == ""


def test_without_a_mailbox_nothing_is_polled(settings: Any) -> None:
    settings.IMAP_URL = ""
    assert list(tasks._mailboxes(timezone.now())) == []


def test_the_same_bytes_are_one_message() -> None:
    assert arrivals.store_raw(raw=b"x: y\n\nz") == arrivals.store_raw(
        raw=b"x: y\n\nz", mailbox="another"
    )


def test_a_message_is_read_into_columns_and_attachments() -> None:
    incoming = arrivals.parse(
        IncomingFactory(raw=raw_mail("Yes.", files={"statement.pdf": b"%PDF"}))
    )
    assert (incoming.state, incoming.kind, incoming.from_address) == (
        "parsed",
        "answer",
        "press@office.example",
    )
    assert incoming.text.strip() == "Yes."
    assert [bytes(one.content) for one in Attachment.objects.all()] == [b"%PDF"]


def test_reading_twice_is_reading_once() -> None:
    incoming = IncomingFactory(raw=raw_mail("Yes.", files={"a.txt": b"a"}))
    arrivals.parse(incoming)
    arrivals.parse(incoming)
    tasks.parse(incoming.pk)
    assert Attachment.objects.count() == 1


def test_a_slow_reader_whose_message_another_took_stores_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    incoming = IncomingFactory(raw=raw_mail("Yes.", files={"a.txt": b"a"}))
    read = arrivals.mail.read_mail

    def overtaken(raw: bytes) -> Any:
        Incoming.objects.update(tries=F("tries") + 1)  # its lease ran out, another reader began
        return read(raw)

    monkeypatch.setattr(arrivals.mail, "read_mail", overtaken)
    arrivals.parse(incoming)
    assert (Incoming.objects.get().state, Attachment.objects.count()) == ("stored", 0)


@pytest.mark.parametrize(
    "raw", [b"", b"\0\0\0", b"\xff" * 1000, b"\r\n\r\n", bytes(range(256)) * 20]
)
def test_bytes_that_are_no_mail_are_put_before_a_person(raw: bytes) -> None:
    incoming = arrivals.parse(IncomingFactory(raw=raw))
    assert (incoming.state, incoming.kind) == ("parsed", "unreadable")
    assert bytes(incoming.raw) == raw


def test_nul_and_half_characters_do_not_stop_a_message() -> None:
    raw = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: nul \0 here\r\nX-Mailer: \xed\xa0\x80\0\r\n\r\nWords\0 and \xed\xa0\x80 more"
    incoming = arrivals.parse(IncomingFactory(raw=raw))
    incoming.refresh_from_db()
    assert incoming.kind == "answer"
    assert "Words and" in incoming.text


def test_a_parser_that_breaks_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def kills(raw: bytes) -> None:
        raise MemoryError

    incoming = IncomingFactory()
    monkeypatch.setattr(arrivals.mail, "read_mail", kills)
    for _ in range(arrivals.PARSE_TRIES):
        with pytest.raises(MemoryError):
            arrivals.parse(incoming)
        assert list(tasks._unparsed(timezone.now())) == [], "its lease holds the others back"
        Incoming.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    arrivals.parse(incoming)
    incoming.refresh_from_db()
    assert (incoming.state, incoming.kind) == ("parsed", "unreadable")
    assert incoming.may_hold_words, "nobody may be called silent while it is unseen"


def test_a_message_that_never_ends_its_reading_is_set_aside_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    poison, behind = IncomingFactory(), IncomingFactory()
    with monkeypatch.context() as patched:
        patched.setattr("factcheck.outside.mail.reading._JOB", "tests.outside.sandbox_jobs:spin")
        patched.setattr("factcheck.outside.sandbox.CPU_SECONDS", 1)
        arrivals.parse(poison)
    arrivals.parse(behind)
    poison.refresh_from_db()
    behind.refresh_from_db()
    assert (poison.state, poison.kind) == ("parsed", "unreadable")
    assert "more time or memory" in poison.why
    assert (behind.state, behind.kind) == ("parsed", "answer")


def read(raw: bytes) -> Incoming:
    return arrivals.parse(arrivals.store_raw(raw=raw))


def test_our_own_letter_come_back_is_nobody_s_answer() -> None:
    letter = OutgoingFactory(text="Did your forces cross the border?")
    raw = raw_mail(letter.text, sender="desk@desk.example", message_id=letter.message_id)
    assert read(raw).kind == "auto-reply"


def test_an_answer_that_bears_our_letter_s_own_name_is_an_answer() -> None:
    letter = OutgoingFactory()
    assert read(raw_mail("We did not.", message_id=letter.message_id)).kind == "answer"


def test_what_we_write_ourselves_about_a_letter_is_not_that_letter() -> None:
    letter = OutgoingFactory()
    raw = raw_mail("They called.", sender="desk@desk.example", in_reply_to=letter.message_id)
    assert read(raw).kind == "answer"


@pytest.mark.parametrize("named_by", ["in_reply_to", "to"])
def test_a_receipt_that_repeats_our_letter_states_nothing(named_by: str) -> None:
    ours = "The ministry denied that it paid 3.1 million euros."
    letter = OutgoingFactory(text=ours, reply_to="reply+abc@desk.example")
    about = {"in_reply_to": letter.message_id, "to": letter.reply_to}[named_by]
    raw = raw_mail(
        f"We have received your message:\n\n{ours}",
        **{named_by: about},
        Auto_Submitted="auto-replied",
    )
    assert read(raw).kind == "receipt"
