"""The composer: one form, the letter beside it, one Send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Contact, Letter
from factcheck.replies.reads.comment_requests import sentence_of
from factcheck.replies.rules.wording import by_channel
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import EditorFactory, ReporterFactory, desk
from tests.outside.mails import mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    arrive,
    first_letter,
    sent_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client: Client) -> User:
    desk(name="The Ledger")
    person = EditorFactory(name="Ann Lee", phone="+44 20 7946 0000")
    client.force_login(person)
    return person


def fields(request: CommentRequest, **changes: Any) -> dict[str, Any]:
    """What the composer's form holds as its page shows it, with changes."""
    values: dict[str, Any] = {
        "kind": "first",
        "contact": request.contact_id or "",
        "deadline": "2030-01-02T17:00",
        "time_zone": "UTC",
        "subject": "",
        "about": "",
        "runs_at": "",
    }
    for point in request.standing_points:
        values[f"point-{point.pk}"] = point.words
        values[f"seen-{point.pk}"] = point.wording.number if point.wording else 0
    return values | changes


def compose(client: Client, request: CommentRequest, **changes: Any) -> Any:
    return client.post(
        reverse("replies:compose", args=[request.pk]), fields(request, **changes), follow=True
    )


def preview(client: Client, request: CommentRequest, **changes: Any) -> str:
    answer = client.post(reverse("replies:preview", args=[request.pk]), fields(request, **changes))
    return answer.content.decode()


def carried(letter: Letter) -> None:
    """The letter's server took it."""
    Outgoing.objects.filter(pk=letter.outgoing_id).update(state="sent", sent_at=timezone.now())
    tasks.follow(letter.pk)


def test_asking_a_new_party_leads_to_the_composer(client: Client) -> None:
    article = RequestFactory().article
    answer = client.post(reverse("replies:add", args=[article.pk]), {"party": "The Dike Board"})
    made = CommentRequest.objects.get(party__name="The Dike Board")
    assert answer["Location"] == reverse("replies:request", args=[made.pk])


def test_one_send_makes_the_contact_the_points_and_the_letter(client: Client) -> None:
    request = RequestFactory(contact=None, party=PartyFactory(), points="")
    page = client.get(reverse("replies:request", args=[request.pk]))
    compose(
        client,
        request,
        act="send",
        base=page.context["base"],
        new_address="press@dike.example",
        new_channel="email",
        **{"new-point": ["Who closed the lock?", "Why at night?", ""]},
    )
    letter = first_letter(CommentRequest.objects.get(pk=request.pk))
    assert letter.outgoing.to_address == "press@dike.example"
    assert "1. Who closed the lock?" in letter.outgoing.text
    assert "2. Why at night?" in letter.outgoing.text


def test_the_preview_is_the_letter_as_it_will_go_and_keeps_nothing(client: Client) -> None:
    request = RequestFactory()
    point = request.standing_points[0]
    shown = preview(client, request, **{f"point-{point.pk}": "Was it you?"})
    assert "Was it you?" in shown
    assert CommentRequest.objects.get(pk=request.pk).points != "Was it you?"
    assert not Contact.objects.filter(address="press@dike.example").exists()


def test_the_letter_says_what_the_story_is_when_it_runs_and_who_sends_it(client: Client) -> None:
    request = RequestFactory()
    shown = preview(client, request, about="Floods on the lower Tesk", runs_at="2030-01-03T06:00")
    assert "What the article is about: Floods on the lower Tesk" in shown
    assert "We plan to publish it at 06:00 UTC on Thursday, January 3, 2030." in shown
    assert "Ann Lee" in shown
    assert "+44 20 7946 0000" in shown


def test_a_letter_with_nothing_of_the_story_has_no_gap_where_it_would_stand() -> None:
    request = RequestFactory()
    text = actions.compose(request, sender=None).text
    assert "\n\n\n" not in text
    assert "{" not in text


def test_what_the_story_is_may_not_be_said_in_the_copy_s_words(client: Client) -> None:
    request = RequestFactory()
    about = "Rebels entered Aleppo on Friday, witnesses said. At least 12 people were killed."
    assert "stand in the copy" in preview(client, request, about=about)


