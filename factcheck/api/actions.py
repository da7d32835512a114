"""Tokens made and taken back, by a chief."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from factcheck.api.models import Token
from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import User

PREFIX = "factcheck_"  # so that a secret found in a file or a log is known for what it is


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_token(*, by: User, name: str, user: User) -> tuple[Token, str]:
    """Return a token that acts as `user`, and its secret, which is kept nowhere.

    Show it now, once.
    """
    require_role(by, "make token")
    name = " ".join(name.split())[:100]
    if not name:
        raise Refused("Say what will use this token.")
    if not user.is_active:
        raise Refused(f"{user} is no longer here.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(name=name, user=user, hash=hash_of_secret(secret), created_by=by)
    log(
        by=by,
        verb="make token",
        subject=token,
        text=f"Made the API token “{name}”, which acts as {user}.",
    )
    return token, secret


@transaction.atomic
def revoke_token(*, by: User, token: Token) -> None:
    """Let nobody in by it any more. Revoking twice is revoking once."""
    require_role(by, "make token")
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    ):
        log(by=by, verb="make token", subject=token, text=f"Revoked the API token “{token}”.")
