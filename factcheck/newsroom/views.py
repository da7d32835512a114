"""Sign-in by the identity provider, the hints of a first story, and the words of the scripts."""

from __future__ import annotations

from typing import Final, cast

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import JavaScriptCatalog

from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import put_hints_away
from factcheck.newsroom.identity.configuration import is_configured
from factcheck.newsroom.identity.provider import IdentityAdapter, failed
from factcheck.newsroom.languages import known_language, words_version

_A_YEAR: Final = 365 * 24 * 3600


class _ScriptWords(JavaScriptCatalog):
    """What our own scripts say; the admin's have a catalogue of their own."""

    def get_paths(self, packages: list[str]) -> list[str]:
        return [str(path) for path in settings.LOCALE_PATHS]


@require_GET
def script_words(request: HttpRequest, language: str, version: str) -> HttpResponse:
    """Return what scripts say in a language, as a script that browsers keep for this version."""
    if not known_language(language):
        raise Http404
    with translation.override(language):
        response = cast(HttpResponse, _ScriptWords.as_view(packages=[])(request))
    response.headers["Content-Language"] = language
    if version == words_version(language):
        patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
    else:  # a page of another version asks: what it gets is not what its address names
        patch_cache_control(response, no_cache=True)
    return response


@login_required
@require_POST
def hints_done(request: HttpRequest) -> HttpResponse:
    """Put the hints away, and lead back to the page they stood on."""
    put_hints_away(by=signed_in_user(request))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:list")
    return redirect(back)


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
