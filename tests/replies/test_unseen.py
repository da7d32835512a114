"""What a machine seems to have written is unread until somebody has looked; so is what is new."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, MailNotice, Reply
from factcheck.replies.reads import comment_requests
from factcheck.review.reads.gate import gate
from tests.newsroom.factories import ReporterFactory, UserFactory, desk
from tests.post.factories import raw_mail
from tests.replies.factories import ReplyFactory, RequestFactory, arrive, sent_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> None:
    desk(name="Newsweek", time_zone="America/New_York", chase_minutes_before=600)


def sentence(request: CommentRequest, hours: int = 0) -> str:
    now = timezone.now() + timedelta(hours=hours)
    return comment_requests.sentence_of(request.article, now).text


def send(request: CommentRequest, text: str, **headers: str) -> MailNotice | Reply:
    address = f"reply+{request.address_token}@desk.example"
    count = MailNotice.objects.count() + Reply.objects.count()
    return arrive(raw_mail(text, to=address, message_id=f"<m{count}@office.example>", **headers))


def absence(request: CommentRequest) -> MailNotice:
    notice = send(request, "I am out of the office until Monday.", Auto_Submitted="auto-replied")
    assert isinstance(notice, MailNotice)
    return notice


def test_an_unseen_absence_keeps_the_sentence_from_saying_that_nobody_responded() -> None:
    request = sent_request()
    notice = absence(request)
    assert "did not respond" not in sentence(request, hours=9)
    actions.see_notice(by=ReporterFactory(), notice=notice)
    assert "did not respond" in sentence(request, hours=9)


def test_the_gate_names_the_unseen_message_until_it_is_seen() -> None:
    request = sent_request()
    notice = absence(request)
    reasons = list(gate(request.article, timezone.now()))
    assert any("taken for a machine’s" in str(blocker) for blocker in reasons)
    actions.see_notice(by=ReporterFactory(), notice=notice)
    reasons = list(gate(request.article, timezone.now()))
    assert not any("taken for a machine’s" in str(blocker) for blocker in reasons)


def test_no_reminder_goes_while_it_is_unseen() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=30))
    notice = absence(request)
    assert actions.send_reminder(request.pk) is None
    actions.see_notice(by=ReporterFactory(), notice=notice)
    assert actions.send_reminder(request.pk) is not None


def test_what_was_sorted_is_withheld_while_something_newer_is_unread() -> None:
    request = sent_request()
    first = send(request, "No comment.")
    assert isinstance(first, Reply)
    actions.triage(by=ReporterFactory(), reply=first, says="no comment")
    assert "declined" in sentence(request)
    second = send(request, "We have thought again: our answer is below. It was June.")
    assert isinstance(second, Reply)
    assert "declined" not in sentence(request)
    left = comment_requests.sentence_of(request.article, timezone.now()).to_come
    assert [silence.reason for silence in left] == [
        "Something newer that may be its answer has not been sorted."
    ]
    actions.triage(by=ReporterFactory(), reply=second, says="answered")
    assert "responded" in sentence(request)


def test_an_outcome_that_no_letter_led_to_says_so() -> None:
    rung, asked = RequestFactory(state="open"), sent_request()
    for request in (rung, asked):
        reply = ReplyFactory(request=request)
        actions.triage(by=ReporterFactory(), reply=reply, says="answered")
    shown = {
        request.pk: comment_requests.requests_of(request.article, timezone.now())[0]
        for request in (rung, asked)
    }
    assert shown[rung.pk].words_without_letter == "without a letter of ours"
    assert shown[asked.pk].words_without_letter == ""


def test_only_who_may_sort_and_sees_the_story_looks_at_a_machines_mail() -> None:
    request = sent_request()
    notice = absence(request)
    for able in (actions.see_notice, actions.take_as_reply):
        with pytest.raises(NotAllowed):
            able(by=UserFactory(role="lawyer"), notice=notice)
    Article.objects.filter(pk=request.article_id).update(restricted=True)
    notice = MailNotice.objects.get(pk=notice.pk)
    for able in (actions.see_notice, actions.take_as_reply):
        with pytest.raises(NotAllowed):
            able(by=ReporterFactory(), notice=notice)
    assert MailNotice.objects.get().seen_at is None
