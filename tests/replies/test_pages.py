from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.models import LogEntry
from factcheck.post.models import Incoming
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, Letter, Reply
from factcheck.replies.reads import comment_requests
from tests.articles.factories import ArticleFactory
from tests.claims.factories import AskFactory, PartyFactory
from tests.newsroom.factories import ChiefFactory, EditorFactory, ReporterFactory, desk
from tests.pages import seen_at
from tests.post.factories import raw_mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    arrive,
    first_letter,
    sent_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Any:
    user = EditorFactory()
    client.force_login(user)
    return user


def post(client: Client, name: str, pk: int, **data: Any) -> Any:
    return client.post(reverse(f"replies:{name}", args=[pk]), data, follow=True)


def busy_article(count: int) -> Article:
    article = ArticleFactory()
    for number in range(count):
        party = PartyFactory()
        request = sent_request(article=article, party=party)
        arrive(
            raw_mail(
                f"Answer {number}",
                to=f"reply+{request.address_token}@desk.example",
                message_id=f"<{party}@x.y>",
            )
        )
        RequestFactory(article=article, state="proposed")
    return article


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("page", ["of_article", "outstanding", "send_several", "orphans", "admin"])
def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    client: Client, page: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ChiefFactory(is_superuser=True))
    counts = []
    for count in (1, 3):
        article = busy_article(count)
        addresses = {
            "of_article": f"/articles/{article.pk}/requests/",
            "send_several": f"/articles/{article.pk}/requests/send/",
            "outstanding": "/requests/",
            "orphans": "/replies/",
            "admin": "/admin/replies/reply/",
        }
        client.get(addresses[page])
        with django_assert_max_num_queries(60) as captured:
            assert client.get(addresses[page]).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nobody_sees_anything_without_signing_in(client: Client) -> None:
    request = sent_request()
    for name, pk in (
        ("of_article", request.article_id),
        ("request", request.pk),
        ("raw", 1),
        ("attachment", 1),
    ):
        assert client.get(reverse(f"replies:{name}", args=[pk])).status_code == 302
    assert client.get("/requests/").status_code == 302


