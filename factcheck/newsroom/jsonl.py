"""JSON Lines on the command line: one object in, one out, in order and at once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import IO, Any

from factcheck.newsroom.errors import UserFacingError


def answer_lines(
    lines: IO[bytes], out: IO[bytes], answer: Callable[[dict[str, Any]], dict[str, Any]]
) -> bool:
    """Answer each line that holds an object.

    A line that cannot be answered gets {"name": "line 3", "error": why}. `answer` raises
    UserFacingError for what it cannot use. Return whether any line failed.
    """
    failed = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            reply = answer(_object(line))
        except UserFacingError as error:
            failed = True
            reply = {"name": f"line {number}", "error": f"Line {number}: {error}"}
        write_line(out, reply)
    return failed


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise UserFacingError("this is not JSON.") from None
    if not isinstance(row, dict):
        raise UserFacingError("an object is wanted.")
    return row


def text_of(row: dict[str, Any], name: str) -> str:
    """Return the text under `name`, which the line must have."""
    if not isinstance(row.get(name), str):
        raise UserFacingError(f"an object with a “{name}” is wanted.")
    return str(row[name])


def published_of(row: dict[str, Any]) -> dt.date | None:
    day = row.get("published")
    if day is not None and not isinstance(day, str):
        raise UserFacingError("“published” must be a date in quotation marks.")
    return day_of(day) if day else None


def day_of(written: str) -> dt.date:
    """Return a date, or an instant with its time, in ISO 8601."""
    try:
        return (
            dt.date.fromisoformat(written)
            if len(written) <= 10
            else dt.datetime.fromisoformat(written)
        )
    except (ValueError, TypeError):
        raise UserFacingError(f"“{written}” is not a date: write it like 2024-11-30.") from None


def write_line(out: IO[bytes], answer: dict[str, Any]) -> None:
    try:
        line = json.dumps(answer, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        # Half a surrogate pair, which JSON may carry and UTF-8 may not.
        line = json.dumps(answer).encode("ascii")
    out.write(line + b"\n")
    out.flush()
