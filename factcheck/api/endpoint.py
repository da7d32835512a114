"""The one way in for programs: who, how often, how large, what, and only then the act.

A bearer token is the only credential. No cookie counts here, which is why no CSRF token is asked
for.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from factcheck.api.actions import hash_of_secret
from factcheck.api.answers import Problem, answer, refusal
from factcheck.api.fields import Fields
from factcheck.api.models import IdempotentCall, Token
from factcheck.articles.actions import Outdated
from factcheck.newsroom.actions import Refused, acting_via
from factcheck.newsroom.actions import log as add_line
from factcheck.newsroom.middleware import require_address
from factcheck.newsroom.models import User
from factcheck.outside import sandbox

log = logging.getLogger(__name__)
_JSON = "factcheck.outside.documents.jobs:json_body"
# The status and the body of an answer.
Result = tuple[int, dict[str, Any]]


class Handler(Protocol):
    """A function `handler(by, fields, **path)` that `takes` has marked."""

    # The names a request may send.
    fields: tuple[str, ...]
    # The statuses of an answer that is no error.
    success: tuple[int, ...]
    # What a token must be for, see `models.SCOPES`.
    scope: str
    # The name of the answer's shape in the OpenAPI document.
    returns: str

    def __call__(self, by: User, fields: Fields, **path: Any) -> Result: ...


def takes(
    *fields: str,
    scope: str,
    success: tuple[int, ...],
    returns: str,
) -> Callable[[Callable[..., Result]], Handler]:
    """Mark a handler with the fields it takes, the scope it wants and what it answers.

    The documentation is made from the same marks.
    """

    def mark(function: Callable[..., Result]) -> Handler:
        handler = cast(Handler, function)
        handler.fields, handler.scope = fields, scope
        handler.success, handler.returns = success, returns
        return handler

    return mark


_BEARER = "bearer "
# How long an idempotency key is remembered.
KEPT = timedelta(days=7)
MINUTE = timedelta(minutes=1)
ADDRESSES_KEPT = 50  # of those a token was used from


class Endpoint(Protocol):
    """A view of the API, which keeps its handlers by method so that they can be documented."""

    handlers: dict[str, Handler]

    def __call__(self, request: HttpRequest, **path: Any) -> HttpResponse: ...


def endpoint(**handlers: Handler) -> Endpoint:
    """Return a view of `get=` and `post=` handlers."""

    @csrf_exempt
    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            return _respond(request, handlers, path)
        except Problem as problem:
            return refusal(problem)
        except Exception:
            log.exception("The API failed at %s.", request.path)
            return refusal(Problem(500, "failed", "This failed on our side; nothing was changed."))

    documented = cast(Endpoint, view)
    documented.handlers = handlers
    return documented


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Refuse an address at which there is nothing."""
    return refusal(Problem(404, "not found", "There is nothing at this address."))


nothing.csrf_exempt = True  # type: ignore[attr-defined]


def _respond(
    request: HttpRequest, handlers: dict[str, Handler], path: dict[str, Any]
) -> HttpResponse:
    # In this order: whoever has no token learns nothing, whoever asks too often costs nothing more.
    token = _token(request)
    _limit_rate(token)
    handler = handlers.get((request.method or "").lower())
    if handler is None:
        allowed = ", ".join(name.upper() for name in handlers)
        raise Problem(405, "method", f"This address takes {allowed}.", Allow=allowed)
    if not token.may(handler.scope):
        message = f"This token may {token.scope}; this address wants one that may {handler.scope}."
        raise Problem(403, "scope", message)
    posted = request.method == "POST"
    body = _body(request) if posted else b""
    data = _object(request, body) if posted else {}
    try:
        require_address(token.user, f"api:{_name(request)}", request.method or "")
    except PermissionDenied as error:
        raise Problem(403, "not allowed", str(error)) from error
    with acting_via(f"API token “{token}”"):
        return answer(
            *_once(
                request,
                token,
                body,
                lambda: _act(
                    handler,
                    token.user,
                    data,
                    path,
                ),
            )
        )


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else None) or ""


