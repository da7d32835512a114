"""The forms by which people sign in, and change the address they sign in with."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm
from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    """As allauth has it, in the desk's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "remember" in self.fields:
            self.fields["remember"].label = _lazy("Stay signed in on this computer")


class NewAddressForm(AddEmailForm):  # type: ignore[misc]
    """The new address waits for its mailbox's word; the one in use counts until then."""

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        """Add the address, having noted the one in use as known to be theirs.

        allauth takes an address nobody confirmed for the one that waits, and would delete it: then
        nobody could sign in. Ours are vouched for by the chief who made the account.
        """
        vouch_for_address(self.user)
        return super().save(request)


def vouch_for_address(user: User) -> None:
    """Note that a person's address is theirs, and the one they sign in with."""
    mine = EmailAddress.objects.filter(user=user)
    mine.exclude(email__iexact=user.email).filter(verified=True).delete()
    mine.filter(email__iexact=user.email).delete()
    EmailAddress.objects.create(
        user=user,
        email=user.email,
        verified=True,
        primary=True,
    )
