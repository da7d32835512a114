"""Two-step sign-in that a chief asks of a role: who has none is led to set it up first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.middleware import ASKED_BY_A_PAGE
from factcheck.newsroom.models import Desk, User

# A session that was let through is asked again after so many seconds.
_AGAIN_SECONDS: Final = 300
_UNTIL: Final = "two_step_until"
_STEPS: Final = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What somebody without a second step may open: to set it up, to give the password again, to leave.
_OPEN: Final = (
    "mfa_activate_totp", "mfa_index", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "account_reauthenticate", "mfa_reauthenticate", "account_logout",
    "status:healthz", "status:readyz",
)  # fmt: skip
FIRST: Final = _lazy(
    "Your role signs in with two steps. Set the second one up: a code from your phone."
)


def has_second_step(user: User) -> bool:
    """Tell whether signing in takes more than this person's password."""
    return bool(Authenticator.objects.filter(user=user, type__in=_STEPS).exists())


def lacks_second_step(user: User) -> bool:
    """Tell whether the desk asks a second step of this person's role, and they have none."""
    return Desk.load().asks_two_steps_of(user.role) and not has_second_step(user)


def session_begins(request: HttpRequest | None, user: User, **_: object) -> None:
    """Note at sign-in whether the session may go on; a receiver of Django's `user_logged_in`."""
    if request is not None and hasattr(request, "session") and not lacks_second_step(user):
        request.session[_UNTIL] = time.time() + _AGAIN_SECONDS


def second_step_first(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead whoever lacks the second step to its page, before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if not isinstance(user, User) or request.session.get(_UNTIL, 0) > time.time():
            return get_response(request)
        if not lacks_second_step(user):
            if not request.path.endswith(ASKED_BY_A_PAGE):  # a write would keep the session awake
                request.session[_UNTIL] = time.time() + _AGAIN_SECONDS
            return get_response(request)
        if resolve(request.path_info).view_name in _OPEN:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            raise NotAllowed(FIRST)
        messages.info(request, FIRST)
        return redirect("mfa_activate_totp")

    return middleware
