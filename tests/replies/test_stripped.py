"""Answers whose address lost its token on the way, and answers of strangers."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factcheck.replies import actions
from factcheck.replies.reads.comment_requests import sentence_of
from tests.newsroom.factories import CheckerFactory
from tests.post.factories import raw_mail
from tests.replies.factories import ContactFactory, arrive, first_letter, sent_request

pytestmark = pytest.mark.django_db
BARE = "reply@desk.example"


def test_an_answer_without_its_token_is_found_by_sender_and_subject() -> None:
    request = sent_request()
    subject = first_letter(request).outgoing.subject
    raw = raw_mail(sender=request.contact.address, to=BARE, subject=f"AW: Re:  {subject.upper()}")
    reply = arrive(raw)
    assert (reply.request, reply.matched_by) == (request, "subject")


def test_a_blind_copy_is_found_by_whom_a_server_received_it_for() -> None:
    request = sent_request()
    blind = f"reply+{request.address_token}@desk.example"
    raw = raw_mail(
        sender="boss@elsewhere.example",
        to="editor@another-paper.example",
        subject="Our statement",
        received=f"from mx.office.example by mx.desk.example for <{blind}>; Mon, 1 Jun 2026 10:00:00 +0000",
    )
    reply = arrive(raw)
    assert (reply.request, reply.matched_by) == (request, "token")


@pytest.mark.parametrize("subject", ["Something else", ""])
def test_another_subject_is_a_person_s_to_file(subject: str) -> None:
    request = sent_request()
    raw = raw_mail(sender=request.contact.address, to=BARE, subject=subject)
    assert arrive(raw).request is None


def test_one_who_was_written_the_same_twice_answers_neither_for_certain() -> None:
    first = sent_request()
    again = ContactFactory(address=first.contact.address)
    sent_request(contact=again, party=again.party)
    subject = first_letter(first).outgoing.subject
    reply = arrive(raw_mail(sender=first.contact.address, to=BARE, subject=subject))
    assert reply.request is None
    assert len(reply.suggestions) == 2


def test_one_who_names_two_letters_answers_neither_by_the_subject_of_one() -> None:
    first, second = sent_request(), sent_request()
    letter, other = first_letter(first).outgoing, first_letter(second).outgoing
    reply = arrive(
        raw_mail(
            sender=letter.to_address,
            to=BARE,
            subject=letter.subject,
            in_reply_to=letter.message_id,
            references=other.message_id,
        )
    )
    assert reply.request is None
    assert len(reply.suggestions) == 2


def test_a_stranger_s_answer_is_marked_and_counts_once_it_is_sorted() -> None:
    request = sent_request()
    token = f"reply+{request.address_token}@desk.example"
    reply = arrive(raw_mail("We decline.", sender="x@gmail.com", to=token))
    assert reply.stranger
    assert "declined" not in sentence_of(request.article, timezone.now()).text
    actions.triage(by=CheckerFactory(), reply=reply, says="no comment")
    assert "declined" in sentence_of(request.article, timezone.now()).text


def test_a_colleague_of_whoever_was_written_to_is_no_stranger() -> None:
    request = sent_request()
    token = f"reply+{request.address_token}@desk.example"
    domain = request.contact.address.rpartition("@")[2]
    assert not arrive(raw_mail(sender=f"other@{domain}", to=token)).stranger
