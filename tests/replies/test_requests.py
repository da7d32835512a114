from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Letter
from factcheck.replies.reads import comment_requests
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import AccusationFactory, AskFactory, PartyFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory, desk
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    first_letter,
    sent_request,
)

pytestmark = pytest.mark.django_db


def propose_all() -> None:
    for pk in tasks._owing(timezone.now()):
        tasks.propose(pk)


def test_asks_and_accusations_propose_requests_once_in_the_order_of_the_copy() -> None:
    article = ArticleFactory()
    army, mission = (
        PartyFactory(name="army of Ruritania"),
        PartyFactory(name="Iranian U.N. mission"),
    )
    AskFactory(on=article, parties=[army, mission])
    AccusationFactory(on=article, party=PartyFactory(name="Grey Front"))
    propose_all()
    names = [
        row.request.party.name for row in comment_requests.requests_of(article, timezone.now())
    ]
    assert names == ["army of Ruritania", "Iranian U.N. mission", "Grey Front"]
    assert {(one.state, one.points) for one in CommentRequest.objects.all()} == {("proposed", "")}
    assert list(tasks._owing(timezone.now())) == []
    assert actions.propose(by=None, article=article) == []


def test_others_and_what_the_copy_no_longer_says_are_not_proposed() -> None:
    article = ArticleFactory()
    AskFactory(on=article, parties=[PartyFactory(name="others", askable=False)])
    AskFactory(on=article, standing="archived", outcome="declined", parties=[PartyFactory()])
    AskFactory(on=ArticleFactory(closed_at=timezone.now()), parties=[PartyFactory()])
    propose_all()
    assert not CommentRequest.objects.exists()


def test_marks_of_an_earlier_proof_propose_nothing() -> None:
    article = ArticleFactory()
    AskFactory(on=article, parties=[PartyFactory()])
    next_proof(article, "Other copy altogether.")
    propose_all()
    assert not CommentRequest.objects.exists()


def test_an_accused_state_whose_mission_is_asked_needs_no_request_of_its_own() -> None:
    article = ArticleFactory()
    RequestFactory(article=article, party=PartyFactory(name="Iranian U.N. mission"))
    AccusationFactory(on=article, party=PartyFactory(name="Iran"))
    propose_all()
    assert CommentRequest.objects.count() == 1
    assert list(tasks._owing(timezone.now())) == []


def test_a_dropped_party_stays_dropped() -> None:
    article, party = ArticleFactory(), PartyFactory()
    AskFactory(on=article, parties=[party])
    propose_all()
    actions.drop_request(
        by=ReporterFactory(), request=CommentRequest.objects.get(), reason="Not theirs."
    )
    propose_all()
    assert CommentRequest.objects.get().state == "dropped"


def test_the_deadline_proposed_is_the_desk_s_but_not_after_the_article_s() -> None:
    desk(hours_to_answer=24)
    soon = timezone.now() + timedelta(hours=3)
    early, late = ArticleFactory(deadline=soon), ArticleFactory()
    for article in (early, late):
        AskFactory(on=article, parties=[PartyFactory()])
    propose_all()
    assert early.requests.get().deadline == soon
    assert late.requests.get().deadline > soon + timedelta(hours=20)


def test_the_healthiest_contact_of_lowest_rank_is_chosen() -> None:
    party = PartyFactory()
    ContactFactory(party=party, rank=0, health="bad")
    wanted = ContactFactory(party=party, rank=1, time_zone="Asia/Baghdad")
    ContactFactory(party=party, rank=2)
    AskFactory(parties=[party])
    propose_all()
    request = CommentRequest.objects.get()
    assert (request.contact, request.time_zone) == (wanted, "Asia/Baghdad")


def edit(request: CommentRequest, **changes: Any) -> CommentRequest:
    values = {
        "points": request.points,
        "subject": request.subject,
        "contact": request.contact,
        "deadline": request.deadline,
        "time_zone": request.time_zone,
    }
    return actions.edit_request(by=ReporterFactory(), request=request, **{**values, **changes})


def test_a_letter_says_the_points_and_the_ways_to_answer_and_nothing_of_the_copy() -> None:
    desk(name="Newsweek", time_zone="America/New_York")
    article = ArticleFactory(headline="Secret headline", text="Secret copy about the border.")
    request = RequestFactory(article=article, time_zone="Asia/Baghdad")
    RequestFactory(article=article, party=PartyFactory(name="Another party"))
    letter = actions.compose(request)
    for words in (
        request.points,
        request.address_token,
        f"/r/{request.link_token}/",
        " ET",
        " UTC+3 on ",
    ):
        assert words in letter.text
    everything = letter.subject + letter.text + letter.html
    assert "Secret" not in everything
    assert "Another party" not in everything
    assert letter.to == request.contact.address


