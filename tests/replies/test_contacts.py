"""How a party is reached: health from what happened, alternates in order, corrections that reach
what is open.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from factcheck.desk.reads.changes import WHOLE
from factcheck.desk.reads.queue import CAUSES
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import work_off
from factcheck.post.actions import readdress
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.actions.health import note_call
from factcheck.replies.models import CommentRequest, Contact, Letter, MailNotice
from factcheck.replies.reads import comment_requests
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory, UserFactory
from tests.post.factories import raw_bounce, raw_mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    arrive,
    first_letter,
    sent_request,
)

pytestmark = pytest.mark.django_db


def queued(**fields: Any) -> CommentRequest:
    request = RequestFactory(**fields)
    actions.send_request(by=ReporterFactory(), request=request)
    return request


def carried(request: CommentRequest, **changes: Any) -> CommentRequest:
    """Its newest letter's carriage is as said, and the request has followed it."""
    letter = request.letters.order_by("pk").last()
    assert letter is not None
    Outgoing.objects.filter(pk=letter.outgoing_id).update(**changes)
    tasks.follow(letter.pk)
    request.refresh_from_db()
    return request


def again(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def mail_to(request: CommentRequest, text: str = "We did not.", **fields: Any) -> bytes:
    return raw_mail(text, to=f"reply+{request.address_token}@desk.example", **fields)


def test_a_trouble_of_the_moment_marks_a_contact_and_a_letter_that_goes_heals_it() -> None:
    request = queued()
    contact = request.contact
    carried(request, state="queued", tries=1, error="451 try later")
    assert (again(contact).health, "451" in again(contact).health_why) == ("failing", True)
    carried(request, state="sent", sent_at=timezone.now())
    assert again(contact).health == "untried"


def test_a_contact_that_answered_once_is_good_again_after_a_trouble() -> None:
    contact = ContactFactory(health="good", answered_at=timezone.now())
    request = queued(party=contact.party, contact=contact)
    carried(request, state="queued", tries=1, error="451 try later")
    carried(request, state="sent", sent_at=timezone.now())
    assert again(contact).health == "good"


def test_a_temporary_failure_given_up_does_not_poison_the_contact() -> None:
    request = queued()
    carried(request, state="queued", tries=1, error="451 try later")
    carried(request, state="failed", permanent=False, error="451 try later, twelve times")
    assert again(first_letter(request).contact).health == "failing"


@pytest.mark.parametrize(
    "way", ["by mail from the address", "by mail from a colleague", "by the private page"]
)
def test_an_answer_to_a_letter_makes_the_contact_good(way: str) -> None:
    request = sent_request()
    if way == "by the private page":
        actions.receive_link(token=request.link_token, text="We did not.", key="k")
    else:
        sender = request.contact.address if "address" in way else "colleague@elsewhere.example"
        arrive(mail_to(request, sender=sender))
    contact = again(request.contact)
    assert contact.health == "good"
    assert contact.answered_at is not None
    assert request.party.contacts.count() == 1


def test_an_answer_from_one_of_two_addresses_speaks_for_that_one_alone() -> None:
    request = sent_request()
    other = ContactFactory(party=request.party, address="second@office.example")
    arrive(mail_to(request, sender="SECOND@office.example"))
    assert (again(other).health, again(request.contact).health) == ("good", "untried")


def test_an_orphan_from_a_stranger_filed_by_a_person_says_nothing_of_the_contact() -> None:
    request = sent_request()
    orphan = arrive(raw_mail(sender="stranger@nowhere.example"))
    actions.file_orphan(by=CheckerFactory(), reply=orphan, request=request)
    assert again(request.contact).health == "untried"


def test_a_machine_s_mail_is_no_answer_and_makes_nothing_good() -> None:
    request = sent_request()
    away = mail_to(
        request,
        "I am out of the office until Monday.",
        sender=request.contact.address,
        Auto_Submitted="auto-replied",
    )
    notice = arrive(away)
    assert isinstance(notice, MailNotice)
    assert again(request.contact).health == "untried"


def test_a_bad_contact_that_answers_after_all_is_good() -> None:
    request = sent_request()
    Contact.objects.update(health="bad")
    arrive(mail_to(request, sender=request.contact.address))
    assert again(request.contact).health == "good"


def test_a_call_speaks_for_the_only_number_and_of_two_nobody_knows_which_was_rung() -> None:
    request = sent_request()
    number = ContactFactory(party=request.party, channel="phone", address="+1 555 0100")
    said = {"by": ReporterFactory(), "request": request, "channel": "phone", "words": "x"}
    actions.log_call(**said, reached=False)
    assert again(number).health == "failing"
    actions.log_call(**said)
    assert again(number).health == "good"
    second = ContactFactory(party=request.party, channel="phone", address="+1 555 0101")
    actions.log_call(**said, reached=False)
    assert (again(number).health, again(second).health) == ("good", "untried")


def test_the_next_contact_in_order_is_proposed_when_the_first_is_refused_and_then_the_one_after() -> (
    None
):
    request = queued()
    first = request.contact
    third = ContactFactory(party=request.party, rank=2)
    second = ContactFactory(party=request.party, rank=1)
    ContactFactory(party=request.party, rank=0, health="bad")
    ContactFactory(party=request.party, rank=0, retired_at=timezone.now())
    request = carried(request, state="failed", permanent=True, error="550 5.1.1 no such user")
    assert (again(first).health, request.state, request.contact) == ("bad", "failed", second)
    actions.send_request(by=ReporterFactory(), request=request)
    request = carried(request, state="failed", permanent=True, error="550 5.1.1 no such user")
    assert request.contact == third


def test_a_letter_given_up_for_a_trouble_of_the_moment_proposes_the_next_contact_too() -> None:
    request = queued()
    second = ContactFactory(party=request.party, rank=1)
    assert carried(request, state="failed", permanent=False, error="451 later").contact == second


def test_a_letter_that_came_back_proposes_the_next_contact() -> None:
    request = sent_request()
    second = ContactFactory(party=request.party, rank=1)
    letter = first_letter(request)
    arrive(raw_bounce(of=letter.outgoing.message_id, recipient=letter.outgoing.to_address))
    request.refresh_from_db()
    assert (request.state, request.contact, again(letter.contact).health) == (
        "failed",
        second,
        "bad",
    )


def test_a_contact_that_goes_bad_is_replaced_in_the_party_s_other_open_requests() -> None:
    request = queued()
    second = ContactFactory(party=request.party, rank=1)
    other = RequestFactory(party=request.party, contact=request.contact)
    carried(request, state="failed", permanent=True, error="550 5.1.1 no such user")
    work_off("replies.reach")
    other.refresh_from_db()
    assert other.contact == second
    assert list(tasks._to_reach(timezone.now())) == []


def test_what_was_sent_keeps_its_contact_and_a_closed_article_is_left_alone() -> None:
    sent = sent_request()
    closed = RequestFactory(
        party=sent.party, contact=sent.contact, article__closed_at=timezone.now()
    )
    ContactFactory(party=sent.party, rank=1)
    Contact.objects.filter(pk=sent.contact_id).update(health="bad")
    work_off("replies.reach")
    for one in (sent, closed):
        was = one.contact
        one.refresh_from_db()
        assert one.contact == was
        assert actions.reach_anew(sent.pk) is None


def test_the_first_contact_of_a_party_reaches_the_requests_that_had_none() -> None:
    request = RequestFactory(contact=None, state="proposed")
    contact = actions.save_contact(
        by=ReporterFactory(),
        party=request.party,
        channel="email",
        address="a@x.example",
        time_zone="Asia/Tehran",
    )
    request.refresh_from_db()
    assert (request.contact, request.time_zone) == (contact, "Asia/Tehran")
    assert LogEntry.objects.filter(verb="edit request", article_id=request.article_id).exists()


def test_a_zone_that_a_person_chose_stays_when_the_contact_changes() -> None:
    request = RequestFactory(contact=None, time_zone="Asia/Tokyo")
    actions.save_contact(
        by=ReporterFactory(), party=request.party, channel="email", address="a@x.example"
    )
    request.refresh_from_db()
    assert request.time_zone == "Asia/Tokyo"


def test_a_corrected_address_counts_as_not_yet_tried() -> None:
    request = queued()
    request = carried(request, state="failed", permanent=True, error="550 5.1.1 no such user")
    assert comment_requests.lacking(request, timezone.now())
    actions.edit_contact(
        by=ReporterFactory(), contact=request.contact, address="right@office.example"
    )
    request.refresh_from_db()
    assert request.contact.health == "untried"
    row = comment_requests.requests_of(request.article, timezone.now())[0]
    assert row.others == (request.contact,)


def test_a_reminder_that_waits_goes_to_the_corrected_address_and_is_still_the_only_one() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=30))
    tasks.chase(request.pk)
    actions.edit_contact(
        by=ReporterFactory(), contact=request.contact, address="right@office.example"
    )
    reminder = Letter.objects.get(kind="chaser").outgoing
    assert (reminder.state, reminder.to_address) == ("queued", "right@office.example")