def test_a_letter_that_others_changed_meanwhile_does_not_go(client: Client) -> None:
    request = RequestFactory()
    page = client.get(reverse("replies:request", args=[request.pk]))
    typed = fields(request, act="send", base=page.context["base"])
    typed["seen"] = page.context["letter"].fingerprint
    actions.word_point(
        by=EditorFactory(), point=request.standing_points[0], text="Something else entirely?"
    )
    answer = client.post(reverse("replies:compose", args=[request.pk]), typed, follow=True)
    assert answer.status_code == 422
    assert not Letter.objects.exists()


def test_a_colleague_s_wording_is_not_overwritten_unseen(client: Client) -> None:
    request = RequestFactory()
    point = request.standing_points[0]
    typed = fields(request, **{f"point-{point.pk}": "Mine?"})
    actions.word_point(by=EditorFactory(), point=point, text="Theirs?")
    answer = client.post(reverse("replies:compose", args=[request.pk]), typed)
    assert "meanwhile" in answer.content.decode()
    assert CommentRequest.objects.get(pk=request.pk).points == "Theirs?"


def test_nothing_typed_is_lost_when_a_letter_is_refused(client: Client) -> None:
    request = RequestFactory()
    answer = compose(
        client, request, act="send", deadline="soon", **{"new-point": ["My long words"]}
    )
    assert answer.status_code == 422
    assert "My long words" in answer.content.decode()


def test_all_that_a_letter_lacks_is_said_at_once_with_what_is_wrong_in_it(client: Client) -> None:
    request = RequestFactory(contact=None, party=PartyFactory(), points="")
    for page in (
        preview(client, request, new_address="no address", deadline=""),
        compose(
            client, request, act="send", base="x", new_address="no address", deadline=""
        ).content.decode(),
    ):
        assert "is not one mail address" in page
        assert "Also add a question and a deadline." in page


def test_what_a_letter_lacks_is_said_once(client: Client) -> None:
    request = RequestFactory(contact=None, party=PartyFactory(), points="")
    page = compose(client, request, act="send", base="x", deadline="").content.decode()
    said = page[page.index('class="refused"') :].partition("</p>")[0]
    assert said.count("a question") == 1
    assert said.count("a contact") == 1


def test_an_emptied_point_is_withdrawn(client: Client) -> None:
    request = RequestFactory()
    point = request.standing_points[0]
    compose(client, request, **{f"point-{point.pk}": "", "new-point": "Another?"})
    assert CommentRequest.objects.get(pk=request.pk).points == "Another?"


def test_the_hour_that_comes_twice_is_asked_about(client: Client) -> None:
    request = RequestFactory()
    night = {"deadline": "2030-10-27T02:30", "time_zone": "Europe/Berlin"}
    assert "twice" in preview(client, request, **night)
    compose(client, request, **night, deadline_which="later")
    stored = CommentRequest.objects.get(pk=request.pk).deadline
    assert stored == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)


def test_copies_go_to_second_addresses_each_by_itself(client: Client) -> None:
    request = RequestFactory()
    second = ContactFactory(party=request.party, address="lawyers@office.example")
    page = client.get(reverse("replies:request", args=[request.pk]))
    compose(client, request, act="send", base=page.context["base"], copies=[second.pk])
    sent = list(Outgoing.objects.order_by("pk").values_list("to_address", "text"))
    assert [address for address, _ in sent] == [request.contact.address, "lawyers@office.example"]
    assert sent[0][1] == sent[1][1]


def test_a_copy_that_comes_back_spoils_nothing() -> None:
    request = RequestFactory()
    second = ContactFactory(party=request.party)
    request.copies.add(second)
    letter = actions.send_request(by=EditorFactory(), request=request)
    carried(letter)
    copy = Letter.objects.get(kind="copy")
    carried(copy)
    Letter.objects.filter(pk=copy.pk).update(bounced_at=timezone.now())
    tasks.follow(copy.pk)
    request.refresh_from_db()
    assert request.state == "sent"
    assert "sought comment" in sentence_of(request.article, timezone.now()).text


