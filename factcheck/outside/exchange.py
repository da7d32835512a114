"""One HTTP exchange over a checked connection, within a deadline and a size.

No redirects, no cookies, no proxies, no .netrc: the session of `session` sees to that.
"""

import http.client
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from urllib3.exceptions import HTTPError, IncompleteRead

from factcheck.outside import egress_guard
from factcheck.outside.addresses import Target
from factcheck.outside.connections import Deadline
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.session import Exchange, session

MAX_HEADER_BYTES = 64 * 1024
_PIECE = 64 * 1024
_GZIP = 16  # added to the window bits: zlib then reads gzip's header (docs.python.org, zlib)
_ENCODINGS = {
    "gzip": _GZIP + zlib.MAX_WBITS,
    "x-gzip": _GZIP + zlib.MAX_WBITS,
    "deflate": zlib.MAX_WBITS,
}
_GZIP_MAGIC = b"\x1f\x8b"  # RFC 1952 2.3.1
_DEFLATE_METHOD = 8  # in the first byte of zlib's header, RFC 1950 2.2


@dataclass(frozen=True)
class HttpAnswer:
    """One response; header names lower-case, `body` decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(
    target: Target,
    headers: Mapping[str, str],
    *,
    deadline: Deadline,
    max_bytes: int,
    cut: bool = False,
) -> HttpAnswer:
    """GET one target, or raise OutsideError.

    `cut` keeps the first `max_bytes` of a larger body where otherwise "too-large" is raised.
    """
    egress_guard.check(target.url)
    asked = {**headers, "Accept-Encoding": "gzip, deflate"}
    first = Exchange(target, deadline)
    with _as_outside_error(target):
        try:
            return _ask(first, asked, max_bytes, cut)
        except (requests.RequestException, HTTPError, OSError) as error:
            # The server of a kept connection may close it as we write; a GET may be asked again
            # (RFC 9112 9.3.1).
            if not first.reused or not _was_closed(error):
                raise
        return _ask(
            Exchange(target, deadline, fresh=True),
            asked,
            max_bytes,
            cut,
        )


def _causes(error: BaseException) -> list[BaseException]:
    """Return the error and what it was raised from, the innermost first."""
    chain: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in chain:
        chain.append(here)
        here = here.__cause__ or here.__context__
    return chain[::-1]


def _was_closed(error: BaseException) -> bool:
    return any(isinstance(cause, (ConnectionError, ssl.SSLEOFError)) for cause in _causes(error))


def _certificate(error: BaseException) -> str:
    return f"The certificate is not valid: {getattr(error, 'verify_message', '')}"


_MEANINGS: tuple[tuple[type[BaseException], Kind, str | Callable[[BaseException], str], bool], ...]
_MEANINGS = (
    # what was raised, the kind it is, the sentence, whether it may pass
    (TimeoutError, Kind.TIMEOUT, "The server took too long", True),
    (ssl.SSLCertVerificationError, Kind.TLS, _certificate, False),
    (ssl.SSLError, Kind.TLS, "No secure connection was possible", True),
    (IncompleteRead, Kind.CONNECTION, "The page broke off", True),
    (OSError, Kind.CONNECTION, "The connection failed", True),
    (http.client.HTTPException, Kind.BAD_RESPONSE, "The server's answer is not HTTP", True),
    (ValueError, Kind.BAD_RESPONSE, "The server's answer is not HTTP", True),
)


@contextmanager
def _as_outside_error(target: Target) -> Iterator[None]:
    """Turn every error of the libraries and the system into one `OutsideError`.

    Requests' own errors are OSErrors too, so what lies beneath them is judged first.
    """
    try:
        yield
    except OutsideError:
        raise
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        raise _meaning(error, target) from error


def _meaning(error: BaseException, target: Target) -> OutsideError:
    for cause in _causes(error):
        for raised, kind, sentence, temporary in _MEANINGS:
            if isinstance(cause, raised) and not isinstance(cause, requests.RequestException):
                text = sentence if isinstance(sentence, str) else sentence(cause)
                return OutsideError(
                    kind,
                    text,
                    url=target.url,
                    temporary=temporary,
                )
    return OutsideError(
        Kind.BAD_RESPONSE,
        "The server's answer is not HTTP",
        url=target.url,
        temporary=True,
    )


def _ask(
    exchange: Exchange,
    headers: Mapping[str, str],
    max_bytes: int,
    cut: bool,
) -> HttpAnswer:
    response = session().open(exchange, headers)
    try:
        received = _headers(response, exchange.target)
        body = _body(response, received, exchange.target, max_bytes, cut)
        return HttpAnswer(response.status_code, received, body)
    finally:
        # Closes the connection unless the whole body was read, in which case it is kept already.
        response.raw.close()


def _headers(response: requests.Response, target: Target) -> dict[str, str]:
    pairs = response.raw.headers.items()
    size = sum(len(name) + len(value) for name, value in pairs)
    if size > MAX_HEADER_BYTES:
        raise _refused(Kind.TOO_LARGE, "The server's headers are too large", target)
    return {name.lower(): value for name, value in pairs}


def _body(
    response: requests.Response,
    headers: Mapping[str, str],
    target: Target,
    max_bytes: int,
    cut: bool,
) -> bytes:
    unpack = _Unpacker(headers.get("content-encoding", ""), max_bytes, target)
    too_large = f"The page is over {max_bytes:,} bytes"
    announced = response.raw.length_remaining
    if announced is not None and announced > max_bytes and not cut:
        raise _refused(Kind.TOO_LARGE, too_large, target)
    received = 0
    while piece := response.raw.read(_PIECE, decode_content=False):
        received += len(piece)
        unpack.feed(piece)
        if received > max_bytes or unpack.full:
            if cut:
                return unpack.bytes()[:max_bytes]
            kind = Kind.DECOMPRESSION if unpack.packed else Kind.TOO_LARGE
            raise _refused(kind, too_large, target)
    unpack.end()
    return unpack.bytes()


def _refused(kind: Kind, sentence: str, target: Target) -> OutsideError:
    return OutsideError(
        kind,
        sentence,
        url=target.url,
        temporary=False,
    )


class _Unpacker:
    """Decompresses piece by piece, and never holds more than a piece over the cap.

    A decompression bomb therefore stops at the cap.
    """

    def __init__(self, encoding: str, max_bytes: int, target: Target) -> None:
        encoding = encoding.strip().lower()
        self.packed = encoding not in ("", "identity")
        if self.packed and encoding not in _ENCODINGS:
            sentence = f"Cannot decompress {encoding[:40]!r}"
            raise _refused(Kind.DECOMPRESSION, sentence, target)
        self._wbits = _ENCODINGS.get(encoding, 0)
        self._inflate = zlib.decompressobj(self._wbits)
        self._max = max_bytes
        self._size = 0
        self._target = target
        self._pieces: list[bytes] = []
        self._begun = False

    @property
    def full(self) -> bool:
        return self._size > self._max

    def feed(self, piece: bytes) -> None:
        if not self.packed:
            self._keep(piece)
            return
        try:
            self._unpack(piece)
        except zlib.error as error:
            raise OutsideError(
                Kind.DECOMPRESSION,
                "The page's compression is broken",
                url=self._target.url,
                temporary=True,
            ) from error

    def _unpack(self, piece: bytes) -> None:
        is_first_of_deflate = not self._begun and self._wbits == zlib.MAX_WBITS
        if is_first_of_deflate and piece[0] & 0x0F != _DEFLATE_METHOD:
            # Many servers say "deflate" and send it without zlib's two-byte header.
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = True
        while piece and not self.full:
            if self._inflate.eof:
                if self._wbits < _GZIP or not piece.startswith(_GZIP_MAGIC):
                    return  # what follows the stream is padding
                # A gzip file may have several members.
                self._inflate = zlib.decompressobj(self._wbits)
            room = self._max - self._size + 1  # one more than allowed, to be seen as too many
            self._keep(self._inflate.decompress(piece, room))
            piece = self._inflate.unused_data or self._inflate.unconsumed_tail

    def end(self) -> None:
        if self.packed and self._begun and not self._inflate.eof:
            raise OutsideError(
                Kind.CONNECTION,
                "The page broke off",
                url=self._target.url,
                temporary=True,
            )

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        self._pieces.append(piece)

    def bytes(self) -> bytes:
        return b"".join(self._pieces)
