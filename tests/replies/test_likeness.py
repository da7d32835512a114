"""A mail's answer laid beside the points, for a person to confirm."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.newsroom.actions import Refused
from factcheck.replies import actions
from factcheck.replies.models import PointAnswer
from factcheck.replies.rules.likeness import laid_beside
from tests.newsroom.factories import CheckerFactory
from tests.replies.factories import ReplyFactory, RequestFactory, point_to, sent_request

POINTS = [
    "Did your forces cross the border on Wednesday?",
    "Who gave the order to close the lock at night?",
    "How many people were on the bridge?",
]


def laid(answer: str) -> dict[int, str]:
    return {one.place: one.text for one in laid_beside(POINTS, answer)}


def test_numbered_answers_go_to_their_points() -> None:
    assert laid("1. They did not.\n2) The captain.\n3: Nine.") == {
        0: "They did not.",
        1: "The captain.",
        2: "Nine.",
    }


def test_paragraphs_go_where_their_words_are() -> None:
    answer = (
        "The order to close the lock came from the captain.\n\n"
        "None of our forces crossed any border.\n\nKind regards"
    )
    assert laid(answer) == {
        0: "None of our forces crossed any border.",
        1: "The order to close the lock came from the captain.",
    }


def test_a_signature_answers_nothing() -> None:
    name = "Captain Karim Nasser\nForces of the Border Lock"
    said = "None of our forces crossed any border."
    assert laid(f"{said}\n\n{name}") == {0: said}
    assert laid("Captain gave the order at night")[1], "an answer without a full stop"


def test_one_paragraph_is_taken_sentence_by_sentence() -> None:
    answer = "No forces of ours crossed the border. There were nine people on the bridge."
    assert laid(answer)[2] == "There were nine people on the bridge."


@pytest.mark.parametrize("answer", ["", "No comment.", "Dear all, thank you for your message."])
def test_what_speaks_to_no_point_is_laid_nowhere(answer: str) -> None:
    assert laid(answer) == {}


@pytest.mark.django_db
def test_a_guess_counts_once_a_person_confirms_it(client: Client) -> None:
    request = sent_request()
    point = request.standing_points[0]
    reply = ReplyFactory(request=request, text="None of our forces crossed the border. Regards")
    client.force_login(CheckerFactory())
    page = client.get(reverse("replies:request", args=[request.pk])).content.decode()
    assert "It answers question 1" in " ".join(page.split())
    assert not PointAnswer.objects.exists()
    values = {
        "act": "answers",
        "point": point.pk,
        "words": "None of our forces crossed the border.",
    }
    client.post(reverse("replies:change_reply", args=[reply.pk]), values)
    assert PointAnswer.objects.get().text == "None of our forces crossed the border."


@pytest.mark.django_db
def test_words_the_reply_does_not_have_answer_nothing() -> None:
    request = sent_request()
    reply = ReplyFactory(request=request, text="No.")
    with pytest.raises(Refused, match="does not have"):
        actions.lay_beside(
            by=CheckerFactory(), reply=reply, point=request.standing_points[0], words="Yes."
        )


@pytest.mark.django_db
def test_a_point_put_to_another_party_is_not_answered_here() -> None:
    reply = ReplyFactory(text="No.")
    other = point_to(RequestFactory(), "And you?")
    with pytest.raises(Refused, match="Somebody else"):
        actions.lay_beside(by=CheckerFactory(), reply=reply, point=other, words="No.")
