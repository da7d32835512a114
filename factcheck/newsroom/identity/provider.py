"""allauth's OpenID Connect, told about our one provider and made to check what it leaves unchecked.

The ID token's signature and nonce are checked (`tokens`), nobody is signed up or joined but by
`accounts`, and whatever goes wrong ends in a page with a sentence.
"""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any, Final

from allauth.account.adapter import get_adapter as accounts_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.identity.accounts import Identity, account_for
from factcheck.newsroom.identity.configuration import PROVIDER
from factcheck.newsroom.identity.tokens import TokenRefused, claims_of, nonce_of
from factcheck.newsroom.models import User
from factcheck.outside.identity import IdentitySession

_log = logging.getLogger(__name__)
_STATE_LENGTH: Final = 32
_LONGEST_ADDRESS: Final = 254  # RFC 5321, as errata 1690 counts it
# What the flow needs of the provider's own description (OpenID Connect Discovery 1.0, section 3).
_ENDPOINTS: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
# Some providers write the claim as a word.
_CONFIRMED: Final = (True, "true")

AWAY: Final = noop("{name} does not answer just now. Try again in a minute.")
CANCELLED: Final = noop("Signing in at {name} was cancelled.")
NOT_PROVEN: Final = noop("What {name} answered does not prove who you are. Sign in again.")


class NewsroomIdentity(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks of us: which providers there are, how to reach them, who gets in."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the one provider of the environment; none is made in the admin."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={"server_url": settings.OIDC_URL, "oauth_pkce_enabled": True},
            )
        ]

    def get_provider(self, request: HttpRequest, *_: Any, **__: Any) -> IdentityProvider:
        return IdentityProvider(request, app=self.get_app(request, provider=PROVIDER))

    def get_requests_session(self) -> IdentitySession:
        return IdentitySession()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        """Show the page with the sentence."""
        raise ImmediateHttpResponse(failed(request, error=error, exception=exception))


class IdentityAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The exchange with the provider."""

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER) -> None:
        super().__init__(request, provider_id)

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """How the provider describes itself. Raises OAuth2Error where that will not do."""
        config = self._fetched(self.get_provider().server_url)
        if not all(isinstance(config.get(name), str) for name in _ENDPOINTS):
            raise OAuth2Error("The provider's description of itself lacks what is needed.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        address: str = build_absolute_uri(request, reverse("newsroom:identity_back"))
        return address

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Return the token for one use: it is not kept, so how long it lives is no matter."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,
        token: SocialToken,
        **kwargs: Any,
    ) -> SocialLogin:
        """Return the sign-in once the provider's word for it has been checked."""
        config = self.openid_config
        try:
            claims = claims_of(
                str(kwargs["response"].get("id_token", "")),
                keys=self._fetched(config["jwks_uri"]),
                issuer=config["issuer"],
                client_id=app.client_id,
                nonce=nonce_of(request.GET.get("state", "")),
            )
            identity = self._identity(claims, token)
        except TokenRefused as error:
            raise OAuth2Error(str(error)) from error
        login = SocialLogin(
            user=User(email=identity.email),
            account=SocialAccount(provider=PROVIDER, uid=identity.subject),
            provider=self.get_provider(),
        )
        address = str(accounts_adapter(request).get_client_ip(request))
        try:
            login.account = account_for(identity, address=address)
        except Refused as refused:
            raise ImmediateHttpResponse(refusal(request, str(refused), status=403)) from refused
        return login

    def _identity(self, claims: dict[str, Any], token: SocialToken) -> Identity:
        """Return what the token and the provider's page of the person say together."""
        more: dict[str, Any] = {}
        if isinstance(address := self.openid_config.get("userinfo_endpoint"), str):
            more = self._fetched(address, {"Authorization": f"Bearer {token.token}"})
            if more.get("sub") != claims["sub"]:
                raise TokenRefused("The provider's page of the person is another's.")
        if len(subject := str(claims["sub"])) > app_settings.UID_MAX_LENGTH:
            raise TokenRefused("The provider's number for the person is too long to be kept.")
        # An address and whether it is confirmed are believed from one place only.
        about = claims if "email" in claims else more
        groups = claims.get(settings.OIDC_GROUPS_CLAIM, more.get(settings.OIDC_GROUPS_CLAIM))
        groups = [groups] if isinstance(groups, str) else groups
        return Identity(
            subject=subject,
            email=_address(about.get("email")),
            is_confirmed=about.get("email_verified") in _CONFIRMED,
            name=_one_line(claims.get("name") or more.get("name"))[:200],
            groups=tuple(str(group) for group in groups) if isinstance(groups, list) else (),
        )

    def _fetched(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        with IdentitySession() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
            found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error(f"The provider's answer at {address} is no object.")
        return found


def _address(claim: Any) -> str:
    """Return the address in a claim; empty where it is none."""
    address = _one_line(claim).lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= _LONGEST_ADDRESS else ""


def _one_line(claim: Any) -> str:
    words = claim if isinstance(claim, str) else ""
    return "".join(character for character in words if character.isprintable()).strip()


class IdentityProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider, as allauth's own views see it."""

    oauth2_adapter_class = IdentityAdapter

    def begin(self, request: HttpRequest, next_url: str | None) -> HttpResponse:
        """Return the page that leads to the provider, or the one that says why not."""
        state = get_random_string(_STATE_LENGTH)
        try:
            answer: HttpResponse = self.redirect(
                request,
                AuthProcess.LOGIN,
                next_url=next_url,
                auth_params={"nonce": nonce_of(state)},
                state_id=state,
            )
        except (OAuth2Error, OSError) as error:
            return failed(request, exception=error)
        if (address := answer.headers.get("Location")) is None:
            return answer
        # By a page that goes on by itself: our policy lets no form lead to another site.
        about = {"address": address, "name": settings.OIDC_NAME}
        return render(request, "account/identity_begin.html", about)


def failed(request: HttpRequest, *, error: Any = None, exception: Any = None) -> HttpResponse:
    """Return the page of an exchange that failed; why is for whoever runs the server."""
    _log.warning("A sign-in by the identity provider failed: %s %s", error, exception)
    if error == AuthError.CANCELLED:
        sentence, status = CANCELLED, 403
    elif isinstance(exception, OSError):  # so are all errors of `requests`
        sentence, status = AWAY, 503
    else:
        sentence, status = NOT_PROVEN, 403
    return refusal(
        request,
        _(sentence).format(name=settings.OIDC_NAME),
        status=status,
    )


def refusal(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """Return the page of a sign-in that did not work."""
    page = "account/identity_refused.html"
    return render(request, page, {"sentence": sentence}, status=status)