def test_the_same_points_go_to_another_contact_which_then_answers_for_the_party(
    client: Client,
) -> None:
    request = sent_request(deadline=timezone.now() + timedelta(hours=3))
    page = client.get(reverse("replies:request", args=[request.pk]) + "?write=another")
    other = ContactFactory(party=request.party, address="night@office.example")
    deadline = page.context["form"].initial["deadline"].strftime("%Y-%m-%dT%H:%M")
    compose(
        client,
        request,
        kind="another",
        contact=other.pk,
        deadline=deadline,
        act="send",
        base=page.context["base"],
    )
    letter = Letter.objects.get(kind="another")
    assert letter.outgoing.to_address == "night@office.example"
    assert "Did your forces cross the border" in letter.outgoing.text
    request.refresh_from_db()
    assert request.contact == other


def test_a_contact_is_not_written_the_same_twice() -> None:
    request = sent_request()
    with pytest.raises(Refused, match="already"):
        actions.send_another(by=EditorFactory(), request=request, contact=request.contact)


def test_a_contact_whose_letter_came_back_is_written_to_again() -> None:
    """A mailbox that was full spoils no contact: what came back was read by nobody."""
    request = sent_request()
    first = request.contact
    another = ContactFactory(party=request.party, address="duty@ministry.example")
    actions.send_another(by=EditorFactory(), request=request, contact=another)
    Letter.objects.filter(contact=first).update(bounced_at=timezone.now())
    letter = actions.send_another(by=EditorFactory(), request=request, contact=first)
    assert letter.outgoing.to_address == first.address


def test_a_first_letter_that_came_back_does_not_stop_the_reminder_of_the_second() -> None:
    request = sent_request()
    Letter.objects.update(bounced_at=timezone.now())
    tasks.follow(first_letter(request).pk)
    request.refresh_from_db()
    assert request.state == "failed"


def test_a_referral_makes_the_contact_and_its_letter_in_two_clicks(client: Client) -> None:
    request = sent_request(deadline=timezone.now() + timedelta(hours=5))
    raw = mail(
        "Please write to desk@ministry.example.",
        {"To": f"reply+{request.address_token}@desk.example"},
    )
    reply = arrive(raw)
    shown = client.get(reverse("replies:request", args=[request.pk])).content.decode()
    assert 'value="desk@ministry.example"' in shown, "the address it names stands there already"
    first = client.post(
        reverse("replies:triage", args=[reply.pk]),
        {"says": "referred", "expected": "", "refers_address": "desk@ministry.example"},
    )
    page = client.get(first["Location"].partition("#")[0])
    contact = Contact.objects.get(address="desk@ministry.example")
    assert page.context["kind"] == "another"
    assert page.context["form"].initial["contact"] == contact.pk
    shown = page.content.decode()
    assert "Send to desk@ministry.example" in shown, "the letter to it stands there to be sent"
    values = {"contact": contact.pk, "kind": "another", "deadline": "", "act": "send"}
    compose(client, request, **values, seen=page.context["letter"].fingerprint)
    letter = request.letters.get(kind="another")
    assert letter.outgoing.to_address == "desk@ministry.example"


def test_a_contact_of_another_party_in_the_address_is_none_to_write_to(client: Client) -> None:
    request, stranger = sent_request(), ContactFactory()
    page = client.get(reverse("replies:request", args=[request.pk]), {"to": stranger.pk})
    assert "Send to" not in page.content.decode()
    assert page.context["form"].initial["contact"] is None


def test_a_referral_to_another_party_asks_it_the_same_points(client: Client) -> None:
    request = sent_request()
    reply = ReplyFactory(request=request, text="That is for the Ministry of Works.")
    answer = client.post(
        reverse("replies:triage", args=[reply.pk]),
        {
            "says": "referred",
            "expected": "",
            "refers_party": "Ministry of Works",
            "refers_address": "press@works.example",
        },
    )
    made = CommentRequest.objects.get(party__name="Ministry of Works")
    assert answer["Location"].startswith(reverse("replies:request", args=[made.pk]))
    assert made.points == request.points
    assert made.contact.address == "press@works.example"


