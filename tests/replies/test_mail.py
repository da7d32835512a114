"""Awkward mails, in pairs that look alike and differ.

Each ends in the request's outcome and in the sentence.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.post.arrivals import parse, store_raw
from factcheck.post.models import Attachment, Incoming
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, MailNotice, Reply
from factcheck.replies.reads import comment_requests
from tests.newsroom.factories import ReporterFactory, desk
from tests.post.factories import raw_bounce, raw_mail
from tests.replies.factories import (
    ContactFactory,
    RequestFactory,
    arrive,
    first_letter,
    sent_request,
)

pytestmark = pytest.mark.django_db
SOUGHT = "Newsweek has sought comment from Ministry"


@pytest.fixture(autouse=True)
def house() -> None:
    desk(name="Newsweek", time_zone="America/New_York")


def address(request: CommentRequest) -> str:
    return f"reply+{request.address_token}@desk.example"


def told(request: CommentRequest, *, after_deadline: bool = False) -> str:
    """The sentence, with the party's name shortened to what all share."""
    now = timezone.now() + timedelta(hours=9 if after_deadline else 0)
    text = comment_requests.sentence_of(request.article, now).text
    return text.replace(f"the {request.party.name}", "Ministry").replace(
        request.party.name, "Ministry"
    )


def status(request: CommentRequest) -> str:
    return comment_requests.requests_of(request.article, timezone.now())[0].status


def triage(request: CommentRequest, says: str) -> None:
    actions.triage(by=ReporterFactory(), reply=request.replies.get(triaged_at=None), says=says)
    request.refresh_from_db()


def test_an_answer_by_token_waits_to_be_read_and_is_no_answer_before() -> None:
    request = sent_request()
    reply = arrive(raw_mail("We did not cross.", to=address(request)))
    assert (reply.request, reply.matched_by, reply.triaged_at) == (request, "token", None)
    assert (status(request), told(request)) == ("replied", f"{SOUGHT}.")
    assert "did not respond" not in told(request, after_deadline=True)
    triage(request, "answered")
    assert (status(request), told(request)) == ("answered", "Ministry responded to questions.")
    request.contact.refresh_from_db()


@pytest.mark.parametrize("folded", [str.upper, str.lower])
def test_a_token_survives_systems_that_fold_case(folded: Any) -> None:
    request = sent_request()
    assert arrive(raw_mail(to=folded(address(request)))).request == request


def test_an_answer_to_our_message_id_is_matched_without_a_token() -> None:
    request = sent_request()
    reply = arrive(raw_mail(in_reply_to=first_letter(request).outgoing.message_id))
    assert (reply.request, reply.matched_by) == (request, "message-id")


def test_the_envelope_s_address_is_as_good_as_the_header_s() -> None:
    request = sent_request()
    reply = arrive(raw_mail(to="undisclosed@list.example", delivered_to=address(request)))
    assert (reply.request, reply.matched_by) == (request, "token")


def test_an_out_of_office_with_a_token_is_no_answer_and_its_twin_by_a_person_is() -> None:
    request, other = sent_request(), sent_request()
    notice = arrive(
        raw_mail("I am away until Monday.", to=address(request), auto_submitted="auto-replied")
    )
    assert isinstance(notice, MailNotice)
    assert (notice.kind, status(request), told(request)) == ("auto-reply", "sent", f"{SOUGHT}.")
    assert "did not respond" not in told(request, after_deadline=True)
    actions.see_notice(by=ReporterFactory(), notice=notice)
    assert "did not respond" in told(request, after_deadline=True)
    reply = arrive(raw_mail("I am away until Monday; we deny it.", to=address(other)))
    assert isinstance(reply, Reply)
    assert status(other) == "replied"