def _token(request: HttpRequest) -> Token:
    header, now = request.headers.get("Authorization", ""), timezone.now()
    token = None
    if header.lower().startswith(_BEARER):
        secret = hash_of_secret(header[len(_BEARER) :].strip())
        token = Token.objects.good(now).select_related("user").filter(hash=secret).first()
    if token is None:
        message = "Send a good token: Authorization: Bearer …"
        raise Problem(401, "token", message, WWW_Authenticate='Bearer realm="factcheck"')
    # At most a write a minute: a CMS that asks of every article would write with each request.
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - MINUTE)
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    _note_address(token, request)
    return token


@transaction.atomic
def _note_address(token: Token, request: HttpRequest) -> None:
    """Log the first use of a token from an address: a stolen one shows by it."""
    address = str(get_adapter(request).get_client_ip(request))
    known = [*token.addresses, address][-ADDRESSES_KEPT:]
    # The exclusion is the guard: of two first requests at once, one writes the line.
    new = Token.objects.filter(pk=token.pk).exclude(addresses__contains=[address])
    if address not in token.addresses and new.update(addresses=known) == 1:
        text = f"API token “{token}” was used from a new address: {address}."
        add_line(
            by=token.user,
            verb="use token",
            subject=token,
            text=text,
            address=address,
        )


def _limit_rate(token: Token) -> None:
    """Raise a Problem when one token has asked too often this minute.

    Without Redis nothing is counted: the gate must answer all the same.
    """
    minute, seconds_gone = divmod(time.time(), 60)
    key = f"api:{token.pk}:{minute:.0f}"
    try:
        # Longer than the minute it counts, so that it does not end within it.
        cache.add(key, 0, timeout=120)
        count = cache.incr(key)
    except (RedisError, ValueError):
        return
    if count > settings.API_PER_MINUTE:
        message = f"At most {settings.API_PER_MINUTE} requests a minute for one token."
        raise Problem(
            429,
            "too often",
            message,
            Retry_After=str(60 - int(seconds_gone)),
        )


def _body(request: HttpRequest) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    too_large = Problem(413, "too large", f"At most {limit // 1024 // 1024} MB.")
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise too_large from error
    return body


def _object(request: HttpRequest, body: bytes) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Problem(415, "not json", "Send JSON, as Content-Type: application/json.")
    try:
        data = sandbox.run(_JSON, body)
    except sandbox.Unreadable as error:
        raise Problem(400, "not json", "This is not JSON.") from error
    if not isinstance(data, dict):
        raise Problem(400, "not json", "Send one JSON object.")
    return data


def _once(
    request: HttpRequest,
    token: Token,
    body: bytes,
    act: Callable[[], Result],
) -> Result:
    """Act once for each idempotency key.

    The key is kept in the transaction of the act itself: an act that failed may be tried again, one
    that succeeded is only answered again.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.method != "POST":
        return act()
    if len(key) > 200 or not key.isprintable():
        raise Problem(400, "key", "An idempotency key has at most 200 printable characters.")
    # A key that is used for something else is the sender's mistake, and must not be answered.
    asked = hashlib.sha256(
        f"{request.method} {request.get_full_path()}\n".encode() + body
    ).hexdigest()
    with transaction.atomic():
        IdempotentCall.objects.filter(token=token, at__lt=timezone.now() - KEPT).delete()
        call, new = IdempotentCall.objects.get_or_create(
            token=token,
            key=key,
            defaults={"asked": asked},
        )
        if not new:
            if call.asked != asked:
                raise Problem(422, "key", "This idempotency key was used for another request.")
            return call.status, call.answer
        call.status, call.answer = act()
        call.save(update_fields=["status", "answer"])
    return call.status, call.answer


def _act(
    handler: Handler,
    by: User,
    data: dict[str, Any],
    path: dict[str, Any],
) -> Result:
    try:
        return handler(by, Fields(data, handler.fields), **path)
    except Outdated as error:
        raise Problem(409, "outdated", str(error)) from error
    except Refused as error:
        raise Problem(409, "refused", str(error)) from error
    except Http404 as error:
        raise Problem(
            404, "not found", "There is no such article, or you may not see it."
        ) from error
    except PermissionDenied as error:
        raise Problem(403, "not allowed", str(error)) from error
