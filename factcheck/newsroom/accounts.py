"""How people get accounts: from a chief, in the admin. Nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from factcheck.newsroom.actions import NotAllowed, log
from factcheck.newsroom.identity.accounts import is_joined
from factcheck.newsroom.identity.configuration import is_configured
from factcheck.newsroom.identity.provider import refusal
from factcheck.newsroom.languages import known_language
from factcheck.newsroom.models import User


class NewsroomAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(
        self,
        request: HttpRequest,
        user: User,
        *,
        signal_kwargs: dict[str, Any] | None,
        **rest: Any,
    ) -> HttpResponse | None:
        """Refuse a password to whoever signs in by the identity provider.

        Else it would open what the provider has closed. Superusers are never joined to it.
        """
        by_provider = "sociallogin" in (signal_kwargs or {})
        if is_configured() and not by_provider and is_joined(user):
            log(
                by=None,
                verb="sign in",
                subject=user,
                text=f"A sign-in as {user} by password was refused.",
                address=str(self.get_client_ip(request)),
            )
            sentence = _("You sign in with %(provider)s, not with a password.") % {
                "provider": settings.OIDC_NAME
            }
            return refusal(request, sentence, status=403)
        answer: HttpResponse | None = super().pre_login(
            request, user, signal_kwargs=signal_kwargs, **rest
        )
        return answer

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return a mail about somebody's account in that person's language.

        Who asks for a new password is not signed in; an address nobody has is answered as its
        sender's browser says.
        """
        user = context.get("user")
        known = isinstance(user, User) and known_language(user.language)
        with translation.override(known or translation.get_language()):
            message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return message

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and address together.

        By the account alone a stranger who knows a colleague's address could lock them out.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"


def signed_in_user(request: HttpRequest) -> User:
    """Return whoever is signed in; raise `NotAllowed` for anybody else."""
    if not isinstance(request.user, User):
        raise NotAllowed(_("Sign in first."))
    return request.user