def test_a_person_can_say_that_an_out_of_office_holds_an_answer() -> None:
    request = sent_request()
    body = "I am away until Monday."
    notice = arrive(raw_mail(body, to=address(request), auto_submitted="auto-replied"))
    actions.take_as_reply(by=ReporterFactory(), notice=notice)
    assert status(request) == "replied"
    with pytest.raises(Refused, match="already"):
        actions.take_as_reply(by=ReporterFactory(), notice=notice)
    triage(request, "answered")
    assert told(request) == "Ministry responded to questions."


def test_a_bounce_means_not_asked_and_its_contact_is_bad() -> None:
    request = sent_request()
    letter = first_letter(request).outgoing
    notice = arrive(raw_bounce(of=letter.message_id, recipient=letter.to_address))
    request.refresh_from_db()
    request.contact.refresh_from_db()
    assert (notice.kind, request.state, request.contact.health, request.sent_at) == (
        "bounce",
        "failed",
        "bad",
        None,
    )
    assert told(request, after_deadline=True) == "Ministry could not be reached for comment."


def test_a_bounce_with_an_alternate_contact_says_nothing_yet() -> None:
    request = sent_request()
    ContactFactory(party=request.party)
    letter = first_letter(request).outgoing
    arrive(raw_bounce(of=letter.message_id, recipient=letter.to_address))
    assert told(request, after_deadline=True) == ""


def test_an_answer_that_quotes_a_bounce_is_an_answer() -> None:
    request = sent_request()
    body = "Your first letter came back to you with 550 5.1.1 no such user. Here is our answer: no."
    reply = arrive(
        raw_mail(body, to=address(request), subject="Re: Undelivered Mail Returned to Sender")
    )
    assert isinstance(reply, Reply)
    request.contact.refresh_from_db()
    assert (status(request), request.contact.health) == ("replied", "good")


def test_a_delay_is_neither_a_bounce_nor_an_answer() -> None:
    request = sent_request()
    letter = first_letter(request).outgoing
    notice = arrive(
        raw_bounce(
            of=letter.message_id, recipient=letter.to_address, action="delayed", status="4.4.1"
        )
    )
    request.refresh_from_db()
    assert (notice.kind, request.state, told(request)) == ("delay", "sent", f"{SOUGHT}.")


def test_a_bounce_of_the_reminder_leaves_the_first_letter_standing_and_spoils_the_address() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=30))
    letter = actions.send_reminder(request.pk)
    assert letter is not None
    type(letter.outgoing).objects.filter(pk=letter.outgoing_id).update(
        state="sent", sent_at=timezone.now()
    )
    arrive(raw_bounce(of=letter.outgoing.message_id, recipient=letter.outgoing.to_address))
    request.refresh_from_db()
    request.contact.refresh_from_db()
    assert (request.state, request.contact.health) == ("sent", "bad")
    assert told(request) == f"{SOUGHT}."


def test_a_bounce_that_names_only_the_address_finds_the_one_letter_there() -> None:
    request = sent_request()
    notice = arrive(raw_bounce(of="<strange@elsewhere.example>", recipient=request.contact.address))
    assert (notice.request, notice.matched_by) == (request, "recipient")


def test_a_bounce_to_an_address_that_two_requests_share_is_left_to_a_person() -> None:
    one, two = sent_request(), RequestFactory()
    two.contact.address = one.contact.address
    two.contact.save()
    letter = actions.send_request(by=ReporterFactory(), request=two)
    type(letter.outgoing).objects.filter(pk=letter.outgoing_id).update(
        state="sent", sent_at=timezone.now()
    )
    notice = arrive(raw_bounce(of="<strange@elsewhere.example>", recipient=one.contact.address))
    assert notice.request is None
    one.refresh_from_db()
    assert one.state == "sent"


def test_a_read_receipt_is_no_answer() -> None:
    request = sent_request()
    raw = raw_bounce(of=first_letter(request).outgoing.message_id, recipient="press@office.example")
    raw = raw.replace(b"report-type=delivery-status", b"report-type=disposition-notification")
    raw = raw.replace(b"message/delivery-status", b"message/disposition-notification")
    raw = raw.replace(b"Action: failed", b"Disposition: manual-action/MDN-sent-manually; displayed")
    raw = raw.replace(b"MAILER-DAEMON@mx", b"press@").replace(b"Return-Path: <>\r\n", b"")
    notice = arrive(raw)
    assert (notice.kind, status(request)) == ("receipt", "sent")


