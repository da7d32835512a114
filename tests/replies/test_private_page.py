from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.actions import answering
from factcheck.replies.forms import comment_requests
from factcheck.replies.models import CommentRequest, Contact, HeldFile, Letter, Reply
from factcheck.replies.rules.data import table
from factcheck.replies.views import public
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import EditorFactory, UserFactory, desk
from tests.pages import one_line
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    point_to,
    sent_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


def path(request: CommentRequest) -> str:
    return f"/r/{request.link_token}/"


def gone(letter: Letter) -> None:
    """The letter's server took it."""
    Outgoing.objects.filter(pk=letter.outgoing_id).update(state="sent", sent_at=timezone.now())


def look_over(client: Client, request: CommentRequest, **values: Any) -> str:
    page = client.post(
        path(request), {"offered": "answered", "text": "We did not.", "said_by": "Ann", **values}
    )
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'name="signed" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_looking_changes_nothing_and_marks_nothing(stranger: Client) -> None:
    request = sent_request()
    before = list(CommentRequest.objects.values()), LogEntry.objects.count()
    for method in (stranger.get, stranger.head):
        assert method(path(request)).status_code == 200
    assert (list(CommentRequest.objects.values()), LogEntry.objects.count()) == before
    assert not Reply.objects.exists()


def test_the_page_keeps_itself_to_itself(stranger: Client) -> None:
    response = stranger.get(path(sent_request()))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


def test_it_tells_nothing_of_the_story_or_of_other_parties(stranger: Client) -> None:
    desk(name="Newsweek")
    article = ArticleFactory(headline="Secret headline", text="Secret copy.")
    request = sent_request(article=article, points="Did you cross?")
    RequestFactory(article=article, party=PartyFactory(name="Another party"), points="Other points")
    page = stranger.get(path(request)).content.decode()
    assert "Did you cross?" in page
    assert "Newsweek" in page
    for secret in (
        "Secret",
        "Another party",
        "Other points",
        request.address_token,
        request.contact.address,
    ):
        assert secret not in page


def test_a_wrong_address_leads_nowhere(stranger: Client) -> None:
    request = sent_request()
    assert stranger.get(f"/r/{request.address_token}/").status_code == 404
    assert stranger.get("/r/x/").status_code == 404


def test_before_a_letter_has_left_its_page_leads_nowhere_and_takes_nothing(
    stranger: Client,
) -> None:
    request = RequestFactory()
    letter = actions.send_request(by=UserFactory(role="chief"), request=request)
    assert stranger.get(path(request)).status_code == 404
    assert stranger.post(path(request), {"text": "We did not."}).status_code == 404
    with pytest.raises(Refused, match="leads nowhere"):
        actions.receive_link(token=request.link_token, text="We did not.", key="k")
    Outgoing.objects.filter(pk=letter.outgoing_id).update(state="in flight")
    assert stranger.get(path(request)).status_code == 200, "it may have been opened already"


def test_an_answer_is_shown_back_first_and_then_sent_once(stranger: Client) -> None:
    request = sent_request()
    signed = look_over(stranger, request)
    assert not Reply.objects.exists()
    for _ in range(2):
        assert (
            "received your answer"
            in stranger.post(path(request), {"signed": signed}).content.decode()
        )
    reply = Reply.objects.get()
    assert (reply.request, reply.text, reply.said_by, reply.triaged_at) == (
        request,
        "We did not.",
        "Ann",
        None,
    )


def test_what_was_typed_comes_back_to_be_changed(stranger: Client) -> None:
    request = sent_request()
    signed = look_over(stranger, request, text="My words")
    page = stranger.post(path(request), {"signed": signed, "back": "1"}).content.decode()
    assert "My words" in page
    assert not Reply.objects.exists()


def test_files_are_held_until_the_answer_is_sent(stranger: Client) -> None:
    request = sent_request()
    files = [SimpleUploadedFile("../a.pdf", b"%PDF"), SimpleUploadedFile("b.txt", b"b")]
    signed = look_over(stranger, request, text="", attached=files)
    assert HeldFile.objects.count() == 2
    stranger.post(path(request), {"signed": signed})
    assert [(f.name, bytes(f.content)) for f in Reply.objects.get().files.all()] == [
        ("a.pdf", b"%PDF"),
        ("b.txt", b"b"),
    ]
    assert not HeldFile.objects.exists()


