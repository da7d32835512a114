"""Accounts, the frame of every page, times in the reader's zone, and the newsroom's own admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.sites import site
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from factcheck.newsroom.accounts import NewsroomAccounts
from factcheck.newsroom.admin import DeskAdmin, LogEntryAdmin
from factcheck.newsroom.context import desk as desk_of_page
from factcheck.newsroom.middleware import desk_time
from factcheck.newsroom.models import Desk, LogEntry, User
from tests.articles.factories import ArticleFactory
from tests.claims.factories import (
    AccusationFactory,
    AskFactory,
    ClaimFactory,
    FactFactory,
    QuoteFactory,
)
from tests.newsroom.factories import (
    PASSWORD,
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    UserFactory,
    desk,
)
from tests.pages import one_line

pytestmark = pytest.mark.django_db


def request_of(user: Any) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_nobody_signs_up() -> None:
    assert NewsroomAccounts().is_open_for_signup(RequestFactory().get("/")) is False


def test_times_are_in_the_readers_zone_during_the_request_and_no_longer() -> None:
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(str(timezone.get_current_timezone()))
        return HttpResponse()

    desk_time(page)(request_of(UserFactory(time_zone="America/New_York")))
    desk_time(page)(RequestFactory().get("/"))
    assert seen == ["America/New_York", "UTC"]
    assert str(timezone.get_current_timezone()) == "UTC"


def test_a_zone_that_is_none_does_not_break_pages() -> None:
    response = desk_time(lambda request: HttpResponse("page"))(
        request_of(UserFactory(time_zone="Mars/Olympus"))
    )
    assert response.content == b"page"


def test_every_page_knows_the_desk_and_asks_for_it_only_when_it_shows_it(
    django_assert_num_queries: Any,
) -> None:
    desk(name="The Paper")
    with django_assert_num_queries(0):
        context = desk_of_page(RequestFactory().get("/"))
    with django_assert_num_queries(1):
        assert str(context["desk"]) == "The Paper"


def admin_of(user: User, client: Client) -> Client:
    client.force_login(user)
    return client


def test_the_log_is_read_in_the_admin_and_never_written() -> None:
    model_admin = LogEntryAdmin(LogEntry, site)
    request = request_of(ChiefFactory(is_superuser=True))
    assert model_admin.has_view_permission(request)
    assert not model_admin.has_add_permission(request)
    assert not model_admin.has_change_permission(request)
    assert not model_admin.has_delete_permission(request)


def test_only_the_chief_sets_the_desk() -> None:
    model_admin = DeskAdmin(Desk, site)
    Desk.load()
    assert model_admin.has_change_permission(request_of(ChiefFactory()))
    assert not model_admin.has_change_permission(request_of(EditorFactory(is_staff=True)))
    assert not model_admin.has_add_permission(request_of(ChiefFactory(is_superuser=True)))
    assert not model_admin.has_delete_permission(request_of(ChiefFactory(is_superuser=True)))


def test_an_account_made_in_the_admin_is_logged(client: Client) -> None:
    chief = ChiefFactory(is_superuser=True)
    said = {
        "email": "New@Desk.Example",
        "name": "New",
        "role": "checker",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    response = admin_of(chief, client).post(
        "/admin/newsroom/user/add/", {**said, "usable_password": "true"}
    )
    assert response.status_code == 302, response.content.decode()[:2000]
    made = User.objects.get(email__iexact="new@desk.example")
    assert made.check_password(PASSWORD)
    entry = LogEntry.objects.get()
    assert (entry.by, entry.subject_id) == (chief, made.pk)
    assert PASSWORD not in entry.text


def test_the_admin_pages_of_these_rooms_open(client: Client) -> None:
    for factory in (
        AskFactory,
        ClaimFactory,
        FactFactory,
        QuoteFactory,
        AccusationFactory,
        ArticleFactory,
    ):
        factory()
    admin_of(ChiefFactory(is_superuser=True), client)
    for room in ("newsroom", "articles", "claims"):
        for model in [model for model in site._registry if model._meta.app_label == room]:
            name = model._meta.model_name
            assert client.get(f"/admin/{room}/{name}/?q=a").status_code == 200, name
            row = model._default_manager.first()
            if row is not None:
                assert client.get(f"/admin/{room}/{name}/{row.pk}/change/").status_code == 200, name


def test_a_chief_runs_the_desk_in_the_admin_without_being_a_superuser(client: Client) -> None:
    admin_of(ChiefFactory(is_staff=True), client)
    refused = [
        f"{model._meta.app_label}.{model._meta.model_name}"
        for model in site._registry
        if model.__module__.startswith("factcheck.")
        and client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/").status_code
        != 200
    ]
    assert refused == []
    assert client.get("/admin/newsroom/user/add/").status_code == 200


@pytest.mark.parametrize("factory", [ReporterFactory, CheckerFactory, EditorFactory])
def test_who_is_no_chief_makes_no_accounts_in_the_admin(client: Client, factory: Any) -> None:
    admin_of(factory(is_staff=True), client)
    assert client.get("/admin/newsroom/user/").status_code == 403
    assert client.get("/admin/newsroom/desk/").status_code == 403


def test_a_chief_makes_nobody_a_superuser_and_touches_none(client: Client) -> None:
    superuser, person = ChiefFactory(is_superuser=True), ReporterFactory()
    admin_of(ChiefFactory(is_staff=True), client)
    page = client.get(f"/admin/newsroom/user/{person.pk}/change/").content.decode()
    assert "is_superuser" not in page
    assert "is_staff" in page
    shown = client.get(f"/admin/newsroom/user/{superuser.pk}/change/").content.decode()
    assert 'name="is_active"' not in shown, "to read only"
    assert client.post(f"/admin/newsroom/user/{superuser.pk}/password/").status_code == 403
    assert client.post(f"/admin/newsroom/user/{person.pk}/delete/").status_code == 403


def test_the_way_into_the_admin_is_shown_to_whom_it_is_open(client: Client) -> None:
    link = '<a href="/admin/">Admin</a>'
    client.force_login(ReporterFactory())
    assert link not in one_line(client.get("/"))
    client.force_login(ChiefFactory(is_staff=True))
    assert link in one_line(client.get("/"))


def test_an_idle_session_ends_and_one_in_use_goes_on(client: Client) -> None:
    now = timezone.now()
    client.force_login(ReporterFactory())
    for hours in (0, 10, 20):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            assert client.get("/").status_code == 200
    with time_machine.travel(now + timedelta(hours=33), tick=False):
        assert client.get("/").headers["Location"].startswith("/account/login/")


def test_a_page_left_open_keeps_no_session_awake(client: Client) -> None:
    article, now = ArticleFactory(), timezone.now()
    client.force_login(ReporterFactory())
    client.get("/")
    with time_machine.travel(now + timedelta(hours=11), tick=False):
        client.get(f"/articles/{article.pk}/live/")
    with time_machine.travel(now + timedelta(hours=13), tick=False):
        assert client.get("/").headers["Location"].startswith("/account/login/")


def test_a_session_in_use_costs_a_write_every_few_minutes_only(client: Client) -> None:
    client.force_login(ReporterFactory())
    client.get("/")
    before = client.session["last_seen"]
    client.get("/")
    assert client.session["last_seen"] == before


def test_pages_of_signed_in_people_are_stored_nowhere(client: Client) -> None:
    client.force_login(ReporterFactory())
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_restricted_articles_are_not_in_the_admin_of_others(client: Client) -> None:
    claim = ClaimFactory()
    type(claim.article)._default_manager.update(restricted=True, headline="The secret story")
    admin_of(EditorFactory(is_staff=True, is_superuser=True), client)
    for page in ("articles/article", "articles/proof", "claims/claim"):
        assert "The secret story" not in client.get(f"/admin/{page}/").content.decode()
