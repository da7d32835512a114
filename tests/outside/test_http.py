import gzip
import io
import pickle
import socket
import threading
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside import wire
from factcheck.outside.addresses import target_of
from factcheck.outside.errors import OutsideError
from factcheck.outside.http import fetch
from tests.outside.certificates import certificate
from tests.outside.conftest import RawServer

Raw = Callable[..., RawServer]


def failure(url: str, **options: Any) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        fetch(url, **options)
    return caught.value


def pages_asked(web: HTTPServer) -> list[str]:
    return [request.path for request, _ in web.log if request.path != "/robots.txt"]


def test_a_page_comes_back_whole(web: HTTPServer, settings: Any) -> None:
    settings.OUTSIDE_USER_AGENT = "factcheck/0.1 (desk@paper.example)"
    web.expect_request("/a", query_string="q=1").respond_with_data(
        "grüße", content_type="Text/HTML; Charset=UTF-8", headers={"ETag": '"v1"', "Last-Modified": "Mon, 1 Jan 2024"}
    )
    page = fetch(web.url_for("/a?q=1#part"))
    assert (page.status, page.body.decode()) == (200, "grüße")
    assert (page.content_type, page.encoding, page.etag, page.modified) == (
        "text/html", "utf-8", '"v1"', "Mon, 1 Jan 2024",
    )  # fmt: skip
    assert page.fetched_at.tzinfo is not None
    asked = web.log[-1][0]
    assert asked.headers["User-Agent"] == "factcheck/0.1 (desk@paper.example)"
    assert "Cookie" not in asked.headers
    assert "Authorization" not in asked.headers


