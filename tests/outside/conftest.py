"""Real servers on loopback for the door to the world."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from pytest_httpserver import HTTPServer
from werkzeug import Request

from factcheck.outside import session
from factcheck.outside.errors import OutsideError
from factcheck.outside.http import fetch
from factcheck.outside.look_ups import LOOK_UPS
from factcheck.outside.search import SERVICES, ProviderQuery, SearchProvider

Chunks = list[bytes | float]
QUERY = ProviderQuery(
    words=("Hezbollah", "pledge"), phrases=("Radwan force",), limit=10, allowed_outside=True
)


def failure(url: str, **options: Any) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        fetch(url, **options)
    return caught.value


def pages_asked(web: HTTPServer) -> list[str]:
    return [request.path for request, _ in web.log if request.path != "/robots.txt"]


@pytest.fixture(scope="session")
def web_server() -> Iterator[HTTPServer]:
    server = HTTPServer(host="127.0.0.1", threaded=True)
    server.start()
    yield server
    server.stop()


def _let_end_what_an_earlier_test_gave_up() -> None:
    """Wait for the server's threads: a late request would count as one of this test's."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)


@pytest.fixture
def web(web_server: HTTPServer, settings: Any, flush_redis: redis.Redis) -> HTTPServer:
    """A web server that may be fetched from, without pages; Redis is empty and there is no pace."""
    session.forget_connections()
    _let_end_what_an_earlier_test_gave_up()
    web_server.clear()
    web_server.no_handler_status_code = 404
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"127.0.0.1:{web_server.port}"]
    settings.OUTSIDE_PACE_SECONDS = 0.0
    settings.OUTSIDE_TIMEOUT_SECONDS = 10.0
    return web_server


class RawServer:
    """Answers every connection with the given pieces; a number is a pause in seconds."""

    def __init__(self, *pieces: bytes | float) -> None:
        self.pieces = pieces
        self.asked: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(peer,), daemon=True).start()

    def _answer(self, peer: socket.socket) -> None:
        with peer:
            try:
                self.asked.append(peer.recv(65536))
                for piece in self.pieces:
                    time.sleep(piece) if isinstance(piece, float) else peer.sendall(piece)
            except OSError:
                return

    def stop(self) -> None:
        self.listener.close()


@pytest.fixture
def raw(web: HTTPServer, settings: Any) -> Iterator[Callable[..., RawServer]]:
    """`raw(b"HTTP/1.1 200 OK…", 0.5, b"…")` starts a server that says exactly that, and may be
    fetched from.
    """
    started: list[RawServer] = []

    def start(*pieces: bytes | float) -> RawServer:
        server = RawServer(*pieces)
        settings.OUTSIDE_LOOPBACK_ALLOWED = [
            *settings.OUTSIDE_LOOPBACK_ALLOWED,
            f"127.0.0.1:{server.port}",
        ]
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


class PatientServer(RawServer):
    """Keeps connections open and answers each request on them with `pieces`; `connections` counts
    those made.
    """

    connections = 0

    def _answer(self, peer: socket.socket) -> None:
        self.connections += 1
        with peer:
            try:
                while asked := peer.recv(65536):
                    self.asked.append(asked)
                    for piece in self.pieces:
                        time.sleep(piece) if isinstance(piece, float) else peer.sendall(piece)
            except OSError:
                return


@pytest.fixture
def patient(web: HTTPServer, settings: Any) -> Iterator[Callable[..., PatientServer]]:
    """As `raw`, of a server that keeps its connections open."""
    started: list[PatientServer] = []

    def start(*pieces: bytes | float) -> PatientServer:
        server = PatientServer(*pieces)
        settings.OUTSIDE_LOOPBACK_ALLOWED = [
            *settings.OUTSIDE_LOOPBACK_ALLOWED,
            f"127.0.0.1:{server.port}",
        ]
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def local(web: HTTPServer, settings: Any) -> HTTPServer:
    base = f"http://127.0.0.1:{web.port}"
    settings.PROVIDER_URLS = {name: f"{base}/{name}" for name in (*SERVICES, *LOOK_UPS)}
    settings.PROVIDER_KEYS = dict.fromkeys((*SERVICES, *LOOK_UPS), "SECRET-KEY")
    return web


def search_failure(provider: SearchProvider, query: ProviderQuery = QUERY) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        provider.search(query)
    return caught.value


def asked(web: HTTPServer) -> list[Request]:
    return [request for request, _ in web.log if request.path != "/robots.txt"]
