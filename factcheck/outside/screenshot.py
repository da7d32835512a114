"""A page as a browser shows or prints it, from the bytes we have.

Nothing is fetched, and no script runs. The browser gets the page from this process, on a loopback
port of its own, under a policy that allows no script, frame or file from elsewhere; whatever else
it asks for goes to a proxy that is not there. So this is no second door: it shows what came through
the first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from factcheck.outside.errors import Kind, OutsideError

WIDTH, HEIGHT = 1280, 2400  # pixels; a longer page is cut
SECONDS: Final = 30
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
)
_FLAGS: Final = (
    "--headless=new",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    f"--window-size={WIDTH},{HEIGHT}",
    # Port 9 discards; without "<-loopback>" this machine's own addresses would be asked past the
    # proxy.
    "--proxy-server=127.0.0.1:9",
)


def browser() -> str | None:
    """Return the path of this machine's Chromium, or None.

    Then pages are kept without a picture.
    """
    named = settings.CHROMIUM
    if named:
        return named if Path(named).exists() else None
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def picture_of(html: bytes, charset: str = "utf-8") -> bytes:
    """Return a PNG of the page.

    OutsideError where the browser is missing, fails, or takes longer than `SECONDS`.
    """
    return _drawn(html, charset, "page.png", "--screenshot={}")


def pdf_of(html: bytes, charset: str = "utf-8") -> bytes:
    """Return the page as a PDF, as it would be printed; refused as `picture_of` is."""
    return _drawn(html, charset, "page.pdf", "--print-to-pdf={}", "--no-pdf-header-footer")


def _drawn(html: bytes, charset: str, name: str, *ways: str) -> bytes:
    # By the end of `name` Chromium knows the kind of file it is to write.
    path = browser()
    if path is None:
        raise OutsideError(Kind.CONNECTION, "There is no browser on this machine", temporary=False)
    with tempfile.TemporaryDirectory() as folder, _served(html, charset) as port:
        out = Path(folder) / name
        # Chromium's own sandbox does not start as root, which a worker in a container may be.
        flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        flags += [
            f"--proxy-bypass-list=<-loopback>;127.0.0.1:{port}",
            f"--user-data-dir={folder}/profile",
            *(way.format(out) for way in ways),
        ]
        try:
            subprocess.run(
                [path, *flags, f"http://127.0.0.1:{port}/"],
                cwd=folder,
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
            return out.read_bytes()
        except subprocess.TimeoutExpired:
            raise OutsideError(
                Kind.TIMEOUT, "The browser took too long over the page", temporary=False
            ) from None
        except (OSError, subprocess.CalledProcessError):
            raise OutsideError(
                Kind.BAD_RESPONSE, "The browser could not show the page", temporary=False
            ) from None


@contextmanager
def _served(html: bytes, charset: str) -> Iterator[int]:
    class PageToDraw(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", f"text/html; charset={charset}")
            self.send_header("Content-Security-Policy", _POLICY)
            self.end_headers()
            self.wfile.write(html if found else b"")

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a worker's log is not for this."""

    server = HTTPServer(("127.0.0.1", 0), PageToDraw)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
