from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.outside import mail
from factcheck.outside.errors import OutsideError
from factcheck.post import actions, rules, tasks
from factcheck.post.models import Outgoing
from tests.newsroom.factories import EditorFactory, ReporterFactory
from tests.post.factories import OutgoingFactory, SentFactory

pytestmark = pytest.mark.django_db


class FakeServer:
    """Takes every letter, or raises what it is told to."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.letters: list[mail.MailToSend] = []

    def __call__(self, letter: mail.MailToSend, **_: Any) -> mail.Receipt:
        self.letters.append(letter)
        if self.troubles:
            raise self.troubles.pop(0)
        return mail.Receipt(250, "queued as 1", timezone.now())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(*troubles: Exception) -> FakeServer:
        fake = FakeServer(*troubles)
        monkeypatch.setattr(actions.mail, "send", fake)
        return fake

    return make


def queue(**changes: Any) -> Outgoing:
    values: dict[str, Any] = {
        "key": "k1",
        "to_address": "press@office.example",
        "subject": "Hello",
        "text": "Words",
        "once": True,
        "by": None,
    }
    return actions.queue_mail(**{**values, **changes})


def refused(
    kind: str, *, temporary: bool, status: int | None = None, said: str = "no"
) -> OutsideError:
    return OutsideError(kind, said, status=status, temporary=temporary)


def test_the_same_key_is_one_message() -> None:
    assert queue() == queue(text="other words")
    assert Outgoing.objects.count() == 1


def test_a_line_break_in_subject_or_name_begins_no_header() -> None:
    outgoing = queue(
        subject="Hello\r\nBcc: spy@evil.example", from_name="Paper\nTo: x@evil.example"
    )
    assert "\n" not in outgoing.subject + outgoing.from_name
    assert "\r" not in outgoing.subject + outgoing.from_name


@pytest.mark.parametrize(
    "address", ["desk@desk.example", "reply+abc@desk.example", "reply@desk.example"]
)
def test_mail_to_ourselves_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="own address"):
        queue(to_address=address)
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    "address", ["", "a@b.example\nBcc: c@d.example", "a@b.example,c@d.example"]
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="not one mail address"):
        queue(to_address=address)


def test_a_queued_message_is_sent_once(server: Any) -> None:
    taken = server()
    outgoing = queue(reply_to="reply+abc@desk.example")
    tasks.deliver(outgoing.pk)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.response, outgoing.tries) == ("sent", "250 queued as 1", 1)
    assert outgoing.sent_at is not None
    assert [letter.message_id for letter in taken.letters] == [outgoing.message_id]
    assert taken.letters[0].reply_to == "reply+abc@desk.example"


def test_of_two_workers_one_gets_the_message() -> None:
    outgoing = queue()
    now = timezone.now()
    assert actions.claim(outgoing.pk, now) is not None
    assert actions.claim(outgoing.pk, now) is None


def test_a_message_is_claimed_outside_any_open_transaction(transactional_db: None) -> None:
    outgoing = queue()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.claim(outgoing.pk, timezone.now())
    outgoing.refresh_from_db()
    assert outgoing.state == "queued"


def test_the_server_is_called_with_no_transaction_open(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []

    def send(letter: mail.MailToSend, **_: Any) -> mail.Receipt:
        open_then.append(transaction.get_connection().in_atomic_block)
        assert Outgoing.objects.get().state == "in flight"
        return mail.Receipt(250, "ok", timezone.now())

    monkeypatch.setattr(actions.mail, "send", send)
    actions.deliver(queue().pk)
    assert open_then == [False]


def test_a_trouble_of_the_moment_is_tried_again_later(server: Any) -> None:
    taken = server(refused("refused", temporary=True, status=451, said="greylisted"))
    outgoing = queue()
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.error) == ("queued", "greylisted")
    assert outgoing.next_try_at > timezone.now()
    tasks.deliver(outgoing.pk)
    assert len(taken.letters) == 1, "not before its time"
    Outgoing.objects.update(next_try_at=timezone.now())
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.error, outgoing.tries) == ("sent", "", 2)


def test_after_the_last_try_it_is_given_up_and_the_address_is_not_blamed(server: Any) -> None:
    server(refused("connection", temporary=True))
    outgoing = queue()
    Outgoing.objects.update(tries=rules.TRIES - 1)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.permanent) == ("failed", False)


@pytest.mark.parametrize(
    ("said", "permanent"), [("5.1.1 no such user", True), ("5.7.1 looks like spam", False)]
)
def test_a_refusal_is_final_and_says_whose_fault_it_was(
    server: Any, said: str, permanent: bool
) -> None:
    server(refused("refused", temporary=False, status=550, said=said))
    outgoing = queue()
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.permanent, outgoing.error) == ("failed", permanent, said)


@pytest.mark.parametrize("trouble", [refused("unknown", temporary=False), ValueError("a bug")])
def test_a_letter_that_may_have_gone_is_in_doubt_and_stays_so(
    server: Any, trouble: Exception
) -> None:
    taken = server(trouble)
    outgoing = queue()
    tasks.deliver(outgoing.pk)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert outgoing.state == "unknown"
    assert len(taken.letters) == 1


def test_status_mail_that_may_have_gone_goes_again(server: Any) -> None:
    server(refused("unknown", temporary=False))
    outgoing = queue(once=False)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert outgoing.state == "queued"


def in_flight(**changes: Any) -> Outgoing:
    now = timezone.now()
    values = {"state": "in flight", "lease_token": "t", "in_flight_at": now - timedelta(hours=1)}
    return OutgoingFactory(**{**values, "lease_until": now - timedelta(seconds=1), **changes})


def test_a_letter_whose_worker_died_in_flight_is_never_resent(server: Any) -> None:
    taken = server()
    outgoing = in_flight()
    assert list(tasks._stranded(timezone.now())) == [outgoing.pk]
    tasks.strand(outgoing.pk)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert (outgoing.state, taken.letters) == ("unknown", [])
    assert list(tasks._queued(timezone.now())) == []


def test_a_letter_still_in_its_worker_s_hands_is_left_alone() -> None:
    outgoing = in_flight(lease_until=timezone.now() + timedelta(minutes=1))
    tasks.strand(outgoing.pk)
    outgoing.refresh_from_db()
    assert outgoing.state == "in flight"


def test_status_mail_whose_worker_died_goes_again(server: Any) -> None:
    outgoing = in_flight(once=False)
    tasks.strand(outgoing.pk)
    server()
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert outgoing.state == "sent"


def test_a_slow_worker_that_was_given_up_corrects_the_doubt() -> None:
    outgoing = in_flight()
    tasks.strand(outgoing.pk)
    assert actions._record(outgoing, {"state": "sent", "sent_at": timezone.now()})
    outgoing.refresh_from_db()
    assert outgoing.state == "sent"


def test_a_slow_worker_does_not_overrule_the_person_who_settled_it() -> None:
    outgoing = in_flight()
    tasks.strand(outgoing.pk)
    actions.settle(by=EditorFactory(), outgoing=outgoing, went=False)
    assert not actions._record(outgoing, {"state": "sent", "sent_at": timezone.now()})
    outgoing.refresh_from_db()
    assert outgoing.state == "failed"


def test_a_worker_whose_lease_another_took_writes_nothing() -> None:
    outgoing = in_flight(once=False)
    tasks.strand(outgoing.pk)
    assert actions.claim(outgoing.pk, timezone.now()) is not None
    assert not actions._record(outgoing, {"state": "failed"})
    outgoing.refresh_from_db()
    assert outgoing.state == "in flight"


def test_a_letter_that_went_after_all_has_the_time_it_left() -> None:
    outgoing = in_flight(state="unknown")
    actions.settle(by=EditorFactory(), outgoing=outgoing, went=True)
    assert (outgoing.state, outgoing.sent_at) == ("sent", outgoing.in_flight_at)
    assert LogEntry.objects.filter(verb="settle letter").count() == 1


def test_only_a_person_s_word_sends_a_letter_in_doubt_again(server: Any) -> None:
    taken = server()
    outgoing = in_flight(state="unknown")
    actions.settle(by=EditorFactory(), outgoing=outgoing, went=False, again=True)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert outgoing.state == "sent"
    assert taken.letters[0].message_id == outgoing.message_id


def test_settling_twice_is_refused() -> None:
    outgoing = in_flight(state="unknown")
    actions.settle(by=EditorFactory(), outgoing=outgoing, went=True)
    with pytest.raises(Refused, match="no longer in doubt"):
        actions.settle(by=EditorFactory(), outgoing=outgoing, went=False)


def test_a_letter_that_went_is_not_sent_again() -> None:
    outgoing = in_flight(state="unknown")
    with pytest.raises(Refused, match="cannot be sent again"):
        actions.settle(by=EditorFactory(), outgoing=outgoing, went=True, again=True)
    outgoing.refresh_from_db()
    assert outgoing.state == "unknown"


def test_a_letter_that_a_worker_holds_keeps_its_address() -> None:
    outgoing = in_flight()
    before = outgoing.to_address
    assert not actions.readdress(by=None, outgoing=outgoing, to_address="new@office.example")
    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.to_address) == ("in flight", before)


def test_a_reporter_may_not_settle_a_letter() -> None:
    outgoing = in_flight(state="unknown")
    with pytest.raises(NotAllowed):
        actions.settle(by=ReporterFactory(), outgoing=outgoing, went=True)


def test_a_letter_cancelled_before_it_left_never_goes(server: Any) -> None:
    taken = server()
    outgoing = queue()
    assert actions.cancel(by=None, outgoing=outgoing, why="Changed our mind.")
    tasks.deliver(outgoing.pk)
    assert taken.letters == []


@pytest.mark.parametrize("outgoing", [SentFactory, in_flight])
def test_a_letter_on_its_way_can_no_longer_be_cancelled(outgoing: Any) -> None:
    assert not actions.cancel(by=None, outgoing=outgoing(), why="Too late.")


def test_answers_to_a_letter_come_to_one_address_or_it_is_not_queued() -> None:
    with pytest.raises(Refused, match="not one mail address"):
        queue(reply_to="reply@desk.example\r\nBcc: all@office.example")
    assert not Outgoing.objects.exists()


def test_no_letter_is_readdressed_to_ourselves() -> None:
    outgoing = queue()
    with pytest.raises(Refused, match="come back"):
        actions.readdress(by=None, outgoing=outgoing, to_address="Desk@desk.example")
    outgoing.refresh_from_db()
    assert outgoing.to_address == "press@office.example"


def test_status_mail_in_doubt_goes_again_only_so_often(server: Any) -> None:
    server(refused("unknown", temporary=False))
    outgoing = queue(once=False)
    Outgoing.objects.update(tries=rules.TRIES - 1)
    tasks.deliver(outgoing.pk)
    outgoing.refresh_from_db()
    assert outgoing.state == "failed"


def test_a_letter_that_a_person_sends_again_has_all_its_tries() -> None:
    outgoing = in_flight(state="unknown", tries=rules.TRIES)
    actions.settle(by=EditorFactory(), outgoing=outgoing, went=False, again=True)
    assert (outgoing.state, outgoing.tries) == ("queued", 0)
