"""What no log may hold: the addresses by which a party answers, each the whole right to do so."""

from __future__ import annotations

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from gunicorn.glogging import Logger as WebLogger  # type: ignore[import-untyped]

# The private page's path, and the token in a mail address (`reply+TOKEN@…`).
_SECRET = re.compile(r"(/r/|\breply\+)[a-z2-7]{8,24}", re.IGNORECASE)


def without_secrets(line: str) -> str:
    """Return a line of a log with the secret part of such addresses left out."""
    return _SECRET.sub(r"\1…", line)


class PrivateFormatter(logging.Formatter):
    """Lines of the log, tracebacks among them, without parties' private addresses."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


# The id of the request at hand, the same in every line that is logged for it.
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_AN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def with_request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id, the proxy's where it sent one, and say it in the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _AN_ID.fullmatch(given) else secrets.token_hex(8)
        before = _request_id.set(name)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            return response
        finally:
            _request_id.reset(before)

    return middleware


class JsonFormatter(logging.Formatter):
    """Lines of the log as JSON, one object a line, for a program that collects them.

    Of an exception they hold its kind and where it was raised; its message may quote copy.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "timestamp": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if name := _request_id.get():
            line["request_id"] = name
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["raised"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


class PrivateWebLogger(WebLogger):  # type: ignore[misc]
    """The web server's access and error log, without parties' private addresses."""

    def atoms(
        self,
        resp: Any,
        req: Any,
        environ: Any,
        request_time: Any,
    ) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(
            resp,
            req,
            environ,
            request_time,
        )
        return {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in found.items()
        }

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            if handler.formatter is not None:
                form = handler.formatter
                handler.setFormatter(PrivateFormatter(form._fmt, form.datefmt))
