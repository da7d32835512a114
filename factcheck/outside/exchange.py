"""One HTTP exchange over a connection whose address was checked, within a deadline and a size.

No redirects, no cookies, no proxies, no .netrc: only what is written here happens.
"""

import http.client
import ssl
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from factcheck.outside import egress_guard
from factcheck.outside.addresses import Target
from factcheck.outside.connections import Deadline, Line, connected, kept
from factcheck.outside.errors import Kind, OutsideError

MAX_HEADER_BYTES = 64 * 1024
_PIECE = 64 * 1024
_ENCODINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


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
    """GET one target.

    `cut` keeps the first `max_bytes` of a larger body where otherwise "too-large" is raised.
    """
    egress_guard.check(target.url)
    with _told_as_one_error(target):
        asked = _request(target, headers)
        line = kept.take(target)
        if line is not None:
            try:
                return _ask(line, asked, target, deadline, max_bytes, cut)
            except (ConnectionError, ssl.SSLEOFError):
                pass  # its server closed it as we wrote; a GET may be asked again
        return _ask(connected(target, deadline), asked, target, deadline, max_bytes, cut)


@contextmanager
def _told_as_one_error(target: Target) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise OutsideError(
            Kind.TIMEOUT, "The server took too long", url=target.url, temporary=True
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise OutsideError(
            Kind.TLS,
            f"The certificate is not valid: {error.verify_message}",
            url=target.url,
            temporary=False,
        ) from error
    except ssl.SSLError as error:
        raise OutsideError(
            Kind.TLS, "No secure connection was possible", url=target.url, temporary=True
        ) from error
    except OSError as error:
        raise OutsideError(
            Kind.CONNECTION, "The connection failed", url=target.url, temporary=True
        ) from error
    except (http.client.HTTPException, ValueError) as error:
        raise OutsideError(
            Kind.BAD_RESPONSE, "The server's answer is not HTTP", url=target.url, temporary=True
        ) from error


def _request(target: Target, headers: Mapping[str, str]) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a header with a line break")
    asked = [
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.host_header}",
        *lines,
        "Accept-Encoding: gzip, deflate",
    ]
    return "\r\n".join([*asked, "", ""]).encode("latin-1")


def _ask(
    line: Line, asked: bytes, target: Target, deadline: Deadline, max_bytes: int, cut: bool
) -> HttpAnswer:
    whole = False
    try:
        line.deadline = deadline
        line.settimeout(deadline.left())
        line.sendall(asked)
        with http.client.HTTPResponse(line, method="GET") as response:
            response.begin()
            received = _headers(response, target)
            body = _body(response, received, target, max_bytes, cut)
            whole = response.isclosed() and not response.will_close
        return HttpAnswer(response.status, received, body)
    finally:
        if whole:
            kept.put(target, line)
        else:
            line.close()


def _headers(response: http.client.HTTPResponse, target: Target) -> dict[str, str]:
    pairs = response.getheaders()
    if sum(len(name) + len(value) for name, value in pairs) > MAX_HEADER_BYTES:
        raise OutsideError(
            Kind.TOO_LARGE, "The server's headers are too large", url=target.url, temporary=False
        )
    received: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        received[name] = f"{received[name]}, {value}" if name in received else value
    return received


def _body(
    response: http.client.HTTPResponse,
    headers: Mapping[str, str],
    target: Target,
    max_bytes: int,
    cut: bool,
) -> bytes:
    unpack = _Unpacker(headers.get("content-encoding", ""), max_bytes, target)
    announced = response.length
    if announced is not None and announced > max_bytes and not cut:
        raise OutsideError(
            Kind.TOO_LARGE, f"The page is over {max_bytes:,} bytes", url=target.url, temporary=False
        )
    received = 0
    while piece := response.read(_PIECE):
        received += len(piece)
        unpack.feed(piece)
        if received > max_bytes or unpack.full:
            if cut:
                return unpack.bytes()[:max_bytes]
            kind = Kind.DECOMPRESSION if unpack.packed else Kind.TOO_LARGE
            raise OutsideError(
                kind, f"The page is over {max_bytes:,} bytes", url=target.url, temporary=False
            )
    if announced is not None and received < announced:
        raise OutsideError(Kind.CONNECTION, "The page broke off", url=target.url, temporary=True)
    unpack.end()
    return unpack.bytes()


class _Unpacker:
    """Decompresses piece by piece and never holds more than a piece over the cap, so that a bomb
    stops at the cap.
    """

    def __init__(self, encoding: str, max_bytes: int, target: Target) -> None:
        encoding = encoding.strip().lower()
        self.packed = encoding not in ("", "identity")
        if self.packed and encoding not in _ENCODINGS:
            raise OutsideError(
                Kind.DECOMPRESSION,
                f"Cannot decompress {encoding[:40]!r}",
                url=target.url,
                temporary=False,
            )
        self._wbits = _ENCODINGS.get(encoding, 0)
        self._inflate = zlib.decompressobj(self._wbits)
        self._max, self._size, self._target = max_bytes, 0, target
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
        if not self._begun and self._wbits == zlib.MAX_WBITS and piece[0] & 0x0F != 8:
            # Many servers say "deflate" and send it without zlib's two-byte header.
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = True
        while piece and not self.full:
            if self._inflate.eof:
                if self._wbits < 16 or not piece.startswith(b"\x1f\x8b"):
                    return  # what follows the stream is padding
                self._inflate = zlib.decompressobj(
                    self._wbits
                )  # a gzip file may have several members
            self._keep(self._inflate.decompress(piece, self._max - self._size + 1))
            piece = self._inflate.unused_data or self._inflate.unconsumed_tail

    def end(self) -> None:
        if self.packed and self._begun and not self._inflate.eof:
            raise OutsideError(
                Kind.CONNECTION, "The page broke off", url=self._target.url, temporary=True
            )

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        self._pieces.append(piece)

    def bytes(self) -> bytes:
        return b"".join(self._pieces)
