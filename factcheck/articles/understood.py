"""A document that was looked at before it is imported, as the import form carries it."""

from __future__ import annotations

import codecs
import datetime as dt
from dataclasses import asdict, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.importers.copy import Copy, CopyLoss, CopyNote, CopySource
from factcheck.text import MarkedBlock

_SALT = "factcheck.articles.understood"
_SECONDS = 24 * 3600  # a page that was left open overnight still imports what it shows
# Text read in the wrong one of these can be put right without the file: each gives back its bytes.
ENCODINGS = [
    ("utf-8", _lazy("Unicode (UTF-8)")),
    ("cp1252", _lazy("Western European (Windows-1252)")),
    ("cp1250", _lazy("Central European (Windows-1250)")),
    ("iso8859-2", _lazy("Central European (ISO 8859-2)")),
    ("cp1251", _lazy("Cyrillic (Windows-1251)")),
    ("koi8-r", _lazy("Cyrillic (KOI8-R)")),
    ("cp866", _lazy("Cyrillic (DOS)")),
    ("cp1253", _lazy("Greek (Windows-1253)")),
    ("cp1254", _lazy("Turkish (Windows-1254)")),
    ("cp1255", _lazy("Hebrew (Windows-1255)")),
    ("cp1256", _lazy("Arabic (Windows-1256)")),
    ("cp1257", _lazy("Baltic (Windows-1257)")),
    ("cp1258", _lazy("Vietnamese (Windows-1258)")),
    ("cp874", _lazy("Thai (Windows-874)")),
    ("mac-roman", _lazy("Western European (old Macintosh)")),
    ("mac-cyrillic", _lazy("Cyrillic (old Macintosh)")),
    ("gb18030", _lazy("Chinese, simplified (GB 18030)")),
    ("big5hkscs", _lazy("Chinese, traditional (Big5)")),
    ("cp932", _lazy("Japanese (Shift JIS)")),
    ("euc_jp", _lazy("Japanese (EUC)")),
    ("cp949", _lazy("Korean (EUC-KR)")),
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


def encoding_of(copy: Copy) -> str:
    """Return which of ENCODINGS a copy was read in; "" where it was none of them."""
    try:
        name = codecs.lookup(copy.encoding).name
    except LookupError:
        return ""
    return name if name in _CODES else ""


def can_be_recoded(copy: Copy) -> bool:
    """Return whether the encoding may be put right by hand.

    UTF-8 that was sure is not asked about: no other text looks like it.
    """
    return encoding_of(copy) != "" and not (copy.encoding_sure and copy.encoding == "utf-8")


def recoded(copy: Copy, encoding: str) -> Copy | None:
    """Return the copy as read in another encoding; None where its bytes are none of it."""
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
