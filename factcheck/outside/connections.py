"""Connections to addresses that were checked, kept open for a moment for the next page of the same
server.

A connection that is kept is checked again before it is used: the settings may have changed, or its
server may have said something nobody asked for.
"""

import os
import select
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
KEPT_SECONDS = 10.0  # servers close idle connections after 5 to 75 seconds
KEPT_AT_MOST = 32


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


class TimedSocket(socket.socket):
    """A server that sends a byte now and then never trips an ordinary timeout, so every read asks
    the deadline.
    """

    deadline: Deadline

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.deadline.left())
        return super().recv_into(*args, **kwargs)


class TimedTLS(ssl.SSLSocket):
    deadline: Deadline

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.deadline.left())
        return super().recv_into(*args, **kwargs)


Line = TimedSocket | TimedTLS


class _Kept:
    """The idle connections of this process, by the server they lead to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[tuple[str, str, int], list[tuple[float, Line]]] = {}
        self._count = 0

    def take(self, target: Target) -> Line | None:
        """One that leads to the target and is quiet; the others are closed on the way."""
        while True:
            with self._lock:
                idle = self._idle.get((target.scheme, target.host, target.port))
                if not idle:
                    return None
                since, line = idle.pop()
                self._count -= 1
            if (
                time.monotonic() - since < KEPT_SECONDS
                and _is_quiet(line)
                and _leads_out(target, line)
            ):
                return line
            line.close()

    def put(self, target: Target, line: Line) -> None:
        now = time.monotonic()
        with self._lock:
            self._idle.setdefault((target.scheme, target.host, target.port), []).append((now, line))
            self._count += 1
            if self._count > KEPT_AT_MOST:
                self._shed(now)

    def _shed(self, now: float) -> None:
        """Close those past their time, or else the oldest."""
        lines = sorted((since, place) for place, idle in self._idle.items() for since, _ in idle)
        late = sum(now - since >= KEPT_SECONDS for since, _ in lines)
        for _, place in lines[: max(late, 1)]:
            self._idle[place].pop(0)[1].close()  # within one place the oldest stands first
            self._count -= 1
        self._idle = {place: idle for place, idle in self._idle.items() if idle}

    def clear(self) -> None:
        with self._lock:
            for idle in self._idle.values():
                for _, line in idle:
                    line.close()
            self._idle, self._count = {}, 0


def _is_quiet(line: Line) -> bool:
    """Nothing to read: neither the end of the connection nor bytes that no request asked for."""
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    return not waiting.poll(0)


def _leads_out(target: Target, line: Line) -> bool:
    try:
        refuse_inner(target, str(line.getpeername()[0]))
    except (OutsideError, OSError):
        return False
    return True


kept = _Kept()
# Two processes must never speak over one connection.
os.register_at_fork(after_in_child=kept.clear)


def addresses_of(target: Target, deadline: Deadline) -> list[tuple[int, tuple[Any, ...]]]:
    """What the host's name resolves to, as (family, socket address).

    Every one must be allowed, or none is used: a name with a public and an inner address is an
    attack or a mistake.
    """
    literal = _literal(target.host, target.port)
    if literal:
        refuse_inner(target, target.host)
        return [literal]
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
        raise OutsideError(
            Kind.DNS, f"{target.host} has no address", url=target.url, temporary=temporary
        )
    for *_, place in found:
        refuse_inner(target, str(place[0]))
    return [(family, place) for family, _, _, _, place in found]


def _literal(host: str, port: int) -> tuple[int, tuple[Any, ...]] | None:
    """The socket address of a host that is written as one: nobody need be asked for it."""
    try:
        version = ip_address(host).version
    except ValueError:
        return None
    return (socket.AF_INET, (host, port)) if version == 4 else (socket.AF_INET6, (host, port, 0, 0))


# Pure, and asked for the same few addresses again and again.
_is_public = lru_cache(maxsize=1024)(is_public)
_is_loopback = lru_cache(maxsize=1024)(is_loopback)


def refuse_inner(target: Target, address: str) -> None:
    """OutsideError(kind="address") unless the address is public, or the settings name this host and
    port: any on loopback, a service of the newsroom's own on a private address.
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


def connected(target: Target, deadline: Deadline) -> Line:
    """A socket to one of the target's allowed addresses, checked again on the peer it reached; TLS
    verified for https.
    """
    failure: OSError = ConnectionError("no address")
    for family, place in addresses_of(target, deadline)[:4]:
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
    """The system's authorities (also SSL_CERT_FILE) and certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = TimedTLS
    context.set_alpn_protocols(["http/1.1"])
    return context