def test_files_never_sent_are_forgotten_after_a_day(stranger: Client) -> None:
    look_over(stranger, sent_request(), attached=[SimpleUploadedFile("a.txt", b"a")])
    assert list(tasks._forgotten(timezone.now())) == []
    HeldFile.objects.update(held_at=timezone.now() - timedelta(days=2))
    for pk in tasks._forgotten(timezone.now()):
        tasks.forget(pk)
    assert not HeldFile.objects.exists()


def test_unsent_files_fill_only_so_much(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "MAX_HELD", 10)
    request = sent_request()
    for _ in range(3):
        look_over(stranger, request, attached=[SimpleUploadedFile("a.txt", b"12345")])
    assert HeldFile.objects.count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"text": " "},
        {"offered": "nonsense"},
        {"text": "x" * 100_001},
        {"attached": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(6)]},
    ],
)
def test_what_cannot_be_sent_is_said_at_the_form(stranger: Client, values: dict[str, Any]) -> None:
    response = stranger.post(
        path(sent_request()), {"offered": "answered", "text": "", "said_by": "", **values}
    )
    assert response.status_code == 422
    assert not Reply.objects.exists()


def test_a_file_over_the_cap_is_refused(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comment_requests, "MAX_FILE", 3)
    values = {"offered": "answered", "text": "x", "attached": SimpleUploadedFile("a.txt", b"1234")}
    assert stranger.post(path(sent_request()), values).status_code == 422


@pytest.mark.parametrize("offered", ["no comment", "asks for time"])
def test_to_decline_or_to_ask_for_time_needs_no_words(stranger: Client, offered: str) -> None:
    request = sent_request()
    stranger.post(path(request), {"signed": look_over(stranger, request, offered=offered, text="")})
    assert Reply.objects.get().offered == offered


def test_after_the_deadline_it_still_takes_an_answer_and_says_so(stranger: Client) -> None:
    request = sent_request(deadline=timezone.now() - timedelta(minutes=1))
    assert "You can still answer" in stranger.get(path(request)).content.decode()
    stranger.post(path(request), {"signed": look_over(stranger, request)})
    assert Reply.objects.count() == 1


def test_words_signed_for_one_request_cannot_be_sent_on_another(stranger: Client) -> None:
    one, two = sent_request(), sent_request()
    signed = look_over(stranger, one)
    assert stranger.post(path(two), {"signed": signed}).status_code == 422
    assert stranger.post(path(one), {"signed": signed + "x"}).status_code == 422
    assert not Reply.objects.exists()


def test_who_posts_too_often_is_asked_to_wait_and_others_are_not(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "POSTS_AN_HOUR", 2)
    one, two = sent_request(), sent_request()
    statuses = [
        stranger.post(path(one), {"offered": "answered", "text": "x"}).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 429]
    assert stranger.post(path(two), {"offered": "answered", "text": "x"}).status_code == 200
    assert stranger.get(path(one)).status_code == 200


def test_what_is_typed_is_words_on_the_page(stranger: Client) -> None:
    request = sent_request()
    values = {"offered": "answered", "text": "<script>alert(1)</script>", "said_by": "<b>Ann</b>"}
    page = stranger.post(path(request), values).content.decode()
    assert "<script>alert" not in page
    assert "<b>Ann" not in page


def page_of(client: Client, request: CommentRequest, **headers: str) -> str:
    return client.get(path(request), headers=headers).content.decode()


def test_each_point_is_asked_by_itself_and_answered_by_itself(stranger: Client) -> None:
    request = RequestFactory(points="Did you cross?")
    second = point_to(request, "Who gave the order?")
    gone(actions.send_request(by=UserFactory(role="editor"), request=request))
    first = request.standing_points[0]
    assert f'name="answer_{second.pk}"' in page_of(stranger, request)
    signed = look_over(
        stranger,
        request,
        text="Regards",
        **{f"answer_{first.pk}": "No.", f"answer_{second.pk}": "Nobody."},
    )
    stranger.post(path(request), {"signed": signed})
    reply = Reply.objects.get()
    assert reply.text == "1. No.\n\n2. Nobody.\n\nRegards"
    assert {one.point_id: one.text for one in reply.point_answers.all()} == {
        first.pk: "No.",
        second.pk: "Nobody.",
    }


