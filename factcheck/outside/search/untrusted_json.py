"""JSON from outside, read in the sandbox; an error under status 200 is never "nothing found"."""

from __future__ import annotations

from typing import Any

from factcheck.outside import sandbox
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import at, text_of
from factcheck.outside.http import FetchedPage

_JSON = "factcheck.outside.documents.jobs:json_answer"
_RECORDS = "factcheck.outside.documents.jobs:whole_records"


def json_of(page: FetchedPage) -> object:
    """Return the page's JSON; raise OutsideError(kind="bad-response") where it is none."""
    try:
        answer: object = sandbox.run(_JSON, page.body)
    except sandbox.Unreadable as error:
        raise OutsideError(
            Kind.BAD_RESPONSE, "The answer is not JSON", url=page.final_url, temporary=True
        ) from error
    return answer


# Where an answer that came with status 200 says that it is none.
_COMPLAINTS = (
    ("error", "message"),
    ("error", "info"),
    ("error",),
    ("fault", "faultstring"),
    ("errors",),
    ("message",),
    ("errorKey",),
    ("response", "message"),
    ("detail",),
)


def answer_of(page: FetchedPage, name: str, *path: str, kind: type = list) -> object:
    """Return a page's JSON; raise OutsideError where it is an error under status 200.

    An answer holds a `kind` at `path`. What holds none, or a complaint instead, is a failure to be
    asked again: it is never "nothing found".
    """
    answer = json_of(page)
    if isinstance(at(answer, *path), kind):
        return answer
    complaint = next((text for p in _COMPLAINTS if (text := _complaint(at(answer, *p)))), "")
    message = f"{name} says: {complaint}" if complaint else f"{name} gave no answer to the question"
    raise OutsideError(Kind.BAD_RESPONSE, message, url=page.final_url, temporary=True)


def _complaint(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("message") or value.get("info") or ""
    return text_of(value)[:300]


def whole_records(page: FetchedPage, name: str) -> list[dict[str, Any]]:
    """Return the objects of the list `name` that are whole in an answer that was cut off."""
    try:
        records: list[dict[str, Any]] = sandbox.run(_RECORDS, page.body, name=name)
    except sandbox.Unreadable:
        return []
    return records
