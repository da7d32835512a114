"""How far the asking is: one figure on the desk's page, in the steps and on the requests' page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.desk.reads.lines import drawn
from factcheck.review.reads.gate import gather
from factcheck.review.reads.steps import steps_of
from factcheck.review.rules.gate import Comment, comment_of
from tests.claims.factories import AccusationFactory, PartyFactory
from tests.newsroom.factories import ChiefFactory
from tests.review.factories import requested, story

pytestmark = pytest.mark.django_db


def asked_of(article: Article) -> Comment:
    return comment_of(gather([article], timezone.now())[article.pk])


def step_of(article: Article) -> str:
    steps = steps_of(article, ChiefFactory())
    return next(step.left for step in steps.all if step.tab == "requests")


def rows_not_asked_yet(article: Article) -> int:
    client = Client()
    client.force_login(ChiefFactory())
    page = client.get(reverse("replies:of_article", args=[article.pk])).content.decode()
    table = re.search(r'<section aria-labelledby="not-asked">.*?</section>', page, re.DOTALL)
    return len(re.findall(r'<th scope="row">', table[0])) if table else 0


def test_a_letter_that_waits_for_the_server_has_asked_nobody_on_any_page() -> None:
    article = story()
    requested(article)
    requested(article, outcome="answered")
    requested(article, state="queued")
    [line] = drawn([article.pk], timezone.now())
    assert (line.answered, line.awaited) == (1, 1)
    assert step_of(article) == "1 of 2 in, 1 letter not sent"


def test_the_step_counts_the_rows_that_nobody_has_decided_about() -> None:
    article = story()
    accused = PartyFactory()
    AccusationFactory(proof=article.current_proof(), party=accused)
    AccusationFactory(proof=article.current_proof(), party=accused, text="people")
    requested(article, state="proposed")
    requested(article, state="proposed")
    requested(article, state="dropped")
    assert rows_not_asked_yet(article) == 3
    assert step_of(article) == "3 not asked"


def test_a_party_set_aside_is_none_to_decide_about_and_still_keeps_the_step_open() -> None:
    article = story()
    accused = PartyFactory()
    AccusationFactory(proof=article.current_proof(), party=accused)
    requested(article, accused, state="dropped")
    assert rows_not_asked_yet(article) == 0
    assert step_of(article) == "1 more to ask"
    assert not asked_of(article).is_done


def test_whom_a_letter_to_another_asked_is_none_to_decide_about() -> None:
    article = story()
    AccusationFactory(proof=article.current_proof(), party=PartyFactory(name="Ostria"))
    mission = PartyFactory(name="Ostrian U.N. mission")
    requested(article, mission, outcome="no comment")
    assert step_of(article) == "1 of 1 in"
    assert asked_of(article).is_done


def test_the_step_is_done_once_all_who_were_asked_have_answered() -> None:
    article = story()
    requested(article, outcome="answered")
    assert asked_of(article).is_done
    requested(article, state="open")
    assert not asked_of(article).is_done