def test_what_is_hostile_in_points_is_words_in_the_letter() -> None:
    letter = actions.compose(
        RequestFactory(points="<script>alert(1)</script>", subject="a\r\nBcc: x@y.example")
    )
    assert "<script>" not in letter.html
    assert "<script>" in letter.text
    assert "\n" not in letter.subject


def test_a_letter_is_sent_once_however_often_it_is_clicked() -> None:
    request = RequestFactory()
    stale = CommentRequest.objects.get(pk=request.pk)
    letter = actions.send_request(by=ReporterFactory(), request=request)
    with pytest.raises(Refused, match="already"):
        actions.send_request(by=ReporterFactory(), request=stale)
    assert Outgoing.objects.count() == 1
    assert (letter.outgoing.once, letter.outgoing.state) == (True, "queued")
    request.refresh_from_db()
    assert request.state == "queued"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_sends() -> None:
    request, people = RequestFactory(), [ReporterFactory(), ReporterFactory()]
    refused: list[str] = []

    def send(person: Any) -> None:
        try:
            actions.send_request(by=person, request=CommentRequest.objects.get(pk=request.pk))
        except Refused as reason:
            refused.append(str(reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Outgoing.objects.count(), len(refused)) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"points": " "}, "a question"),
        ({"contact": None}, "contact"),
        ({"deadline": timezone.now() - timedelta(minutes=1)}, "deadline"),
        ({"deadline": None}, "deadline"),
    ],
)
def test_a_letter_that_lacks_something_does_not_go(changes: dict[str, Any], lacks: str) -> None:
    request = RequestFactory(**changes)
    with pytest.raises(Refused, match=lacks):
        actions.send_request(by=ReporterFactory(), request=request)
    request.refresh_from_db()
    assert request.state == "open"
    assert not Outgoing.objects.exists()


def test_a_party_reached_by_phone_gets_no_letter_and_a_person_calls() -> None:
    request = RequestFactory()
    request.contact.channel = "phone"
    request.contact.save()
    with pytest.raises(Refused, match="a call"):
        actions.send_request(by=ReporterFactory(), request=request)
    actions.log_call(
        by=ReporterFactory(),
        request=request,
        channel="phone",
        words="Left the points with the desk.",
    )
    request.refresh_from_db()
    assert request.state == "sent"
    assert request.sent_at is not None
    assert not request.replies.exists()


def test_a_letter_to_ourselves_is_refused_and_the_request_stays_open() -> None:
    request = RequestFactory()
    request.contact.address = "desk@desk.example"
    request.contact.save()
    with pytest.raises(Refused, match="own address"):
        actions.send_request(by=ReporterFactory(), request=request)
    request.refresh_from_db()
    assert (request.state, Letter.objects.count()) == ("open", 0)


def test_of_several_letters_one_that_cannot_go_keeps_no_other_back() -> None:
    article = ArticleFactory()
    good, bad = RequestFactory(article=article), RequestFactory(article=article, points="")
    letters, refused = actions.send_requests(by=ReporterFactory(), requests=[bad, good])
    assert [letter.request for letter in letters] == [good]
    assert len(refused) == 1
    assert {letter.outgoing.to_address for letter in letters} == {good.contact.address}


