"""Tokens made and taken back, by a chief."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.api.models import SCOPES, Token
from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.rules import ROLES

LONGEST_DAYS = 400  # a year and a month, so that a yearly round can renew it in time
_SECRET_BYTES = 32  # of chance: nobody guesses it, however fast its hash is made
PREFIX = "factcheck_"  # so that a secret found in a file or a log is known for what it is


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_token(
    *,
    by: User,
    name: str,
    role: str,
    scope: str,
    days: int,
) -> tuple[Token, str]:
    """Return a token for an integration, and its secret, which is kept nowhere.

    The integration gets an account of its own with the role it needs, and no password. Show the
    secret now, once.
    """
    require_role(by, "make token")
    name = " ".join(name.split())[:100]
    if not name:
        raise Refused(_("Say what will use this token."))
    if role not in ROLES or scope not in SCOPES:
        raise Refused(_("Choose a role and what it is for."))
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A token lasts from a day to %(days)s days.") % {"days": LONGEST_DAYS})
    secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    token = Token.objects.create(
        name=name,
        user=_machine_account(name, role),
        hash=hash_of_secret(secret),
        scope=scope,
        expires_at=timezone.now() + timedelta(days=days),
        created_by=by,
    )
    log(
        by=by,
        verb="make token",
        subject=token,
        text=f"Made the API token “{name}” to {scope}, as a {role}, for {days} days.",
    )
    return token, secret


def _machine_account(name: str, role: str) -> User:
    """Make the account of one integration; its address is one that no mail can reach (RFC 2606)."""
    address = f"{secrets.token_hex(8)}@integration.invalid"
    return User.objects.create_user(
        address,
        None,
        name=name,
        role=role,
        is_machine=True,
    )


@transaction.atomic
def revoke_token(*, by: User, token: Token) -> None:
    """Let nobody in by it any more. Revoking twice is revoking once."""
    require_role(by, "make token")
    # Only of one that stands: revoking twice is revoking once, with the first revoker's name.
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    ):
        User.objects.filter(pk=token.user_id, is_machine=True).update(is_active=False)
        log(
            by=by,
            verb="make token",
            subject=token,
            text=f"Revoked the API token “{token}”.",
        )
