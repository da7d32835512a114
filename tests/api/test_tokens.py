"""Tokens, made and taken back by a chief."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.api.actions import hash_of_secret, make_token, revoke_token
from factcheck.api.models import Token
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from tests.api.factories import token_of
from tests.newsroom.factories import ChiefFactory, EditorFactory, ReporterFactory

pytestmark = pytest.mark.django_db


def test_only_the_hash_is_kept_and_the_secret_is_shown_once() -> None:
    client = Client()
    client.force_login(ChiefFactory())
    answer = client.post(reverse("api:tokens"), {"name": "CMS", "user": EditorFactory().pk})
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
        make_token(by=EditorFactory(), name="x", user=ReporterFactory())
    with pytest.raises(NotAllowed):
        revoke_token(by=EditorFactory(), token=token)


def test_a_token_needs_a_name_and_someone_who_is_here() -> None:
    with pytest.raises(Refused, match="what will use"):
        make_token(by=ChiefFactory(), name="  ", user=EditorFactory())
    with pytest.raises(Refused, match="no longer here"):
        make_token(by=ChiefFactory(), name="x", user=EditorFactory(is_active=False))


def test_revoking_twice_is_logged_once() -> None:
    token_of(EditorFactory())
    chief, token = ChiefFactory(), Token.objects.get()
    revoke_token(by=chief, token=token)
    revoke_token(by=chief, token=token)
    assert LogEntry.objects.filter(text__startswith="Revoked").count() == 1
