"""What no log may hold: the addresses by which a party answers, each the whole right to do so."""

from __future__ import annotations

import logging
import re
from typing import Any

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


class PrivateWebLogger(WebLogger):  # type: ignore[misc]
    """The web server's access and error log, without parties' private addresses."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
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
