"""The one table of who may do what, walked over every verb, address, endpoint and page of the admin.

An address, a table of the admin or a verb that nobody classified fails here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.addresses import ADDRESSES, ADMIN, OF_PACKAGES, PUBLIC, SUPERUSER, verb_of
from factcheck.newsroom.middleware import require_address
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.permissions_page import permissions_page
from factcheck.newsroom.rules import MATRIX, ROLES, WHOSE, may, role_may
from tests.api.factories import token_of
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import ReporterFactory, UserFactory
from tests.test_secrecy import World, addresses, arguments, build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
ROOMS = Path(__file__).parents[1] / "factcheck"
METHODS = ("GET", "POST")


def person(role: str, **fields: Any) -> User:
    return UserFactory(role=role, **fields)


def article_of(user: User, *, restricted: bool, whose: str) -> Article:
    author = user if whose == "own" else ReporterFactory()
    article = ArticleFactory(author=author, restricted=restricted)
    if whose == "team":
        article.team.add(user)
    return article


@pytest.mark.parametrize("role", ROLES)
def test_every_verb_goes_by_role_restriction_and_whose_the_article_is(role: str) -> None:
    user, faults = person(role), []
    for restricted in (False, True):
        for whose in WHOSE:
            article = article_of(user, restricted=restricted, whose=whose)
            for verb, rule in MATRIX.items():
                if rule.of == "desk":
                    assert user.may(verb) == may(role, verb)
                    continue
                try:
                    require_on_article(by=user, verb=verb, article=article)
                    is_let = True
                except (NotAllowed, Refused):
                    is_let = False
                if is_let != may(role, verb, restricted=restricted, whose=whose):
                    faults.append(f"{verb}, restricted {restricted}, {whose}: {is_let}")
    assert not faults, "\n".join(faults)


def test_the_table_itself_is_what_the_desk_means() -> None:
    assert may("chief", "tick", restricted=True)
    assert not may("editor", "tick", restricted=True)
    assert may("editor", "tick", restricted=True, whose="team")
    assert not may("chief", "tick", whose="own")
    assert may("reporter", "answer query", whose="own")
    assert not may("lawyer", "edit copy")
    assert may("lawyer", "take record")


def test_every_address_is_classified_and_every_line_is_of_one_that_exists() -> None:
    names = {name for name, _ in addresses() if not name.startswith(OF_PACKAGES)}
    assert names == set(ADDRESSES)
    asked = {verb for verbs in ADDRESSES.values() for verb in verbs if verb}
    assert asked <= set(MATRIX)


def test_an_address_that_nobody_classified_is_closed_to_everybody() -> None:
    with pytest.raises(NotAllowed, match="Nobody has said"):
        require_address(person("chief"), "review:new_page", "GET")


def test_every_verb_is_asked_by_some_action_and_no_action_asks_another() -> None:
    asked: set[str] = set()
    for path in ROOMS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            own = path.name not in ("rules.py", "addresses.py")
            if own and isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "require_on_article":
                verb = next(k.value for k in node.keywords if k.arg == "verb")
                if isinstance(verb, ast.Constant):
                    assert verb.value in MATRIX, f"{path.name}: {verb.value}"
    by_address = {verb for verbs in ADDRESSES.values() for verb in verbs}
    assert set(MATRIX) <= asked | by_address


def path_of(world: World, name: str, route: str) -> str:
    kwargs = arguments(world, world.article, name, route)
    if kwargs is None and "<" in route:
        kwargs = {"replies:reply_page": {"token": "x"}, "status:unsubscribe": {"token": "x"}}.get(
            name, {"pk": 1}
        )
    return reverse(name, kwargs=kwargs)


def walked() -> Iterator[tuple[str, str, str, str]]:
    """(address, route, method, verb) of all that asks for a verb."""
    for name, route in addresses():
        if name in ADDRESSES:
            for method in METHODS:
                verb = verb_of(name, method)
                if verb:
                    yield name, route, method, verb


def ask(client: Client, path: str, method: str, secret: str) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    if not path.startswith("/api/"):
        return int(getattr(client, method.lower())(path).status_code)
    if method == "GET":
        return client.get(path, headers=headers).status_code
    return client.post(path, {}, headers=headers, content_type="application/json").status_code


@pytest.mark.parametrize("role", ROLES)
def test_no_address_lets_a_role_do_what_it_may_not_even_on_the_team(role: str) -> None:
    world, user = build(), person(role)
    world.article.team.add(user)
    client, secret = Client(raise_request_exception=False), token_of(user)
    client.force_login(user)
    lines, faults, denied = LogEntry.objects.count(), [], 0
    for name, route, method, verb in walked():
        if not role_may(role, verb):
            denied += 1
            status = ask(client, path_of(world, name, route), method, secret)
            if status != 403:
                faults.append(f"{method} {name} ({verb}): {status}")
    assert not faults, "\n".join(faults)
    assert LogEntry.objects.count() == lines
    assert denied > 2 or role == "chief"


@pytest.mark.parametrize("role", ["reporter", "chief"])
def test_every_page_a_role_may_read_opens_for_its_team(role: str) -> None:
    world, user = build(), person(role)
    world.article.team.add(user)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    faults = []
    for name, route, method, verb in walked():
        if method == "GET" and role_may(role, verb) and not name.startswith("api:"):
            status = client.get(path_of(world, name, route)).status_code
            # 404: what this world has none of, such as a table brought in.
            if status in (403, 405) or (status >= 500 and name != "status:readyz"):
                faults.append(f"{name} ({verb}): {status}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "chief"])
def test_no_role_but_the_chief_reads_a_restricted_article_from_outside_its_team(role: str) -> None:
    world, user = build(), person(role)
    client, secret = Client(raise_request_exception=False), token_of(user)
    client.force_login(user)
    faults = []
    for name, route, method, verb in walked():
        kwargs = arguments(world, world.article, name, route)
        if method == "GET" and kwargs is not None and MATRIX[verb].of == "article":
            status = ask(client, reverse(name, kwargs=kwargs), "GET", secret)
            if status not in (403, 404):
                faults.append(f"{name}: {status}")
    assert not faults, "\n".join(faults)


def test_nobody_gets_anywhere_without_signing_in() -> None:
    world, client = build(), Client(raise_request_exception=False)
    faults = []
    for name, route, method, _ in walked():
        status = ask(client, path_of(world, name, route), method, "")
        if status not in (302, 401, 403):
            faults.append(f"{method} {name}: {status}")
    assert not faults, "\n".join(faults)
    assert {name for name, verbs in ADDRESSES.items() if PUBLIC in verbs} == {
        "replies:reply_page", "status:healthz", "status:readyz", "status:metrics", "status:unsubscribe",
        "api:openapi", "api:nothing", "newsroom:identity", "newsroom:identity_back",
        "newsroom:script_words",
    }  # fmt: skip


def test_every_table_of_the_admin_is_classified() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN)


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_goes_by_the_same_table(role: str) -> None:
    user = person(role, is_staff=True)
    client, faults = Client(raise_request_exception=False), []
    client.force_login(user)
    asked = HttpRequest()
    asked.user = user
    for model, page in admin.site._registry.items():
        sees, changes = ADMIN[model._meta.label_lower]
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        listed = client.get(reverse(f"admin:{label}_changelist")).status_code == 200
        added = client.post(reverse(f"admin:{label}_add"), {}).status_code != 403
        may_see = sees != SUPERUSER and role_may(role, sees)
        may_change = changes not in (None, SUPERUSER) and role_may(role, str(changes))
        # Some rows are changed, and never made by hand.
        if (
            listed != may_see
            or page.has_change_permission(asked) != may_change
            or (added and not may_change)
            or page.has_delete_permission(asked)
        ):
            faults.append(f"{label}: listed {listed}, added {added}")
    assert not faults, "\n".join(faults)


def test_the_page_of_permissions_is_what_the_code_says() -> None:
    page = (ROOMS.parent / "docs" / "permissions.md").read_text()
    assert page == permissions_page(), "Run manage.py permissions > docs/permissions.md"
