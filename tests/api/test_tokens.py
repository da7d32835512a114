"""Tokens, made and taken back by a chief."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.api.actions import hash_of_secret, make_token, revoke_token
from factcheck.api.models import Token
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry, User
from tests.api.factories import token_of
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import ChiefFactory, EditorFactory

pytestmark = pytest.mark.django_db
FORM = {"name": "CMS", "role": "editor", "scope": "import", "days": 90}


def test_only_the_hash_is_kept_and_the_secret_is_shown_once() -> None:
    client = Client()
    client.force_login(ChiefFactory())
    answer = client.post(reverse("api:tokens"), FORM)
    secret, token = answer.context["secret"], Token.objects.get()
    assert secret in answer.content.decode()
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert token.hash == hash_of_secret(secret)
    assert secret not in client.get(reverse("api:tokens")).content.decode()
    assert not [entry for entry in LogEntry.objects.all() if secret in f"{entry.text}{entry.data}"]


def test_only_a_chief_makes_and_revokes_tokens() -> None:
    token_of(EditorFactory())
    token = Token.objects.get()
    client = Client()
    client.force_login(EditorFactory())
    assert client.get(reverse("api:tokens")).status_code == 403
    assert client.post(reverse("api:revoke", args=[token.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        make_token(by=EditorFactory(), name="x", role="reporter", scope="read", days=1)
    with pytest.raises(NotAllowed):
        revoke_token(by=EditorFactory(), token=token)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "  "}, "what will use"),
        ({"role": "owner"}, "Choose a role"),
        ({"scope": "all"}, "Choose a role"),
        ({"days": 0}, "from a day"),
        ({"days": 1000}, "to 400 days"),
    ],
)
def test_a_token_needs_a_name_a_role_a_scope_and_an_end(change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        make_token(by=ChiefFactory(), **{**FORM, **change})
    assert not Token.objects.exists()


def test_an_integration_has_an_account_of_its_own_and_is_nobody_s_colleague() -> None:
    token, _ = make_token(by=ChiefFactory(), **FORM)
    machine = token.user
    assert (machine.name, machine.role, machine.is_machine) == ("CMS", "editor", True)
    assert not machine.has_usable_password()
    assert machine not in User.objects.people()
    revoke_token(by=ChiefFactory(), token=token)
    machine.refresh_from_db()
    assert not machine.is_active


def asked(secret: str, method: str, path: str) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    client = Client()
    if method == "get":
        return client.get(path, headers=headers).status_code
    return client.post(path, "{}", "application/json", headers=headers).status_code


@pytest.mark.usefixtures("flush_redis")
@pytest.mark.parametrize(
    ("scope", "reads", "imports", "clears"),
    [("read", True, False, False), ("import", True, True, False), ("clear", True, True, True)],
)
def test_a_token_does_what_its_scope_names_and_no_more(
    scope: str, reads: bool, imports: bool, clears: bool
) -> None:
    article = ArticleFactory()
    secret = token_of(EditorFactory(), scope=scope)
    base = f"/api/articles/{article.pk}/"
    may = [
        asked(secret, method, path) != 403
        for method, path in (("get", base), ("post", "/api/articles/"), ("post", f"{base}clear/"))
    ]
    assert may == [reads, imports, clears]


@pytest.mark.usefixtures("flush_redis")
def test_a_token_lets_nobody_in_after_its_last_day() -> None:
    secret = token_of(EditorFactory(), days=30)
    path = f"/api/articles/{ArticleFactory().pk}/"
    assert asked(secret, "get", path) == 200
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert asked(secret, "get", path) == 401


def test_revoking_twice_is_logged_once() -> None:
    token_of(EditorFactory())
    chief, token = ChiefFactory(), Token.objects.get()
    revoke_token(by=chief, token=token)
    revoke_token(by=chief, token=token)
    assert LogEntry.objects.filter(text__startswith="Revoked").count() == 1