def test_the_same_message_twice_is_one_reply_and_a_reused_id_with_other_words_is_two() -> None:
    request = sent_request()
    raw = raw_mail("Once.", to=address(request))
    assert arrive(raw) is not None
    assert arrive(raw) is None
    assert arrive(b"Received: by another way\r\n" + raw) is None
    assert arrive(raw_mail("Another answer.", to=address(request))) is not None
    assert request.replies.count() == 2


def test_a_message_that_another_worker_filed_first_is_left_to_it() -> None:
    request = sent_request()
    raw = raw_mail(to=address(request))

    incoming = parse(store_raw(raw=raw))
    Incoming.objects.update(state="filed")
    assert actions.file_incoming(incoming.pk) is None
    assert not Reply.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("flush_redis")
def test_a_worker_that_waited_for_another_does_not_file_a_second_time() -> None:
    request = sent_request()
    incoming = parse(store_raw(raw=raw_mail(to=address(request))))
    filed: list[object] = []

    def work() -> None:
        try:
            filed.append(actions.file_incoming(incoming.pk))
        finally:
            connection.close()

    second = threading.Thread(target=work)
    with transaction.atomic():
        # The first has its row and has not committed: the second looks, sees "parsed", and waits.
        Incoming.objects.filter(pk=incoming.pk).update(state="filed")
        second.start()
        with connection.cursor() as cursor:
            for _ in range(500):
                cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
                if cursor.fetchone() == (True,):
                    break
                time.sleep(0.02)
            else:
                pytest.fail("the second never waited")
    second.join(30)
    assert filed == [None]
    assert not Reply.objects.exists()


def test_a_mail_to_two_requests_is_filed_by_a_person_with_both_offered() -> None:
    one, two = sent_request(), sent_request()
    reply = arrive(raw_mail("No.", to=f"{address(one)}, {address(two)}"))
    assert reply.request is None
    assert {guess["request"] for guess in reply.suggestions[:2]} == {one.pk, two.pk}
    actions.file_orphan(by=ReporterFactory(), reply=reply, request=two)
    assert status(two) == "replied"
    with pytest.raises(Refused, match="filed"):
        actions.file_orphan(by=ReporterFactory(), reply=reply, request=one)


def test_an_orphan_is_filed_only_to_a_story_that_its_filer_sees() -> None:
    request = sent_request()
    reply = arrive(raw_mail("No.", to="desk@desk.example", subject="Hello"))
    Article.objects.filter(pk=request.article_id).update(restricted=True)
    request.article.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.file_orphan(by=ReporterFactory(), reply=reply, request=request)
    reply.refresh_from_db()
    assert reply.request is None


def test_a_forwarded_answer_from_a_colleague_s_own_account_is_taken_by_its_token() -> None:
    request = sent_request()
    reply = arrive(raw_mail("Fwd: our answer", sender="x <someone@gmail.com>", to=address(request)))
    assert reply.request == request
    request.contact.refresh_from_db()
    assert (request.contact.health, request.contact.address) != ("good", "someone@gmail.com")


def test_an_answer_from_the_contact_itself_shows_that_it_works() -> None:
    request = sent_request()
    arrive(raw_mail(sender=request.contact.address, to=address(request)))
    request.contact.refresh_from_db()
    assert request.contact.health == "good"


def test_an_orphan_is_guessed_and_a_lookalike_domain_is_not() -> None:
    request = sent_request()
    domain = request.contact.address.partition("@")[2]
    orphan = arrive(raw_mail(sender=f"duty@{domain}", message_id="<1@x.example>"))
    lookalike = arrive(
        raw_mail("Trust us.", sender=f"duty@{domain}.evil.example", message_id="<2@x.example>")
    )
    assert [one["request"] for one in orphan.suggestions] == [request.pk]
    assert lookalike.suggestions == []
    assert status(request) == "sent"


