"""The safe fetch: one GET through every guard. `fetch(url) -> Page`, or an `OutsideError`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Page:
    """What one GET brought back. `body` is decompressed; header names are lower-case; `fetched_at` is aware (UTC)."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    content_type: str  # lower-case, without parameters; "" when absent
    encoding: str | None  # the charset the server claims
    fetched_at: datetime
    etag: str
    modified: str  # Last-Modified, as sent
    not_modified: bool
    redirects: tuple[str, ...]  # every URL left behind, in order


def fetch(
    url: str,
    *,
    etag: str = "",
    modified: str = "",
    headers: Mapping[str, str] | None = None,
    max_bytes: int | None = None,
    timeout: float | None = None,
    respect_robots: bool = True,
    pace: bool = True,
) -> Page:
    """GET a public page.

    2xx and 304 come back as a Page; every other final status is OutsideError(kind="status"), temporary for
    408, 425, 429 and 5xx. `timeout` is total wall time in seconds, from resolving to the last byte, over all redirects.
    `max_bytes` caps both what is received and what it decompresses to.
    """
    raise NotImplementedError
