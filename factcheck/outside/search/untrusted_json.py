"""JSON from outside, where any field may be missing, null, of another type, or endless."""

import json
import re
from datetime import UTC, datetime

from factcheck.outside.addresses import target_of
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.http import FetchedPage
from factcheck.outside.sanitize import one_line, text_of_html

MAX_ITEMS = 500
MAX_WORDS = 2000  # characters of one field
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')


def json_of(page: FetchedPage) -> object:
    """Return the page's JSON, control characters and illegal escapes repaired.

    GDELT sends both. NaN is read as null. Anything else is OutsideError(kind="bad-response").
    """
    text = page.body.decode("utf-8-sig", "replace")
    for attempt in (text, _BAD_ESCAPE.sub(r"\\\\", text)):
        try:
            return json.loads(attempt, strict=False, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            continue
    raise OutsideError(
        Kind.BAD_RESPONSE, "The answer is not JSON", url=page.final_url, temporary=True
    )


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


def whole_records(page: FetchedPage, name: str) -> list[dict[str, object]]:
    """Return the objects of the list `name` that are whole in an answer that was cut off."""
    text = page.body.decode("utf-8-sig", "replace")
    found = re.search(rf'"{re.escape(name)}"\s{{0,20}}:\s{{0,20}}\[', text)
    records: list[dict[str, object]] = []
    decoder = json.JSONDecoder(strict=False)
    position = found.end() if found else len(text)
    while len(records) < MAX_ITEMS:
        start = text.find("{", position)
        if start < 0:
            break
        try:
            record, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        if isinstance(record, dict):
            records.append(record)
    return records


def at(value: object, *path: str) -> object:
    """Return what stands at a path of keys, None where it breaks off."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def list_of(value: object) -> list[dict[str, object]]:
    """Return the objects of a list, at most MAX_ITEMS; none of anything else."""
    return (
        [item for item in value[:MAX_ITEMS] if isinstance(item, dict)]
        if isinstance(value, list)
        else []
    )


def text_of(value: object) -> str:
    """Return one line of text, at most MAX_WORDS characters; "" of anything but text."""
    return one_line(value[: 2 * MAX_WORDS])[:MAX_WORDS] if isinstance(value, str) else ""


def plain_of(value: object) -> str:
    """Return the text of a field that holds HTML, as `text_of` does."""
    return text_of(text_of_html(value[: 4 * MAX_WORDS])) if isinstance(value, str) else ""


def url_of(value: object) -> str:
    """Return an http(s) URL that may be opened, "" of anything else."""
    try:
        return target_of(value).url if isinstance(value, str) else ""
    except OutsideError:
        return ""


def instant_of(value: object) -> datetime | None:
    """Return an aware instant of "20230918T031500Z", ISO 8601 or a bare date, else None."""
    text = text_of(value)
    compact = re.fullmatch(r"(\d{8})T?(\d{6})Z?", text)
    try:
        if compact:
            return datetime.strptime(f"{compact[1]}{compact[2]}+0000", "%Y%m%d%H%M%S%z")
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
