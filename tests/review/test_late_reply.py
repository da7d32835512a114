"""An answer that comes once the story is out opens a note to the editor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.newsroom.models import LogEntry
from factcheck.replies.models import Reply
from factcheck.review.actions.notes import note_late_reply
from factcheck.review.models import Note, Thread
from factcheck.review.tasks import replies_after_closing
from tests.newsroom.factories import EditorFactory
from tests.replies.factories import ReplyFactory, sent_request

pytestmark = pytest.mark.django_db


def answer(*, closed: bool = True, late: bool = True, text: str = "We were wrong.") -> Reply:
    request, now = sent_request(), timezone.now()
    if closed:
        request.article.closed_at = now - timedelta(days=1)
        request.article.save()
    came = now if late else now - timedelta(days=2)
    reply: Reply = ReplyFactory(request=request, received_at=came, text=text)
    return reply


def test_an_answer_after_closing_opens_one_note_that_leads_to_it_and_keeps_its_words() -> None:
    reply = answer(text="Off the record: we were wrong.")
    assert replies_after_closing(timezone.now()) == [reply.pk]
    assert note_late_reply(reply.pk) is not None
    assert note_late_reply(reply.pk) is None
    assert replies_after_closing(timezone.now()) == []
    note = Note.objects.get()
    assert (note.by, note.thread.reply, note.thread.resolved) == (None, reply, False)
    words = note.wordings.get().text
    assert words.startswith("To the editor: ")
    assert "we were wrong" not in words, "its terms may forbid it"
    assert LogEntry.objects.filter(subject="review.note", subject_id=note.pk).exists()
    reply.refresh_from_db()
    assert reply.request is not None, "it stays with the record"
    client = Client()
    client.force_login(EditorFactory())
    address = reverse("review:notes", args=[reply.request.article_id])
    page = client.get(address).content.decode()
    assert "the system" in page
    assert reverse("replies:request", args=[reply.request_id]) in page


@pytest.mark.parametrize(("closed", "late"), [(False, True), (True, False)])
def test_an_answer_in_time_and_one_to_an_open_article_open_none(closed: bool, late: bool) -> None:
    reply = answer(closed=closed, late=late)
    assert replies_after_closing(timezone.now()) == []
    assert note_late_reply(reply.pk) is None
    assert not Thread.objects.exists()


def test_what_was_sorted_as_not_about_this_opens_none() -> None:
    reply = answer()
    Reply.objects.filter(pk=reply.pk).update(says="not about this", triaged_at=timezone.now())
    assert note_late_reply(reply.pk) is None
