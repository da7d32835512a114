"""A table as text, its cells separated by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from typing import Any

from factcheck.outside.documents.charset import decode
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.sanitize import plain_characters

_NO_TEXT = "This is no text. Save the table as CSV, then bring that in."
_SEPARATORS = ",;\t"


def read_sheet(data: bytes) -> list[list[Any]]:
    """Return the lines that hold anything: the number each begins at, and its cells."""
    try:
        text = plain_characters(decode(data).text).replace("\r\n", "\n").replace("\r", "\n")
    except DraftRefusal as error:
        raise DraftRefusal(_NO_TEXT) from error
    head_line = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=head_line.count)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        strict=True,
    )
    lines: list[list[Any]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append([begins, cells])
            begins = reader.line_num + 1
    except csv.Error as error:
        raise DraftRefusal(
            f"From line {begins} on this is no table: "
            "a quote mark is never closed, or stands alone."
        ) from error
    return lines
