"""What every page has: times in the reader's own zone, and no copy left in a browser's store."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from factcheck.newsroom.models import User


def desk_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User):
            with timezone.override(user.zone):
                return get_response(request)
        return get_response(request)

    return middleware


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
