"""The sentence in the house's words; frozen when the copy is cleared, and held against the record
after.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.actions import close_article
from factcheck.articles.models import Article
from factcheck.desk.reads.queue import causes
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.replies import actions
from factcheck.replies.admin.templates import sample_sentence
from factcheck.replies.models import CommentRequest, FrozenSentence, HouseWording
from factcheck.replies.reads import comment_requests, frozen_sentence
from factcheck.replies.rules import DEFAULT_CLAUSES, Asked, House, drift, evidence, sentence
from factcheck.review.actions import clear
from factcheck.review.reads.proof import proof_page
from factcheck.text import read
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, desk
from tests.pages import seen_at
from tests.replies.factories import ReplyFactory, RequestFactory
from tests.review.factories import because, clear_story, requested

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUSE = House("Newsweek", ZoneInfo("America/New_York"))
OUTCOMES = ["answered", "partial", "no comment", "asks for time", "referred"]


def said(outcome: str, **facts: Any) -> str:
    base = Asked(
        1, "Iraqi government", "sent", outcome, deadline=NOW - 2 * HOUR, answered_at=NOW - 3 * HOUR
    )
    return sentence([replace(base, **facts)], NOW, HOUSE).text


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_in_time_late_and_after_publication_are_told_apart(outcome: str) -> None:
    in_time, late = said(outcome), said(outcome, answered_at=NOW - HOUR)
    after = said(outcome, answered_at=NOW - HOUR, closed_at=NOW - 2 * HOUR)
    assert "deadline of 14:00 ET" in late
    assert "after publication" in after
    assert len({in_time, late, after}) == 3


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("closed", [None, NOW - 2 * HOUR])
def test_the_copy_that_prints_a_late_clause_is_read_as_the_record_has_it(
    outcome: str, closed: datetime | None
) -> None:
    expected = {"no comment": "declined", "referred": "referred"}.get(outcome, "replied")
    told = said(outcome, answered_at=NOW - HOUR, closed_at=closed)
    assert {ask.outcome for ask in read(told).asks} == {expected}, told


def test_the_house_words_a_clause_and_the_reasons_stay() -> None:
    desk(name="Newsweek")
    request = requested(clear_story(), PartyFactory(name="Grey Front"), outcome="no comment")
    actions.word_clause(
        by=ChiefFactory(), clause="no comment", text="{parties} would not speak to {house}"
    )
    told = comment_requests.sentence_of(request.article, timezone.now())
    assert told.text == "The Grey Front would not speak to Newsweek."
    assert told.clauses[0].reason


@pytest.mark.parametrize(
    ("clause", "text", "why"),
    [
        ("sought", "{house} asked", "has to name {parties}"),
        ("sought", "{parties} {deadline}", "no placeholder here"),
        ("no response", "{who} was silent }", "brace stands alone"),
        ("no comment", "{parties}\nwas silent", "one line"),
        ("no comment", "{parties}" + "x" * 300, "at most 300"),
        ("weather", "{parties}", "no clause"),
    ],
)
def test_a_wording_that_cannot_say_its_clause_is_refused(clause: str, text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        actions.word_clause(by=ChiefFactory(), clause=clause, text=text)


@pytest.mark.parametrize("clause", sorted(DEFAULT_CLAUSES))
def test_every_clause_has_a_sample_that_uses_it(clause: str) -> None:
    marked = "{sentence} XYZ" if clause == "once sent" else f"{DEFAULT_CLAUSES[clause]} XYZ"
    assert "XYZ" in sample_sentence(clause, replace(HOUSE, wording={clause: marked}))


def test_a_clause_is_worded_in_the_admin_and_a_wrong_one_is_told_at_its_field(
    client: Client,
) -> None:
    client.force_login(ChiefFactory(is_superuser=True))
    assert client.get(reverse("admin:replies_housewording_changelist")).status_code == 200
    address = reverse(
        "admin:replies_housewording_change", args=[HouseWording.objects.get(clause="sought").pk]
    )
    seen = seen_at(client, address)
    assert "has to name" in client.post(address, {"text": "nobody", **seen}).content.decode()
    client.post(address, {"text": "{house} wrote to {parties}", **seen})
    assert comment_requests.house().say("sought", parties="X").endswith("wrote to X")


def cleared(**fields: Any) -> tuple[Article, CommentRequest, FrozenSentence]:
    article = clear_story()
    contact_party = PartyFactory(name="Grey Front")
    request = requested(article, contact_party, **fields)
    clear(
        by=ChiefFactory(),
        article=article,
        proof=article.current_proof(),
        overrides=because("Ready."),
    )
    return article, request, FrozenSentence.objects.get()


def test_clearing_freezes_the_sentence_with_its_clauses_reasons_and_requests() -> None:
    article, request, kept = cleared()
    assert kept.text == article.clearances.get().sentence
    assert "Grey Front" in kept.text
    assert [clause["requests"] for clause in kept.clauses] == [[request.pk], [request.pk]]
    assert all(clause["reason"] for clause in kept.clauses)
    assert (kept.requests[0]["id"], kept.requests[0]["state"]) == (request.pk, "sent")
    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenSentence.objects.update(text="Other words")


def test_who_may_not_clear_cannot_freeze() -> None:
    article = clear_story()
    with pytest.raises(NotAllowed):
        actions.freeze_sentence(
            by=CheckerFactory(), article=article, proof=article.current_proof(), now=timezone.now()
        )


def test_nothing_has_drifted_while_the_record_stands() -> None:
    article, *_ = cleared()
    assert frozen_sentence.drift_of(article, timezone.now() + timedelta(days=3)) == []
    assert not [one for one in causes(timezone.now()) if one.kind == "sentence drift"]


def test_a_reply_after_clearance_is_drift_on_every_page_and_in_the_queue(client: Client) -> None:
    article, request, _ = cleared()
    ReplyFactory(request=request)
    [one] = frozen_sentence.drift_of(article, timezone.now())
    assert "Grey Front: a reply came" in one.text
    [wanted] = [one for one in causes(timezone.now()) if one.kind == "sentence drift"]
    assert "Grey Front" in wanted.text
    client.force_login(EditorFactory())
    assert proof_page(article).drift == [one]
    for page in (f"/articles/{article.pk}/", f"/articles/{article.pk}/requests/"):
        assert "a reply came" in client.get(page).content.decode()


def test_a_reply_after_publication_is_worded_so_and_is_drift() -> None:
    article, request, _ = cleared()
    close_article(by=EditorFactory(), article=article)
    actions.triage(by=CheckerFactory(), reply=ReplyFactory(request=request), says="answered")
    assert (
        "responded to questions after publication"
        in comment_requests.sentence_of(article, timezone.now()).text
    )
    assert (
        "“no answer” and is “answered”" in frozen_sentence.drift_of(article, timezone.now())[0].text
    )


def test_a_request_added_after_clearance_is_drift() -> None:
    article, *_ = cleared()
    RequestFactory(article=article)
    assert "added since" in frozen_sentence.drift_of(article, timezone.now())[0].text


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ({}, {}, ""),
        ({}, {"outcome": "no comment", "answered_at": NOW}, "is “declined to comment”"),
        ({}, {"state": "failed"}, "was “sent” and is “failed”"),
        ({}, {"deadline": NOW + HOUR}, "deadline is now"),
        ({"deadline": NOW + HOUR}, {"deadline": NOW + HOUR}, "passed without a reply"),
        ({"deadline": NOW + HOUR}, {"deadline": NOW + HOUR, "heard": True}, ""),
        ({"replied_at": NOW, "untriaged": 1}, {"replied_at": NOW, "untriaged": 1}, ""),
        (
            {"outcome": "answered", "answered_at": NOW - HOUR},
            {"outcome": "answered", "answered_at": NOW},
            "is another than",
        ),
    ],
)
def test_drift_names_what_changed(was: dict[str, Any], now: dict[str, Any], told: str) -> None:
    base = Asked(1, "Grey Front", "sent", sent_at=NOW - 5 * HOUR, deadline=NOW - HOUR)
    kept = [evidence(replace(base, **was))]
    found = drift(kept, NOW, [replace(base, **now)], NOW + 2 * HOUR, HOUSE)
    assert told in " ".join(one.text for one in found) if told else found == []


def test_a_dropped_request_that_was_frozen_is_drift_and_one_dropped_since_it_was_made_is_not() -> (
    None
):
    base = Asked(1, "Grey Front", "open")
    assert (
        "“open” and is “dropped”"
        in drift([evidence(base)], NOW, [replace(base, state="dropped")], NOW, HOUSE)[0].text
    )
    assert drift([], NOW, [replace(base, state="dropped")], NOW, HOUSE) == []
    assert "gone" in drift([evidence(base)], NOW, [], NOW, HOUSE)[0].text
