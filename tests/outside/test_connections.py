"""Which addresses are connected to, what is verified, and what is kept open."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from factcheck.outside import connections, session
from factcheck.outside.addresses import target_of
from factcheck.outside.errors import OutsideError
from factcheck.outside.http import fetch
from tests.outside.certificates import certificate
from tests.outside.conftest import PatientServer, RawServer, failure

Raw = Callable[..., RawServer]


# Addresses


def test_loopback_is_refused_unless_the_settings_name_host_and_port(
    web: HTTPServer, settings: Any
) -> None:
    url = web.url_for("/a")
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    assert failure(url).kind == "address"
    settings.OUTSIDE_LOOPBACK_ALLOWED = [
        f"127.0.0.1:{web.port + 1}",
        "127.0.0.1",
        f"localhost:{web.port}",
    ]
    assert failure(url).kind == "address"
    assert web.log == []


def test_a_name_with_one_inner_address_among_public_ones_is_not_connected_to(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [
        (socket.AF_INET, 1, 6, "", (host, web.port)) for host in ("93.184.215.14", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    connected: list[object] = []
    monkeypatch.setattr(
        connections.TimedSocket, "connect", lambda self, place: connected.append(place)
    )
    assert failure(f"http://rebinding.example:{web.port}/").kind == "address"
    assert connected == []


def test_the_peer_that_was_reached_is_checked_again(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.expect_request("/a").respond_with_data("inner secret")
    really = socket.socket.connect
    answer = (socket.AF_INET, 1, 6, "", ("93.184.215.14", web.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [answer])
    # A network that leads a public address back inside (a hostile route, a proxy, a NAT).
    monkeypatch.setattr(
        connections.TimedSocket,
        "connect",
        lambda self, place: really(self, ("127.0.0.1", web.port)),
    )
    assert failure(f"http://public.example:{web.port}/a").kind == "address"
    assert web.log == []


def test_the_address_checked_is_the_address_connected_to(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def look_up(host: str, port: int, **options: object) -> list[Any]:
        looked_up.append(host)
        # The second answer is the attacker's.
        return [
            (
                socket.AF_INET,
                1,
                6,
                "",
                ("93.184.215.14" if len(looked_up) == 1 else "127.0.0.1", port),
            )
        ]

    connected: list[Any] = []

    def connect(self: socket.socket, place: Any) -> None:
        connected.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(connections.TimedSocket, "connect", connect)
    assert failure("http://rebinding.example/", respect_robots=False).kind == "connection"
    assert connected == ["93.184.215.14"]


def test_a_redirect_inwards_is_refused(web: HTTPServer, raw: Raw, settings: Any) -> None:
    hidden = RawServer(b"HTTP/1.1 200 OK\r\n\r\nsecret")
    for place in (
        f"127.0.0.1:{hidden.port}",
        "169.254.169.254",
        "[::1]",
        f"127.1:{hidden.port}",
        "2130706433",
    ):
        web.expect_oneshot_request("/a").respond_with_data(
            "", 302, {"Location": f"http://{place}/"}
        )
        assert failure(web.url_for("/a")).kind == "address"
    assert hidden.asked == []
    hidden.stop()


def test_a_redirect_to_another_scheme_is_refused(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", 302, {"Location": "file:///etc/passwd"})
    assert failure(web.url_for("/a")).kind == "scheme"


def test_a_name_without_an_address_says_so(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    error = failure("http://nowhere.example/")
    assert (error.kind, error.temporary) == ("dns", True)


def test_a_name_server_that_hangs_costs_no_more_than_the_time_allowed(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*args: object, **kwargs: object) -> list[object]:
        time.sleep(3)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    begun = time.monotonic()
    assert (
        failure("http://slow.example/", timeout=0.3, respect_robots=False, pace=False).kind
        == "timeout"
    )
    assert time.monotonic() - begun < 2


def test_environment_proxies_and_netrc_are_not_used(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    web.expect_request("/a").respond_with_data("ok")
    assert fetch(web.url_for("/a")).body == b"ok"
    assert "Authorization" not in web.log[-1][0].headers


# TLS


def tls_server(folder: Path, name: str) -> tuple[int, list[bytes]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def serve() -> None:
        while True:
            peer, _ = listener.accept()
            try:
                with context.wrap_socket(peer, server_side=True) as secure:
                    asked.append(secure.recv(65536))
                    if b"downgrade" in asked[-1]:
                        secure.sendall(
                            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:8009/\r\nContent-Length: 0\r\n\r\n"
                        )
                    else:
                        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            except OSError:
                continue

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1], asked


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    connections.tls_context.cache_clear()
    yield tmp_path
    connections.tls_context.cache_clear()


def test_https_is_verified_for_the_name_in_the_url(
    web: HTTPServer, settings: Any, trusted: Path
) -> None:
    port, asked = tls_server(trusted, "localhost")
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"localhost:{port}", f"127.0.0.1:{port}"]
    assert fetch(f"https://localhost:{port}/", respect_robots=False).body == b"ok"
    error = failure(f"https://127.0.0.1:{port}/", respect_robots=False)
    assert (error.kind, error.temporary) == ("tls", False)
    assert len(asked) == 1


def test_https_by_an_unknown_authority_is_refused(
    web: HTTPServer, settings: Any, tmp_path: Path
) -> None:
    certificate(tmp_path)
    port, asked = tls_server(tmp_path, "localhost")
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"localhost:{port}"]
    assert failure(f"https://localhost:{port}/", respect_robots=False).kind == "tls"
    assert asked == []


def test_a_redirect_from_https_to_http_takes_no_headers_of_ours(
    web: HTTPServer, settings: Any, trusted: Path
) -> None:
    port, _ = tls_server(trusted, "localhost")
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"localhost:{port}"]
    error = failure(
        f"https://localhost:{port}/downgrade", headers={"X-Key": "secret"}, respect_robots=False
    )
    assert error.kind == "redirect"


# Kept open

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Patient = Callable[..., PatientServer]


def ask(server: RawServer) -> bytes:
    return fetch(f"http://127.0.0.1:{server.port}/", respect_robots=False).body


def test_the_next_page_of_a_server_comes_over_the_same_connection(patient: Patient) -> None:
    server = patient(OK)
    assert [ask(server) for _ in range(4)] == [b"ok"] * 4
    assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 404 Gone\r\nContent-Length: 999999999\r\n\r\n",
    ],
)
def test_a_connection_that_is_to_be_closed_or_holds_more_is_not_kept(
    patient: Patient, answer: bytes
) -> None:
    server = patient(answer)
    for _ in range(2):
        with suppress(OutsideError):
            ask(server)
    assert server.connections == 2


@pytest.mark.parametrize("seen", [True, False])
def test_a_kept_connection_that_its_server_closed_is_made_anew(
    raw: Raw, monkeypatch: Any, seen: bool
) -> None:
    server = raw(OK)
    assert ask(server) == b"ok"
    time.sleep(0.05)
    if not seen:  # closed just as we write
        monkeypatch.setattr(
            "urllib3.connectionpool.is_connection_dropped", lambda connection: False
        )
    assert ask(server) == b"ok"


def test_bytes_that_no_request_asked_for_are_nobodys_answer(patient: Patient) -> None:
    server = patient(OK, 0.05, b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    assert ask(server) == b"ok"
    time.sleep(0.2)
    assert ask(server) == b"ok"
    assert server.connections == 2


def test_a_kept_connection_is_checked_again_before_it_is_used(
    patient: Patient, settings: Any
) -> None:
    server = patient(OK)
    ask(server)
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    assert failure(f"http://127.0.0.1:{server.port}/", respect_robots=False).kind == "address"
    assert len(server.asked) == 1


def test_connections_are_kept_for_a_moment_and_not_many(patient: Patient, monkeypatch: Any) -> None:
    servers = [patient(OK) for _ in range(4)]
    monkeypatch.setattr(session, "KEPT_HOSTS", 3)
    session.forget_connections()
    for server in servers:
        ask(server)
    ask(servers[0])
    assert servers[0].connections == 2  # the oldest made room
    ask(servers[3])
    assert servers[3].connections == 1
    monkeypatch.setattr(session, "KEPT_SECONDS", 0.0)
    ask(servers[3])
    assert servers[3].connections == 2


def test_a_forked_worker_starts_without_connections(patient: Patient) -> None:
    ask(patient(OK))
    parents = session.session()
    child = os.fork()
    if not child:
        os._exit(session.session() is parents)
    assert os.waitpid(child, 0)[1] == 0
    assert session.session() is parents


def test_an_address_that_a_library_reads_otherwise_is_not_connected_to(web: HTTPServer) -> None:
    target = target_of(web.url_for("/a"))
    exchange = session.Exchange(target, connections.Deadline(5))
    with session.exchange_under_way(exchange), pytest.raises(OutsideError) as caught:
        session._Connection("other.example", target.port).connect()
    assert caught.value.kind == "address"


def test_a_server_cannot_set_a_cookie(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("ok", headers={"Set-Cookie": "who=you"})
    fetch(web.url_for("/a"), respect_robots=False)
    fetch(web.url_for("/a"), respect_robots=False)
    assert "Cookie" not in web.log[-1][0].headers
