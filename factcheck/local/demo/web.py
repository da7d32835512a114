"""The demo's web: one small site an outlet, and an encyclopedia that is searched as Wikipedia is.

python -m factcheck.local.demo.web NAME=PORT …
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Sequence
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

WEB = Path(__file__).parent / "web"
TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/rss+xml; charset=utf-8"}
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"\w+")


class DemoAnswer(NamedTuple):
    status: int
    content_type: str
    body: bytes


NOT_FOUND = DemoAnswer(404, "text/plain; charset=utf-8", b"No such page.\n")


def answer(site: str, path: str, base: str) -> DemoAnswer:
    """Return what `site` says to GET `path` (with its query).

    `base` ("http://host:port") is put where a page says %BASE%.
    """
    address = urlsplit(path)
    if address.path == "/robots.txt":
        return DemoAnswer(200, "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n")
    if site == "encyclopedia" and address.path.startswith("/w/rest.php/v1/search/page"):
        asked = parse_qs(address.query)
        return _search(asked.get("q", [""])[0], int(asked.get("limit", ["10"])[0]))
    folder = WEB / site
    name = unquote(address.path).removeprefix("/wiki/").strip("/")
    known = {page.name: page for page in folder.iterdir()}
    page = known.get(name) or known.get(f"{name}.html")
    if page is None:
        return _index(site, known) if not name else NOT_FOUND
    text = page.read_text(encoding="utf-8").replace("%BASE%", base)
    return DemoAnswer(200, TYPES[page.suffix], text.encode())


def _index(site: str, pages: dict[str, Path]) -> DemoAnswer:
    rows = "".join(
        f'<li><a href="/{escape(name)}">{escape(name)}</a></li>' for name in sorted(pages)
    )
    return DemoAnswer(
        200, TYPES[".html"], f"<!doctype html><title>{escape(site)}</title><ul>{rows}</ul>".encode()
    )


def _search(words: str, limit: int) -> DemoAnswer:
    """Return pages that hold most of the words, as MediaWiki's REST API answers a search.

    See API:REST_API/Reference of mediawiki.org.
    """
    asked = {word.lower() for word in WORD.findall(words)}
    hits: list[tuple[int, dict[str, object]]] = []
    for page in sorted((WEB / "encyclopedia").glob("*.html")):
        html = page.read_text(encoding="utf-8")
        text = unescape(TAG.sub(" ", html.split("<article>")[-1]))
        shared = asked & {word.lower() for word in WORD.findall(text)}
        if asked and len(shared) * 2 >= len(asked):
            title = page.stem.replace("_", " ")
            row = {"id": len(hits) + 1, "key": page.stem, "title": title, "description": None}
            hits.append((len(shared), row | {"excerpt": escape(" ".join(text.split())[:200])}))
    hits.sort(key=lambda pair: -pair[0])
    body = json.dumps({"pages": [row for _, row in hits[:limit]]})
    return DemoAnswer(200, "application/json; charset=utf-8", body.encode())


def server(site: str, port: int) -> ThreadingHTTPServer:
    """Return a server of `site` on loopback, not yet serving."""

    class DemoHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://{self.headers.get('Host', f'127.0.0.1:{port}')}"
            given = answer(site, self.path, base)
            self.send_response(given.status)
            self.send_header("Content-Type", given.content_type)
            self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body)

    return ThreadingHTTPServer(("127.0.0.1", port), DemoHandler)


def main(sites: Sequence[str]) -> None:
    servers = [server(name, int(port)) for name, _, port in (site.partition("=") for site in sites)]
    threads = [threading.Thread(target=site_server.serve_forever) for site_server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1:])