def test_who_cannot_see_a_restricted_article_cannot_ask_for_it() -> None:
    request = RequestFactory(article=ArticleFactory(restricted=True))
    outsider = CheckerFactory()
    for act in (
        lambda: actions.send_request(by=outsider, request=request),
        lambda: actions.take_up(by=outsider, request=request),
        lambda: actions.hold(by=outsider, request=request, on=True),
        lambda: actions.drop_request(by=outsider, request=request, reason="x"),
        lambda: actions.log_call(by=outsider, request=request, channel="phone", words="x"),
        lambda: actions.propose(by=outsider, article=request.article),
        lambda: actions.triage(by=outsider, reply=ReplyFactory(request=request), says="answered"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_editing_takes_a_proposal_up_and_what_went_cannot_be_edited() -> None:
    request = edit(RequestFactory(state="proposed"), points="New points.\r\nTwo lines.")
    assert (request.state, request.points) == ("open", "New points.\nTwo lines.")
    with pytest.raises(Refused, match="stands"):
        edit(sent_request(), points="Other")
    with pytest.raises(Refused, match="not a contact"):
        edit(request, contact=ContactFactory())
    with pytest.raises(Refused, match="time zone"):
        edit(request, time_zone="Mars/Olympus")


def test_the_log_keeps_the_points_as_they_were() -> None:
    edit(RequestFactory(points="Old"), points="New")
    assert LogEntry.objects.get(verb="edit request").data["was"]["points"] == "Old"


def carried(request: CommentRequest, **changes: Any) -> CommentRequest:
    letter = request.letters.latest("id")
    Outgoing.objects.filter(pk=letter.outgoing_id).update(**changes)
    for pk in tasks._letters(timezone.now()):
        tasks.follow(pk)
    request.refresh_from_db()
    return request


def queued() -> CommentRequest:
    request = RequestFactory()
    actions.send_request(by=ReporterFactory(), request=request)
    return request


def test_the_request_follows_its_letter() -> None:
    at = timezone.now()
    request = carried(queued(), state="sent", sent_at=at)
    assert (request.state, request.sent_at) == ("sent", at)
    assert list(tasks._letters(timezone.now())) == []


def test_an_address_that_is_refused_spoils_the_contact_and_the_alternate_is_offered() -> None:
    request = queued()
    other = ContactFactory(party=request.party, rank=9)
    request = carried(request, state="failed", permanent=True, error="5.1.1 no such user")
    row = comment_requests.requests_of(request.article, timezone.now())[0]
    assert (request.state, row.status, row.others) == ("failed", "failed", (other,))
    assert first_letter(request).contact.health == "bad"
    assert request.contact == other
    assert "no such user" in request.trouble
    assert comment_requests.sentence_of(request.article, timezone.now()).text == ""
    edit(request, contact=other)
    actions.send_request(by=ReporterFactory(), request=request)
    assert request.letters.count() == 2


def test_a_trouble_of_the_moment_marks_the_contact_and_a_letter_that_goes_clears_it() -> None:
    request = carried(queued(), state="queued", tries=1, error="greylisted")
    request.contact.refresh_from_db()
    assert (request.state, request.contact.health) == ("queued", "failing")
    request = carried(request, state="sent", sent_at=timezone.now(), tries=2)
    request.contact.refresh_from_db()
    assert request.contact.health == "untried"


def test_a_failure_that_is_not_the_address_s_leaves_the_contact_alone() -> None:
    request = carried(queued(), state="failed", permanent=False, error="looks like spam")
    request.contact.refresh_from_db()
    assert (request.state, request.contact.health) == ("failed", "untried")


def test_a_letter_in_doubt_is_put_before_a_person_and_claims_nothing() -> None:
    request = carried(queued(), state="unknown", error="The worker died.")
    assert request.state == "unknown"
    assert comment_requests.sentence_of(request.article, timezone.now()).text == ""
    with pytest.raises(NotAllowed):
        actions.settle_letter(by=ReporterFactory(), letter=first_letter(request), went=True)
    actions.settle_letter(by=EditorFactory(), letter=first_letter(request), went=True)
    request.refresh_from_db()
    assert request.state == "sent"


def test_a_letter_in_doubt_that_did_not_go_can_be_sent_by_hand() -> None:
    request = carried(queued(), state="unknown")
    actions.settle_letter(by=EditorFactory(), letter=first_letter(request), went=False)
    request.refresh_from_db()
    assert request.state == "failed"
    actions.send_request(by=ReporterFactory(), request=request)
    assert request.letters.count() == 2


def test_a_letter_still_waiting_when_its_deadline_passes_does_not_go() -> None:
    request = queued()
    CommentRequest.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    request = carried(request)
    assert (request.state, Outgoing.objects.get().state) == ("open", "cancelled")
    assert "deadline passed" in request.trouble


def test_a_corrected_address_reaches_the_letter_that_still_waits() -> None:
    request = queued()
    actions.edit_contact(
        by=ReporterFactory(), contact=request.contact, address="right@office.example"
    )
    states = {(one.to_address, one.state) for one in Outgoing.objects.all()}
    assert ("right@office.example", "queued") in states
    assert [state for address, state in states if address != "right@office.example"] == [
        "cancelled"
    ]


def test_a_corrected_address_does_not_send_again_what_went() -> None:
    request = sent_request()
    actions.edit_contact(
        by=ReporterFactory(), contact=request.contact, address="right@office.example"
    )
    assert Outgoing.objects.count() == 1


def test_a_new_address_starts_with_a_clean_record_and_names_who_verified_it() -> None:
    contact, person = ContactFactory(health="bad"), ReporterFactory()
    contact = actions.edit_contact(
        by=person, contact=contact, address="new@office.example", verified=True
    )
    assert (contact.health, contact.verified_by) == ("untried", person)
    with pytest.raises(Refused, match="already"):
        actions.save_contact(
            by=person, party=contact.party, channel="email", address="new@office.example"
        )
    with pytest.raises(Refused, match="not one mail address"):
        actions.save_contact(by=person, party=contact.party, channel="email", address="nobody")


def chase_all() -> int:
    due = list(tasks._to_chase(timezone.now()))
    for pk in due:
        tasks.chase(pk)
    return len(due)


def near() -> CommentRequest:
    return sent_request(deadline=timezone.now() + timedelta(minutes=30))


def test_the_reminder_goes_once_to_the_same_thread() -> None:
    request = near()
    assert chase_all() == 1
    assert chase_all() == 0
    tasks.chase(request.pk)
    reminder = Letter.objects.get(kind="chaser").outgoing
    assert reminder.in_reply_to == first_letter(request).outgoing.message_id
    assert reminder.reply_to == first_letter(request).outgoing.reply_to


def test_the_rule_is_asked_again_just_before_the_reminder_goes() -> None:
    request = near()
    assert list(tasks._to_chase(timezone.now())) == [request.pk]
    actions.hold(by=ReporterFactory(), request=request, on=True)
    tasks.chase(request.pk)
    assert not Letter.objects.filter(kind="chaser").exists()


@pytest.mark.parametrize("event", ["hold", "reply"])
def test_a_reminder_that_waits_is_stopped_when_something_happens(event: str) -> None:
    request = near()
    chase_all()
    if event == "hold":
        actions.hold(by=ReporterFactory(), request=request, on=True)
    else:
        actions.receive_link(token=request.link_token, text="Here.", key="k")
    assert Letter.objects.get(kind="chaser").outgoing.state == "cancelled"


def test_an_orphan_that_may_be_its_answer_holds_the_reminder_back() -> None:
    request = near()
    ReplyFactory(
        request=None, suggestions=[{"request": request.pk, "score": 0.6, "why": "the domain"}]
    )
    assert chase_all() == 0


def test_an_extension_moves_the_deadline_and_resets_nothing_else() -> None:
    request = near()
    chase_all()
    before = (request.sent_at, request.state, request.outcome)
    until = timezone.now() + timedelta(hours=5)
    request = actions.extend_deadline(
        by=EditorFactory(), request=request, until=until, reason="They asked."
    )
    assert (request.sent_at, request.state, request.outcome) == before
    assert (request.deadline, request.extensions.get().reason) == (until, "They asked.")
    assert request.letters.filter(kind="extension").count() == 1
    assert chase_all() == 0
    with pytest.raises(Refused, match="later"):
        actions.extend_deadline(
            by=EditorFactory(), request=request, until=timezone.now(), reason="x"
        )
    with pytest.raises(NotAllowed):
        actions.extend_deadline(by=ReporterFactory(), request=request, until=until, reason="x")


def test_what_has_been_asked_cannot_be_dropped_and_what_waits_to_go_is_stopped() -> None:
    with pytest.raises(Refused, match="stands in the record"):
        actions.drop_request(by=ReporterFactory(), request=sent_request(), reason="x")
    request = actions.drop_request(by=ReporterFactory(), request=queued(), reason="Not theirs.")
    assert request.state == "dropped"
    assert request.letters.get().outgoing.state == "cancelled"


def test_a_letter_in_flight_cannot_be_dropped() -> None:
    request = queued()
    Outgoing.objects.update(state="in flight")
    with pytest.raises(Refused):
        actions.drop_request(by=ReporterFactory(), request=request, reason="x")
    assert Outgoing.objects.get().state == "in flight"


def test_a_dropped_request_can_be_taken_up_again() -> None:
    request = actions.drop_request(by=ReporterFactory(), request=RequestFactory(), reason="x")
    assert actions.take_up(by=ReporterFactory(), request=request).state == "open"


def test_one_party_has_one_request_an_article() -> None:
    request = RequestFactory()
    with pytest.raises(Refused, match="already"):
        actions.add_request(by=ReporterFactory(), article=request.article, party=request.party)


def test_nobody_is_asked_for_a_closed_article() -> None:
    request = RequestFactory(article__closed_at=timezone.now())
    with pytest.raises(Refused, match="closed"):
        actions.send_request(by=EditorFactory(), request=request)
    sent = sent_request()
    another = ContactFactory(party=sent.party, address="duty@ministry.example")
    sent.article.closed_at = timezone.now()
    sent.article.save()
    with pytest.raises(Refused, match="closed"):
        actions.send_another(by=EditorFactory(), request=sent, contact=another)


def test_a_letter_that_is_no_longer_as_it_was_looked_over_does_not_go() -> None:
    request, by = RequestFactory(), EditorFactory()
    seen = actions.compose(request, sender=by).fingerprint
    actions.word_point(by=by, point=request.standing_points[0], text="Something else entirely?")
    with pytest.raises(Refused, match="has changed since"):
        actions.send_request(by=by, request=request, seen=seen)
    assert not Letter.objects.exists()
