"""RSS and Atom, as the feedparser library reads them from bytes."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urljoin

import feedparser

from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.feed_dates import feed_instant
from factcheck.outside.fields import plain_of, text_of, url_of

MAX_ENTRIES = 300
NO_FEED = "This is no feed"


def read_feed(
    data: bytes,
    content_type: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Return a feed's title and entries; raise DraftRefusal where it is none.

    An entry has an id, an absolute http(s) url, a title, a summary in plain text and the instant it
    was published, in ISO 8601, None where it says none.
    """
    # Entities are what makes XML dangerous, and no feed needs its own; NULs go first, because
    # UTF-16 would hide them.
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise DraftRefusal("The feed defines entities")
    # A blank line before it would hide the declaration that names the encoding.
    body = data.lstrip(b" \t\r\n")
    headers = {"content-type": content_type, "content-location": address}
    parsed = feedparser.parse(io.BytesIO(body), response_headers=headers)
    if not parsed.get("version") and not parsed.get("entries"):
        raise DraftRefusal(NO_FEED)
    items = parsed.get("entries", [])[:MAX_ENTRIES]
    return {
        "title": plain_of(parsed.get("feed", {}).get("title")),
        "entries": [entry for item in items if (entry := _entry(item, address))],
    }


def _entry(item: feedparser.FeedParserDict, base: str) -> dict[str, Any] | None:
    link = item.get("link")
    url = url_of(urljoin(base, link)) if isinstance(link, str) and link else ""
    if not url:
        return None
    published = feed_instant(item.get("published")) or feed_instant(item.get("updated"))
    return {
        "id": text_of(item.get("id")) or url,
        "url": url,
        "title": plain_of(item.get("title")) or url,
        "summary": plain_of(item.get("summary")),
        "published": published.isoformat() if published else None,
    }
