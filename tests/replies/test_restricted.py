"""How a restricted story's parties are reached is its team's alone; letters go where a person sent one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.claims import actions as claims
from factcheck.claims.models import Party
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Contact, Letter
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import ChiefFactory, EditorFactory, ReporterFactory
from tests.replies.factories import ContactFactory, RequestFactory, first_letter, sent_request

pytestmark = pytest.mark.django_db


def secret(**fields: object) -> CommentRequest:
    """A request of a restricted story, its letter gone an hour ago and its reminder due."""
    article = ArticleFactory(restricted=True)
    soon = timezone.now() + timedelta(minutes=20)
    return sent_request(article=article, deadline=soon, **fields)


def member_of(request: CommentRequest) -> User:
    member = EditorFactory()
    request.article.team.add(member)
    return member


def shared(request: CommentRequest) -> None:
    """An open story asks the same party, so that everybody knows of it."""
    RequestFactory(party=request.party, contact=request.contact)


def reminded(request: CommentRequest) -> Outgoing:
    letter = actions.send_reminder(request.pk)
    assert letter is not None
    return letter.outgoing


def test_a_contact_whom_a_restricted_story_alone_knows_is_changed_by_its_team_alone() -> None:
    request = secret()
    outsider, contact = ReporterFactory(), request.contact
    acts = [
        lambda: actions.edit_contact(by=outsider, contact=contact, address="me@evil.example"),
        lambda: actions.retire_contact(by=outsider, contact=contact),
        lambda: actions.move_contact(by=outsider, contact=contact, up=True),
        lambda: actions.save_contact(
            by=outsider, party=request.party, channel="email", address="me@evil.example"
        ),
        lambda: claims.set_party(by=outsider, party=request.party, name="Somebody"),
        lambda: claims.add_alias(by=outsider, party=request.party, alias="Somebody"),
        lambda: actions.merge_parties(by=EditorFactory(), keep=request.party, gone=PartyFactory()),
        lambda: actions.keep_apart(by=EditorFactory(), one=request.party, other=PartyFactory()),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    actions.edit_contact(by=member_of(request), contact=contact, role="Press officer")
    assert Contact.objects.get(pk=contact.pk).role == "Press officer"


def test_a_contact_found_for_a_restricted_story_is_offered_to_no_other() -> None:
    request = secret()
    shared(request)
    found = actions.save_contact(
        by=member_of(request), party=request.party, article=request.article,
        channel="email", address="source@office.example",
    )  # fmt: skip
    assert found.found_for == request.article
    assert not Contact.objects.visible_to(ReporterFactory()).filter(pk=found.pk)
    other = CommentRequest.objects.exclude(pk=request.pk).get()
    assert not other.party.contacts.offered_to(other.article_id).filter(pk=found.pk)
    with pytest.raises(Refused):
        actions.edit_request(
            by=ReporterFactory(), request=other, subject="", contact=found,
            deadline=other.deadline, time_zone="UTC",
        )  # fmt: skip


def test_what_an_outsider_adds_is_no_contact_of_a_restricted_request() -> None:
    article, party = ArticleFactory(restricted=True), PartyFactory(in_book=True)
    request = RequestFactory(article=article, party=party, contact=None)
    actions.save_contact(
        by=ReporterFactory(), party=party, channel="email", address="me@evil.example"
    )
    request.refresh_from_db()
    assert request.contact is None


def test_a_name_or_address_that_others_must_not_know_of_is_added_as_if_it_were_new() -> None:
    request = secret()
    outsider = ReporterFactory()
    party = claims.add_party(by=outsider, name=request.party.name.upper())
    assert party == request.party
    assert not Contact.objects.visible_to(outsider).filter(found_for=None).exclude(party=party)
    Contact.objects.update(found_for=request.article)
    address = request.contact.address
    same = actions.save_contact(by=outsider, party=party, channel="email", address=address)
    assert Contact.objects.visible_to(outsider).get() == same == request.contact


def test_a_letter_that_waits_goes_where_its_team_sent_it_whatever_an_outsider_corrects() -> None:
    request = RequestFactory(article=ArticleFactory(restricted=True))
    letter = actions.send_request(by=ChiefFactory(), request=request)
    shared(request)
    actions.edit_contact(by=ReporterFactory(), contact=request.contact, address="me@evil.example")
    letter.outgoing.refresh_from_db()
    assert (letter.outgoing.state, Letter.objects.count()) == ("queued", 1)
    assert letter.outgoing.to_address == letter.contact.address
    actions.retire_contact(by=ReporterFactory(), contact=request.contact)
    letter.outgoing.refresh_from_db()
    assert letter.outgoing.state == "queued"


def test_the_reminder_and_further_letters_go_where_the_first_went() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=20))
    was = first_letter(request).outgoing.to_address
    Contact.objects.update(address="changed@office.example")
    assert reminded(request).to_address == was
    actions.add_point(by=ChiefFactory(), request=request, text="And on Friday?")
    further = actions.send_further(by=ChiefFactory(), request=request)
    assert further.outgoing.to_address == was
    longer = actions.extend_deadline(
        by=ChiefFactory(), request=request, until=timezone.now() + timedelta(hours=9), reason="Eid"
    )
    assert longer.letters.get(kind="extension").outgoing.to_address == was


def test_a_changed_address_is_written_to_once_somebody_of_the_team_confirms_it() -> None:
    request = secret()
    was = request.contact.address
    Contact.objects.update(address="new@office.example")
    with pytest.raises(NotAllowed):
        actions.confirm_address(by=ReporterFactory(), request=request, seen="new@office.example")
    with pytest.raises(Refused, match="by now"):
        actions.confirm_address(by=member_of(request), request=request, seen=was)
    client = Client()
    client.force_login(member_of(request))
    page = client.get(request.get_absolute_url()).content.decode()
    assert f"still go to <strong>{was}" in page
    client.post(f"/requests/{request.pk}/confirm/", {"seen": "new@office.example"})
    assert reminded(request).to_address == "new@office.example"


def test_sending_to_another_contact_confirms_it() -> None:
    request = sent_request(deadline=timezone.now() + timedelta(minutes=20))
    other = ContactFactory(party=request.party)
    letter = actions.send_another(by=ChiefFactory(), request=request, contact=other)
    Outgoing.objects.filter(pk=letter.outgoing_id).update(state="sent", sent_at=timezone.now())
    tasks.follow(letter.pk)
    Contact.objects.filter(pk=other.pk).update(address="changed@office.example")
    assert reminded(request).to_address == other.address


def test_parties_that_an_outsider_may_not_know_of_come_back_when_the_story_opens() -> None:
    request = secret()
    outsider = ReporterFactory()
    assert not Party.objects.visible_to(outsider)
    request.article.restricted = False
    request.article.save()
    assert Party.objects.visible_to(outsider).get() == request.party


def test_a_party_that_a_hidden_and_an_open_story_name_is_everybodys() -> None:
    outsider, hidden, other = ReporterFactory(), secret(), secret()
    shared(hidden)
    assert Party.objects.visible_to(outsider).get() == hidden.party
    Party.objects.filter(pk=other.party_id).update(in_book=True)
    assert set(Party.objects.visible_to(outsider)) == {hidden.party, other.party}


def test_the_list_of_parties_asks_as_often_however_many_stories_are_hidden(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(ReporterFactory())
    shared(secret())
    client.get("/parties/")
    with CaptureQueriesContext(connection) as one:
        client.get("/parties/")
    for _ in range(3):
        shared(secret())
    with django_assert_num_queries(len(one)):
        assert client.get("/parties/").status_code == 200


def test_a_private_page_ends_the_desks_days_after_the_deadline() -> None:
    request = sent_request(deadline=timezone.now() - timedelta(days=3, minutes=1))
    address, browser = f"/r/{request.link_token}/", Client()
    Desk.load()
    Desk.objects.update(link_days=4)
    assert browser.get(address).status_code == 200
    Desk.objects.update(link_days=3)
    page = browser.get(address, headers={"Accept-Language": "de"})
    assert page.status_code == 410
    assert "gilt nicht mehr" in page.content.decode()
    assert request.points not in page.content.decode()
    with pytest.raises(Refused, match="has ended"):
        actions.receive_link(token=request.link_token, text="No.", key="k")


def test_its_team_renews_a_private_page_and_the_old_address_says_that_it_has_ended() -> None:
    request = sent_request(deadline=timezone.now() - timedelta(days=40))
    old, client = request.link_token, Client()
    client.force_login(ReporterFactory())
    client.post(f"/requests/{request.pk}/link/", {"seen": "first"})
    request.refresh_from_db()
    assert request.link_token != old
    assert client.get(f"/r/{old}/").status_code == 410
    assert client.get(f"/r/{request.link_token}/").status_code == 200
    with pytest.raises(Refused, match="renewed since you looked"):
        actions.renew_link(by=ReporterFactory(), request=request, seen="first")
    lines = " ".join(f"{line.text} {line.data}" for line in LogEntry.objects.all())
    assert old not in lines
    assert request.link_token not in lines


def test_nobody_outside_the_team_renews_the_page_of_a_restricted_request() -> None:
    request = secret()
    with pytest.raises(NotAllowed):
        actions.renew_link(by=ReporterFactory(), request=request, seen="first")
