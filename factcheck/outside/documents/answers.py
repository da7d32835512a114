"""JSON that services answer with and programs send, repaired where it is known how it breaks."""

from __future__ import annotations

import json
import re
from typing import Any

from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.fields import MAX_ITEMS

_NOT_JSON = "This is not JSON."
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')


def read_json(data: bytes) -> Any:
    """Return JSON as the standard has it, and nothing that only looks like it."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DraftRefusal(_NOT_JSON) from error


def read_answer(data: bytes) -> Any:
    """Return an answer's JSON, control characters and illegal escapes repaired.

    GDELT sends both. NaN is read as null.
    """
    text = data.decode("utf-8-sig", "replace")
    for attempt in (text, _BAD_ESCAPE.sub(r"\\\\", text)):
        try:
            return json.loads(
                attempt,
                strict=False,
                parse_constant=lambda _: None,
            )
        except (ValueError, RecursionError):
            continue
    raise DraftRefusal(_NOT_JSON)


def read_whole_records(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return the objects of the list `name` that are whole in an answer that was cut off."""
    text = data.decode("utf-8-sig", "replace")
    found = re.search(rf'"{re.escape(name)}"\s{{0,20}}:\s{{0,20}}\[', text)
    records: list[dict[str, Any]] = []
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
