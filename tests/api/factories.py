"""Tokens: `token_of(user)` gives the secret."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from factcheck.api.actions import hash_of_secret
from factcheck.api.models import CLEAR, Token
from factcheck.newsroom.models import User
from tests.newsroom.factories import ChiefFactory


def token_of(user: User, name: str = "CMS", scope: str = CLEAR, days: int = 30) -> str:
    """Make a token that acts as an account of the test's choice; return its secret."""
    secret = f"secret-{Token.objects.count()}-of-{user.pk}"
    Token.objects.create(
        name=name,
        user=user,
        hash=hash_of_secret(secret),
        scope=scope,
        expires_at=timezone.now() + timedelta(days=days),
        created_by=ChiefFactory(),
    )
    return secret