def test_it_names_a_person_and_a_phone_to_verify_it_by(stranger: Client) -> None:
    request = RequestFactory()
    person = UserFactory(role="editor", name="Ann Lee", phone="+44 20 7946 0000")
    gone(actions.send_request(by=person, request=request))
    shown = page_of(stranger, request)
    assert "Ann Lee" in shown
    assert "+44 20 7946 0000" in shown


def test_its_sender_chooses_on_what_terms(stranger: Client) -> None:
    request = sent_request()
    assert "on the record, under your name, unless" in page_of(stranger, request)
    signed = look_over(stranger, request, terms="off the record")
    stranger.post(path(request), {"signed": signed})
    assert Reply.objects.get().terms == "off the record"


def test_an_embargo_is_in_the_request_s_zone(stranger: Client) -> None:
    request = sent_request(time_zone="Asia/Baghdad")
    signed = look_over(stranger, request, terms="embargoed", embargo_until="2030-01-02T09:00")
    stranger.post(path(request), {"signed": signed})
    until = Reply.objects.get().embargo_until
    assert until is not None
    assert until.isoformat() == "2030-01-02T06:00:00+00:00"


def test_a_second_visit_shows_what_was_received_and_takes_more(stranger: Client) -> None:
    request = sent_request()
    stranger.post(path(request), {"signed": look_over(stranger, request, text="My first words")})
    shown = page_of(stranger, request)
    assert "My first words" in shown
    assert "Received at" in shown
    stranger.post(path(request), {"signed": look_over(stranger, request, text="And more")})
    assert Reply.objects.count() == 2


def test_terms_are_said_with_their_time_and_their_name(stranger: Client) -> None:
    request = sent_request(time_zone="Europe/London")
    embargo = {"terms": "embargoed", "embargo_until": "2030-01-02T09:00"}
    named = {"terms": "attributed to", "attributed_to": "a person at the board"}
    until, whom = (
        "Embargoed until 09:00 GMT on Wednesday, January 2, 2030",
        "attributed to a person",
    )
    for given, said in ((embargo, until), (named, whom)):
        shown = stranger.post(path(request), {"offered": "answered", "text": "No.", **given})
        assert said in shown.content.decode()
        stranger.post(path(request), {"signed": look_over(stranger, request, **given)})
    again = page_of(stranger, request).split("<form")[0]
    assert until in again
    assert whom in again
    assert "below" not in again


def test_files_that_a_browser_cannot_keep_are_asked_for_again(stranger: Client) -> None:
    request = sent_request()
    lost = "The files you chose before were not kept"
    given = {"offered": "answered", "text": "No.", "terms": "on the record"}
    refused = stranger.post(
        path(request),
        {**given, "terms": "embargoed", "attached": SimpleUploadedFile("a.txt", b"a")},
    )
    assert lost in refused.content.decode()
    held = look_over(stranger, request, attached=[SimpleUploadedFile("a.txt", b"a")])
    back = {"signed": held, "back": "1"}
    assert lost in stranger.post(path(request), back).content.decode()
    without = {"signed": look_over(stranger, request), "back": "1"}
    assert lost not in stranger.post(path(request), without).content.decode()


def test_what_came_by_mail_is_not_shown_on_the_page(stranger: Client) -> None:
    reply = ReplyFactory(text="By mail, to you alone")
    assert reply.request is not None
    assert "to you alone" not in page_of(stranger, reply.request)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Relire"), ("ar", "مراجعة"), ("pt", "Look it over"), ("de-AT", "Ansehen")],
)
def test_the_page_speaks_the_letter_s_language(stranger: Client, language: str, words: str) -> None:
    contact = ContactFactory(language=language)
    request = sent_request(contact=contact, party=contact.party)
    shown = page_of(stranger, request)
    assert words in shown
    assert ('dir="rtl"' in shown) == (language == "ar")


def test_a_wrong_address_ends_in_plain_words(stranger: Client) -> None:
    answer = stranger.get("/r/nowhere/", headers={"Accept-Language": "xx, fr;q=0.5"})
    assert answer.status_code == 404
    assert "Cette adresse ne mène à aucune demande" in answer.content.decode()
    assert "Sign in" not in answer.content.decode()


