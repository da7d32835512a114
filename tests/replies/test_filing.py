"""What no message may do: vanish, speak for another letter, or end somebody else's waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.newsroom.actions import Refused
from factcheck.post import arrivals
from factcheck.post.models import Incoming, Outgoing
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, Contact, HeldFile, Letter, PointAnswer, Reply
from tests.newsroom.factories import CheckerFactory
from tests.post.factories import raw_bounce, raw_mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    arrive,
    first_letter,
    point_to,
    sent_request,
)

pytestmark = pytest.mark.django_db
BARE = "reply@desk.example"


def address(request: CommentRequest) -> str:
    return f"reply+{request.address_token}@desk.example"


# The same message, and another that looks like it


@pytest.mark.parametrize(
    "other",
    [
        {"sender": "Deputy <deputy@office.example>"},
        {"subject": "Re: your second letter"},
        {"files": {"register.pdf": b"%PDF"}},
    ],
    ids=["sender", "subject", "file"],
)
def test_under_one_message_id_what_differs_is_a_second_message(other: dict[str, Any]) -> None:
    request = sent_request()
    arrive(raw_mail("No.", to=address(request)))
    assert arrive(raw_mail("No.", to=address(request), **other)) is not None
    assert request.replies.count() == 2


def test_of_messages_without_an_id_none_is_the_same() -> None:
    first, second = sent_request(), sent_request()
    arrive(raw_mail("No comment.", to=address(first), message_id=""))
    arrive(raw_mail("No comment.", to=address(second), message_id=""))
    assert first.replies.count() == second.replies.count() == 1


# What it costs


@pytest.mark.parametrize(("heard_before", "most"), [(False, 12), (True, 10)])
def test_a_message_costs_few_statements_once_it_is_stored(heard_before: bool, most: int) -> None:
    """Two more tell the sweeper, after the commits; storing ten messages takes one.

    The first answer of a contact is noted with it, and in the log.
    """
    request = sent_request()
    if heard_before:
        arrive(raw_mail("Wait.", to=address(request), message_id="<answer-0@office.example>"))
    incoming = arrivals.store_raw(raw=raw_mail("No.", to=address(request)))
    with CaptureQueriesContext(connection) as queries:
        filed = actions.file_incoming(arrivals.parse(incoming).pk)
    assert filed == request.replies.latest("pk")
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= most


# Which letter a message speaks of


def test_a_bounce_to_one_request_does_not_bring_back_another_s_letter() -> None:
    first, second = sent_request(), sent_request()
    about = first_letter(second)
    raw = raw_bounce(
        of=about.outgoing.message_id, recipient="x@elsewhere.example", to=address(first)
    )
    assert arrive(raw).request == first
    about.refresh_from_db()
    assert about.bounced_at is None


def test_an_answer_to_the_letters_of_two_requests_is_a_person_s_to_file() -> None:
    first, second = (first_letter(sent_request()).outgoing.message_id for _ in range(2))
    reply = arrive(raw_mail(in_reply_to=first, references=second))
    assert reply.request is None
    assert len(reply.suggestions) == 2


def by_subject(request: CommentRequest, **headers: str) -> Any:
    letter = first_letter(request).outgoing
    return arrive(
        raw_mail(
            sender=letter.to_address, subject=f"Re: {letter.subject}", **{"to": BARE, **headers}
        )
    )


@pytest.mark.parametrize("state", ["failed", "queued", "cancelled"])
def test_nobody_answers_a_letter_that_did_not_go(state: str) -> None:
    request = sent_request()
    Outgoing.objects.update(state=state)
    assert by_subject(request).request is None


def test_a_subject_of_last_season_is_no_certain_sign() -> None:
    request = sent_request()
    Letter.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert by_subject(request).request is None


def test_a_subject_counts_only_at_the_address_of_answers() -> None:
    assert by_subject(sent_request(), to="desk@desk.example").request is None


@pytest.mark.parametrize("change", ["failed", "old"])
def test_a_bounce_that_names_only_an_address_is_of_a_letter_that_went_lately(change: str) -> None:
    letter = first_letter(sent_request())
    if change == "failed":
        Outgoing.objects.update(state="failed")
    else:
        Letter.objects.update(created_at=timezone.now() - timedelta(days=7))
    raw = raw_bounce(of="<unknown@elsewhere.example>", recipient=letter.outgoing.to_address)
    assert arrive(raw).request is None


# What a bounce says of a contact


def test_a_bounce_of_a_corrected_address_says_nothing_of_the_new_one() -> None:
    letter = first_letter(sent_request())
    Contact.objects.update(address="correct@office.example")
    arrive(raw_bounce(of=letter.outgoing.message_id, recipient=letter.outgoing.to_address))
    letter.refresh_from_db()
    letter.contact.refresh_from_db()
    assert letter.bounced_at is not None
    assert letter.contact.health != "bad"


def test_a_letter_that_reached_its_own_address_did_not_come_back() -> None:
    letter = first_letter(sent_request())
    raw = raw_bounce(
        of=letter.outgoing.message_id, recipient=letter.outgoing.to_address, action="delivered"
    )
    further = b"\r\n\r\nFinal-Recipient: rfc822; gone@elsewhere.example\r\nAction: failed\r\n"
    raw = raw.replace(b"no such user\r\n", b"no such user" + further + b"Status: 5.1.1\r\n")
    assert arrive(raw).kind == "bounce"
    letter.refresh_from_db()
    assert letter.bounced_at is None


def test_a_second_bounce_does_not_move_when_the_letter_came_back() -> None:
    letter = first_letter(sent_request())
    long_ago = timezone.now() - timedelta(hours=3)
    Letter.objects.update(bounced_at=long_ago)
    arrive(raw_bounce(of=letter.outgoing.message_id, recipient=letter.outgoing.to_address))
    letter.refresh_from_db()
    assert letter.bounced_at == long_ago


def test_a_sender_who_may_be_forged_makes_no_contact_good() -> None:
    request = sent_request()
    incoming_pk = arrive(raw_mail("Hello.", to="nobody@desk.example")).incoming_id
    Incoming.objects.filter(pk=incoming_pk).update(
        state="parsed", to=[address(request)], doubt="Its server does not vouch for it."
    )
    Reply.objects.all().delete()
    assert actions.file_incoming(incoming_pk).request == request
    request.contact.refresh_from_db()
    assert request.contact.health == "untried"


# What a person files


def test_an_orphan_that_was_put_aside_or_filed_is_not_filed_again() -> None:
    request = sent_request()
    aside, filed = ReplyFactory(request=None), ReplyFactory(request=None)
    actions.triage(by=CheckerFactory(), reply=aside, says="not about this")
    actions.file_orphan(by=CheckerFactory(), reply=filed, request=request)
    for reply in (aside, filed):
        with pytest.raises(Refused, match="already"):
            actions.file_orphan(by=CheckerFactory(), reply=reply, request=sent_request())
    assert list(request.replies.all()) == [filed]


def test_a_machine_s_mail_becomes_one_reply_however_often_it_is_taken() -> None:
    request = sent_request()
    notice = arrive(raw_mail("I am out of the office.", to=address(request), X_Autoreply="yes"))
    actions.take_as_reply(by=CheckerFactory(), notice=notice)
    with pytest.raises(Refused, match="already"):
        actions.take_as_reply(by=CheckerFactory(), notice=notice)
    assert request.replies.count() == 1


def test_taking_an_absence_as_an_answer_does_not_undo_a_bounce() -> None:
    request = sent_request()
    letter = first_letter(request)
    absence = arrive(raw_mail("I am out of the office.", to=address(request), X_Autoreply="yes"))
    arrive(raw_bounce(of=letter.outgoing.message_id, recipient=letter.outgoing.to_address))
    actions.take_as_reply(by=CheckerFactory(), notice=absence)
    letter.refresh_from_db()
    assert letter.bounced_at is not None


# The private page


@pytest.mark.parametrize("own", ["request", "key"])
def test_an_answer_takes_only_the_files_held_for_it(own: str) -> None:
    request, other = sent_request(), sent_request()
    held = HeldFile.objects.create(
        request=request if own == "request" else other,
        key="another" if own == "request" else "k",
        name="a.pdf",
        size=4,
        sha256="0" * 64,
        content=b"%PDF",
    )
    reply = actions.receive_link(token=request.link_token, text="We did not.", key="k")
    assert not reply.files.exists()
    assert HeldFile.objects.filter(pk=held.pk).exists()


def test_off_the_record_in_the_words_counts_where_nothing_was_chosen() -> None:
    request = sent_request()
    reply = actions.receive_link(
        token=request.link_token, text="Off the record: it was the deputy.", key="k"
    )
    assert reply.terms == "off the record"


# Sorting


def test_taking_a_statement_back_leaves_what_was_said_since_and_what_nobody_has_read() -> None:
    request = sent_request()
    now = timezone.now()
    unread = ReplyFactory(request=request, received_at=now - timedelta(hours=2))
    asks = ReplyFactory(request=request, received_at=now - timedelta(hours=1))
    since = ReplyFactory(request=request, received_at=now)
    actions.triage(by=CheckerFactory(), reply=since, says="answered")
    actions.triage(by=CheckerFactory(), reply=asks, says="withdraws")
    for reply in (unread, since, asks):
        reply.refresh_from_db()
        assert reply.withdrawn_at is None


def test_sorting_one_reply_does_not_restore_what_was_withdrawn_otherwise() -> None:
    request = sent_request()
    first, second = ReplyFactory(request=request), ReplyFactory(request=request)
    actions.triage(by=CheckerFactory(), reply=first, says="answered")
    actions.withdraw_reply(by=CheckerFactory(), reply=first, why="They called.")
    actions.triage(by=CheckerFactory(), reply=second, says="partial")
    first.refresh_from_db()
    assert first.withdrawn_at is not None


def test_a_reply_shared_on_is_not_shared_back() -> None:
    first, second = sent_request(), sent_request()
    reply = ReplyFactory(request=first)
    twin = actions.share_reply(by=CheckerFactory(), reply=reply, request=second)
    with pytest.raises(Refused, match="already"):
        actions.share_reply(by=CheckerFactory(), reply=twin, request=first)


def test_a_reply_split_twice_keeps_its_whole() -> None:
    whole = "One: no.\n\nTwo: yes.\n\nThree: perhaps."
    reply = ReplyFactory(text=whole)
    for words in ("Two: yes.", "Three: perhaps."):
        twin = actions.share_reply(
            by=CheckerFactory(), reply=reply, request=sent_request(), words=words
        )
        assert twin.whole == whole
    reply.refresh_from_db()
    assert (reply.text, reply.whole) == ("One: no.", whole)


def test_a_reply_that_moves_leaves_its_place_beside_the_questions() -> None:
    request = sent_request()
    reply = ReplyFactory(request=request, text="We did not.")
    point = point_to(request, "And the day after?")
    actions.lay_beside(by=CheckerFactory(), reply=reply, point=point, words="We did not.")
    actions.move_reply(by=CheckerFactory(), reply=reply, request=sent_request())
    assert not PointAnswer.objects.exists()


# Health


def test_an_answer_to_two_letters_says_of_neither_contact_that_it_works() -> None:
    request = sent_request()
    second = ContactFactory(party=request.party)
    letter = first_letter(request)
    letter.outgoing.pk, letter.outgoing.key = None, "second"
    letter.outgoing.message_id, letter.outgoing.to_address = "<2@desk.example>", second.address
    letter.outgoing.save()
    Letter.objects.create(request=request, kind="further", outgoing=letter.outgoing, contact=second)
    arrive(raw_mail(to=address(request), sender="duty@office.example"))
    assert not request.party.contacts.filter(health="good").exists()
