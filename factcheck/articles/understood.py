"""A document that was looked at before it is imported, as the import form carries it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import Any

from django.core import signing

from factcheck.articles.importers.copy import Copy, CopyLoss, CopyNote, CopySource
from factcheck.text import MarkedBlock

_SALT = "factcheck.articles.understood"
_SECONDS = 24 * 3600
# Encodings of one byte a character: text read in the wrong one can be put right without the file.
ENCODINGS = [
    ("cp1252", "Western European (Windows-1252)"),
    ("cp1250", "Central European (Windows-1250)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("koi8_r", "Cyrillic (KOI8-R)"),
    ("cp1253", "Greek (Windows-1253)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1255", "Hebrew (Windows-1255)"),
    ("cp1256", "Arabic (Windows-1256)"),
    ("cp1257", "Baltic (Windows-1257)"),
    ("mac_roman", "Western European (old Macintosh)"),
]
_CODES = frozenset(code for code, _ in ENCODINGS)


def packed(copy: Copy) -> str:
    """Return the copy for a hidden field, signed: what comes back is what was sent."""
    data = asdict(copy)
    data["published"] = copy.published.isoformat() if copy.published else None
    return signing.dumps(data, salt=_SALT, compress=True)


def unpacked(field: str) -> Copy | None:
    """Return the copy a hidden field holds; None where it holds none, or an old one."""
    try:
        data: dict[str, Any] = signing.loads(field, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    published = data["published"]
    blocks = data["blocks"]
    return Copy(
        **{
            **data,
            "published": dt.date.fromisoformat(published) if published else None,
            "blocks": None if blocks is None else tuple(_block(row) for row in blocks),
            "sources": tuple(CopySource(**_spanned(row)) for row in data["sources"]),
            "notes": tuple(CopyNote(**_spanned(row)) for row in data["notes"]),
            "left_out": tuple(CopyLoss(**row) for row in data["left_out"]),
        }
    )


def _block(row: dict[str, Any]) -> MarkedBlock:
    return MarkedBlock(row["kind"], (row["span"][0], row["span"][1]))


def _spanned(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "span": tuple(row["span"]) if row["span"] else None}


def can_be_recoded(copy: Copy) -> bool:
    """Return whether the encoding may be put right by hand."""
    return copy.encoding in _CODES


def recoded(copy: Copy, encoding: str) -> Copy | None:
    """Return the copy as read in another encoding of one byte a character; None if it cannot be."""
    if encoding not in _CODES or not can_be_recoded(copy):
        return None

    def again(text: str) -> str:
        return text.encode(copy.encoding).decode(encoding)

    try:
        return replace(
            copy,
            text=again(copy.text),
            headline=again(copy.headline),
            author=again(copy.author),
            embargo=again(copy.embargo),
            encoding=encoding,
            encoding_sure=True,
            sources=tuple(replace(row, text=again(row.text)) for row in copy.sources),
            notes=tuple(replace(row, text=again(row.text)) for row in copy.notes),
        )
    except UnicodeError:
        return None