def test_an_answer_to_a_closed_or_dropped_request_is_kept() -> None:
    request = sent_request()
    type(request.article).objects.filter(pk=request.article_id).update(closed_at=timezone.now())
    CommentRequest.objects.filter(pk=request.pk).update(state="dropped")
    assert arrive(raw_mail(to=address(request))).request == request


def test_a_late_answer_is_said_to_be_late() -> None:
    request = sent_request(deadline=timezone.now() - timedelta(minutes=5))
    arrive(raw_mail(to=address(request)))
    triage(request, "answered")
    assert "responded to questions after the deadline" in told(request)


def test_a_wish_for_time_does_not_end_the_waiting() -> None:
    request = sent_request()
    arrive(raw_mail("We need until Friday.", to=address(request)))
    triage(request, "asks for time")
    assert request in comment_requests.outstanding_requests(ReporterFactory())
    assert told(request) == "Ministry asked for more time to respond."


def test_not_about_this_leaves_the_request_waiting() -> None:
    request = sent_request()
    arrive(raw_mail("Buy our tickets.", to=address(request)))
    triage(request, "not about this")
    assert (status(request), told(request)) == ("sent", f"{SOUGHT}.")
    assert "did not respond" in told(request, after_deadline=True)


def test_a_slip_of_the_triage_key_is_corrected_and_both_are_logged() -> None:
    request = sent_request()
    reply = arrive(raw_mail(to=address(request)))
    for says in ("no comment", "answered"):
        actions.triage(by=ReporterFactory(), reply=reply, says=says)
    request.refresh_from_db()
    assert request.outcome == "answered"


def test_an_orphan_cannot_be_triaged_as_an_answer_but_can_be_put_aside() -> None:
    orphan = arrive(raw_mail(sender="x@nowhere.example"))
    with pytest.raises(Refused, match="whose answer"):
        actions.triage(by=ReporterFactory(), reply=orphan, says="answered")
    actions.triage(by=ReporterFactory(), reply=orphan, says="not about this")
    assert comment_requests.orphans(ReporterFactory()) == []


def test_an_unreadable_mail_is_a_review_item_that_holds_nothing_back_from_view() -> None:
    notice = arrive(b"\xff\xfe\x00")
    assert (notice.kind, notice.request) == ("unreadable", None)
    assert list(comment_requests.unread_notices(ReporterFactory())) == [notice]
    actions.see_notice(by=ReporterFactory(), notice=notice)
    assert not comment_requests.unread_notices(ReporterFactory()).exists()


def test_a_mail_without_words_is_looked_at_by_a_person_before_anyone_is_called_silent() -> None:
    request = sent_request()
    notice = arrive(raw_mail("", to=address(request)))
    assert (notice.kind, notice.request, status(request)) == ("unreadable", request, "sent")
    assert "did not respond" not in told(request, after_deadline=True)
    actions.see_notice(by=ReporterFactory(), notice=notice)
    assert "did not respond" in told(request, after_deadline=True)


def html_only(to: str) -> bytes:
    message = message_from_bytes(raw_mail(to=to), policy=policy.default)
    assert isinstance(message, EmailMessage)
    message.set_content("<p>We <b>deny</b> it.</p><script>x</script>", subtype="html")
    return message.as_bytes()