def test_nothing_new_is_told_by_the_validators(web: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        same = request.headers.get("If-None-Match") == '"v1"' and "If-Modified-Since" in request.headers
        return Response("", 304 if same else 500)

    web.expect_request("/a").respond_with_handler(answer)
    page = fetch(web.url_for("/a"), etag='"v1"', modified="Mon, 01 Jan 2024 00:00:00 GMT")
    assert page.not_modified
    assert page.body == b""


def test_a_304_nobody_asked_for_is_an_error(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", status=304)
    assert failure(web.url_for("/a")).kind == "status"


@pytest.mark.parametrize(("status", "temporary"), [(404, False), (410, False), (403, False), (500, True), (429, True)])
def test_a_status_says_whether_to_try_again(web: HTTPServer, status: int, temporary: bool) -> None:
    web.expect_request("/a").respond_with_data("no", status=status)
    error = failure(web.url_for("/a"))
    assert (error.kind, error.status, error.temporary) == ("status", status, temporary)
    again = pickle.loads(pickle.dumps(error))
    assert (again.kind, again.status, again.temporary, str(again)) == ("status", status, temporary, str(error))


# Addresses


def test_loopback_is_refused_unless_the_settings_name_host_and_port(web: HTTPServer, settings: Any) -> None:
    url = web.url_for("/a")
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    assert failure(url).kind == "address"
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"127.0.0.1:{web.port + 1}", "127.0.0.1", f"localhost:{web.port}"]
    assert failure(url).kind == "address"
    assert web.log == []


def test_a_name_with_one_inner_address_among_public_ones_is_not_connected_to(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [(socket.AF_INET, 1, 6, "", (host, web.port)) for host in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    connected: list[object] = []
    monkeypatch.setattr(wire._TimedSocket, "connect", lambda self, place: connected.append(place))
    assert failure(f"http://rebinding.example:{web.port}/").kind == "address"
    assert connected == []


def test_the_peer_that_was_reached_is_checked_again(web: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    web.expect_request("/a").respond_with_data("inner secret")
    really = socket.socket.connect
    answer = (socket.AF_INET, 1, 6, "", ("93.184.215.14", web.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [answer])
    # A network that leads a public address back inside (a hostile route, a proxy, a NAT).
    monkeypatch.setattr(wire._TimedSocket, "connect", lambda self, place: really(self, ("127.0.0.1", web.port)))
    assert failure(f"http://public.example:{web.port}/a").kind == "address"
    assert web.log == []


def test_the_address_checked_is_the_address_connected_to(web: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def look_up(host: str, port: int, **options: object) -> list[Any]:
        looked_up.append(host)
        # The second answer is the attacker's.
        return [(socket.AF_INET, 1, 6, "", ("93.184.215.14" if len(looked_up) == 1 else "127.0.0.1", port))]

    connected: list[Any] = []

    def connect(self: socket.socket, place: Any) -> None:
        connected.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(wire._TimedSocket, "connect", connect)
    assert failure("http://rebinding.example/", respect_robots=False).kind == "connection"
    assert connected == ["93.184.215.14"]


def test_a_redirect_inwards_is_refused(web: HTTPServer, raw: Raw, settings: Any) -> None:
    hidden = RawServer(b"HTTP/1.1 200 OK\r\n\r\nsecret")
    for place in (f"127.0.0.1:{hidden.port}", "169.254.169.254", "[::1]", f"127.1:{hidden.port}", "2130706433"):
        web.expect_oneshot_request("/a").respond_with_data("", 302, {"Location": f"http://{place}/"})
        assert failure(web.url_for("/a")).kind == "address"
    assert hidden.asked == []
    hidden.stop()


def test_a_redirect_to_another_scheme_is_refused(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", 302, {"Location": "file:///etc/passwd"})
    assert failure(web.url_for("/a")).kind == "scheme"


def test_a_name_without_an_address_says_so(web: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert failure("http://slow.example/", timeout=0.3, respect_robots=False).kind == "timeout"
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


# Redirects


def test_redirects_are_followed_by_hand_and_told(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", 301, {"Location": "b"})
    web.expect_request("/b").respond_with_data("", 307, {"Location": "/c?x=1", "Set-Cookie": "track=1"})
    web.expect_request("/c").respond_with_data("there")
    page = fetch(web.url_for("/a"))
    assert page.body == b"there"
    assert page.final_url == web.url_for("/c?x=1")
    assert page.redirects == (web.url_for("/a"), web.url_for("/b"))
    assert "Cookie" not in web.log[-1][0].headers


def test_a_circle_of_redirects_ends(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", 302, {"Location": "/b"})
    web.expect_request("/b").respond_with_data("", 302, {"Location": "/a"})
    assert failure(web.url_for("/a")).kind == "redirect"
    assert pages_asked(web) == ["/a", "/b"]


def test_a_chain_of_redirects_ends_after_five(web: HTTPServer) -> None:
    for number in range(9):
        web.expect_request(f"/{number}").respond_with_data("", 302, {"Location": f"/{number + 1}"})
    assert failure(web.url_for("/0")).kind == "redirect"
    assert pages_asked(web) == [f"/{number}" for number in range(6)]


def test_headers_of_ours_do_not_follow_a_redirect_to_another_host(web: HTTPServer, settings: Any) -> None:
    settings.OUTSIDE_LOOPBACK_ALLOWED = [*settings.OUTSIDE_LOOPBACK_ALLOWED, f"localhost:{web.port}"]
    web.expect_request("/a").respond_with_data("", 302, {"Location": f"http://localhost:{web.port}/b"})
    web.expect_request("/b").respond_with_data("ok")
    fetch(web.url_for("/a"), headers={"X-Key": "secret"})
    first, second = [request for request, _ in web.log if request.path in ("/a", "/b")]
    assert first.headers["X-Key"] == "secret"
    assert "X-Key" not in second.headers


def test_a_header_cannot_smuggle_another(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("ok")
    assert failure(web.url_for("/a"), headers={"X": "a\r\nEvil: 1"}).kind == "bad-response"
    fetch(web.url_for("/a"), etag='"v"\r\nEvil: 1')
    assert all("Evil" not in request.headers for request, _ in web.log)


# TLS


def tls_server(folder: Path, name: str) -> tuple[int, list[bytes]]:
    import ssl

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
    wire.tls_context.cache_clear()
    yield tmp_path
    wire.tls_context.cache_clear()


def test_https_is_verified_for_the_name_in_the_url(web: HTTPServer, settings: Any, trusted: Path) -> None:
    port, asked = tls_server(trusted, "localhost")
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"localhost:{port}", f"127.0.0.1:{port}"]
    assert fetch(f"https://localhost:{port}/", respect_robots=False).body == b"ok"
    error = failure(f"https://127.0.0.1:{port}/", respect_robots=False)
    assert (error.kind, error.temporary) == ("tls", False)
    assert len(asked) == 1


def test_https_by_an_unknown_authority_is_refused(web: HTTPServer, settings: Any, tmp_path: Path) -> None:
    certificate(tmp_path)
    port, asked = tls_server(tmp_path, "localhost")
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"localhost:{port}"]
    assert failure(f"https://localhost:{port}/", respect_robots=False).kind == "tls"
    assert asked == []


def test_a_redirect_from_https_to_http_takes_no_headers_of_ours(web: HTTPServer, settings: Any, trusted: Path) -> None:
    port, _ = tls_server(trusted, "localhost")
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"localhost:{port}"]
    error = failure(f"https://localhost:{port}/downgrade", headers={"X-Key": "secret"}, respect_robots=False)
    assert error.kind == "redirect"


# Time


def test_a_body_that_drips_stops_at_the_total_time(raw: Raw) -> None:
    server = raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[piece for _ in range(40) for piece in (b"x", 0.1)]
    )
    begun = time.monotonic()
    assert failure(f"http://127.0.0.1:{server.port}/", timeout=0.6, respect_robots=False).kind == "timeout"
    assert time.monotonic() - begun < 1.5


def test_headers_that_drip_stop_at_the_total_time(raw: Raw) -> None:
    server = raw(b"HTTP/1.1 200 OK\r\nX-A: ", *[piece for _ in range(40) for piece in (b"x", 0.1)])
    begun = time.monotonic()
    assert failure(f"http://127.0.0.1:{server.port}/", timeout=0.6, respect_robots=False).kind == "timeout"
    assert time.monotonic() - begun < 1.5


def test_redirects_share_one_total_time(web: HTTPServer) -> None:
    def slow(request: Request) -> Response:
        time.sleep(0.3)
        return Response("", 302, {"Location": f"{request.path}x"})

    for number in range(9):
        web.expect_request("/a" + "x" * number).respond_with_handler(slow)
    assert failure(web.url_for("/a"), timeout=0.7, respect_robots=False).kind == "timeout"


def test_a_server_that_says_nothing_times_out_and_may_be_tried_again(raw: Raw) -> None:
    error = failure(f"http://127.0.0.1:{raw(2.0).port}/", timeout=0.3, respect_robots=False)
    assert (error.kind, error.temporary) == ("timeout", True)


# Size


def gzip_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packer:
        packer.write(data)
    return out.getvalue()


def test_a_page_announced_too_large_is_not_read(raw: Raw) -> None:
    server = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", 1.0)
    begun = time.monotonic()
    assert failure(f"http://127.0.0.1:{server.port}/", respect_robots=False).kind == "too-large"
    assert time.monotonic() - begun < 0.9


def test_a_page_that_grows_too_large_is_cut_off(raw: Raw) -> None:
    server = raw(b"HTTP/1.1 200 OK\r\n\r\n", *([b"x" * 10_000] * 50))
    error = failure(f"http://127.0.0.1:{server.port}/", max_bytes=100_000, respect_robots=False)
    assert (error.kind, error.temporary) == ("too-large", False)


def test_a_zip_bomb_stops_at_the_cap(web: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip_of(b"\0" * 50_000_000)
    assert len(bomb) < 60_000
    held: list[int] = []
    keep = wire._Unpacker._keep

    def count(self: wire._Unpacker, piece: bytes) -> None:
        held.append(len(piece))
        keep(self, piece)

    monkeypatch.setattr(wire._Unpacker, "_keep", count)
    web.expect_request("/a").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    assert failure(web.url_for("/a"), max_bytes=100_000, respect_robots=False).kind == "decompression"
    assert sum(held) <= 100_001


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip_of(b"hello")),
        ("x-gzip", gzip_of(b"hel") + gzip_of(b"lo")),
        ("GZIP", gzip_of(b"hello") + b"\0\0\0"),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello")[2:-4]),
        ("identity", b"hello"),
    ],
)
def test_a_compressed_page_is_unpacked(web: HTTPServer, encoding: str, packed: bytes) -> None:
    web.expect_request("/a").respond_with_data(packed, headers={"Content-Encoding": encoding})
    assert fetch(web.url_for("/a")).body == b"hello"


@pytest.mark.parametrize(
    ("encoding", "kind"), [("br", "decompression"), ("gzip, gzip", "decompression"), ("gzip", "decompression")]
)
def test_a_page_that_cannot_be_unpacked_says_so(web: HTTPServer, encoding: str, kind: str) -> None:
    web.expect_request("/a").respond_with_data(b"not packed", headers={"Content-Encoding": encoding})
    assert failure(web.url_for("/a")).kind == kind


def test_a_page_that_breaks_off_is_not_taken_for_whole(raw: Raw) -> None:
    for answer in (
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip_of(b"hello" * 100)[:-20],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n9\r\nhal",
    ):
        error = failure(f"http://127.0.0.1:{raw(answer).port}/", respect_robots=False)
        assert error.kind in ("connection", "bad-response")
        assert error.temporary


def test_headers_are_capped_in_number_and_size(raw: Raw) -> None:
    many = b"".join(b"X-%d: a\r\n" % number for number in range(150))
    large = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 9000) for number in range(10))
    for headers, kind in (
        (many, "bad-response"),
        (large, "too-large"),
        (b"X: " + b"a" * 99_000 + b"\r\n", "bad-response"),
    ):
        server = raw(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\nok")
        assert failure(f"http://127.0.0.1:{server.port}/", respect_robots=False).kind == kind


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0\xff" * 50])
def test_what_is_not_http_is_a_bad_response(raw: Raw, answer: bytes) -> None:
    assert failure(f"http://127.0.0.1:{raw(answer).port}/", respect_robots=False).kind in ("bad-response", "connection")


# Robots


def test_robots_are_obeyed_and_asked_for_once(web: HTTPServer, settings: Any) -> None:
    settings.OUTSIDE_USER_AGENT = "factcheck/0.1 (desk@paper.example)"
    web.expect_request("/robots.txt").respond_with_data("User-agent: factcheck\nDisallow: /private\n")
    web.expect_request("/open").respond_with_data("ok")
    web.expect_request("/private/a").respond_with_data("secret")
    assert fetch(web.url_for("/open")).body == b"ok"
    error = failure(web.url_for("/private/a"))
    assert (error.kind, error.temporary) == ("robots", False)
    assert [request.path for request, _ in web.log] == ["/robots.txt", "/open"]
    assert fetch(web.url_for("/private/a"), respect_robots=False).body == b"secret"


def test_robots_hold_for_the_target_of_a_redirect_too(web: HTTPServer) -> None:
    web.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private\n")
    web.expect_request("/a").respond_with_data("", 302, {"Location": "/private"})
    assert failure(web.url_for("/a")).kind == "robots"
    assert pages_asked(web) == ["/a"]


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (401, True), (500, False), (503, False), (429, False)]
)
def test_robots_that_are_missing_allow_and_that_are_broken_forbid_for_now(
    web: HTTPServer, status: int, allowed: bool
) -> None:
    web.expect_request("/robots.txt").respond_with_data("", status=status)
    web.expect_request("/a").respond_with_data("ok")
    if allowed:
        assert fetch(web.url_for("/a")).body == b"ok"
    else:
        error = failure(web.url_for("/a"))
        assert (error.kind, error.temporary) == ("robots", True)
        assert pages_asked(web) == []


def test_robots_past_500_kilobytes_are_read_to_there(web: HTTPServer) -> None:
    rules = "User-agent: *\nDisallow: /early\n" + "# padding\n" * 60_000 + "Disallow: /late\n"
    web.expect_request("/robots.txt").respond_with_data(rules)
    web.expect_request("/late").respond_with_data("ok")
    assert failure(web.url_for("/early")).kind == "robots"
    assert fetch(web.url_for("/late")).body == b"ok"


def test_a_server_that_is_down_for_a_moment_is_not_remembered_as_forbidding(
    raw: Raw, web: HTTPServer, settings: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.OUTSIDE_LOOPBACK_ALLOWED = [f"127.0.0.1:{port}"]
    assert failure(f"http://127.0.0.1:{port}/a").kind == "connection"
    with HTTPServer(host="127.0.0.1", port=port) as server:
        server.no_handler_status_code = 404
        server.expect_request("/a").respond_with_data("ok")
        assert fetch(f"http://127.0.0.1:{port}/a").body == b"ok"


def test_robots_that_redirect_inwards_are_unreachable(web: HTTPServer) -> None:
    web.expect_request("/robots.txt").respond_with_data("", 302, {"Location": "http://169.254.169.254/robots.txt"})
    assert failure(web.url_for("/a")).kind == "robots"


def test_robots_made_to_cost_hours_are_parsed_in_a_moment(web: HTTPServer) -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(12_000))
    web.expect_request("/robots.txt").respond_with_data(agents + "Disallow: /x\n" * 12_000)
    web.expect_request("/a").respond_with_data("ok")
    begun = time.monotonic()
    fetch(web.url_for("/a"))
    assert time.monotonic() - begun < 8


# Pace


def test_two_requests_to_a_host_are_paced_and_a_third_goes_back_to_the_queue(web: HTTPServer, settings: Any) -> None:
    web.expect_request("/a").respond_with_data("ok")
    settings.OUTSIDE_PACE_SECONDS = 0.5
    begun = time.monotonic()
    fetch(web.url_for("/a"), respect_robots=False)
    assert time.monotonic() - begun < 0.4
    fetch(web.url_for("/a"), respect_robots=False)
    assert time.monotonic() - begun >= 0.49
    fetch(web.url_for("/a"), respect_robots=False, pace=60)
    error = failure(web.url_for("/a"), respect_robots=False)
    assert error.kind == "paced"
    assert error.temporary
    assert error.retry_after is not None
    assert 55 < error.retry_after <= 60.1
    assert len(web.log) == 3


def test_many_workers_take_one_slot_each(web: HTTPServer, settings: Any) -> None:
    at: list[float] = []
    lock = threading.Lock()

    def answer(_: Request) -> Response:
        with lock:
            at.append(time.monotonic())
        return Response("ok")

    web.expect_request("/a").respond_with_handler(answer)
    settings.OUTSIDE_PACE_SECONDS = 0.3
    workers = [
        threading.Thread(target=fetch, args=(web.url_for("/a"),), kwargs={"respect_robots": False}) for _ in range(5)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    at.sort()
    assert len(at) == 5
    assert min(later - earlier for earlier, later in pairwise(at)) > 0.2


def test_a_crawl_delay_is_kept(web: HTTPServer, settings: Any) -> None:
    web.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 20\n")
    web.expect_request("/a").respond_with_data("ok")
    settings.OUTSIDE_PACE_SECONDS = 0.01
    fetch(web.url_for("/a"))  # learns the rules
    fetch(web.url_for("/a"))
    assert failure(web.url_for("/a")).kind == "paced"


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone_by_everybody(web: HTTPServer, status: int) -> None:
    web.expect_request("/a").respond_with_data("", status, {"Retry-After": "120"})
    web.expect_request("/b").respond_with_data("ok")
    error = failure(web.url_for("/a"), respect_robots=False)
    assert (error.kind, error.status, error.retry_after) == ("status", status, 120.0)
    error = failure(web.url_for("/b"), respect_robots=False)
    assert error.kind == "paced"
    assert error.retry_after is not None
    assert error.retry_after > 110
    assert pages_asked(web) == ["/a"]


def test_without_redis_nothing_is_fetched_unpaced(web: HTTPServer, settings: Any) -> None:
    web.expect_request("/a").respond_with_data("ok")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    error = failure(web.url_for("/a"), respect_robots=False)
    assert (error.kind, error.temporary) == ("paced", True)
    assert web.log == []
    assert fetch(web.url_for("/a"), respect_robots=False, pace=False).body == b"ok"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120), ("0", 1), ("-5", 1), ("1e9", 6 * 3600), ("nan", 60), ("inf", 6 * 3600), ("soon", 60), (None, 60), ("", 60),
        ("Sun, 22 Nov 2026 10:02:00 GMT", 120), ("Sun, 22 Nov 2020 10:02:00 GMT", 1), ("Sun, 99 Foo 99999 10:02:00", 60),
    ],
)  # fmt: skip
def test_retry_after_is_read_within_reason(said: str | None, seconds: float) -> None:
    from factcheck.outside.pace import seconds_asked

    assert seconds_asked(said, datetime(2026, 11, 22, 10, tzinfo=UTC)) == seconds


def test_the_path_of_a_target_is_what_is_asked(raw: Raw) -> None:
    server = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    fetch(f"http://127.0.0.1:{server.port}/ü?a=b c"[:-2] + "#x", respect_robots=False)
    assert server.asked[0].startswith(b"GET /%C3%BC?a=b HTTP/1.1\r\n")
    assert target_of(f"http://127.0.0.1:{server.port}/").host_header == f"127.0.0.1:{server.port}"
