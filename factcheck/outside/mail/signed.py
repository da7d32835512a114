"""The content of an opaque S/MIME message.

CMS signed-data (RFC 5652, section 5) in BER, of known or unknown length. Only unpacked, never
verified: a signature says nothing here that the desk relies on.
"""

KINDS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_MAX_DEPTH = 20
_OID, _OCTETS, _CONSTRUCTED_OCTETS, _SEQUENCE = 0x06, 0x04, 0x24, 0x30


def content_of(data: bytes) -> bytes:
    """Return the message inside; b"" when it is encrypted, detached or broken."""
    try:
        kind, wrapped = _inside(data, _SEQUENCE)[:2]
        if kind != (_OID, _SIGNED_DATA):
            return b""
        signed = _elements(wrapped[1])[0]
        encapsulated = next(body for tag, body in _elements(signed[1]) if tag == _SEQUENCE)
        _, explicit = _elements(encapsulated)[:2]
        return _octets(_elements(explicit[1])[0])
    except (ValueError, IndexError, StopIteration):
        return b""


def _inside(data: bytes, wanted: int) -> list[tuple[int, bytes]]:
    tag, body, _ = _element(data, 0, 0)
    if tag != wanted:
        raise ValueError("not what was wanted")
    return _elements(body)


def _elements(data: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(data):
        tag, body, at = _element(data, at, 0)
        found.append((tag, body))
    return found


def _octets(element: tuple[int, bytes], depth: int = 0) -> bytes:
    """Return an octet string, which a program that streams writes in pieces."""
    tag, body = element
    if tag == _OCTETS:
        return body
    if tag != _CONSTRUCTED_OCTETS or depth > _MAX_DEPTH:
        raise ValueError("no octet string")
    return b"".join(_octets(piece, depth + 1) for piece in _elements(body))


def _element(data: bytes, at: int, depth: int) -> tuple[int, bytes, int]:
    """Tag, body and end of the element that begins at `at`."""
    tag, length = data[at], data[at + 1]
    at += 2
    if length == 0x80:
        return tag, *_open_ended(data, at, depth)
    if length & 0x80:
        count = length & 0x7F
        if count > 4:
            raise ValueError("too long")
        length, at = int.from_bytes(data[at : at + count], "big"), at + count
    if at + length > len(data):
        raise ValueError("cut short")
    return tag, data[at : at + length], at + length


def _open_ended(data: bytes, at: int, depth: int) -> tuple[bytes, int]:
    """Return a body of unstated length, up to its end mark of two zeros, and its end."""
    if depth > _MAX_DEPTH:
        raise ValueError("too deep")
    start = at
    while data[at : at + 2] != b"\0\0":
        _, _, at = _element(data, at, depth + 1)
    return data[start:at], at + 2
