"""What a mail says beyond its sentence."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.desk.actions import sweep_queue
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.replies.models import ANSWERS, Reply
from factcheck.status import actions
from factcheck.status.admin import SAMPLES, sample
from factcheck.status.models import EVENTS, DigestPlan, Notice
from factcheck.status.news.details import LONGEST_SUBJECT, SORTS, SUBJECTS, subject_of
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import ReporterFactory
from tests.review.factories import QueryFactory, replied, requested, story
from tests.status.factories import PreferenceFactory

pytestmark = pytest.mark.django_db
HEADLINE = "Rebels enter the second city two days into the largest offensive since the truce"
LONG = "We deny it. " * 100 + "That is all."


@pytest.fixture
def ann() -> User:
    return ReporterFactory(name="Ann", email="ann@paper.example", time_zone="America/New_York")


def mail_of(ann: User, kind: str) -> Outgoing:
    PreferenceFactory(user=ann, kind=kind, when="at once")
    actions.make_notices(now=timezone.now())
    notice = Notice.objects.get(user=ann, kind=kind)
    mail = actions.tell(notice_id=notice.pk, now=timezone.now())
    assert mail is not None
    return mail


def test_a_subject_names_who_and_which_story_in_fewer_than_sixty_characters(ann: User) -> None:
    request = requested(story(author=ann, headline=HEADLINE), party=PartyFactory(name="The IDF"))
    replied(request, text=LONG)
    mail = mail_of(ann, "reply")
    assert mail.subject.startswith("The IDF replied: Rebels enter the second")
    assert len(mail.subject) <= LONGEST_SUBJECT < 60


@pytest.mark.parametrize("kind", EVENTS)
def test_no_kind_of_mail_has_a_longer_subject(kind: str, ann: User) -> None:
    who = "The Permanent Mission of the Republic of Ostria to the United Nations"
    assert len(subject_of(kind, who, HEADLINE)) <= LONGEST_SUBJECT
    assert len(sample(ann, kind)[0]) <= LONGEST_SUBJECT
    assert set(SUBJECTS) == set(EVENTS) == set(SAMPLES)


def test_a_reply_is_in_the_mail_whole_with_the_ways_to_sort_it(ann: User) -> None:
    request = requested(story(author=ann))
    reply = replied(request, text=LONG)
    mail = mail_of(ann, "reply")
    ways = f"/requests/{request.pk}/?reply={reply.pk}&says=no+comment#reply-{reply.pk}"
    for body in (mail.text, unescape(mail.html)):
        assert "That is all." in body
        assert ways in body
        assert "Sort this reply" in body
    assert {says for says, _ in SORTS} == set(ANSWERS)


def test_a_link_that_sorts_offers_its_key_on_that_reply_and_changes_nothing(
    ann: User, client: Client
) -> None:
    request = requested(story(author=ann))
    named, other = replied(request), replied(request)
    client.force_login(ann)
    page = reverse("replies:request", args=[request.pk])
    shown = client.get(f"{page}?reply={named.pk}&says=no+comment").content.decode()
    forms = re.findall(r"<form[^>]*data-triage>.*?</form>", shown, re.DOTALL)
    offered = re.compile(r'value="no comment"\s+data-key="3" class="main"')
    assert [bool(offered.search(form)) for form in forms] == [True, False]
    assert Reply.objects.untriaged().count() == 2
    assert other.pk > named.pk


def test_a_mail_on_an_answer_after_publication_gives_no_time(ann: User) -> None:
    request = requested(story(author=ann, deadline=timezone.now() + dt.timedelta(hours=3)))
    Article.objects.update(closed_at=timezone.now() - dt.timedelta(hours=1))
    replied(request)
    mail = mail_of(ann, "late reply")
    assert "Sort this reply" in mail.text
    assert "Time:" not in mail.text


def test_a_mail_says_how_much_time_is_left_by_the_readers_clock(ann: User) -> None:
    deadline = timezone.now() + dt.timedelta(hours=3, minutes=5, seconds=30)
    request = requested(story(author=ann, deadline=deadline))
    replied(request)
    mail = mail_of(ann, "reply")
    assert "in 3 h 5 min" in mail.text
    local = deadline.astimezone(ann.zone)
    assert f"({local:%H:%M} ET)" in mail.text


def test_nothing_of_a_restricted_story_is_in_its_mail(ann: User) -> None:
    article = story(author=ann, headline="Secret plan", restricted=True)
    replied(requested(article, party=PartyFactory(name="Hidden Ltd")), text="We deny the plan.")
    mail = mail_of(ann, "reply")
    for words in ("Secret", "Hidden", "We deny", "?says="):
        assert words not in mail.subject + mail.text + mail.html
    assert mail.subject == "A party replied: a restricted article"


def test_a_digest_begins_with_what_needs_the_person_and_goes_story_by_story(ann: User) -> None:
    article = story(author=ann, headline="A city falls")
    secret = story(author=ann, headline="Secret plan", restricted=True)
    for one in (article, secret):
        QueryFactory(article=one, text="Is it 12, or 20?")
    PreferenceFactory(user=ann, kind="query", when="digest")
    PreferenceFactory(user=ann, kind="ready", when="never")
    actions.make_notices(now=timezone.now())

    sweep_queue(now=timezone.now())
    plan = DigestPlan.objects.get(user=ann)
    DigestPlan.objects.update(next_at=timezone.now() - dt.timedelta(hours=1))
    mail = actions.send_digest(plan_id=plan.pk, now=timezone.now())
    assert mail is not None
    assert mail.subject.endswith("2 to do, 2 pieces of news")
    assert mail.text.index("NEEDS YOU") < mail.text.index("A CITY FALLS")
    assert "Answer 1 query: A city falls" in mail.text
    assert "Answer 1 query: a restricted article" in mail.text
    assert "Secret" not in mail.text + mail.html


def test_every_mail_has_one_button_and_is_dressed_for_light_and_dark(ann: User) -> None:
    for kind in EVENTS:
        _, text, html = sample(ann, kind)
        assert html.count('class="button"') == 1
        assert "max-width: 560px" in html
        assert "prefers-color-scheme: dark" in html
        assert "<script" not in html
        assert "\n\n\n" not in text
