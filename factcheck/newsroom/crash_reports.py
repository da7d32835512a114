"""Reports of our own faults to a Sentry, where SENTRY_DSN names one. No copy leaves with them.

What leaves is made anew from a short list: the kinds of the exceptions, and which line of which
file of ours stood where. Their messages, variables, source lines, requests, people and breadcrumbs
may all hold copy, an address or a token, and stay here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

try:
    import sentry_sdk
except ImportError:  # requirements/sentry.txt is for those who want it
    sentry_sdk = None  # type: ignore[assignment]

log = logging.getLogger(__name__)
_OF_AN_EVENT: Final = ("event_id", "timestamp", "platform", "level", "logger", "release", "sdk")
_OF_A_FRAME: Final = ("filename", "function", "module", "lineno", "in_app")


def start(transport: Any = None) -> None:
    """Have faults reported from now on; nothing where no SENTRY_DSN is set."""
    if not settings.SENTRY_DSN:
        return
    if sentry_sdk is None:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and sentry-sdk is not installed: "
            "pip install --require-hashes -r requirements/sentry.txt"
        )
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        transport=transport,
        before_send=scrubbed,  # type: ignore[arg-type]  # an event is a mapping
        before_breadcrumb=lambda crumb, hint: None,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        traces_sample_rate=None,
    )


def scrubbed(event: Mapping[str, Any], hint: Any = None) -> dict[str, Any]:
    """Return an event with only what holds no copy."""
    kept = {name: event[name] for name in _OF_AN_EVENT if name in event}
    values = (event.get("exception") or {}).get("values") or ()
    kept["exception"] = {"values": [_exception(value) for value in values]}
    return kept


def _exception(value: Mapping[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or ()
    shown = [{name: frame[name] for name in _OF_A_FRAME if name in frame} for frame in frames]
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "stacktrace": {"frames": shown},
    }
