"""A report of a fault leaves with no copy in it: not in a message, a variable, a request or a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from factcheck.newsroom import crash_reports

COPY = "the minister took the money"


class Kept(Transport):
    """Stands for the way to Sentry."""

    envelopes: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.envelopes.append(envelope)


@pytest.fixture
def reports(settings: Any) -> Iterator[list[Envelope]]:
    settings.SENTRY_DSN = "https://key@sentry.example/1"
    Kept.envelopes = []
    crash_reports.start(transport=Kept)
    yield Kept.envelopes
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)  # off again


def text_of(reports: list[Envelope]) -> str:
    return "\n".join(envelope.serialize().decode() for envelope in reports)


def breaks(headline: str) -> None:
    raise ValueError(f"cannot read: {headline}")


def test_a_fault_is_reported_by_its_kind_and_place_and_without_copy(
    reports: list[Envelope],
) -> None:
    sentry_sdk.add_breadcrumb(message=COPY)
    sentry_sdk.set_user({"email": "reporter@desk.example"})
    sentry_sdk.set_extra("headline", COPY)
    sentry_sdk.set_tag("headline", COPY)
    sentry_sdk.set_context("request", {"query_string": COPY, "data": COPY})
    try:
        breaks(COPY)
    except ValueError:
        sentry_sdk.capture_exception()
    sentry_sdk.flush()
    told = text_of(reports)
    assert "ValueError" in told
    assert '"breaks"' in told
    assert COPY not in told
    assert "reporter@desk.example" not in told


def test_a_line_of_the_log_is_reported_without_its_words(reports: list[Envelope]) -> None:
    logging.getLogger("factcheck.somewhere").error("Cannot keep %s", COPY)
    sentry_sdk.flush()
    told = text_of(reports)
    assert "factcheck.somewhere" in told
    assert COPY not in told


def test_a_page_that_breaks_is_reported_without_its_address_and_what_was_sent(
    reports: list[Envelope],
) -> None:
    event = {
        "event_id": "a" * 32,
        "transaction": "/r/abcdefgh/",
        "request": {"url": "/r/abcdefgh/", "query_string": COPY, "data": COPY, "headers": {}},
        "exception": {
            "values": [
                {
                    "type": "KeyError",
                    "value": COPY,
                    "stacktrace": {
                        "frames": [{"function": "f", "vars": {"text": COPY}, "context_line": COPY}]
                    },
                }
            ]
        },
    }
    kept = str(crash_reports.scrubbed(event))
    assert "KeyError" in kept
    assert COPY not in kept
    assert "abcdefgh" not in kept


def test_without_an_address_nothing_is_reported(settings: Any) -> None:
    settings.SENTRY_DSN = ""
    crash_reports.start(transport=Kept)
    assert not sentry_sdk.is_initialized()


def test_an_address_without_its_package_is_told_with_the_way_to_get_it(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SENTRY_DSN = "https://key@sentry.example/1"
    monkeypatch.setattr(crash_reports, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/sentry\.txt"):
        crash_reports.start()
