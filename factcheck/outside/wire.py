"""One HTTP exchange over a connection whose address was checked, within a deadline and a size.

No redirects, no cookies, no proxies, no .netrc: only what is written here happens.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import certifi
from django.conf import settings

from factcheck.outside.addresses import Target, is_loopback, is_public
from factcheck.outside.errors import Kind, OutsideError

CONNECT_SECONDS = 8.0
READ_SECONDS = 12.0  # silence between two pieces
MAX_HEADER_BYTES = 64 * 1024
_PIECE = 64 * 1024
_ENCODINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Deadline:
    """An instant on the monotonic clock by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float = READ_SECONDS) -> float:
        """Seconds left, no more than `at_most`; TimeoutError once there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("The time allowed for this page is over")
        return min(seconds, at_most)


class _TimedSocket(socket.socket):
    """A server that sends a byte now and then never trips an ordinary timeout, so every read asks the deadline."""

    deadline: Deadline

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.deadline.left())
        return super().recv_into(*args, **kwargs)


class _TimedTLS(ssl.SSLSocket):
    deadline: Deadline

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.deadline.left())
        return super().recv_into(*args, **kwargs)


@dataclass(frozen=True)
class Answer:
    """One response; header names lower-case, `body` decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(
    target: Target, headers: Mapping[str, str], *, deadline: Deadline, max_bytes: int, cut: bool = False
) -> Answer:
    """GET one target. `cut` keeps the first `max_bytes` of a larger body where otherwise "too-large" is raised."""
    try:
        sock = connected(target, deadline)
        try:
            return _ask(sock, target, headers, max_bytes, cut)
        finally:
            sock.close()
    except TimeoutError as error:
        raise OutsideError(Kind.TIMEOUT, "The server took too long", url=target.url, temporary=True) from error
    except ssl.SSLCertVerificationError as error:
        raise OutsideError(
            Kind.TLS, f"The certificate is not valid: {error.verify_message}", url=target.url, temporary=False
        ) from error
    except ssl.SSLError as error:
        raise OutsideError(Kind.TLS, "No secure connection was possible", url=target.url, temporary=True) from error
    except OSError as error:
        raise OutsideError(Kind.CONNECTION, "The connection failed", url=target.url, temporary=True) from error
    except (http.client.HTTPException, ValueError) as error:
        raise OutsideError(
            Kind.BAD_RESPONSE, "The server's answer is not HTTP", url=target.url, temporary=True
        ) from error


def addresses_of(target: Target, deadline: Deadline) -> list[tuple[int, tuple[Any, ...]]]:
    """What the host's name resolves to, as (family, socket address). Every one must be allowed, or none is used: a
    name with a public and an inner address is an attack or a mistake.
    """
    found: list[Any] = []
    trouble: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except OSError as error:
            trouble.append(error)
        except UnicodeError as error:
            trouble.append(socket.gaierror(socket.EAI_NONAME, str(error)))

    # getaddrinfo takes no timeout, and a dead resolver holds it for half a minute.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(deadline.left(CONNECT_SECONDS))
    if thread.is_alive():
        raise TimeoutError("The name server did not answer")
    if trouble or not found:
        temporary = bool(trouble) and getattr(trouble[0], "errno", None) == socket.EAI_AGAIN
        raise OutsideError(Kind.DNS, f"{target.host} has no address", url=target.url, temporary=temporary)
    for *_, place in found:
        refuse_inner(target, str(place[0]))
    return [(family, place) for family, _, _, _, place in found]


def refuse_inner(target: Target, address: str) -> None:
    """OutsideError(kind="address") unless the address is public, or is loopback and the settings name this host and
    port.
    """
    if is_loopback(address) and target.place in settings.OUTSIDE_LOOPBACK_ALLOWED:
        return
    if not is_public(address):
        raise OutsideError(
            Kind.ADDRESS, f"{target.host} is not on the public internet", url=target.url, temporary=False
        )


