import gzip
import io
import pickle
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.outside import exchange
from factcheck.outside.addresses import target_of
from factcheck.outside.http import fetch
from tests.outside.conftest import RawServer, failure, pages_asked

Raw = Callable[..., RawServer]


def test_a_page_comes_back_whole(web: HTTPServer, settings: Any) -> None:
    settings.OUTSIDE_USER_AGENT = "factcheck/0.1 (desk@paper.example)"
    web.expect_request("/a", query_string="q=1").respond_with_data(
        "grüße",
        content_type="Text/HTML; Charset=UTF-8",
        headers={"ETag": '"v1"', "Last-Modified": "Mon, 1 Jan 2024"},
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
        same = (
            request.headers.get("If-None-Match") == '"v1"'
            and "If-Modified-Since" in request.headers
        )
        return Response("", 304 if same else 500)

    web.expect_request("/a").respond_with_handler(answer)
    page = fetch(web.url_for("/a"), etag='"v1"', modified="Mon, 01 Jan 2024 00:00:00 GMT")
    assert page.not_modified
    assert page.body == b""


def test_a_304_nobody_asked_for_is_an_error(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", status=304)
    assert failure(web.url_for("/a")).kind == "status"


@pytest.mark.parametrize(
    ("status", "temporary"), [(404, False), (410, False), (403, False), (500, True), (429, True)]
)
def test_a_status_says_whether_to_try_again(web: HTTPServer, status: int, temporary: bool) -> None:
    web.expect_request("/a").respond_with_data("no", status=status)
    error = failure(web.url_for("/a"))
    assert (error.kind, error.status, error.temporary) == ("status", status, temporary)
    again = pickle.loads(pickle.dumps(error))
    assert (again.kind, again.status, again.temporary, str(again)) == (
        "status",
        status,
        temporary,
        str(error),
    )


# Redirects


def test_redirects_are_followed_by_hand_and_told(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("", 301, {"Location": "b"})
    web.expect_request("/b").respond_with_data(
        "", 307, {"Location": "/c?x=1", "Set-Cookie": "track=1"}
    )
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


def test_headers_of_ours_do_not_follow_a_redirect_to_another_host(
    web: HTTPServer, settings: Any
) -> None:
    settings.OUTSIDE_LOOPBACK_ALLOWED = [
        *settings.OUTSIDE_LOOPBACK_ALLOWED,
        f"localhost:{web.port}",
    ]
    web.expect_request("/a").respond_with_data(
        "", 302, {"Location": f"http://localhost:{web.port}/b"}
    )
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


# Time


def test_a_body_that_drips_stops_at_the_total_time(raw: Raw) -> None:
    server = raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        *[piece for _ in range(40) for piece in (b"x", 0.1)],
    )
    begun = time.monotonic()
    assert (
        failure(f"http://127.0.0.1:{server.port}/", timeout=0.6, respect_robots=False).kind
        == "timeout"
    )
    assert time.monotonic() - begun < 1.5


def test_headers_that_drip_stop_at_the_total_time(raw: Raw) -> None:
    server = raw(b"HTTP/1.1 200 OK\r\nX-A: ", *[piece for _ in range(40) for piece in (b"x", 0.1)])
    begun = time.monotonic()
    assert (
        failure(f"http://127.0.0.1:{server.port}/", timeout=0.6, respect_robots=False).kind
        == "timeout"
    )
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
    keep = exchange._Unpacker._keep

    def count(self: exchange._Unpacker, piece: bytes) -> None:
        held.append(len(piece))
        keep(self, piece)

    monkeypatch.setattr(exchange._Unpacker, "_keep", count)
    web.expect_request("/a").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    assert (
        failure(web.url_for("/a"), max_bytes=100_000, respect_robots=False).kind == "decompression"
    )
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
    ("encoding", "kind"),
    [("br", "decompression"), ("gzip, gzip", "decompression"), ("gzip", "decompression")],
)
def test_a_page_that_cannot_be_unpacked_says_so(web: HTTPServer, encoding: str, kind: str) -> None:
    web.expect_request("/a").respond_with_data(
        b"not packed", headers={"Content-Encoding": encoding}
    )
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


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0\xff" * 50]
)
def test_what_is_not_http_is_a_bad_response(raw: Raw, answer: bytes) -> None:
    assert failure(f"http://127.0.0.1:{raw(answer).port}/", respect_robots=False).kind in (
        "bad-response",
        "connection",
    )


def test_the_path_of_a_target_is_what_is_asked(raw: Raw) -> None:
    server = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    fetch(f"http://127.0.0.1:{server.port}/ü?a=b c"[:-2] + "#x", respect_robots=False)
    assert server.asked[0].startswith(b"GET /%C3%BC?a=b HTTP/1.1\r\n")
    assert target_of(f"http://127.0.0.1:{server.port}/").host_header == f"127.0.0.1:{server.port}"
