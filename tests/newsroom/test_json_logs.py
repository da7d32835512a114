"""The log as JSON: one object a line, with the request's id and without copy."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from factcheck.newsroom.logs import JsonFormatter, with_request_id

COPY = "the minister took the money"


def line_of(message: str, *args: Any, exc_info: Any = None) -> dict[str, Any]:
    record = logging.LogRecord(
        "factcheck.room", logging.ERROR, __file__, 1, message, args, exc_info
    )
    made = JsonFormatter().format(record)
    assert "\n" not in made
    line: dict[str, Any] = json.loads(made)
    return line


def test_a_line_is_an_object_with_its_time_level_and_logger() -> None:
    line = line_of("Reading of proof %s failed.", 7)
    assert line["message"] == "Reading of proof 7 failed."
    assert (line["level"], line["logger"]) == ("ERROR", "factcheck.room")
    assert line["timestamp"].endswith("+00:00")


def test_an_exception_is_its_kind_and_place_and_not_what_it_quotes() -> None:
    try:
        raise ValueError(f"Failing row contains ({COPY}).")
    except ValueError:
        line = line_of("It broke.", exc_info=sys.exc_info())
    assert line["exception"] == "ValueError"
    assert "test_json_logs.py" in line["raised"][-1]
    assert COPY not in json.dumps(line)


def test_a_partys_private_address_is_in_no_line() -> None:
    assert "abcdefghijkl" not in line_of("Not Found: /r/%s/", "abcdefghijkl")["message"]


def test_every_line_of_a_request_bears_its_id_and_the_answer_says_it(rf: RequestFactory) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(line_of("asked")["request_id"])
        return HttpResponse()

    answer = with_request_id(view)(rf.get("/", headers={"X-Request-ID": "from-the-proxy-1"}))
    assert seen == ["from-the-proxy-1"] == [answer["X-Request-ID"]]
    assert "request_id" not in line_of("after it")


@pytest.mark.parametrize("given", ["", "short", "with a blank in it", 'x"}\nforged', "a" * 65])
def test_an_id_that_is_none_is_replaced(given: str, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.META["HTTP_X_REQUEST_ID"] = given
    made = with_request_id(lambda _: HttpResponse())(request)["X-Request-ID"]
    assert made != given
    assert len(made) == 16


def test_pages_have_an_id(client: Client) -> None:
    assert client.get("/healthz")["X-Request-ID"]
