"""Fixtures every room's tests may use."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import redis
from axe_playwright_python.sync_playwright import Axe
from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections, transaction
from django.db.models.signals import pre_migrate
from django.dispatch import receiver
from django.test import Client, TransactionTestCase
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

import factcheck.celery  # noqa: F401  so that shared tasks publish to this run's broker
from tests import browser as chromium

# No example has a deadline: on a busy machine a slow one says nothing of the code.
hypothesis.settings.register_profile("factcheck", deadline=None)
hypothesis.settings.load_profile("factcheck")


@receiver(pre_migrate)
def make_vectors_known(sender: AppConfig, using: str, **_: Any) -> None:
    """Create PostgreSQL's vector type before the first table that has a column of it."""
    if sender.label == "newsroom":
        connections[using].cursor().execute("CREATE EXTENSION IF NOT EXISTS vector")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: the last worker to end must not have begun one of these."""
    items.sort(key=lambda item: item.get_closest_marker("servers") is None)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of the garbage collector's walks, and have it walk seldom.

    Modules, models and the tests themselves are a million objects that stay to the end; each walk
    over them costs what dozens of small tests do.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# What Django knows of the models themselves: the same after every test.
_KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def _empty_the_tables(case: TransactionTestCase) -> None:
    """Delete what a test with real transactions has committed.

    Django would truncate a hundred tables and then make every permission and trigger anew: a second
    of work after each test, where most tables are empty. Triggers and keys are off meanwhile: the
    log refuses to be emptied, and the order is any.
    """
    connection = connections["default"]
    tables = set(connection.introspection.django_table_names(include_views=False)) - _KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("".join(f'DELETE FROM "{table}";' for table in sorted(tables)))


TransactionTestCase._fixture_teardown = _empty_the_tables  # type: ignore[method-assign]


@pytest.fixture
def flush_redis() -> Iterator[redis.Redis]:
    """This worker's own Redis database, emptied before and after: ask for it wherever Redis is
    used.
    """
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium a worker. Where there is none the test is skipped, in CI it fails."""
    with sync_playwright() as playwright:
        found = chromium.launch(playwright)
        if found is None:
            pytest.fail(chromium.MISSING) if os.environ.get("CI") else pytest.skip(chromium.MISSING)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile.

    An error in its scripts, or anything its CSP refused, fails the test.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    one = context.new_page()
    faults: list[str] = []
    one.on("pageerror", lambda error: faults.append(str(error)))
    one.on("console", lambda message: _note_refusal(message, faults))
    yield one
    context.close()
    _quiet()
    assert not faults, faults


def _quiet() -> None:
    """Wait until the live server has answered what the page asked last: the tables are emptied
    next, and a query still under way would lock them.
    """
    for _ in range(100):
        if _under_way["requests"] <= 0:
            return
        time.sleep(0.05)


_under_way = {"requests": 0}


@receiver(request_started)
def _began(**_: Any) -> None:
    _under_way["requests"] += 1


@receiver(request_finished)
def _ended(**_: Any) -> None:
    _under_way["requests"] -= 1


def _note_refusal(message: ConsoleMessage, faults: list[str]) -> None:
    if "Content Security Policy" in message.text:
        faults.append(message.text)


@pytest.fixture
def live(live_server: Any, settings: Any) -> str:
    """The address of a running web server, static files included, on this test's database."""
    settings.SITE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def sign_in(page: Page, live: str) -> Callable[[Any], None]:
    """`sign_in(user)` signs `page` in without the form."""

    def go(user: Any) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}]
        )

    return go


def _axe_violations(page: Page, **options: Any) -> list[str]:
    found = (
        Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    )
    return [
        f"{one['id']}: {one['help']} at {', '.join(node['html'][:120] for node in one['nodes'])}"
        for one in found
    ]


@pytest.fixture
def axe_violations() -> Callable[..., list[str]]:
    """`axe_violations(page)`: what axe finds wrong, one line each; an accessible page gives an
    empty list.
    """
    return _axe_violations
