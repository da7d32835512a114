"""Sockets to addresses that were checked, with a deadline that holds for every read.

The name is resolved here and the address is checked here, so the address connected to is the one
that was checked; no library resolves the name a second time.
"""

import socket
import ssl
import threading
import time
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import Any

import certifi
from django.conf import settings

from factcheck.outside.addresses import Target, is_loopback, is_private, is_public
from factcheck.outside.errors import Kind, OutsideError

CONNECT_SECONDS = 8.0
READ_SECONDS = 12.0  # silence between two pieces
_MOST_TRIED = 4  # addresses of one host; each that is silent costs CONNECT_SECONDS


class Deadline:
    """An instant on the monotonic clock by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float = READ_SECONDS) -> float:
        """Return the seconds left, no more than `at_most`; TimeoutError once there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("The time allowed for this page is over")
        return min(seconds, at_most)


class TimedSocket(socket.socket):
    """A socket whose every read asks the deadline.

    A server that sends a byte now and then never trips an ordinary timeout.
    """

    deadline: Deadline

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.deadline.left())
        return super().recv_into(*args, **kwargs)


class TimedTLS(ssl.SSLSocket):
    """A `TimedSocket` under TLS."""

    deadline: Deadline

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.deadline.left())
        return super().recv_into(*args, **kwargs)


CheckedSocket = TimedSocket | TimedTLS


def addresses_of(target: Target, deadline: Deadline) -> list[tuple[int, tuple[Any, ...]]]:
    """Return what the host's name resolves to, as (family, socket address).

    Every one must be allowed, or none is used: a name with a public and an inner address is an
    attack or a mistake.
    """
    literal = _literal(target.host, target.port)
    if literal:
        refuse_inner(target, target.host)
        return [literal]
    resolved: list[Any] = []
    trouble: list[OSError] = []

    def look_up() -> None:
        try:
            resolved.extend(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
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
    if trouble or not resolved:
        # "No such name" may be for good; a name server that could not tell may tell later.
        temporary = bool(trouble) and getattr(trouble[0], "errno", None) == socket.EAI_AGAIN
        raise OutsideError(
            Kind.DNS,
            f"{target.host} has no address",
            url=target.url,
            temporary=temporary,
        )
    for *_, place in resolved:
        refuse_inner(target, str(place[0]))
    return [(family, place) for family, _, _, _, place in resolved]


def _literal(host: str, port: int) -> tuple[int, tuple[Any, ...]] | None:
    """Return the socket address of a host that is written as one: nobody need be asked for it."""
    try:
        version = ip_address(host).version
    except ValueError:
        return None
    if version == 4:
        return socket.AF_INET, (host, port)
    return socket.AF_INET6, (host, port, 0, 0)


# Pure, and asked for the same few addresses again and again.
_is_public = lru_cache(maxsize=1024)(is_public)
_is_loopback = lru_cache(maxsize=1024)(is_loopback)


def refuse_inner(target: Target, address: str) -> None:
    """Raise OutsideError(kind="address") unless the address is one this target may have.

    It may have a public one, or one the settings name by host and port: on loopback, or, for a
    service of the newsroom's own, on a private network.
    """
    if _is_loopback(address) and target.place in settings.OUTSIDE_LOOPBACK_ALLOWED:
        return
    if target.own and is_private(address) and target.place in settings.OUTSIDE_INNER_ALLOWED:
        return
    if not _is_public(address):
        raise OutsideError(
            Kind.ADDRESS,
            f"{target.host} is not on the public internet",
            url=target.url,
            temporary=False,
        )


def connected(target: Target, deadline: Deadline) -> CheckedSocket:
    """Return a socket to one of the target's allowed addresses; for https, with TLS verified.

    The peer that was reached is checked once more: a route or a proxy may lead back inside.
    """
    failure: OSError = ConnectionError("no address")
    for family, place in addresses_of(target, deadline)[:_MOST_TRIED]:
        sock = TimedSocket(family, socket.SOCK_STREAM)
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
            # Another address of the same host has the same certificate.
            if isinstance(error, ssl.SSLError):
                break
    raise failure


def _secured(sock: TimedSocket, target: Target, deadline: Deadline) -> TimedTLS:
    sock.settimeout(deadline.left())
    secure = tls_context().wrap_socket(sock, server_hostname=target.host)
    assert isinstance(secure, TimedTLS)
    secure.deadline = deadline
    return secure


@cache
def tls_context() -> ssl.SSLContext:
    """Return a context that trusts the system's authorities (also SSL_CERT_FILE) and certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = TimedTLS
    # Said in the handshake (RFC 7301): http.client reads no other version.
    context.set_alpn_protocols(["http/1.1"])
    return context
