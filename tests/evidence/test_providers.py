"""Providers as the desk sets them: key, address and pace, how each fares, and a button that tries
one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_httpserver import HTTPServer

from factcheck.evidence import actions
from factcheck.evidence.models import Provider, Search
from factcheck.evidence.reads import evidence
from factcheck.evidence.search.provider_registry import code_of, lacks, service_of
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.outside.errors import OutsideError
from factcheck.outside.search import SERVICES
from tests.evidence.conftest import FakeProvider
from tests.evidence.factories import SearchFactory, only, provider, searched_claim
from tests.newsroom.factories import CheckerFactory, ChiefFactory
from tests.pages import seen_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def set_(one: Provider, **changes: Any) -> Provider:
    values = {"base": one.base, "seconds": one.seconds, "daily": one.daily}
    values |= {"saves": one.saves, **changes}
    actions.set_provider(by=ChiefFactory(), provider=one, **values)
    one.refresh_from_db()
    return one


def page(one: Provider) -> str:
    return reverse("admin:evidence_provider_change", args=[one.pk])


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(ChiefFactory(is_staff=True, is_superuser=True))
    return client


def test_every_provider_the_code_knows_has_a_row_and_only_searches_are_put_to_claims() -> None:
    actions.ensure_providers()
    put = {name for name, one in SERVICES.items() if one.takes_claims}
    assert put <= set(Provider.objects.filter(takes_claims=True).values_list("name", flat=True))
    assert not Provider.objects.filter(takes_claims=True, name__in=set(SERVICES) - put).exists()
    assert set(SERVICES) <= set(Provider.objects.values_list("name", flat=True))
    Provider.objects.update(on=True)
    assert not Provider.objects.asked().filter(name="by hand").exists()


def test_a_key_is_sealed_used_and_told_to_nobody() -> None:
    one = provider("guardian", on=False)
    assert lacks(one) == "a key"
    set_(one, key="SECRET-KEY", base="https://mirror.example/", seconds=3.0)
    service = service_of(one)
    assert service is not None
    assert (service.key, service.base, service.pace) == (
        "SECRET-KEY",
        "https://mirror.example",
        3.0,
    )
    assert "SECRET-KEY" not in one.sealed_key
    entry = LogEntry.objects.get(subject_id=one.pk, verb="set desk")
    assert "SECRET-KEY" not in f"{entry.text}{entry.data}"
    assert "key" in entry.text
    assert set_(one, key="").sealed_key == ""


def test_a_key_sealed_with_another_secret_is_no_key(settings: Any) -> None:
    one = set_(provider("guardian", on=False), key="SECRET-KEY")
    old, settings.SECRET_KEY = (
        settings.SECRET_KEY,
        "another secret, of fifty characters or thereabouts",
    )
    assert lacks(one) == "a key"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert lacks(one) == ""


def test_a_key_of_the_environment_is_enough(settings: Any) -> None:
    one = provider("guardian", on=False)
    settings.PROVIDER_KEYS = {"guardian": "FROM-ENVIRONMENT"}
    assert code_of(one) is not None
    actions.switch_provider(by=ChiefFactory(), provider=one, on=True)


def test_only_a_chief_sets_a_provider_and_one_that_is_on_keeps_what_it_needs() -> None:
    one = set_(provider("guardian", on=False), key="SECRET-KEY")
    with pytest.raises(NotAllowed):
        actions.set_provider(
            by=CheckerFactory(), provider=one, base="", seconds=None, daily=None, saves=False
        )
    actions.switch_provider(by=ChiefFactory(), provider=one, on=True)
    with pytest.raises(Refused, match="would lack a key"):
        set_(one, key="")
    one.refresh_from_db()
    assert one.sealed_key


def test_a_provider_that_fails_rests_and_every_claim_it_is_asked_about_says_so(
    wikipedia: FakeProvider,
) -> None:
    first, second = searched_claim(), searched_claim()
    one = provider("wikipedia")
    rows = [SearchFactory(claim=claim, provider=one) for claim in (first, second)]
    wikipedia.answers = [
        OutsideError("status", "The server answered 503", status=503, temporary=True)
    ]
    for row in rows:
        actions.ask(row.pk)
    assert len(wikipedia.asked) == 1
    one.refresh_from_db()
    assert (one.failures, one.last_error) == (1, "The server answered 503")
    for claim in (first, second):
        [shown] = evidence.evidence_of([claim])[claim.pk].searches
        assert shown.state == "failing"
        assert "The server answered 503" in shown.words
    waiting = Search.objects.get(pk=rows[1].pk)
    assert (waiting.work, waiting.tries) == ("waiting", 0)
    assert waiting.next_try_at >= one.next_try_at


def test_a_provider_is_asked_again_later_each_time_and_at_once_when_the_server_asks_for_longer() -> (
    None
):
    one = provider("wikipedia")
    waits = []
    for asked in (None, None, 7200.0):
        Provider.objects.update(next_try_at=None)
        actions.providers.note_failure(one, "503", asked=asked)
        one.refresh_from_db()
        assert one.next_try_at is not None
        waits.append(round((one.next_try_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 4, 120]


def test_claims_that_fail_at_the_same_moment_are_one_failure() -> None:
    one = provider("wikipedia")
    for _ in range(5):
        actions.providers.note_failure(one, "503")
    one.refresh_from_db()
    assert one.failures == 1


def test_one_good_answer_wakes_all_that_waited(wikipedia: FakeProvider) -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    one = provider(
        "wikipedia", on=True, failing_since=past, failures=3, last_error="503", next_try_at=past
    )
    claim, other, third = searched_claim(), searched_claim(), searched_claim()
    later = timezone.now() + dt.timedelta(hours=1)
    waiting = SearchFactory(claim=other, provider=one, error="503", next_try_at=later)
    given_up = SearchFactory(claim=third, provider=one, error="503", work="failed")
    actions.ask(SearchFactory(claim=claim, provider=one).pk)
    one.refresh_from_db()
    assert (one.failing_since, one.failures, one.next_try_at) == (None, 0, None)
    assert one.last_good_at
    for row in (waiting, given_up):
        row.refresh_from_db()
        assert row.work == "waiting"
        assert row.next_try_at <= timezone.now()


def test_what_a_provider_cannot_be_asked_is_no_failing(wikipedia: FakeProvider) -> None:
    wikipedia.answers = [
        OutsideError("refused", "It looks back three months only", temporary=False)
    ]
    search = SearchFactory(claim=searched_claim(), provider=provider("wikipedia"))
    actions.ask(search.pk)
    search.refresh_from_db()
    assert (search.work, search.error) == ("failed", "It looks back three months only")
    assert search.provider.failing_since is None


def test_a_refused_key_is_tried_again_with_backoff(wikipedia: FakeProvider) -> None:
    wikipedia.answers = [OutsideError("login", "It refuses our key", status=403, temporary=False)]
    search = SearchFactory(claim=searched_claim(), provider=provider("wikipedia"))
    actions.ask(search.pk)
    search.refresh_from_db()
    assert search.work == "waiting"
    assert search.next_try_at > timezone.now()


# --- in the admin


def test_a_chief_sets_key_address_and_pace_in_the_admin_and_the_key_is_not_shown_again(
    chief: Client,
) -> None:
    one = provider("guardian", on=False)
    form = {"on": "on", "new_key": "SECRET-KEY", "base": "https://mirror.example", "seconds": "2.5"}
    answer = chief.post(page(one), {**form, **seen_at(chief, page(one))}, follow=True)
    one.refresh_from_db()
    assert (one.on, one.base, one.seconds) == (True, "https://mirror.example", 2.5)
    assert service_of(one).key == "SECRET-KEY"  # type: ignore[union-attr]
    assert b"SECRET-KEY" not in answer.content
    shown = chief.get(page(one)).content.decode()
    assert "SECRET-KEY" not in shown
    assert "A key is set here." in shown
    chief.post(page(one), {**form, "new_key": "", "seconds": "", **seen_at(chief, page(one))})
    one.refresh_from_db()
    assert (one.seconds, service_of(one).key) == (None, "SECRET-KEY")  # type: ignore[union-attr]


def test_a_search_that_a_newer_version_brings_stands_in_the_admin(chief: Client) -> None:
    actions.ensure_providers()
    Provider.objects.filter(name="searxng").delete()
    shown = chief.get(reverse("admin:evidence_provider_changelist")).content.decode()
    assert "SearXNG" in shown
    assert not Provider.objects.get(name="searxng").on


def test_the_admin_says_why_a_provider_cannot_be_switched_on(chief: Client) -> None:
    one = provider("searxng", on=False)
    answer = chief.post(
        page(one), {"on": "on", "base": "", "seconds": "", **seen_at(chief, page(one))}, follow=True
    )
    assert "SearXNG needs an address first." in answer.content.decode()
    one.refresh_from_db()
    assert not one.on


def test_the_button_tests_what_was_just_set_and_shows_the_outcome(
    chief: Client, web: HTTPServer
) -> None:
    web.expect_request("/search").respond_with_json(
        {"results": [{"url": "https://a.example/"}], "unresponsive_engines": [["bing", "timeout"]]}
    )
    one = provider("searxng", on=False)
    form = {
        "base": web.url_for("/").rstrip("/"),
        "seconds": "",
        "_try": "Save and test this provider",
    }
    shown = chief.post(
        page(one), {**form, **seen_at(chief, page(one))}, follow=True
    ).content.decode()
    assert "with 1 found. bing did not answer: timeout." in shown
    one.refresh_from_db()
    assert one.last_good_at
    web.clear()
    web.expect_request("/search").respond_with_data("Forbidden", 403)
    assert (
        "its JSON format is off"
        in chief.post(
            page(one), {**form, **seen_at(chief, page(one))}, follow=True
        ).content.decode()
    )
    one.refresh_from_db()
    assert one.failing_since
    assert one.next_try_at


def test_a_checker_sees_how_providers_fare_and_sets_none(client: Client) -> None:
    only("archive")
    one = provider("guardian", on=False)
    client.force_login(CheckerFactory(is_staff=True, is_superuser=True))
    assert client.get(page(one)).status_code == 200
    assert client.post(page(one), {"on": "on", "new_key": "x"}).status_code == 403