def connected(target: Target, deadline: Deadline) -> socket.socket:
    """A socket to one of the target's allowed addresses, checked again on the peer it reached; TLS verified for
    https.
    """
    failure: OSError = ConnectionError("no address")
    for family, place in addresses_of(target, deadline)[:4]:
        sock = _TimedSocket(family, socket.SOCK_STREAM)
        sock.deadline = deadline
        try:
            sock.settimeout(deadline.left(CONNECT_SECONDS))
            sock.connect(place)
            refuse_inner(target, str(sock.getpeername()[0]))
            return _secured(sock, target, deadline) if target.scheme == "https" else sock
        except OutsideError:
            sock.close()
            raise
        except OSError as error:
            sock.close()
            failure = error
            if isinstance(error, ssl.SSLError):
                break
    raise failure


def _secured(sock: socket.socket, target: Target, deadline: Deadline) -> socket.socket:
    sock.settimeout(deadline.left())
    secure = tls_context().wrap_socket(sock, server_hostname=target.host)
    assert isinstance(secure, _TimedTLS)
    secure.deadline = deadline
    return secure


@cache
def tls_context() -> ssl.SSLContext:
    """The system's authorities (also SSL_CERT_FILE) and certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = _TimedTLS
    context.set_alpn_protocols(["http/1.1"])
    return context


def _ask(sock: socket.socket, target: Target, headers: Mapping[str, str], max_bytes: int, cut: bool) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = sock
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", target.host_header)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.putheader("Accept-Encoding", "gzip, deflate")
    connection.putheader("Connection", "close")
    connection.endheaders()
    with connection.getresponse() as response:
        received = _headers(response, target)
        body = _body(response, received, target, max_bytes, cut)
        return Answer(response.status, received, body)


def _headers(response: http.client.HTTPResponse, target: Target) -> dict[str, str]:
    pairs = response.getheaders()
    if sum(len(name) + len(value) for name, value in pairs) > MAX_HEADER_BYTES:
        raise OutsideError(Kind.TOO_LARGE, "The server's headers are too large", url=target.url, temporary=False)
    received: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        received[name] = f"{received[name]}, {value}" if name in received else value
    return received


def _body(
    response: http.client.HTTPResponse, headers: Mapping[str, str], target: Target, max_bytes: int, cut: bool
) -> bytes:
    unpack = _Unpacker(headers.get("content-encoding", ""), max_bytes, target)
    announced = response.length
    if announced is not None and announced > max_bytes and not cut:
        raise OutsideError(Kind.TOO_LARGE, f"The page is over {max_bytes:,} bytes", url=target.url, temporary=False)
    received = 0
    while piece := response.read(_PIECE):
        received += len(piece)
        unpack.feed(piece)
        if received > max_bytes or unpack.full:
            if cut:
                return unpack.bytes()[:max_bytes]
            kind = Kind.DECOMPRESSION if unpack.packed else Kind.TOO_LARGE
            raise OutsideError(kind, f"The page is over {max_bytes:,} bytes", url=target.url, temporary=False)
    if announced is not None and received < announced:
        raise OutsideError(Kind.CONNECTION, "The page broke off", url=target.url, temporary=True)
    unpack.end()
    return unpack.bytes()


class _Unpacker:
    """Decompresses piece by piece and never holds more than a piece over the cap, so that a bomb stops at the cap."""

    def __init__(self, encoding: str, max_bytes: int, target: Target) -> None:
        encoding = encoding.strip().lower()
        self.packed = encoding not in ("", "identity")
        if self.packed and encoding not in _ENCODINGS:
            raise OutsideError(
                Kind.DECOMPRESSION, f"Cannot decompress {encoding[:40]!r}", url=target.url, temporary=False
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
                Kind.DECOMPRESSION, "The page's compression is broken", url=self._target.url, temporary=True
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
                self._inflate = zlib.decompressobj(self._wbits)  # a gzip file may have several members
            self._keep(self._inflate.decompress(piece, self._max - self._size + 1))
            piece = self._inflate.unused_data or self._inflate.unconsumed_tail

    def end(self) -> None:
        if self.packed and self._begun and not self._inflate.eof:
            raise OutsideError(Kind.CONNECTION, "The page broke off", url=self._target.url, temporary=True)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        self._pieces.append(piece)

    def bytes(self) -> bytes:
        return b"".join(self._pieces)
