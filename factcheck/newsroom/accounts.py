"""How people get accounts: from a chief, in the admin. Nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User


class NewsroomAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def signed_in_user(request: HttpRequest) -> User:
    """Return whoever is signed in; raise `NotAllowed` for anybody else."""
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user
