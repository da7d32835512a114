"""No log holds an address by which a party answers."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.utils.log import DEFAULT_LOGGING
from gunicorn.config import Config

from factcheck import web_server
from factcheck.newsroom.logs import PrivateFormatter, PrivateWebLogger

TOKEN = "abcdefghijklmnopqrstuvwx"


def logged_by_settings(name: str, message: str) -> str:
    """Return what the configured handler of a logger writes."""
    handler = settings.LOGGING["handlers"]["stderr"]
    formatter = settings.LOGGING["formatters"][handler["formatter"]]
    assert formatter["()"] == "factcheck.newsroom.logs.PrivateFormatter"
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, None, None)
    return PrivateFormatter(formatter["format"], style=formatter["style"]).format(record)


def test_a_line_of_the_log_leaves_the_private_part_out() -> None:
    line = logged_by_settings(
        "django.request", f"Not Found: /r/{TOKEN}/ of reply+{TOKEN}@desk.example"
    )
    assert TOKEN not in line
    assert "/r/…/ of reply+…@desk.example" in line


def test_every_logger_that_names_a_path_uses_the_private_formatter() -> None:
    loggers = {**DEFAULT_LOGGING["loggers"], **settings.LOGGING["loggers"]}
    handlers = {name for logger in loggers.values() for name in logger.get("handlers", ())}
    handlers |= set(settings.LOGGING["root"]["handlers"])
    assert handlers == {"stderr"}
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    classes = {settings.LOGGING["formatters"][name]["()"] for name in formatters}
    assert classes == {"factcheck.newsroom.logs.PrivateFormatter"}


def test_a_traceback_leaves_it_out_too() -> None:
    try:
        raise ValueError(f"/r/{TOKEN}/")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "broke", None, (ValueError, error, None)
        )
    assert TOKEN not in PrivateFormatter("%(message)s").format(record)


def test_the_web_servers_access_log_leaves_it_out() -> None:
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", "%(r)s %(U)s %(f)s %({referer}i)s")
    logger = PrivateWebLogger(config)
    out = io.StringIO()
    for handler in logger.access_log.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(out)
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/r/{TOKEN}/",
        "PATH_INFO": f"/r/{TOKEN}/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://desk.example/r/{TOKEN}/",
    }
    answer = SimpleNamespace(status="200", sent=1, headers=[])
    asked = SimpleNamespace(headers=[("Referer", f"https://desk.example/r/{TOKEN}/")])
    logger.access(answer, asked, environ, timedelta(seconds=1))
    assert "/r/…/" in out.getvalue()
    assert TOKEN not in out.getvalue()


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_logged_without_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Client().get(f"/r/{TOKEN}/")
    form = PrivateFormatter("%(message)s")
    lines = [form.format(record) for record in caplog.records]
    assert any("/r/…" in line for line in lines)
    assert not any(TOKEN in line for line in lines)


def test_the_web_server_as_it_is_started_uses_the_private_logger() -> None:
    assert web_server.logger_class == f"{PrivateWebLogger.__module__}.{PrivateWebLogger.__name__}"
