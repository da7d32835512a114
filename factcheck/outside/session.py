"""The one `requests.Session` by which anything leaves the building.

Its adapter gives urllib3 connections of our own: they lead to addresses checked in `connections`,
keep a deadline over the whole exchange, and are checked again when a kept one is taken up. Nothing
comes from the environment: no proxies, no .netrc, no cookies.
"""

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from factcheck.outside.addresses import Target
from factcheck.outside.connections import CheckedSocket, Deadline, connected, refuse_inner
from factcheck.outside.errors import Kind, OutsideError

KEPT_SECONDS = 10.0
"""How long an idle connection is kept; servers close theirs after 5 to 75 seconds."""
KEPT_HOSTS = 16
KEPT_PER_HOST = 8


@dataclass
class Exchange:
    """One request under way in this thread: what its connection must lead to, and until when."""

    target: Target
    deadline: Deadline
    fresh: bool = False
    """Whether a kept connection may not be used."""
    reused: bool = False
    """Whether a kept connection was used, which its server may have closed meanwhile."""


_under_way = threading.local()


@contextmanager
def exchange_under_way(exchange: Exchange) -> Iterator[None]:
    """Let the connections made in this thread serve `exchange`."""
    _under_way.exchange = exchange
    try:
        yield
    finally:
        del _under_way.exchange


def _current(host: str, port: int | None) -> Exchange:
    """Return the exchange under way; raise OutsideError where a library names another server."""
    exchange: Exchange = _under_way.exchange
    if (host.strip("[]"), port) != (exchange.target.host, exchange.target.port):
        raise OutsideError(
            Kind.ADDRESS,
            "The address can be read in two ways",
            url=exchange.target.url,
            temporary=False,
        )
    return exchange


class _Connection(HTTPConnection):
    """A connection whose socket was checked; `idle_since` is on the monotonic clock."""

    idle_since = 0.0

    def connect(self) -> None:
        exchange = _current(self.host, self.port)
        self.sock = connected(exchange.target, exchange.deadline)


class _SecureConnection(HTTPSConnection):
    """The same under TLS, which `connected` has verified."""

    idle_since = 0.0

    def connect(self) -> None:
        exchange = _current(self.host, self.port)
        self.sock = connected(exchange.target, exchange.deadline)
        self.is_verified = True


def _ready(connection: Any) -> Any:
    """Close a kept connection that may not serve the exchange under way; urllib3 opens it again."""
    exchange = _current(connection.host, connection.port)
    socket: CheckedSocket | None = connection.sock
    if socket is not None:
        usable = _is_usable(connection) and _leads_out(exchange.target, socket)
        if not usable:
            connection.close()
    exchange.reused = connection.sock is not None
    if connection.sock is not None:
        connection.sock.deadline = exchange.deadline
    return connection


def _idle(connection: Any) -> Any:
    """Note since when a connection is idle; urllib3 puts None where one was lost."""
    if connection is not None:
        connection.idle_since = time.monotonic()
    return connection


def _is_usable(connection: Any) -> bool:
    if _current(connection.host, connection.port).fresh:
        return False
    idle_since: float = connection.idle_since
    return time.monotonic() - idle_since < KEPT_SECONDS


def _leads_out(target: Target, socket: CheckedSocket) -> bool:
    """Return whether the peer is still allowed: the settings may have changed meanwhile."""
    try:
        refuse_inner(target, str(socket.getpeername()[0]))
    except (OutsideError, OSError):
        return False
    return True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection

    def _get_conn(self, timeout: float | None = None) -> Any:
        # super() closes a connection on which anything waits to be read: its end, or bytes that no
        # request asked for.
        return _ready(super()._get_conn(timeout))

    def _put_conn(self, conn: Any) -> None:
        super()._put_conn(_idle(conn))


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection

    def _get_conn(self, timeout: float | None = None) -> Any:
        return _ready(super()._get_conn(timeout))

    def _put_conn(self, conn: Any) -> None:
        super()._put_conn(_idle(conn))


class GuardedAdapter(HTTPAdapter):
    """Sends a request over a connection that was checked, and over no other."""

    def init_poolmanager(self, *_: Any, **__: Any) -> None:
        """Make the pools of our own connections."""
        self.poolmanager = PoolManager(num_pools=KEPT_HOSTS, maxsize=KEPT_PER_HOST)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def get_connection_with_tls_context(self, *_: Any, **__: Any) -> Any:
        """Return the pool of the server the exchange under way leads to."""
        target: Target = _under_way.exchange.target
        return self.poolmanager.connection_from_host(
            target.host,
            target.port,
            target.scheme,
        )

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Leave certificates to `connections`, which verifies every one."""


class GuardedSession(requests.Session):
    """A session that takes nothing from the environment and follows no redirect by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, GuardedAdapter())

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return none: each redirect is judged as a new address, by `http.fetch`."""

    def open(self, exchange: Exchange, headers: Mapping[str, str]) -> requests.Response:
        """Send one GET and return the response with its body unread.

        Raises OutsideError for an address that is refused, and requests' and urllib3's own errors.
        """
        target = exchange.target
        request = requests.PreparedRequest()
        request.method = "GET"
        # Not by prepare(): the address was taken apart and escaped once, in `addresses`.
        request.url = target.url
        request.headers = CaseInsensitiveDict({"Host": target.host_header, **headers})
        request.hooks = {}
        seconds = exchange.deadline.left()
        with exchange_under_way(exchange):
            return self.send(
                request,
                stream=True,
                allow_redirects=False,
                timeout=seconds,
                proxies={},
            )


_session = GuardedSession()


def session() -> GuardedSession:
    """Return this process's session."""
    return _session


def forget_connections() -> None:
    """Begin with a new session: two processes must never speak over one connection."""
    global _session
    _session = GuardedSession()


os.register_at_fork(after_in_child=forget_connections)
