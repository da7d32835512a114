"""ISO-2022-JP as Windows writes it, with signs that the standard has not ("①", "㈱", "髙").

Python has no codec for it (Microsoft's 50221). Its two bytes a sign are those of code page 932,
counted otherwise.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(rb"\x1b(\$[@B]|\$\(B|\([BIJH])")
_SHIFT: Final = re.compile(rb"\x0e([^\x0f]*)\x0f?")


def windows_jis(data: bytes) -> str | None:
    """Return bytes with the escapes of RFC 1468 as text; None where they are no such text."""
    pieces = _ESCAPE.split(data)
    if any(b"\x1b" in piece for piece in pieces[::2]):
        return None  # an escape to another language's signs
    decoded = [_ascii(pieces[0])]
    for escape, body in zip(pieces[1::2], pieces[2::2], strict=True):
        decoded.append(_READERS[escape[:1]](body) if escape != b"(I" else _kana(body))
    try:
        return b"".join(decoded).decode("cp932")
    except UnicodeDecodeError:
        return None


def _ascii(body: bytes) -> bytes:
    return _SHIFT.sub(lambda found: _kana(found[1]), body)


def _kana(body: bytes) -> bytes:
    """Return half-width kana, which code page 932 has 128 places further."""
    return bytes(sign + 0x80 if 0x21 <= sign <= 0x5F else sign for sign in body)


def _two_bytes(body: bytes) -> bytes:
    """Return signs of two bytes, each by its row and cell, as code page 932 counts them."""
    shifted = bytearray()
    place = 0
    while place < len(body):
        row = body[place]
        cell = body[place + 1] if place + 1 < len(body) else 0
        if not 0x21 <= row <= 0x7E or not 0x21 <= cell <= 0x7E:
            shifted.append(row)  # an end of a line stands between signs
            place += 1
            continue
        shifted += _shifted(row, cell)
        place += 2
    return bytes(shifted)


def _shifted(row: int, cell: int) -> bytes:
    """Return a sign's bytes in Shift JIS: two rows of the standard are one of its own."""
    lead = (row - 0x21) // 2 + 0x81
    trail = cell + (0x1F if row % 2 else 0x7E)
    if lead > 0x9F:
        lead += 0x40
    if row % 2 and trail >= 0x7F:
        trail += 1
    return bytes((lead, trail))


_READERS: Final = {b"$": _two_bytes, b"(": _ascii}
