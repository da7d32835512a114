"""How people get accounts: from a chief, in the admin. Nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User


class NewsroomAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and address together.

        By the account alone a stranger who knows a colleague's address could lock them out.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"


def signed_in_user(request: HttpRequest) -> User:
    """Return whoever is signed in; raise `NotAllowed` for anybody else."""
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user
