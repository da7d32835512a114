"""A newsroom's own earlier work: posts of its WordPress, and the addresses of a sitemap.

https://developer.wordpress.org/rest-api/reference/posts/; https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.fields import at, instant_of, list_of, plain_of, text_of, url_of
from factcheck.outside.sanitize import text_of_html

MAX_PAGES: Final = 50_000  # of one sitemap: the protocol allows no more
MAX_SITEMAP: Final = 50 * 1024 * 1024  # unpacked: as the protocol has it
_GZIP: Final = b"\x1f\x8b"
_LISTED: Final = {"urlset": "pages", "sitemapindex": "sitemaps"}  # by the outermost element
NO_POSTS: Final = "This is no list of posts"
NO_SITEMAP: Final = "This is no sitemap"


def read_posts(data: bytes) -> dict[str, Any]:
    """Return the posts of an answer, each with url, title, text, published and modified.

    Raise DraftRefusal with the site's own words where it is a complaint. A plugin's warnings may
    stand before the JSON; posts behind a password have no text and are left out.
    """
    text = data.decode("utf-8-sig", "replace")
    start = min((place for sign in "[{" if (place := text.find(sign)) >= 0), default=0)
    try:
        answer = json.loads(text[start:], strict=False)
    except (ValueError, RecursionError) as error:
        raise DraftRefusal(NO_POSTS) from error
    if not isinstance(answer, list):
        said = text_of(at(answer, "message"))
        raise DraftRefusal(f"The site says: {said}" if said else NO_POSTS)
    return {"posts": [post for one in list_of(answer) if (post := _post(one))]}


def _post(one: dict[str, object]) -> dict[str, Any] | None:
    url, html = url_of(one.get("link")), at(one, "content", "rendered")
    body = text_of_html(html).strip() if isinstance(html, str) else ""
    if not url or not body or at(one, "content", "protected") is True:
        return None
    published = instant_of(one.get("date_gmt"))
    return {
        "url": url,
        "title": plain_of(at(one, "title", "rendered")) or url,
        "text": body,
        "published": published.date().isoformat() if published else None,
        "modified": text_of(one.get("modified_gmt")),
    }


def read_sitemap(data: bytes) -> dict[str, Any]:
    """Return what a sitemap lists: `pages`, and the sitemaps under it, each with its `lastmod`.

    It may be packed; one that is a plain list of addresses is read too.
    """
    body = _unpacked(data)
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        pages = _plain_list(body)
        if not pages:
            raise DraftRefusal(NO_SITEMAP) from error
        return {"pages": pages, "sitemaps": []}
    listed = _LISTED.get(_local(root.tag))
    if listed is None:
        raise DraftRefusal(NO_SITEMAP)
    entries = [entry for one in list(root)[:MAX_PAGES] if (entry := _entry(one))]
    return {"pages": [], "sitemaps": [], listed: entries}


def _plain_list(body: bytes) -> list[list[str]]:
    """Return the addresses of a list, one on a line; none where any line is something else."""
    lines = [line.strip() for line in body[:MAX_SITEMAP].decode("utf-8", "replace").splitlines()]
    pages = [[url, ""] for line in lines[:MAX_PAGES] if (url := url_of(line))]
    written = sum(1 for line in lines if line)
    return pages if len(pages) == written else []


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            body = packed.read(MAX_SITEMAP + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DraftRefusal(NO_SITEMAP) from error
    if len(body) > MAX_SITEMAP:
        raise DraftRefusal("The sitemap is too large")
    return body


def _entry(element: Any) -> list[str] | None:
    found = {_local(child.tag): (child.text or "").strip() for child in element}
    url = url_of(found.get("loc"))
    return [url, found.get("lastmod", "")[:40]] if url else None


def _local(tag: object) -> str:
    """Return an element's name without its namespace, of which sites use several."""
    return str(tag).rpartition("}")[2].lower()
