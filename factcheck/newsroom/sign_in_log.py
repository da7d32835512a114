"""What people do with their accounts stands in the log, as what they do with articles does.

The receivers of Django's and allauth's signals; connected when the room is ready.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest

from factcheck.newsroom.actions import log
from factcheck.newsroom.models import User


def connect() -> None:
    """Have each act on an account write its line."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="sign_in_log")
    user_logged_out.connect(_signed_out, dispatch_uid="sign_in_log")
    user_login_failed.connect(_failed, dispatch_uid="sign_in_log")
    for signal, says in (
        (account.password_changed, "Changed the password."),
        (account.password_reset, "Set a new password by mail."),
        (account.email_changed, "Changed the address of the account."),
        (mfa.authenticator_added, "Added a way of two-step sign-in."),
        (mfa.authenticator_removed, "Took a way of two-step sign-in away."),
        (mfa.authenticator_reset, "Made new recovery codes."),
    ):
        signal.connect(
            _line(says),
            weak=False,
            dispatch_uid=f"sign_in_log: {says}",
        )


def _where(request: HttpRequest | None) -> str:
    """Return the client's address, as the limits count it; empty where a command signs in."""
    if request is None or not request.META.get("REMOTE_ADDR"):
        return ""
    return str(get_adapter(request).get_client_ip(request))


def _signed_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    log(
        by=user,
        verb="sign in",
        subject=user,
        text=f"{user} signed in.",
        address=_where(request),
    )


def _signed_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        log(
            by=user,
            verb="sign in",
            subject=user,
            text=f"{user} signed out.",
            address=_where(request),
        )


def _failed(
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **_: Any,
) -> None:
    """Note a wrong password for an account that is there.

    An address nobody has is not noted: strangers would fill the log with whatever they type.
    """
    address = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=address).first() if address else None
    if user is not None:
        text = f"A sign-in as {user} failed."
        log(
            by=None,
            verb="sign in",
            subject=user,
            text=text,
            address=_where(request),
        )


def _line(says: str) -> Any:
    def receiver(user: User, request: HttpRequest | None = None, **_: Any) -> None:
        log(
            by=user,
            verb="set account",
            subject=user,
            text=f"{user}: {says}",
            address=_where(request),
        )

    return receiver