def test_a_letter_in_flight_is_not_readdressed_and_none_goes_to_ourselves() -> None:
    outgoing = first_letter(queued()).outgoing
    with pytest.raises(Refused, match="own address"):
        readdress(by=None, outgoing=outgoing, to_address="reply@desk.example")
    Outgoing.objects.update(state="in flight")
    assert not readdress(by=None, outgoing=outgoing, to_address="right@office.example")
    assert Outgoing.objects.get().to_address != "right@office.example"


def test_a_correction_starts_anew_who_found_and_who_checked_it_and_a_name_does_not() -> None:
    person = ReporterFactory()
    contact = ContactFactory(
        found_by=UserFactory(), found_where="card", verified_at=timezone.now(), health="good"
    )
    contact = actions.edit_contact(by=person, contact=contact, name="Night desk")
    assert (contact.health, contact.found_where, contact.verified_at is None) == (
        "good",
        "card",
        False,
    )
    contact = actions.edit_contact(by=person, contact=contact, address="b@x.example")
    assert (contact.health, contact.found_by, contact.found_where, contact.verified_at) == (
        "untried",
        person,
        "",
        None,
    )


def test_one_address_in_two_writings_is_one_contact() -> None:
    contact = ContactFactory(address="press@x.example")
    phone = ContactFactory(party=contact.party, channel="phone", address="+1 (555) 01-00")
    person = ReporterFactory()
    for channel, address in (("email", "PRESS@x.example"), ("phone", "+1 555 0100")):
        with pytest.raises(Refused, match="already"):
            actions.save_contact(by=person, party=contact.party, channel=channel, address=address)
    actions.retire_contact(by=person, contact=phone)
    with pytest.raises(Refused, match="put it back"):
        actions.save_contact(by=person, party=contact.party, channel="phone", address="+15550100")


