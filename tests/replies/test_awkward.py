"""Every awkward mail, from its bytes to the request's state and the sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from factcheck.outside import mail
from factcheck.post.arrivals import parse, store_raw
from factcheck.post.models import Incoming, Outgoing
from factcheck.replies import actions, rules
from factcheck.replies.models import CommentRequest, MailNotice, Reply
from factcheck.replies.reads import comment_requests
from tests.newsroom.factories import desk
from tests.replies.awkward import LETTER, SUBJECT, Case, Ours, away, returned, second, shapes, whose
from tests.replies.factories import first_letter, sent_request

CASES = [*away.CASES, *returned.CASES, *shapes.CASES, *whose.CASES, *second.CASES]
# Through the database: whatever is matched or comes back, and of what only differs in its words
# every tenth.
FILED = [*returned.CASES, *whose.CASES, *second.CASES, *away.CASES[::10], *shapes.CASES[::10]]
SOUGHT = "The Paper has sought comment from Ministry"


def named(cases: list[Case]) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in cases]


def ours(request: CommentRequest, other: CommentRequest | None) -> Ours:
    ids = (
        {"other": reply_address(other), "other_id": first_letter(other).outgoing.message_id}
        if other
        else {}
    )
    outgoing = first_letter(request).outgoing
    return Ours(reply_address(request), outgoing.message_id, outgoing.to_address, **ids)


def reply_address(request: CommentRequest) -> str:
    return rules.reply_address(request.address_token, "desk.example")


def told(request: CommentRequest, hours: int = 0) -> str:
    text = comment_requests.sentence_of(
        request.article, timezone.now() + timedelta(hours=hours)
    ).text
    return text.replace(f"the {request.party.name}", "Ministry").replace(
        request.party.name, "Ministry"
    )


def assert_shows(case: Case, text: str, files: set[str]) -> None:
    assert all(words in text for words in case.shows), text
    assert not any(words in text for words in case.folds), text
    assert set(case.files) <= files


@pytest.mark.parametrize("case", named(CASES))
def test_an_awkward_mail_is_known_for_what_it_is_and_shows_what_it_says(case: Case) -> None:
    letters = [SUBJECT, LETTER] if case.by else []
    parsed = mail.parse_mail(case.raw())
    parsed = replace(parsed, text_new=mail.new_text(parsed.text, letters))
    judgement = mail.kind_of(parsed, letters)
    assert judgement.kind == (case.parsed or case.kind), (judgement.reason, parsed.text_new)
    assert judgement.reason
    assert_shows(case, parsed.text_new or parsed.text, {one.name for one in parsed.attachments})


@pytest.mark.django_db
@pytest.mark.parametrize("case", named(FILED))
def test_an_awkward_mail_does_to_its_request_what_it_should(case: Case) -> None:
    desk(name="The Paper", time_zone="America/New_York")
    request = sent_request()
    other = sent_request() if b"@OTHER" in case.template else None
    Outgoing.objects.update(subject=SUBJECT, text=LETTER)
    raw = case.raw(ours(request, other))
    incoming = parse(store_raw(raw=raw))
    filed = actions.file_incoming(incoming.pk)
    incoming = Incoming.objects.get(pk=incoming.pk)

    assert bytes(incoming.raw) == raw
    assert incoming.kind == case.kind, (incoming.why, incoming.text_new)
    assert isinstance(filed, Reply if case.kind == "answer" else MailNotice)
    assert filed.matched_by == case.by
    assert filed.request == (request if case.by else None)
    shown = filed.text if isinstance(filed, Reply) else incoming.text
    assert_shows(case, shown, {one.name for one in incoming.attachments.all()})
    request.refresh_from_db()
    _follows(case, request)


def _follows(case: Case, request: CommentRequest) -> None:
    """The request's state, its sentence now and after the deadline, and the contact's health."""
    bounced = case.kind == "bounce" if case.bounced is None else case.bounced
    # Until a person has looked at what a machine seems to have written, nothing says "did not
    # respond"; only a report's structure leaves no room for a word.
    by_machine = MailNotice.objects.filter(request=request, may_hold_words=True).exists()
    unread = case.kind == "answer" or by_machine
    held = (unread and case.by != "") if case.held is None else case.held
    if bounced:
        assert (request.state, request.sent_at) == ("failed", None)
        assert told(request, 9) == "Ministry could not be reached for comment."
    else:
        assert (request.state, told(request)) == ("sent", f"{SOUGHT}.")
        assert ("did not respond" in told(request, 9)) is not held
    assert request.outcome == ""
    assert case.health in ("", request.contact.health)
