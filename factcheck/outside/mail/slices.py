"""The bytes of each part as they came: the parser keeps its text, and not what it cut it from."""

import base64
import binascii
import quopri
import re

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")


def parts_of(raw: bytes, boundary: str) -> list[bytes]:
    """Return the bytes between the boundaries of a multipart, headers included."""
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    delimiter = re.compile(rb"(?:\A|(?<=\n))--" + mark + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    starts: list[tuple[int, int, bool]] = [
        (found.start(), found.end(), found[1] is not None) for found in delimiter.finditer(raw)
    ]
    parts = []
    for place, (_, begin, is_last) in enumerate(starts):
        if is_last:
            break
        end = starts[place + 1][0] if place + 1 < len(starts) else len(raw)
        parts.append(re.sub(rb"\r?\n\Z", b"", raw[begin:end]))
    return parts


def body_of(part: bytes) -> bytes:
    """Return what follows the headers of a part."""
    if part.startswith((b"\n", b"\r\n")):
        return part.lstrip(b"\r").removeprefix(b"\n")
    blank = _BLANK_LINE.search(part)
    return part[blank.end() :] if blank else b""


def unencoded(body: bytes, encoding: str) -> bytes:
    """Return a body without its transfer encoding, which attached messages should not have."""
    try:
        if encoding == "base64":
            return base64.b64decode(body, validate=False)
        if encoding == "quoted-printable":
            return quopri.decodestring(body)
    except (binascii.Error, ValueError):
        return body
    return body


def from_base64(body: bytes) -> bytes:
    """Return a base64 body decoded.

    Mailing lists add their footer below it as it is, and some programs write plain text under this
    label: what is no base64 is text.
    """
    try:
        return binascii.a2b_base64(body.translate(None, b" \t\r\n"), strict_mode=True)
    except binascii.Error:
        pass
    plain = _PLAIN.search(body)
    below = body.rfind(b"\n", 0, plain.start()) + 1 if plain else len(body)
    # Without the padding, which is left out, or stands too often.
    data = body[:below].translate(None, b" \t\r\n=")
    decoded = base64.b64decode(data[: len(data) - (len(data) % 4 == 1)] + b"===")
    return decoded + (b"\n" + body[below:] if plain else b"")


# A sign that base64 has not, or two words on one line.
_PLAIN = re.compile(rb"[^A-Za-z0-9+/=\s]|\S[ \t]\S")


def encoding_of(value: str) -> str:
    """Return the transfer encoding that a header means: "Quoted-Printable;" is one too."""
    for word in re.findall(r"[a-z0-9]+(?:[ _-][a-z0-9]+)*", value.lower()):
        for name in (word, *word.split(" ")):
            bare = re.sub(r"[ _-]", "", name)
            known = _ENCODINGS.get(bare) or _ENCODINGS.get(bare.removeprefix("x"))
            if known:
                return known
    return re.sub(r"[ _]", "-", value.strip().lower())


_ENCODINGS = {
    "quotedprintable": "quoted-printable",
    "qp": "quoted-printable",
    "base64": "base64",
    "b64": "base64",
    "7bit": "7bit",
    "8bit": "8bit",
    "binary": "binary",
    "xuuencode": "x-uuencode",
    "uuencode": "x-uuencode",
    "xuue": "x-uue",
}
