"""Tokens: `token_of(user)` gives the secret."""

from __future__ import annotations

from factcheck.api.actions import make_token
from factcheck.newsroom.models import User
from tests.newsroom.factories import ChiefFactory


def token_of(user: User, name: str = "CMS") -> str:
    return make_token(by=ChiefFactory(), name=name, user=user)[1]