def test_the_order_is_changed_one_place_at_a_time_and_a_retired_one_has_none() -> None:
    party, by = PartyFactory(), ReporterFactory()
    a, b, c = (ContactFactory(party=party, address=f"{n}@x.example") for n in "abc")

    def order() -> list[Contact]:
        return list(party.contacts.in_use().order_by("rank", "id"))

    actions.move_contact(by=by, contact=c, up=True)
    assert order() == [a, c, b]
    actions.move_contact(by=by, contact=a, up=True)
    actions.move_contact(by=by, contact=b, up=False)
    assert order() == [a, c, b]
    actions.retire_contact(by=by, contact=again(c))
    with pytest.raises(Refused, match="no place"):
        actions.move_contact(by=by, contact=c, up=True)


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "press@127.0.0.1"),
        ("email", "press@10.0.0.5."),
        ("email", "press@2130706433"),
        ("web form", "javascript:fetch('//x.example')"),
        ("web form", "http://127.0.0.1/form"),
        ("web form", "http://[::1]/"),
        ("web form", "https://2130706433/"),
        ("web form", "http://localhost:8000/"),
        ("web form", "https://[x/"),
        ("web form", "ministry.example/press"),
    ],
)
def test_an_address_of_a_machine_or_of_a_script_is_no_contact(channel: str, address: str) -> None:
    party = PartyFactory()
    with pytest.raises(Refused, match=r"mail domain|https://|names a machine"):
        actions.save_contact(by=ReporterFactory(), party=party, channel=channel, address=address)
    assert not party.contacts.exists()


def test_a_new_contact_is_tried_last() -> None:
    party = ContactFactory(rank=7).party
    assert (
        actions.save_contact(by=ReporterFactory(), party=party, channel="phone", address="1").rank
        == 8
    )


