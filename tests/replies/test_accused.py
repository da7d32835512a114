"""Whom the copy accuses: each is asked, or somebody says why not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest
from factcheck.replies.reads.accused import AccusedParty, accused_without_request
from factcheck.replies.reads.points import charges_of
from tests.articles.factories import ArticleFactory
from tests.claims.factories import AccusationFactory, PartyFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory
from tests.pages import one_line
from tests.replies.factories import RequestFactory, sent_request
from tests.review.factories import reasons

pytestmark = pytest.mark.django_db
COPY = "Verrat accused Ostria of arming the rebels. At least 12 people were killed."


@pytest.fixture
def article() -> Article:
    copy: Article = ArticleFactory(text=COPY)
    accused = "accused Ostria of arming the rebels"
    AccusationFactory(
        proof=copy.current_proof(),
        text=accused,
        party=PartyFactory(name="Ostria"),
        accuser="Ilan Verrat",
    )
    return copy


@pytest.fixture
def editor(client: Client) -> User:
    user: User = EditorFactory()
    client.force_login(user)
    return user


def rows(article: Article) -> list[AccusedParty]:
    requests = CommentRequest.objects.filter(article=article).select_related("party")
    return accused_without_request(charges_of([article.pk])[article.pk], list(requests))


def board(client: Client, article: Article) -> str:
    return one_line(client.get(reverse("replies:of_article", args=[article.pk])))


def decide(client: Client, article: Article, **typed: str) -> None:
    accusation = rows(article)[0].accusation.pk
    address = reverse("replies:add", args=[article.pk])
    client.post(address, {"accusation": str(accusation), **typed})


def test_an_accused_party_without_a_request_is_a_row_that_says_who_accuses_it_of_what(
    client: Client, editor: User, article: Article
) -> None:
    page = board(client, article)
    assert "Ostria" in page
    assert "by <bdi>Ilan Verrat</bdi>:" in page
    assert "<bdi>“Verrat accused Ostria of arming the rebels.”</bdi>" in page


def test_a_request_that_would_speak_for_it_is_named_and_it_is_a_row_all_the_same(
    client: Client, editor: User, article: Article
) -> None:
    mission = RequestFactory(article=article, party=PartyFactory(name="Ostrian U.N. mission"))
    assert [row.spoken_for for row in rows(article)] == [mission]
    assert "would count for it" in board(client, article)


def test_asking_it_makes_the_request_that_rests_on_the_accusation(
    client: Client, editor: User, article: Article
) -> None:
    accusation = rows(article)[0].accusation
    decide(client, article)
    made = CommentRequest.objects.get()
    assert (made.party.name, made.state, made.accusation) == ("Ostria", "open", accusation)
    assert made.taken_up_by == editor
    assert rows(article) == []


def test_whoever_is_not_asked_has_a_reason_on_the_board_and_in_the_log(
    client: Client, editor: User, article: Article
) -> None:
    decide(client, article, act="decline", reason="Its mission answers for it.")
    assert rows(article) == []
    assert "Ostria: Its mission answers for it." in board(client, article)
    assert LogEntry.objects.filter(
        text="Ostria is not to be asked: Its mission answers for it."
    ).exists()


def test_a_party_not_asked_still_stands_against_clearance(article: Article) -> None:
    before = reasons(article)
    actions.decline_to_ask(
        by=EditorFactory(), article=article, accusation=rows(article)[0].accusation, reason="No."
    )
    assert "accused not asked" in before
    assert "accused not asked" in reasons(article)


def test_no_reason_is_no_decision(client: Client, editor: User, article: Article) -> None:
    address = reverse("replies:add", args=[article.pk])
    typed = {"accusation": rows(article)[0].accusation.pk, "act": "decline", "reason": " "}
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Say why it is not asked." in answer.content.decode()
    assert answer["HX-Retarget"] == "this", "what was typed stays"
    assert not CommentRequest.objects.exists()


def test_one_who_was_asked_meanwhile_is_not_set_aside(article: Article) -> None:
    accusation = rows(article)[0].accusation
    sent_request(article=article, party=accusation.party)
    with pytest.raises(Refused, match="There is a request to Ostria already"):
        actions.decline_to_ask(
            by=EditorFactory(), article=article, accusation=accusation, reason="No."
        )


def test_a_party_is_set_aside_once(article: Article) -> None:
    accusation, by = rows(article)[0].accusation, EditorFactory()
    actions.decline_to_ask(by=by, article=article, accusation=accusation, reason="No.")
    with pytest.raises(Refused, match="not to ask it already"):
        actions.decline_to_ask(by=by, article=article, accusation=accusation, reason="Nor now.")
    assert CommentRequest.objects.get().trouble == "No."


def test_only_whoever_may_edit_a_request_sets_a_party_aside(article: Article) -> None:
    Article.objects.update(restricted=True)
    with pytest.raises(NotAllowed):
        actions.decline_to_ask(
            by=CheckerFactory(),
            article=Article.objects.get(),
            accusation=rows(article)[0].accusation,
            reason="No.",
        )


def test_a_name_typed_for_a_party_that_cannot_be_asked_stays(
    client: Client, editor: User, article: Article
) -> None:
    sent_request(article=article, party=PartyFactory(name="The Dike Board"))
    answer = client.post(reverse("replies:add", args=[article.pk]), {"party": "The Dike Board"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a request to The Dike Board already." in page
    assert 'value="The Dike Board"' in page
