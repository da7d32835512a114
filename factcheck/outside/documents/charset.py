"""Bytes to text, and which encoding it was.

The order: a byte order mark, UTF-16 by its NULs, UTF-8 (no other text looks like it), what the
document or its server declares where that gives words, what charset-normalizer detects.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes
from charset_normalizer.md import mess_ratio

from factcheck.outside.charsets import is_charset, storable
from factcheck.outside.documents.drafts import Refusal
from factcheck.outside.documents.words_data import language_of

_MARKS = [  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,20}=\s{0,20}[\"']?([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,100}encoding\s{0,20}=\s{0,20}[\"']([\w.:-]{2,40})", re.I)
# Wire copy holds SOH, STX, ETX and EOT (1 to 4): they are no sign of a binary file.
_CONTROL = re.compile("[\x05-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd]")
_BINARY = "This is no text: most likely a picture, a program or a damaged file."
_SAMPLE = 24_000  # bytes that are looked at to tell the encoding
_MESS = 0.2  # charset-normalizer's own threshold for text that is not what it is decoded as
# Browsers read Latin-1 as Windows-1252 (WHATWG Encoding Standard, 4.2), and so does everyone who
# writes it; GB 2312 is read as its superset likewise.
_AS = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
}
# What charset-normalizer may choose from: the encodings newsrooms' files come in.
_LIKELY = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "koi8_u",
    "cp866",
    "cp437",
    "mac_roman",
    "mac_cyrillic",
    "iso8859_2",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "shift_jis",
    "euc_jp",
    "iso2022_jp",
    "euc_kr",
    "gb18030",
    "big5",
    "cp874",
    "cp1258",
]


# Encodings that differ from Windows-1252 in few signs: without a better reason it is that one.
_OTHERWISE_LATIN = ("pl", "tr")  # languages that Windows-1252 cannot write
_LIKE_WESTERN = ("mac_roman", "cp437", "cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2")


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it came in, and whether that was certain."""

    text: str
    encoding: str
    sure: bool = True


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of a document; raise Refusal where what comes out is no text."""
    found = _decode(data, declared)
    strange = len(_CONTROL.findall(found.text)) + max(0, found.text.count("\0") - 8)
    if strange > max(2, len(found.text) // 200):
        raise Refusal(_BINARY)
    return Decoded(storable(found.text).removeprefix("\ufeff"), found.encoding, found.sure)


def _decode(data: bytes, declared: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding.removesuffix("-sig"))
    sample = data[:2000]
    if len(sample) > 3 and sample.count(0) * 5 > len(sample):
        # Latin text in UTF-16 is every second byte a NUL.
        little = sample[1::2].count(0) > sample[::2].count(0)
        encoding = "utf-16-le" if little else "utf-16-be"
        return Decoded(data.decode(encoding, "replace"), encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _declared(data, declared) or _detected(data)


def _declared(data: bytes, declared: str) -> Decoded | None:
    """Return the text as it is declared, where that gives words."""
    head = data[:4096]
    named = [
        declared,
        *(m[1].decode("ascii", "ignore") for m in (_META.search(head), _XML.search(head)) if m),
    ]
    for name in named:
        encoding = _AS.get(name.strip().lower(), name.strip().lower())
        if not encoding or encoding in ("utf-8", "utf8") or not is_charset(encoding):
            continue
        try:
            text = data.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
        if mess_ratio(_telling(data).decode(encoding, "ignore"), _MESS) < _MESS:
            return Decoded(text, encoding)
    return None


def _telling(data: bytes) -> bytes:
    """Return lines that hold bytes over 127: they alone tell one encoding from another."""
    lines = [line for line in data[: 40 * _SAMPLE].split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE]


def _detected(data: bytes) -> Decoded:
    sample = _telling(data)
    matches = from_bytes(sample, cp_isolation=_LIKELY, threshold=_MESS, preemptive_behaviour=False)
    best = matches.best()
    if best is None:
        return Decoded(data.decode("cp1252", "replace"), "cp1252", sure=False)
    encoding = best.encoding
    western = next((m for m in matches if m.encoding == "cp1252"), None)
    named = language_of(str(best)) in _OTHERWISE_LATIN
    if encoding in _LIKE_WESTERN and western is not None and not named:
        encoding = "cp1252" if western.coherence >= best.coherence - 0.1 else encoding
    rivals = [m for m in matches if str(m) != str(best) and m.chaos <= best.chaos]
    sure = not rivals and len(sample) >= 60
    return Decoded(data.decode(encoding, "replace"), encoding, sure=sure)
