"""The two addresses of sign-in by the newsroom's identity provider."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from factcheck.newsroom.identity.configuration import is_configured
from factcheck.newsroom.identity.provider import IdentityAdapter, failed


@require_POST
def identity(request: HttpRequest) -> HttpResponse:
    """Lead to the provider."""
    if not is_configured():
        raise Http404
    answer: HttpResponse | None = consume_or_429(request, action="login")
    if answer is None:
        provider = get_adapter(request).get_provider(request)
        answer = provider.begin(request, get_next_redirect_url(request))
    return answer


@require_GET
def identity_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider sends back, and sign the person in."""
    if not is_configured():
        raise Http404
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(IdentityAdapter(request))(request)
    except (OAuth2Error, OSError) as error:  # of the provider's description, which comes first
        return failed(request, exception=error)
    return answer