@pytest.mark.usefixtures("person")
def test_a_restricted_article_s_requests_and_mail_are_not_there_for_outsiders(
    client: Client,
) -> None:
    request = sent_request(article=ArticleFactory(restricted=True))
    raw = raw_mail(to=f"reply+{request.address_token}@desk.example", files={"a.txt": b"a"})
    reply = arrive(raw)
    pages = [
        reverse("replies:of_article", args=[request.article_id]),
        reverse("replies:request", args=[request.pk]),
        reverse("replies:raw", args=[reply.incoming_id]),
        reverse("replies:attachment", args=[reply.incoming.attachments.get().pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert str(request.party) not in client.get("/requests/").content.decode()
    client.force_login(ChiefFactory())
    assert [client.get(page).status_code for page in pages] == [200] * 4


@pytest.mark.usefixtures("person")
def test_proposals_are_taken_up_written_looked_over_and_sent(client: Client) -> None:
    article, party = ArticleFactory(), PartyFactory(name="Iranian U.N. mission")
    ContactFactory(party=party, address="press@mission.example")
    AskFactory(on=article, parties=[party])
    actions.propose(by=None, article=article)
    page = client.get(f"/articles/{article.pk}/requests/").content.decode()
    assert "Once the letters have gone" in page
    post(client, "take_up_all", article.pk)
    one = CommentRequest.objects.get()
    saved = post(
        client,
        "compose",
        one.pk,
        **{"new-point": "Did you?"},
        subject="",
        contact=one.contact_id,
        deadline="2030-01-02T17:00",
        time_zone="America/New_York",
    )
    assert "press@mission.example" in saved.content.decode()
    assert "22:00" in str(CommentRequest.objects.get().deadline)
    review = client.get(f"/articles/{article.pk}/requests/send/").content.decode()
    assert "Did you?" in review
    seen = re.search(rf'name="seen-{one.pk}"\s+value="(\w+)"', review)
    assert seen
    post(client, "send_several", article.pk, request=[one.pk])
    assert not Letter.objects.exists(), "a letter that was not looked over does not go"
    post(client, "send_several", article.pk, request=[one.pk], **{f"seen-{one.pk}": seen[1]})
    again = post(client, "send_several", article.pk, request=[one.pk]).content.decode()
    assert "already" in again
    assert Letter.objects.count() == 1


@pytest.mark.usefixtures("person")
def test_what_is_wrong_in_the_form_is_said_at_the_form_and_nothing_is_lost(client: Client) -> None:
    one = RequestFactory()
    values = {
        "new-point": "My long words",
        "subject": "",
        "contact": "",
        "deadline": "soon",
        "time_zone": "Mars",
    }
    response = client.post(reverse("replies:compose", args=[one.pk]), values)
    assert response.status_code == 422
    assert "My long words" in response.content.decode()
    one.refresh_from_db()
    assert one.points != "My long words"


@pytest.mark.usefixtures("person")
def test_a_time_that_clocks_skip_is_not_taken(client: Client) -> None:
    one = RequestFactory()
    values = {
        "points": "x",
        "subject": "",
        "contact": "",
        "deadline": "2030-03-10T02:30",
        "time_zone": "America/New_York",
    }
    response = client.post(reverse("replies:compose", args=[one.pk]), values)
    assert "skip that time" in response.content.decode()


@pytest.mark.usefixtures("person")
def test_every_button_of_a_request_does_what_it_says(client: Client) -> None:
    one = sent_request()
    post(client, "hold", one.pk, on="1")
    assert CommentRequest.objects.get().hold
    until = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    shown = re.search(
        r'name="seen" value="(20[^"]+)"', client.get(one.get_absolute_url()).content.decode()
    )
    assert shown is not None
    given = {"until": until, "reason": "They asked", "tell": "on"}
    post(client, "extend", one.pk, **given, seen=shown[1])
    assert one.extensions.count() == 1
    post(
        client,
        "call",
        one.pk,
        channel="phone",
        words="No comment",
        terms="on the record",
        said_by="Ann",
        says="no comment",
    )
    post(
        client, "call", one.pk, channel="phone", words="Rang", terms="on the record", says="nobody"
    )
    assert list(one.calls.values_list("reached", flat=True)) == [True, False]
    post(
        client,
        "contact",
        one.pk,
        channel="phone",
        address="+1 555",
        language="en",
        time_zone="UTC",
        rank="3",
    )
    assert one.party.contacts.count() == 2
    page = client.get(reverse("replies:request", args=[one.pk])).content.decode()
    assert "declined to comment" in page
    assert "They asked" in page
    dropped = RequestFactory()
    post(client, "drop", dropped.pk, reason="")
    assert CommentRequest.objects.get(pk=dropped.pk).state == "open"
    post(client, "drop", dropped.pk, reason="Not theirs")
    assert CommentRequest.objects.get(pk=dropped.pk).state == "dropped"
    post(client, "take_up", dropped.pk)
    assert CommentRequest.objects.get(pk=dropped.pk).state == "open"


@pytest.mark.usefixtures("person")
def test_a_reply_is_triaged_by_its_button_and_an_orphan_filed(client: Client) -> None:
    one = sent_request()
    reply = ReplyFactory(request=one)
    page = client.get(reverse("replies:request", args=[one.pk])).content.decode()
    assert 'data-key="1"' in page
    post(client, "triage", reply.pk, says="answered", expected="")
    one.refresh_from_db()
    assert one.outcome == "answered"
    orphan = arrive(raw_mail(sender=one.contact.address, message_id="<o@x.y>"))
    assert "a contact of the party" in client.get("/replies/").content.decode()
    post(client, "file", orphan.pk, request=one.pk)
    assert one.replies.count() == 2


@pytest.mark.usefixtures("person")
def test_an_orphan_is_filed_to_a_request_that_was_answered_and_to_one_of_a_published_story(
    client: Client,
) -> None:
    answered, out, unasked = sent_request(), sent_request(), RequestFactory()
    post(client, "triage", ReplyFactory(request=answered).pk, says="answered", expected="")
    Article.objects.filter(pk=out.article_id).update(closed_at=timezone.now())
    orphans = [
        arrive(raw_mail(sender="x@nowhere.example", message_id=f"<{n}@x.y>")) for n in (1, 2)
    ]
    page = client.get("/replies/").content.decode()
    assert [page.count(f'<option value="{one.pk}">') for one in (answered, out, unasked)] == [
        2,
        2,
        0,
    ]
    for orphan, request in zip(orphans, (answered, out), strict=True):
        post(client, "file", orphan.pk, request=request.pk)
        assert request.replies.filter(pk=orphan.pk).exists()


@pytest.mark.usefixtures("person")
def test_the_log_keeps_the_reason_of_the_guess_by_which_an_orphan_was_filed(
    client: Client,
) -> None:
    request = sent_request()
    known = arrive(raw_mail(sender=request.contact.address, message_id="<1@x.y>"))
    stranger = arrive(raw_mail(sender="x@nowhere.example", message_id="<2@x.y>"))
    for orphan in (known, stranger):
        post(client, "file", orphan.pk, request=request.pk)
    first, second = LogEntry.objects.filter(verb="file reply").order_by("pk")
    why = f"from {request.contact.address}, a contact of the party"
    assert first.text == f"A reply was filed to {request.party}, as was guessed: {why}."
    assert second.text == f"A reply was filed to {request.party}."


@pytest.mark.usefixtures("person")
def test_a_letter_in_doubt_is_settled_on_its_page(client: Client) -> None:
    one = sent_request()
    letter = first_letter(one)
    type(letter.outgoing).objects.update(state="unknown")
    Letter.objects.update(seen_state="in flight")
    actions.follow(letter.pk)
    assert (
        "It was not sent: send it again"
        in client.get(reverse("replies:request", args=[one.pk])).content.decode()
    )
    post(client, "settle", letter.pk, ruling="perhaps")
    assert first_letter(one).outgoing.state == "unknown"
    post(client, "settle", letter.pk, ruling="went")
    assert first_letter(one).outgoing.state == "sent"


def test_who_may_not_do_it_is_told_so(client: Client) -> None:
    client.force_login(ReporterFactory())
    one = sent_request()
    until = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert post(client, "extend", one.pk, until=until, reason="x").status_code == 403
    assert not one.extensions.exists()


@pytest.mark.usefixtures("person")
def test_downloads_are_bytes_to_be_saved_and_never_a_page(client: Client) -> None:
    one = sent_request()
    raw = raw_mail(
        to=f"reply+{one.address_token}@desk.example",
        files={'é"\r\n.html': b"<script>alert(1)</script>"},
    )
    reply = arrive(raw)
    file = reply.incoming.attachments.get()
    for name, pk, content in (
        ("raw", reply.incoming_id, raw),
        ("attachment", file.pk, bytes(file.content)),
    ):
        response = client.get(reverse(f"replies:{name}", args=[pk]))
        assert response.content == content
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "'none'" in response["Content-Security-Policy"]
        assert "script-src" not in response["Content-Security-Policy"].replace(
            "script-src 'self'", ""
        )


@pytest.mark.usefixtures("person")
def test_the_outstanding_list_is_sorted_by_deadline_and_filtered(client: Client) -> None:
    now = timezone.now()
    later, soon = (
        sent_request(deadline=now + timedelta(hours=3)),
        sent_request(deadline=now + timedelta(hours=1)),
    )
    over = sent_request(deadline=now - timedelta(hours=1))
    read = sent_request()
    CommentRequest.objects.filter(pk=read.pk).update(outcome="answered")
    rows = client.get("/requests/").context["rows"]
    assert [row.request for row in rows] == [over, soon, later]
    assert [
        row.request
        for row in comment_requests.outstanding(EditorFactory(), now, {"party": soon.party_id})
    ] == [soon]
    assert [row.request for row in client.get("/requests/?state=overdue").context["rows"]] == [over]
    assert [
        row.request for row in client.get(f"/requests/?party={later.party_id}").context["rows"]
    ] == [later]
    assert client.get("/requests/?party=999&state=nonsense").status_code == 200


@pytest.mark.usefixtures("person")
def test_what_a_stranger_wrote_is_words_on_the_screen(client: Client) -> None:
    one = sent_request()
    body = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    arrive(raw_mail(body, subject="<b>hi</b>", to=f"reply+{one.address_token}@desk.example"))
    page = client.get(reverse("replies:request", args=[one.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>hi" not in page


def test_the_copy_is_never_in_a_letter_s_rows() -> None:
    one = sent_request(article=ArticleFactory(text="Embargoed words of the copy."))
    everything = " ".join(f"{o.subject} {o.text} {o.html}" for o in [first_letter(one).outgoing])
    assert "Embargoed" not in everything


def test_the_admin_corrects_a_contact_by_the_action(client: Client) -> None:
    client.force_login(ChiefFactory(is_superuser=True))
    desk()
    contact = ContactFactory()
    values = {
        "name": "Duty desk",
        "role": "",
        "channel": "email",
        "address": "new@office.example",
        "language": "en",
        "time_zone": "UTC",
        "rank": "0",
    }
    page = f"/admin/replies/contact/{contact.pk}/change/"
    assert client.get(page).status_code == 200
    client.post(page, {**values, **seen_at(client, page)})
    contact.refresh_from_db()
    assert contact.address == "new@office.example"
    assert LogEntry.objects.filter(verb="edit contact").exists()
    listed = "/admin/replies/contact/"
    mark = re.search(
        rf'name="seen-{contact.pk}" value="([0-9a-f]+)"', client.get(listed).content.decode()
    )
    assert mark is not None
    chosen = {"action": "verify", "_selected_action": [contact.pk], f"seen-{contact.pk}": mark[1]}
    client.post(listed, chosen)
    contact.refresh_from_db()
    assert contact.verified_at is not None


@pytest.mark.parametrize(
    "model",
    ["replies/commentrequest", "replies/letter", "replies/mailnotice", "replies/requestcall"],
)
def test_the_admin_lists_open(client: Client, model: str) -> None:
    client.force_login(ChiefFactory(is_superuser=True))
    one = sent_request()
    response = client.get(f"/admin/{model}/")
    assert response.status_code == 200
    assert one.link_token not in response.content.decode()


def test_mail_in_the_admin_is_for_who_sees_every_article(client: Client) -> None:
    arrive(raw_mail())
    client.force_login(ChiefFactory(is_superuser=True))
    incoming = Incoming.objects.get()
    for page in ("outgoing", "incoming", "mailbox", f"incoming/{incoming.pk}/change"):
        assert client.get(f"/admin/post/{page}/").status_code == 200
    client.force_login(EditorFactory(is_staff=True, is_superuser=True))
    assert client.get("/admin/post/incoming/").status_code == 403


def test_replies_to_be_filed_wait_for_everyone(client: Client) -> None:
    client.force_login(ReporterFactory())
    arrive(raw_mail(sender="x@nowhere.example"))
    assert Reply.objects.orphans().count() == 1
    assert "Unmatched mail: 1" in client.get("/requests/").content.decode()


@pytest.mark.usefixtures("person")
def test_a_legal_threat_is_not_shown_in_the_green_of_what_is_done(client: Client) -> None:
    reply = ReplyFactory()
    post(client, "triage", reply.pk, says="legal threat", expected="")
    page = client.get(reverse("replies:request", args=[reply.request_id])).content.decode()
    assert '<span class="state red">legal threat</span>' in page


def test_every_time_of_a_request_s_page_is_by_the_desk_s_clock_whoever_reads_it(
    client: Client,
) -> None:
    desk(time_zone="America/New_York")
    client.force_login(EditorFactory(time_zone="Asia/Tokyo"))
    request = sent_request(time_zone="Europe/Paris")
    for page in (request.get_absolute_url(), f"/articles/{request.article_id}/requests/"):
        shown = client.get(page).content.decode()
        main = shown[shown.index('id="main"') :]
        assert " ET" in main
        assert "JST" not in main
        assert re.search(r"\d\d:\d\d CES?T[^<]* there", main), "a deadline also by the party's"


@pytest.mark.usefixtures("person")
def test_of_a_party_whose_newer_answer_is_unsorted_no_page_says_that_nobody_was_asked(
    client: Client,
) -> None:
    first = ReplyFactory()
    actions.triage(by=EditorFactory(), reply=first, says="no comment")
    ReplyFactory(request=first.request)
    for page in ("requests", "record"):
        shown = client.get(f"/articles/{first.request.article_id}/{page}/").content.decode()
        assert "nobody has been" not in shown
        assert "Something newer that may be its answer has not been sorted." in shown
