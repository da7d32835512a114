"""What the guards cost: `python -m benchmarks.fetch [PAGES]`.

Fetches pages of one local server, which keeps connections open, through the safe fetch (pace and
robots off), through requests.get and through a requests.Session a thread, each with the same
threads in the same run. Prints pages per second of this process's CPU time, the median of the
rounds, and the ratio to the faster of the plain two.
"""

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

import requests
from django.conf import settings

from benchmarks.figures import Figure, note
from factcheck.outside.http import fetch

THREADS = 8
ROUNDS = 3
BODY = b"<p>The ministry said that 3,000 soldiers had crossed the border in three days.</p>\n" * 400


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _serve(pipe: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    pipe.send(server.server_address[1])
    server.serve_forever()


def _rate(get: Callable[[str], int], url: str, pages: int) -> float:
    """Pages per CPU second."""
    begun = time.process_time()
    with ThreadPoolExecutor(THREADS) as pool:
        sizes = list(pool.map(get, [url] * pages))
    assert sizes == [len(BODY)] * pages
    return pages / (time.process_time() - begun)


def _plain(url: str) -> int:
    return len(requests.get(url, timeout=20).content)


_own = threading.local()


def _session(url: str) -> int:
    if not hasattr(_own, "session"):
        _own.session = requests.Session()
    return len(_own.session.get(url, timeout=20).content)


def _safe(url: str) -> int:
    return len(fetch(url, pace=False, respect_robots=False).body)


_WAYS = (_safe, _plain, _session)


def main(pages: int) -> None:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    port = here.recv()
    if not settings.configured:
        settings.configure(
            OUTSIDE_LOOPBACK_ALLOWED=[f"127.0.0.1:{port}"],
            OUTSIDE_USER_AGENT="factcheck-bench",
            OUTSIDE_CONTACT="",
            OUTSIDE_TIMEOUT_SECONDS=20.0,
            OUTSIDE_MAX_BYTES=10_000_000,
            OUTSIDE_PACE_SECONDS=0.0,
        )
    url = f"http://127.0.0.1:{port}/"
    try:
        for get in _WAYS:
            _rate(get, url, THREADS)
        rates = [[_rate(get, url, pages) for get in _WAYS] for _ in range(ROUNDS)]
    finally:
        server.terminate()
        server.join()
    safe, plain, session = (sorted(column)[ROUNDS // 2] for column in zip(*rates, strict=True))
    note(
        Figure(
            "fetching through every guard",
            safe,
            "pages a CPU s",
            f"a local server, pace off; plain requests {plain:,.0f}",
            peer="requests with a session a thread",
            theirs=session,
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
