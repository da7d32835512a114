"""Bytes to text."""

from __future__ import annotations

import codecs
import re

from factcheck.articles.importers.copy import BadFile
from factcheck.articles.rules import clean

_MARKS = [  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd]")
_BINARY = "This is no text: most likely a picture, a program or a damaged file."


def decoded(data: bytes, charset: str = "") -> str:
    """The text, clean: by its byte order mark, as UTF-8, as UTF-16 without a mark, as the page or
    its server says, else as Windows-1252, what old desks' files are in.

    BadFile where what comes out is no text.
    """
    for encoding in _candidates(data, charset):
        try:
            text = data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        break
    else:
        text = data.decode("cp1252", "replace")
    strange = len(_CONTROL.findall(text)) + (text.count("\x00") if text.count("\x00") > 8 else 0)
    if strange > max(2, len(text) // 200):
        raise BadFile(_BINARY)
    return clean(text)


def _candidates(data: bytes, charset: str) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    found = []
    sample = data[:2000]
    if len(sample) > 3 and sample.count(0) * 5 > len(
        sample
    ):  # Latin text in UTF-16 is every second byte a NUL
        found.append("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be")
    meta = _META.search(data[:2048])
    named = [charset, meta[1].decode("ascii") if meta else ""]
    return [*found, "utf-8", *(_known(name) for name in named if name)]


def _known(name: str) -> str:
    # Browsers read Latin-1 as Windows-1252 (WHATWG Encoding Standard, 4.2), and so does everyone
    # who writes it.
    return (
        "cp1252"
        if name.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii")
        else name
    )
