"""What every page has: times in the reader's own zone, and no copy left in a browser's store."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from factcheck.newsroom.actions import NotAllowed, require_role
from factcheck.newsroom.addresses import OF_PACKAGES, verb_of
from factcheck.newsroom.languages import page_language
from factcheck.newsroom.models import User


def in_reader_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Draw every page in the language of whoever reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = page_language(request)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        # Who is signed in may have chosen; their cookie is named by the session already.
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def desk_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show every time of a page in the zone of whoever reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User):
            with timezone.override(user.zone):
                return get_response(request)
        return get_response(request)

    return middleware


class AddressesAskTheTable:
    """Let nobody to an address whose verb their role may not do, before its page is run.

    One that nobody classified is closed. What the article allows, the actions ask.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        match = request.resolver_match
        user = getattr(request, "user", None)
        # Who is not signed in is sent to do so by the view itself.
        if match is not None and isinstance(user, User):
            require_address(user, match.view_name, request.method or "")


def require_address(by: User, address: str, method: str) -> None:
    """Raise NotAllowed unless `by` may use an address, by its URL's name, with this method."""
    if address.startswith(OF_PACKAGES):
        return
    try:
        verb = verb_of(address, method)
    except KeyError as error:
        raise NotAllowed(_("Nobody has said yet who may open this address.")) from error
    if verb:
        require_role(by, verb)


def not_stored(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep pages of signed-in people out of every cache: a shared machine shows none later.

    What a view says of its own caching stands (RFC 9111, section 5.2.2.5).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(getattr(request, "user", None), User):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


# How seldom a session's end is moved on: each time costs a write, and minutes are near enough.
_AWAKE_SECONDS: Final = 300
LAST_SEEN: Final = "last_seen"
# What an open page asks for on its own, every few seconds.
ASKED_BY_A_PAGE: Final = ("/live/", "/progress/")


def session_begins(request: HttpRequest | None, **_: object) -> None:
    """Note the sign-in as a session's first use; a receiver of Django's `user_logged_in`."""
    if request is not None and hasattr(request, "session"):
        request.session[LAST_SEEN] = time.time()


def idle_sessions_end(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a session end `SESSION_COOKIE_AGE` after its last request, not after its sign-in.

    A page left open that asks for news by itself does not keep it awake.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        by_a_person = not request.path.endswith(ASKED_BY_A_PAGE)
        if by_a_person and isinstance(getattr(request, "user", None), User):
            now = time.time()
            if now - request.session.get(LAST_SEEN, 0) > _AWAKE_SECONDS:
                request.session[LAST_SEEN] = now
        return get_response(request)

    return middleware