def test_a_retired_contact_stops_its_waiting_letter_and_the_next_one_is_proposed() -> None:
    request = queued()
    was, second = request.contact, ContactFactory(party=request.party, rank=1)
    actions.retire_contact(by=ReporterFactory(), contact=was)
    request.refresh_from_db()
    assert (first_letter(request).outgoing.state, request.state, request.contact) == (
        "cancelled",
        "open",
        second,
    )
    with pytest.raises(Refused, match="already"):
        actions.retire_contact(by=ReporterFactory(), contact=was)
    back = actions.restore_contact(by=ReporterFactory(), contact=was)
    assert (back.retired_at, back.retired_by) == (None, None)
    with pytest.raises(Refused, match="in use"):
        actions.restore_contact(by=ReporterFactory(), contact=was)


def test_no_letter_goes_to_a_retired_contact() -> None:
    request = RequestFactory()
    actions.retire_contact(by=ReporterFactory(), contact=request.contact)
    request.refresh_from_db()
    assert "a contact that is still in use" in comment_requests.lacking(request, timezone.now())
    with pytest.raises(Refused):
        actions.send_request(by=ReporterFactory(), request=request)


def test_a_retired_contact_gets_no_reminder() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=30))
    actions.retire_contact(by=ReporterFactory(), contact=request.contact)
    tasks.chase(request.pk)
    assert not Letter.objects.filter(kind="chaser").exists()


def test_a_bad_contact_is_one_item_of_the_review_queue_however_many_letters_failed_and_none_once_retired() -> (
    None
):
    def items() -> list[str]:
        return [
            one.cause
            for rows in CAUSES.values()
            for one in rows(timezone.now(), WHOLE)
            if one.kind == "bad contact"
        ]

    request = queued()
    contact = request.contact
    other = queued(party=request.party, contact=contact)
    for one in (request, other):
        carried(one, state="failed", permanent=True, error="550 5.1.1 no such user")
    assert items() == [f"replies.contact:{contact.pk}"]
    actions.retire_contact(by=ReporterFactory(), contact=contact)
    assert items() == []


def test_only_who_may_edits_contacts() -> None:
    contact, gone = ContactFactory(), ReporterFactory(is_active=False)
    acts = [
        lambda: actions.save_contact(by=gone, party=contact.party, channel="phone", address="1"),
        lambda: actions.edit_contact(by=gone, contact=contact, verified=True),
        lambda: actions.move_contact(by=gone, contact=contact, up=True),
        lambda: actions.retire_contact(by=gone, contact=contact),
        lambda: actions.restore_contact(by=gone, contact=contact),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not LogEntry.objects.exists()


def test_every_change_of_a_contact_stands_in_the_log() -> None:
    by = EditorFactory()
    contact = actions.save_contact(by=by, party=PartyFactory(), channel="phone", address="1")
    actions.edit_contact(by=by, contact=contact, verified=True)
    actions.edit_contact(by=by, contact=contact, name="Desk")
    actions.retire_contact(by=by, contact=contact)
    actions.restore_contact(by=by, contact=contact)
    told = list(
        LogEntry.objects.filter(subject="replies.contact")
        .order_by("pk")
        .values_list("text", flat=True)
    )
    assert [
        word
        for line, word in zip(
            told, ("added", "verified", "corrected", "retired", "back"), strict=True
        )
        if word in line
    ]
    assert len(told) == 5
    actions.edit_contact(by=by, contact=contact, name="Desk")
    assert LogEntry.objects.filter(subject="replies.contact").count() == 5


def test_a_reply_triaged_later_does_not_touch_the_contact() -> None:
    reply = ReplyFactory()
    actions.triage(by=CheckerFactory(), reply=reply, says="answered")
    assert again(reply.request.contact).health == "untried"


def test_each_call_that_is_answered_is_the_last_that_was() -> None:
    request = sent_request()
    contact = ContactFactory(party=request.party, channel="phone", address="+1 202 555 0134")
    note_call(request, "phone", reached=True)
    Contact.objects.filter(pk=contact.pk).update(answered_at=timezone.now() - timedelta(days=2))
    note_call(request, "phone", reached=True)
    contact.refresh_from_db()
    assert timezone.now() - contact.answered_at < timedelta(hours=1)
    assert LogEntry.objects.filter(verb="contact health", subject_id=contact.pk).count() == 1