def test_words_that_took_too_long_are_not_erased(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sent_request()
    signed = look_over(stranger, request, text="My long words")
    monkeypatch.setattr(public, "MAX_AGE", -1)
    answer = stranger.post(path(request), {"signed": signed})
    assert answer.status_code == 422
    assert "My long words" in answer.content.decode()
    assert not Reply.objects.exists()


def test_words_sent_too_often_are_not_erased(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sent_request()
    monkeypatch.setattr(public, "POSTS_AN_HOUR", 0)
    answer = stranger.post(path(request), {"offered": "answered", "text": "My long words"})
    assert answer.status_code == 429
    assert "My long words" in answer.content.decode()


def test_who_asks_for_time_says_until_when_and_the_desk_has_it_before_it(stranger: Client) -> None:
    request = sent_request(time_zone="America/New_York")
    # The hour that clocks there show twice: the second one.
    asked = {
        "offered": "asks for time",
        "text": "",
        "asks_until": "2026-11-01T01:30",
        "asks_until_which": "later",
    }
    signed = look_over(stranger, request, **asked)
    changed = stranger.post(path(request), {"signed": signed, "back": "1"}).content.decode()
    assert 'value="2026-11-01T01:30"' in changed
    stranger.post(path(request), {"signed": signed})
    reply = Reply.objects.get()
    assert reply.asks_until == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    again = one_line(stranger.get(path(request)))
    assert "We ask for more time, 2026-11-01 01:30 (America/New_York)" in again
    desk_page = Client()
    desk_page.force_login(EditorFactory())
    page = desk_page.get(reverse("replies:request", args=[request.pk])).content.decode()
    assert 'value="2026-11-01T01:30"' in page
    assert "Give it that time" in page


def test_an_answer_that_asks_for_no_time_has_none(stranger: Client) -> None:
    request = sent_request()
    signed = look_over(stranger, request, asks_until="2026-11-30T12:00")
    stranger.post(path(request), {"signed": signed})
    assert Reply.objects.get().asks_until is None


ENGLISH = re.compile(
    r"\b(?:the|this|until|write|give|say|attach|choose|which|first|second|required|valid|at most)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", ["fr", "es", "de", "ru", "ar"])
@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"offered": "nonsense"},
        {"terms": "embargoed"},
        {"terms": "attributed to"},
        {"terms": "embargoed", "embargo_until": "soon"},
        {"terms": "embargoed", "embargo_until": "2026-11-01T01:30"},
        {"terms": "embargoed", "embargo_until": "2026-03-08T02:30"},
        {"said_by": "x" * 400},
        {"text": "nul\0"},
    ],
    ids=lambda values: "-".join(values),
)
def test_what_is_wrong_is_said_in_the_letter_s_language(
    stranger: Client, language: str, values: dict[str, Any]
) -> None:
    request = sent_request(time_zone="America/New_York")
    Contact.objects.filter(pk=request.contact_id).update(language=language)
    sent = {"offered": "answered", "text": "Wir sagen nein.", "said_by": "Ann", **values}
    page = stranger.post(path(request), sent)
    assert page.status_code == 422
    wrong = re.findall(
        r'class="(?:wrong-because|refused|errorlist[^"]*)"[^>]*>(.*?)</(?:p|div|ul)>',
        page.content.decode(),
        re.DOTALL,
    )
    assert wrong
    assert not [words for words in wrong if ENGLISH.search(re.sub(r"<[^>]*>", " ", words))]
    assert "the first" not in page.content.decode()


def test_a_refusal_of_the_desk_is_said_in_the_letter_s_language(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sent_request()
    Contact.objects.filter(pk=request.contact_id).update(language="de")
    signed = look_over(stranger, request)
    monkeypatch.setattr(answering, "MAX_WORDS", 3)
    page = stranger.post(path(request), {"signed": signed})
    assert page.status_code == 422
    assert "konnte nicht angenommen werden" in page.content.decode()
    assert "We did not." in page.content.decode(), "refused words are not erased"


def test_every_language_has_every_word_of_the_page() -> None:
    tables = table("public_page")
    assert [code for code in tables if set(tables[code]) != set(tables["en"])] == []
