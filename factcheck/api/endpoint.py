"""The one way in for programs: who, how often, how large, what, and only then the deed.

A bearer token is the only credential. No cookie counts here, which is why no CSRF token is asked
for.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

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
from factcheck.api.models import IdempotentCall, Token
from factcheck.articles.actions import Outdated
from factcheck.newsroom.actions import Refused, acting_via
from factcheck.newsroom.models import User

log = logging.getLogger(__name__)
Told = tuple[int, dict[str, Any]]  # status and body
Handler = Callable[..., Told]
KEPT = timedelta(days=7)  # how long an idempotency key is remembered
MINUTE = timedelta(minutes=1)
_BEARER = "bearer "


def endpoint(**handlers: Handler) -> Callable[..., HttpResponse]:
    """A view of `get=` and `post=` handlers: `handler(by, data, **path)`, `data` being the JSON
    object posted.
    """

    @csrf_exempt
    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            return _answered(request, handlers, path)
        except Problem as problem:
            return refusal(problem)
        except Exception:
            log.exception("The API failed at %s.", request.path)
            return refusal(Problem(500, "failed", "This failed on our side; nothing was changed."))

    return view


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    return refusal(Problem(404, "not found", "There is nothing at this address."))


nothing.csrf_exempt = True  # type: ignore[attr-defined]


def _answered(
    request: HttpRequest, handlers: dict[str, Handler], path: dict[str, Any]
) -> HttpResponse:
    token = _token(request)
    _often(token)
    handler = handlers.get((request.method or "").lower())
    if handler is None:
        allowed = ", ".join(name.upper() for name in handlers)
        raise Problem(405, "method", f"This address takes {allowed}.", Allow=allowed)
    posted = request.method == "POST"
    body = _body(request) if posted else b""
    data = _object(request, body) if posted else {}
    with acting_via(f"API token “{token}”"):
        return answer(*_done(request, token, body, lambda: _told(handler, token.user, data, path)))


def _token(request: HttpRequest) -> Token:
    said = request.headers.get("Authorization", "")
    found = None
    if said.lower().startswith(_BEARER):
        secret = hash_of_secret(said[len(_BEARER) :].strip())
        found = Token.objects.good().select_related("user").filter(hash=secret).first()
    if found is None:
        message = "Send a good token: Authorization: Bearer …"
        raise Problem(401, "token", message, WWW_Authenticate='Bearer realm="factcheck"')
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - MINUTE)
    Token.objects.filter(stale, pk=found.pk).update(last_used_at=now)
    return found


def _often(token: Token) -> None:
    """At most so many a minute for one token.

    Without Redis nothing is counted: the gate must answer all the same.
    """
    minute, gone = divmod(time.time(), 60)
    key = f"api:{token.pk}:{minute:.0f}"
    try:
        cache.add(key, 0, timeout=120)
        count = cache.incr(key)
    except (RedisError, ValueError):
        return
    if count > settings.API_PER_MINUTE:
        message = f"At most {settings.API_PER_MINUTE} requests a minute for one token."
        raise Problem(429, "too often", message, Retry_After=str(60 - int(gone)))


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
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "not json", "This is not JSON.") from error
    if not isinstance(data, dict):
        raise Problem(400, "not json", "Send one JSON object.")
    return data


def _done(request: HttpRequest, token: Token, body: bytes, act: Callable[[], Told]) -> Told:
    """The deed, once for each idempotency key: the key is kept in the transaction of the deed
    itself, so that one that failed may be tried again and one that was done is only told again.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.method != "POST":
        return act()
    if len(key) > 200 or not key.isprintable():
        raise Problem(400, "key", "An idempotency key has at most 200 printable characters.")
    asked = hashlib.sha256(
        f"{request.method} {request.get_full_path()}\n".encode() + body
    ).hexdigest()
    with transaction.atomic():
        IdempotentCall.objects.filter(token=token, at__lt=timezone.now() - KEPT).delete()
        call, new = IdempotentCall.objects.get_or_create(
            token=token, key=key, defaults={"asked": asked}
        )
        if not new:
            if call.asked != asked:
                raise Problem(422, "key", "This idempotency key was used for another request.")
            return call.status, call.answer
        call.status, call.answer = act()
        call.save(update_fields=["status", "answer"])
    return call.status, call.answer


def _told(handler: Handler, by: User, data: dict[str, Any], path: dict[str, Any]) -> Told:
    try:
        return handler(by, data, **path)
    except Outdated as error:
        raise Problem(409, "outdated", str(error)) from error
    except Refused as error:
        raise Problem(409, "refused", str(error)) from error
    except Http404 as error:
        raise Problem(
            404, "not found", "There is no such article, or it is not yours to see."
        ) from error
    except PermissionDenied as error:
        raise Problem(403, "not allowed", str(error)) from error