def broken(to: str) -> dict[str, bytes]:
    head = f"From: press@office.example\r\nTo: {to}\r\nSubject: Re: x\r\nMessage-ID: <m@o.example>\r\n".encode()
    mixed = head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return {
        "html only": html_only(to),
        "only an attachment": raw_mail("", to=to, files={"../../answer.pdf": b"%PDF"}),
        "no final boundary": mixed + b"--b\r\nContent-Type: text/plain\r\n\r\nWe deny it.\r\n",
        "a charset that lies": head
        + b"Content-Type: text/plain; charset=utf-7\r\n\r\n\xffWe deny it\r\n",
        "raw eight-bit headers": head.replace(b"Re: x", b"Re: \xe9\xff") + b"\r\nWe deny it\r\n",
        "no date, no id": head.replace(b"Message-ID: <m@o.example>\r\n", b"")
        + b"\r\nWe deny it\r\n",
        "date in 1970": head + b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n\r\nWe deny it\r\n",
        "date in 2099": head + b"Date: Thu, 1 Jan 2099 00:00:00 +0000\r\n\r\nWe deny it\r\n",
        "a subject of 5,000 characters": head.replace(b"Re: x", b"x" * 5000)
        + b"\r\nWe deny it\r\n",
        "a thousand parts": mixed
        + b"--b\r\nContent-Type: text/plain\r\n\r\nWords\r\n" * 1000
        + b"--b--\r\n",
        "nuls": head + b"\r\nWe\0 deny\0 it\r\n",
        "uuencode": head + b"\r\nWe deny it\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n",
        "nested messages": mixed
        + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" * 30
        + b"Subject: x\r\n\r\nWe deny it\r\n",
        "a lying display name": head.replace(
            b"press@office", b'"MAILER-DAEMON out of office" <press@office'
        ).replace(b"office.example\r\n", b"office.example>\r\n", 1)
        + b"\r\nWe deny it\r\n",
    }


@pytest.mark.parametrize("name", list(broken("x@y.example")))
def test_however_broken_an_answer_to_the_token_reaches_triage_whole(name: str) -> None:
    request = sent_request()
    raw = broken(address(request))[name]
    reply = arrive(raw)
    assert isinstance(reply, Reply), Incoming.objects.get().why
    assert (reply.request, status(request), told(request)) == (request, "replied", f"{SOUGHT}.")
    assert bytes(Incoming.objects.get().raw) == raw
    assert all("/" not in one.name and ".." not in one.name for one in Attachment.objects.all())
    assert reply.received_at <= timezone.now()


def test_the_answer_on_the_private_page_arrives_once_by_its_key() -> None:
    request = sent_request()
    for _ in range(2):
        actions.receive_link(token=request.link_token, text="No.", key="k", offered="no comment")
    reply = request.replies.get()
    assert (reply.channel, reply.offered, reply.triaged_at) == ("link", "no comment", None)
    assert status(request) == "replied"


def test_what_is_declined_on_the_private_page_is_so_only_once_a_person_has_read_it() -> None:
    request = sent_request()
    actions.receive_link(token=request.link_token, text="", key="k", offered="no comment")
    assert "declined" not in told(request)
    triage(request, "no comment")
    assert told(request) == "Ministry declined to comment."


def test_a_call_is_one_line_with_words_and_terms() -> None:
    request = RequestFactory()
    actions.log_call(
        by=ReporterFactory(),
        request=request,
        channel="phone",
        words="We have no comment.",
        terms="background",
        said_by="Duty officer",
        says="no comment",
    )
    request.refresh_from_db()
    reply = request.replies.get()
    assert (reply.terms, reply.said_by, reply.text) == (
        "background",
        "Duty officer",
        "We have no comment.",
    )
    assert (request.state, request.outcome, told(request)) == (
        "sent",
        "no comment",
        "Ministry declined to comment.",
    )


def test_a_call_that_nobody_takes_asks_nobody() -> None:
    request = RequestFactory()
    actions.log_call(
        by=ReporterFactory(), request=request, channel="phone", words="Rang out.", reached=False
    )
    request.refresh_from_db()
    assert (request.state, request.sent_at) == ("open", None)
    with pytest.raises(Refused, match="Nobody was reached"):
        actions.log_call(
            by=ReporterFactory(),
            request=request,
            channel="phone",
            words="x",
            says="answered",
            reached=False,
        )
