"""What keeps the pages answering under load.

- A request has a deadline. A GET is also dropped once its reader has gone: both are looked at
  between its statements to the database, which every page makes.
- Dear pages take a share of a web process and no more; beyond it they answer "busy" at once, so
  that sign-in and ticks are never behind them.
- What the database refuses for lack of time, or because it is away, is a 503 with a sentence.
"""

from __future__ import annotations

import logging
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.defaults import server_error
from psycopg.errors import ConnectionTimeout, LockNotAvailable, QueryCanceled

log = logging.getLogger(__name__)
# Pages that read a whole article and more, by their names in the rooms' urls.py.
DEAR_PAGES: Final = frozenset(
    {
        "articles:diff",
        "claims:sources_csv",
        "desk:search",
        "evidence:queries",
        "evidence:warc",
        "replies:export_contacts",
        "replies:right_of_reply",
        "replies:take_record",
        "review:annotated",
        "review:history",
        "review:history_csv",
        "review:proof",
        "review:report",
        "review:report_csv",
        "review:report_json",
        "review:report_pdf",
    }
)
# How long a dear page waits for its turn, and how many may wait: each holds a thread meanwhile.
WAIT_SECONDS: Final = 4.0
WAITING_AT_MOST: Final = 3
TRY_AGAIN_SECONDS: Final = 3
# How often between statements the reader's socket is looked at.
LOOK_SECONDS: Final = 0.25
# nginx's own number for it; nobody is there to read it.
READER_GONE: Final = 499

BUSY = noop(
    "Many long pages are being opened just now. This one tries again by itself in a moment."
)
SLOW = noop(
    "This took longer than a page may. Try again; if it stays so, tell whoever runs Factcheck."
)
AWAY = noop(
    "The database does not answer just now. What you had saved is safe; try again in a minute. "
    "If it stays so, tell whoever runs Factcheck."
)


class OverdueError(OperationalError):
    """The request's deadline has passed."""


class ReaderGoneError(Exception):
    """Whoever asked has closed the connection: nobody reads the answer."""


class _Turns:
    """The turns of dear pages in this process."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.Semaphore(at_once)
        self._waiting = threading.Semaphore(WAITING_AT_MOST)

    def take(self) -> bool:
        """Take a turn, waiting a little; False where there is none."""
        if self._free.acquire(blocking=False):
            return True
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._free.acquire(timeout=WAIT_SECONDS)
        finally:
            self._waiting.release()

    def give_back(self) -> None:
        self._free.release()


class LoadGuard:
    """The outermost of our middleware: deadline, gone readers, turns of dear pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._turns = _Turns(settings.DEAR_PAGES_AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if reader_gone(request):
            return HttpResponse(status=READER_GONE)
        try:
            with connection.execute_wrapper(_Watch(request, settings.REQUEST_SECONDS)):
                return self._get_response(request)
        finally:
            if getattr(request, "has_dear_turn", False):
                self._turns.give_back()

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer "busy" in place of a dear page that has no turn."""
        match = request.resolver_match
        if match is None or match.view_name not in DEAR_PAGES:
            return None
        if not self._turns.take():
            return unavailable(request, _(BUSY), again=TRY_AGAIN_SECONDS)
        request.has_dear_turn = True  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ReaderGoneError):
            return HttpResponse(status=READER_GONE)
        return None


class _Watch:
    """Looks, before each statement of a request, whether going on has any use."""

    def __init__(self, request: HttpRequest, seconds: float) -> None:
        self._request = request
        self._end = time.monotonic() + seconds
        self._look_at = time.monotonic() + LOOK_SECONDS

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        now = time.monotonic()
        if now >= self._end:
            raise OverdueError("the request's deadline has passed")
        if now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            if reader_gone(self._request):
                raise ReaderGoneError
        return execute(sql, params, many, context)


def reader_gone(request: HttpRequest) -> bool:
    """Tell whether who asked for a page has closed the connection.

    Only of a page: what changes something is done whether its answer is read or not. False where
    the web server does not show the socket.
    """
    wire = request.META.get("gunicorn.socket")
    if request.method not in ("GET", "HEAD") or not isinstance(wire, socket.socket):
        return False
    try:
        readable, _, _ = select.select([wire], [], [], 0)
        return bool(readable) and wire.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except (OSError, ValueError):
        return True


def limit_statements(sender: Any, connection: Any, **_: Any) -> None:
    """Have the database end statements of pages, on each new connection of the web server.

    A receiver of `connection_created`; workers are not limited so.
    """
    milliseconds = int(settings.PAGE_STATEMENT_SECONDS * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {milliseconds}")


def fault(request: HttpRequest) -> HttpResponse:
    """Answer for a page that broke: 503 where the database is slow or away, else 500.

    Django calls it (`handler500`) with the exception at hand.
    """
    error = sys.exc_info()[1]
    if isinstance(error, ReaderGoneError):
        return HttpResponse(status=READER_GONE)
    if sentence := why_unavailable(error):
        log.warning("%s is answered 503: %s", request.path, error)
        return unavailable(request, sentence, again=None)
    return server_error(request)


def why_unavailable(error: BaseException | None) -> str:
    """Return the sentence for a fault that will pass; "" for one that is ours."""
    for each in _causes(error):
        if isinstance(each, OverdueError | QueryCanceled | LockNotAvailable):
            return _(SLOW)
    if isinstance(error, InterfaceError | OperationalError | ConnectionTimeout):
        return _(AWAY)
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def unavailable(request: HttpRequest, sentence: str, *, again: int | None) -> HttpResponse:
    """Answer 503 with a sentence; `again` is when, in seconds, a page asks anew by itself."""
    headers = {"Retry-After": str(again or 30), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        body = {"error": {"code": "unavailable", "message": sentence}}
        return JsonResponse(body, status=503, headers=headers)
    if again is not None and request.method == "GET":
        headers["Refresh"] = str(again)
    page = loader.get_template("503.html").render({"sentence": sentence})
    return HttpResponse(page, status=503, headers=headers)
