"""Whose account a sign-in by the provider opens, with which role, or why none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.identity.configuration import PROVIDER
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.rules import CHIEF, role_of_groups


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider says of whoever signs in. `subject` is its own number for them."""

    subject: str
    email: str
    is_confirmed: bool  # whether the provider vouches for the address
    name: str
    groups: tuple[str, ...]

    @property
    def role(self) -> str | None:
        return role_of_groups(self.groups, settings.OIDC_ROLES)


@dataclass(frozen=True, slots=True)
class _Case:
    """One sign-in: who it is, the account it would open, and whether the two are joined."""

    identity: Identity
    user: User | None
    is_joined: bool

    @property
    def is_taken(self) -> bool:
        """Tell whether the account with that address is joined to somebody else's sign-in."""
        return not self.is_joined and self.user is not None and is_joined(self.user)


def is_joined(user: User) -> bool:
    """Tell whether a person signs in by the provider."""
    return bool(SocialAccount.objects.filter(user=user, provider=PROVIDER).exists())


_WHY_NOT: Final[tuple[tuple[Callable[[_Case], bool], str], ...]] = (
    (
        lambda case: not (case.is_joined or (case.identity.email and case.identity.is_confirmed)),
        noop(
            "{name} does not vouch for your address, "
            "so the desk cannot tell which account is yours."
        ),
    ),
    (
        lambda case: case.user is not None and not case.user.is_active,
        noop("This account was switched off. Ask a chief."),
    ),
    (
        # A superuser is more than any group may make of somebody.
        lambda case: case.user is not None and (case.user.is_superuser or case.user.is_machine),
        noop("This account does not sign in by {name}."),
    ),
    (
        # An address that was given to a new colleague must not open the old one's account.
        lambda case: case.is_taken,
        noop(
            "The account with your address is another person's at {name}. "
            "Ask whoever runs Factcheck."
        ),
    ),
    (
        lambda case: case.identity.role is None,
        noop(
            "None of your groups at {name} has a role at this desk. "
            "Ask a chief which one you need."
        ),
    ),
)  # fmt: skip


def account_for(identity: Identity, *, address: str) -> SocialAccount:
    """Return the account a sign-in opens, made or joined and with its role set; log it.

    `address` is where the person signs in from. Raises Refused, with a line in the log.
    """
    case = _case_of(identity)
    for is_so, words in _WHY_NOT:
        if is_so(case):
            sentence = _(words).format(name=settings.OIDC_NAME)
            _log_refusal(case, sentence, address)
            raise Refused(sentence)
    try:
        return _opened(case)
    except IntegrityError:  # the same person, in another tab, was a moment before us
        return _opened(_case_of(identity))


def _case_of(identity: Identity) -> _Case:
    joined = SocialAccount.objects.filter(provider=PROVIDER, uid=identity.subject)
    if (account := joined.select_related("user").first()) is not None:
        return _Case(identity, account.user, is_joined=True)
    user = User.objects.filter(email__iexact=identity.email).first()
    return _Case(identity, user, is_joined=False)


@transaction.atomic
def _opened(case: _Case) -> SocialAccount:
    identity, role = case.identity, str(case.identity.role)
    user = case.user or _made(identity, role)
    if user.role != role:
        old, user.role = user.role, role
        # Who runs the desk does so in the admin; who no longer does, leaves it.
        user.is_staff = role == CHIEF
        user.save(update_fields=["role", "is_staff"])
        text = f"{settings.OIDC_NAME} made {user} {role}; before: {old}."
        log(
            by=None,
            verb="set account",
            subject=user,
            text=text,
            groups=list(identity.groups),
        )
    account, is_new = SocialAccount.objects.get_or_create(
        provider=PROVIDER,
        uid=identity.subject,
        defaults={"user": user},
    )
    if is_new:
        text = f"{user} signs in by {settings.OIDC_NAME} from now on."
        log(
            by=None,
            verb="set account",
            subject=user,
            text=text,
        )
    return account


def _made(identity: Identity, role: str) -> User:
    name = identity.name or identity.email
    user = User.objects.create_user(
        identity.email,
        name=name,
        role=role,
        is_staff=role == CHIEF,
    )
    text = f"{settings.OIDC_NAME} made an account for {user}, {role}."
    log(
        by=None,
        verb="set account",
        subject=user,
        text=text,
        groups=list(identity.groups),
    )
    return user


def _log_refusal(case: _Case, sentence: str, address: str) -> None:
    who = case.user or case.identity.email or "somebody"
    text = f"A sign-in as {who} by {settings.OIDC_NAME} was refused: {sentence}"
    log(
        by=None,
        verb="sign in",
        subject=case.user or Desk.load(),
        text=text,
        address=address,
    )
