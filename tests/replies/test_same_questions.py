"""The same questions put to several parties at once, each by a request of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.claims.actions import party_named
from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest
from tests.newsroom.factories import EditorFactory, ReporterFactory
from tests.replies.factories import ContactFactory, RequestFactory, sent_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client: Client) -> None:
    client.force_login(EditorFactory())


def ask_the_same(client: Client, request: CommentRequest, *names: str) -> Any:
    return client.post(
        reverse("replies:add", args=[request.article_id]),
        {"same": request.pk, "parties": "\r\n".join(names)},
        follow=True,
    )


def test_one_letter_goes_to_several_parties_each_by_a_request_of_its_own(client: Client) -> None:
    request = sent_request(about="Floods on the Tesk")
    for party in ("The Dike Board", "Harbour Union"):
        ContactFactory(party=party_named(party))
    page = ask_the_same(client, request, "The Dike Board", "", " Harbour  Union ", "Pilots")
    made = CommentRequest.objects.exclude(pk=request.pk).order_by("pk")
    assert [one.party.name for one in made] == ["The Dike Board", "Harbour Union", "Pilots"]
    assert {(one.points, one.about) for one in made} == {(request.points, "Floods on the Tesk")}
    assert page.context["lacking"][0].request.party.name == "Pilots"
    ready = [row.request for row, _letter in page.context["ready"]]
    assert ready == list(made[:2])
    seen = {f"seen-{row.request.pk}": letter.fingerprint for row, letter in page.context["ready"]}
    address = reverse("replies:send_several", args=[request.article_id])
    client.post(address, {"request": [one.pk for one in ready], **seen})
    assert set(made.values_list("state", flat=True)[:2]) == {"queued"}


def test_one_party_more_leads_to_its_letter(client: Client) -> None:
    page = ask_the_same(client, sent_request(), "Harbour Union")
    assert page.context["one"].party.name == "Harbour Union"
    assert page.context["kind"] == "first"


def test_who_was_proposed_and_has_no_questions_yet_is_asked_the_same(client: Client) -> None:
    request = sent_request()
    known = RequestFactory(article=request.article, state="proposed", points="")
    ask_the_same(client, request, known.party.name)
    known.refresh_from_db()
    assert (known.state, known.points) == ("open", request.points)


def test_nobody_is_asked_the_same_where_one_of_them_was_asked_already(client: Client) -> None:
    request, count = sent_request(), 2
    sent_request(article=request.article, party=party_named("Harbour Union"))
    for names in (("Pilots", "Harbour Union"), (request.party.name,), ("",)):
        page = ask_the_same(client, request, *names)
        assert [str(message) for message in page.context["messages"]]
        assert CommentRequest.objects.count() == count


def test_only_so_many_are_asked_at_once_and_only_what_there_is(client: Client) -> None:
    request = sent_request()
    with pytest.raises(Refused, match="at most 50"):
        actions.ask_the_same(by=EditorFactory(), request=request, names=[str(n) for n in range(51)])
    with pytest.raises(Refused, match="question first"):
        actions.ask_the_same(
            by=EditorFactory(), request=RequestFactory(points=""), names=["Pilots"]
        )
    client.force_login(ReporterFactory())
    Article.objects.filter(pk=request.article_id).update(restricted=True)
    assert ask_the_same(client, request, "Pilots").status_code == 404