def test_asking_for_time_is_noted_and_given_in_one_step(client: Client) -> None:
    request = sent_request(deadline=timezone.now() + timedelta(hours=1))
    reply = ReplyFactory(request=request, text="We need until Thursday.")
    until = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    client.post(
        reverse("replies:triage", args=[reply.pk]),
        {
            "says": "asks for time",
            "expected": "",
            "asks_until": until.strftime("%Y-%m-%dT%H:%M"),
            "give": "on",
        },
    )
    request.refresh_from_db()
    reply.refresh_from_db()
    assert request.deadline == reply.asks_until == until
    assert request.letters.filter(kind="extension").exists()


def test_a_reporter_notes_the_wish_and_gives_no_time(client: Client) -> None:
    client.force_login(ReporterFactory())
    request = sent_request()
    was = request.deadline
    reply = ReplyFactory(request=request)
    answer = client.post(
        reverse("replies:triage", args=[reply.pk]),
        {"says": "asks for time", "asks_until": "2030-01-02T10:00", "give": "on", "expected": ""},
    )
    request.refresh_from_db()
    reply.refresh_from_db()
    assert (answer.status_code, request.deadline) == (403, was)
    assert reply.triaged_at is None, "neither half is done"


def test_a_party_that_is_reached_by_chat_is_asked_by_pasting(client: Client) -> None:
    request = RequestFactory()
    contact = ContactFactory(party=request.party, channel="Signal", address="+49 1")
    shown = preview(client, request, contact=contact.pk)
    assert "I have sent it by Signal" in shown
    sent_at = timezone.now() - timedelta(hours=2)
    compose(
        client,
        request,
        contact=contact.pk,
        act="by hand",
        sent_at=sent_at.strftime("%Y-%m-%dT%H:%M"),
        sent_zone="UTC",
    )
    request.refresh_from_db()
    call = request.calls.get()
    assert request.state == "sent"
    assert (call.channel, call.made_by.name, call.message_left) == ("Signal", "Ann Lee", True)
    assert "Did your forces cross the border" in call.words
    assert request.sent_at == sent_at.replace(second=0, microsecond=0)
    assert [put.wording.point_id for put in call.points.all()]


def test_a_preview_holds_its_request_before_the_party_as_sending_does(client: Client) -> None:
    request = RequestFactory(contact=None)
    typed = {"contact": "", "new_address": "press@a.example", "new_channel": "email"}
    with CaptureQueriesContext(connection) as queries:
        preview(client, request, **typed)
    held = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    tables = (CommentRequest._meta.db_table, request.party._meta.db_table)
    first = [next(n for n, sql in enumerate(held) if f'FROM "{table}"' in sql) for table in tables]
    assert first == sorted(first)


def test_what_a_letter_lacks_is_said_as_a_sentence(client: Client) -> None:
    shown = preview(client, RequestFactory(contact=None, points=""), contact="")
    assert "Add a question and a contact before sending." in shown


def test_a_letter_to_another_contact_does_not_begin_with_the_one_it_went_to(client: Client) -> None:
    request = sent_request()
    page = client.get(reverse("replies:request", args=[request.pk]), {"write": "another"})
    form = page.context["form"]
    assert (form["contact"].value(), form.fields["new_address"].widget.attrs["autofocus"]) == (
        None,
        True,
    )


@pytest.mark.parametrize(
    ("channel", "button"),
    [
        ("phone", "I have asked them by phone"),
        ("in person", "I have asked them in person"),
        ("Signal", "I have sent it by Signal"),
    ],
)
def test_who_is_not_written_to_is_asked_in_words_that_fit_how(
    client: Client, channel: str, button: str
) -> None:
    request = RequestFactory()
    contact = ContactFactory(party=request.party, channel=channel, address="+49 30 1")
    shown = preview(client, request, contact=contact.pk)
    assert button in shown
    assert "by in person" not in shown
    assert "<bdi>+49 30 1</bdi>" in shown
    assert ("paste the text" in shown) == (channel == "Signal")


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        ("phone", "by phone"),
        ("Signal", "by Signal"),
        ("in person", "in person"),
        ("link", "on the private page"),
    ],
)
def test_the_log_says_how_somebody_was_asked_as_people_do(channel: str, told: str) -> None:
    assert by_channel(channel) == told
