"""A document's bytes as text: what it declares is found here, and judged in `charsets`."""

from __future__ import annotations

import re

from factcheck.outside.charsets import DecodedText, reading_of
from factcheck.outside.documents.drafts import DraftRefusal

_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,20}=\s{0,20}[\"']?([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,100}encoding\s{0,20}=\s{0,20}[\"']([\w.:-]{2,40})", re.I)
# Wire copy holds SOH, STX, ETX and EOT (1 to 4): they are no sign of a binary file.
_CONTROL = re.compile("[\x05-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd]")
# Bytes in which a document says what charset it is in; HTML's standard looks at a quarter of it.
_HEAD = 4096
# Set by hand: so many strange signs a text may hold, and one in so many characters.
_FEW_STRANGE = 2
_ONE_STRANGE_IN = 200
_FEW_NULS = 8  # as some wire programs fill lines up with
_BINARY = "This is no text: most likely a picture, a program or a damaged file."


def decode(data: bytes, declared: str = "") -> DecodedText:
    """Return the text of a document; raise DraftRefusal where what comes out is no text.

    `declared` is what its server says, and comes before what the document says itself.
    """
    head = data[:_HEAD]
    declarations = [pattern.search(head) for pattern in (_META, _XML)]
    own = [match[1].decode("ascii", "ignore") for match in declarations if match]
    found = reading_of(data, [declared, *own])
    strange = len(_CONTROL.findall(found.text)) + _nuls(data, found.codec)
    if strange > max(_FEW_STRANGE, len(found.text) // _ONE_STRANGE_IN):
        raise DraftRefusal(_BINARY)
    return DecodedText(
        found.text.removeprefix("\ufeff"),
        found.codec,
        found.sure,
    )


def _nuls(data: bytes, codec: str) -> int:
    """Return how many NULs speak for a binary file: none of UTF-16's, a few of a program's."""
    if codec.startswith(("utf-16", "utf-32")):
        return 0
    return max(0, data.count(0) - _FEW_NULS)
