"""The board: whom the desk waits for, one article's parties side by side, and who owes us an
answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from factcheck.newsroom.models import User
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest
from factcheck.replies.models.comment_requests import OUTCOMES, STATES
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    desk,
)
from tests.post.factories import raw_mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    arrive,
    sent_request,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def person(client: Client) -> User:
    user: User = EditorFactory()
    client.force_login(user)
    return user


def shown(client: Client, query: str = "") -> list[CommentRequest]:
    return [row.request for row in client.get(f"/requests/{query}").context["rows"]]


def answered(request: CommentRequest, after: timedelta, says: str = "answered") -> None:
    assert request.sent_at is not None
    reply = ReplyFactory(request=request, received_at=request.sent_at + after)
    actions.triage(by=ChiefFactory(), reply=reply, says=says)


def test_each_outstanding_request_is_counted_in_one_state_and_found_by_it(
    client: Client, person: User
) -> None:
    now = timezone.now()
    waiting, over = sent_request(), sent_request(deadline=now - HOUR)
    unread, part = sent_request(deadline=now - HOUR), sent_request(deadline=now - HOUR)
    ReplyFactory(request=unread)
    answered(part, HOUR, "partial")
    queued, doubt = sent_request(), sent_request()
    CommentRequest.objects.filter(pk=queued.pk).update(state="queued")
    CommentRequest.objects.filter(pk=doubt.pk).update(state="unknown")
    answered(sent_request(), HOUR)
    context = client.get("/requests/").context
    assert {slug: count for slug, _, count in context["states"]} == {
        "overdue": 1,
        "waiting": 1,
        "unread": 1,
        "part": 1,
        "queued": 1,
        "unknown": 1,
    }
    assert context["all"] == 6
    for slug, one in {
        "overdue": over,
        "waiting": waiting,
        "unread": unread,
        "part": part,
        "queued": queued,
    }.items():
        assert shown(client, f"?state={slug}") == [one], slug
    assert shown(client, "?state=unknown") == [doubt]


def test_the_board_is_filtered_by_party_kind_and_person(client: Client, person: User) -> None:
    ministry = PartyFactory(name="Ministry of Truth", aliases=["Minitrue"], kind="government")
    one, other = sent_request(party=ministry), sent_request(party=PartyFactory(kind="company"))
    ann, bob, cy = ReporterFactory(), ReporterFactory(), ReporterFactory()
    CommentRequest.objects.filter(pk=one.pk).update(taken_up_by=ann)
    other.article.assigned_to = bob
    other.article.save()
    for query in (
        "?party=minitrue",
        f"?party={ministry.pk}",
        "?kind=government",
        f"?person={ann.pk}",
    ):
        assert shown(client, query) == [one], query
    assert shown(client, f"?person={bob.pk}&kind=company") == [other]
    assert shown(client, f"?person={cy.pk}") == []
    assert (
        "No outstanding request is like that"
        in client.get(f"/requests/?person={cy.pk}").content.decode()
    )
    for nonsense in (
        "?person=x",
        "?person=٣",
        "?state=x",
        "?kind=x",
        "?page=x",
        f"?person={'9' * 40}",
    ):
        assert len(shown(client, nonsense)) == 2, nonsense
    assert shown(client, f"?party={'9' * 40}") == []


def test_whoever_sent_the_letter_is_a_person_of_the_request(client: Client, person: User) -> None:
    one = sent_request()
    wrote = one.letters.get().outgoing.created_by
    assert wrote is not None
    assert shown(client, f"?person={wrote.pk}") == [one]


def test_taking_a_request_up_makes_it_ones_own() -> None:
    ann, bob = ReporterFactory(), ReporterFactory()
    taken = actions.take_up(by=ann, request=RequestFactory(state="proposed"))
    made = actions.add_request(by=bob, article=ArticleFactory(), party=PartyFactory())
    assert (taken.taken_up_by, made.taken_up_by) == (ann, bob)


def test_the_filters_stay_in_the_addresses_of_other_pages(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factcheck.replies.views.waiting.A_PAGE", 1)
    for _ in range(2):
        sent_request(party=PartyFactory(kind="company"))
    page = client.get("/requests/?kind=company").content.decode()
    assert "?kind=company&amp;page=2" in page
    assert "?kind=company&amp;state=waiting" in page


def test_a_restricted_article_is_on_the_board_only_for_its_team(
    client: Client, person: User
) -> None:
    one = sent_request(article=ArticleFactory(restricted=True))
    answered(sent_request(article=one.article), HOUR)
    assert shown(client) == []
    assert list(client.get("/requests/owed/").context["page"]) == []
    client.force_login(ChiefFactory())
    assert shown(client) == [one]
    assert len(list(client.get("/requests/owed/").context["page"])) == 2


def owed(client: Client, query: str = "") -> dict[str, Any]:
    rows = client.get(f"/requests/owed/{query}").context["page"].object_list
    return {row["name"]: row for row in rows}


def test_who_owes_us_counts_what_became_of_each_request(client: Client, person: User) -> None:
    now, party = timezone.now(), PartyFactory(name="The army")
    asked = [
        sent_request(party=party, deadline=now + HOUR * (1 if n < 2 else -1)) for n in range(7)
    ]
    answered(asked[0], HOUR)
    answered(asked[2], 3 * HOUR, "no comment")
    answered(asked[3], 5 * HOUR, "referred")
    answered(asked[4], HOUR, "asks for time")
    ReplyFactory(request=asked[5])
    row = owed(client)["The army"]
    names = ("asked", "answered", "declined", "silent", "unread", "waiting")
    assert {name: row[name] for name in names} == {
        "asked": 7,
        "answered": 2,
        "declined": 1,
        "silent": 2,
        "unread": 1,
        "waiting": 1,
    }
    assert row["median"] == 3 * HOUR
    assert row["slow"] == timedelta(hours=4, minutes=36)


def test_machines_mail_wishes_for_time_and_other_matters_are_no_answer_in_the_times(
    client: Client, person: User
) -> None:
    request = sent_request()
    to = f"reply+{request.address_token}@desk.example"
    arrive(
        raw_mail(
            "I am out of office.", to=to, subject="Automatic reply", auto_submitted="auto-replied"
        )
    )
    assert request.notices.count() == 1
    answered(request, timedelta(minutes=5), "asks for time")
    answered(request, timedelta(minutes=6), "not about this")
    assert owed(client)[request.party.name]["median"] is None
    answered(request, 2 * HOUR)
    assert owed(client)[request.party.name]["median"] == 2 * HOUR


def test_a_corrected_triage_takes_its_time_back(client: Client, person: User) -> None:
    request = sent_request()
    answered(request, HOUR)
    actions.triage(by=CheckerFactory(), reply=request.replies.get(), says="not about this")
    assert owed(client)[request.party.name]["median"] is None


def test_who_owes_us_looks_back_as_long_as_is_asked_and_sorts(client: Client, person: User) -> None:
    old = sent_request(party=PartyFactory(name="Old"))
    CommentRequest.objects.update(sent_at=timezone.now() - timedelta(days=100))
    new = sent_request(party=PartyFactory(name="New"))
    answered(new, HOUR)
    assert list(owed(client, "?days=90")) == ["New"]
    assert list(owed(client, "?days=365&order=party")) == ["New", "Old"]
    assert list(owed(client, "?days=&order=-party")) == ["Old", "New"]
    assert list(owed(client, "?days=365&order=-median")) == ["New", "Old"]
    assert list(owed(client, "?days=365&order=median")) == ["New", "Old"]
    assert list(owed(client, "?days=7&order=nonsense")) == ["New"]
    assert old.first_answer_at is None


@pytest.mark.parametrize(
    "address", ["/requests/", "/requests/owed/", "/articles/{}/requests/", "/articles/{}/record/"]
)
def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ChiefFactory())
    article, counts = ArticleFactory(), []
    for count in (1, 3):
        for _ in range(count):
            request = sent_request(article=article, party=PartyFactory())
            ContactFactory(party=request.party)
            answered(request, HOUR, "partial")
            arrive(
                raw_mail(
                    to=f"reply+{request.address_token}@desk.example",
                    message_id=f"<{request.pk}@x.y>",
                )
            )
        client.get(address.format(article.pk))
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address.format(article.pk)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@time_machine.travel("2026-11-23T15:00:00Z", tick=False)  # an hour of day at which "today" is sure
def test_the_parties_stand_side_by_side_with_both_clocks_and_their_last_word(
    client: Client, person: User
) -> None:
    desk(time_zone="America/New_York")
    one = sent_request(time_zone="Asia/Baghdad")
    ReplyFactory(request=one, text="We deny every word.", terms="background")
    page = client.get(f"/articles/{one.article_id}/requests/").content.decode()
    assert " ET, <span" in " ".join(page.split())
    assert "UTC+3" in page
    assert "We deny every word." in page
    assert "background" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("flush_redis")
def test_the_board_fits_is_accessible_and_counts_down(
    page: Page, live: str, sign_in: Callable[[Any], None], axe_violations: Callable[..., list[str]]
) -> None:
    one = sent_request(deadline=timezone.now() + timedelta(minutes=42, seconds=30))
    answered(sent_request(article=one.article, deadline=timezone.now() - HOUR), HOUR, "partial")
    sign_in(CheckerFactory())
    article = f"{live}/articles/{one.article_id}"
    pages = (
        f"{live}/requests/",
        f"{live}/requests/owed/",
        f"{article}/requests/",
        f"{article}/record/",
    )
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for address in (*pages, f"{live}/requests/{one.pk}/"):
            page.goto(address)
            assert axe_violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                address
            )
    page.clock.install()
    page.goto(f"{live}/requests/{one.pk}/")
    assert page.locator("[data-due]").inner_text() in ("in 42 min", "in 41 min")
    page.clock.fast_forward("40:00")
    assert page.locator("[data-due]").inner_text() in ("in 2 min", "in 1 min")


@pytest.mark.parametrize("awaits_more", [False, True])
def test_a_request_that_was_read_is_outstanding_where_the_list_has_it(awaits_more: bool) -> None:
    article = ArticleFactory()
    requests = [
        RequestFactory(
            article=article,
            state=state,
            outcome=outcome,
            awaits_more=awaits_more,
            deadline=timezone.now(),
        )
        for state in STATES
        for outcome in OUTCOMES
    ]
    listed = set(CommentRequest.objects.outstanding())
    assert {request for request in requests if request.is_outstanding} == listed
    assert listed


def test_a_count_stands_behind_its_state_whatever_the_number(client: Client) -> None:
    for _ in range(2):
        ReplyFactory()
    client.force_login(ChiefFactory())
    page = " ".join(client.get("/requests/").content.decode().split())
    assert 'state=unread">unsorted reply (2)</a>' in page
    assert "2 unsorted reply" not in page
