"""Two search providers and the pages they name, on loopback: `python -m benchmarks.small_web PORT`.

Answers as SearXNG and GDELT do, each query with three pages of its own; a page has some 600 words.
The pages stand on twenty hosts (127.0.0.2 and on), so that no host's pace holds them up.
"""

from __future__ import annotations

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

HOSTS: Final = 20
HITS: Final = 3
_SENTENCE: Final = (
    "Officials in {place} said on Wednesday that {count} people had left the port by noon. "
    "The number could not be confirmed, and the ministry did not answer calls. "
)


def hosts() -> list[str]:
    return [f"127.0.0.{number + 2}" for number in range(HOSTS)]


class SmallWebHandler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        if address.path == "/search":
            results = [{"url": url, "title": url, "content": ""} for url in self._pages(asked["q"])]
            self._answer("application/json", json.dumps({"results": results}))
        elif address.path == "/api/v2/doc/doc":
            found = [{"url": url, "title": url} for url in self._pages(asked["query"])]
            self._answer("application/json", json.dumps({"articles": found}))
        elif address.path.startswith("/page/"):
            self._answer("text/html; charset=utf-8", page(address.path))
        else:
            self._answer("text/plain", "", 404)

    def _pages(self, query: list[str]) -> list[str]:
        """Return addresses of pages that no other query is answered with."""
        mark = hashlib.sha256(query[0].encode()).hexdigest()
        port = self.connection.getsockname()[1]
        return [
            f"http://{hosts()[int(mark[n : n + 4], 16) % HOSTS]}:{port}/page/{mark[:12]}-{n}"
            for n in range(HITS)
        ]

    def _answer(self, kind: str, text: str, status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def page(path: str) -> str:
    seed = int(hashlib.sha256(path.encode()).hexdigest()[:8], 16)
    sentences = [
        _SENTENCE.format(place=f"Sector {(seed + n * 37) % 4000}", count=(seed * (n + 3)) % 90000)
        for n in range(22)
    ]
    paragraphs = "".join(
        f"<p>{''.join(sentences[at : at + 3])}</p>" for at in range(0, len(sentences), 3)
    )
    title = f"Day {seed % 4000} at the port"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1>{paragraphs}</article></body></html>"
    )


if __name__ == "__main__":
    ThreadingHTTPServer.request_queue_size = 64
    ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), SmallWebHandler).serve_forever()  # noqa: S104  a benchmark's own
