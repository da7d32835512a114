"""A newsroom's own site, asked for what it has published: by its WordPress, or by its sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from factcheck.outside import sandbox
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import instant_of
from factcheck.outside.http import FetchedPage, fetch

_POSTS: Final = "factcheck.outside.documents.jobs:own_posts"
_SITEMAP: Final = "factcheck.outside.documents.jobs:own_sitemap"
A_PAGE: Final = 50  # posts; WordPress gives at most 100
MAX_BYTES: Final = 20 * 1024 * 1024
_FIELDS: Final = "link,title,content,date_gmt,modified_gmt"


@dataclass(frozen=True, slots=True)
class OwnPost:
    """One article of the newsroom's own; `modified` is the site's instant, in UTC."""

    url: str
    title: str
    text: str
    published: date | None
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class PostsPage:
    """Some posts, those changed longest ago first; `more`: there are further pages of them."""

    posts: tuple[OwnPost, ...]
    more: bool
    modified: str  # Last-Modified, for the next conditional request
    etag: str
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """What one sitemap lists: addresses of pages and of sitemaps, each with its last change.

    A change is as the sitemap writes it ("2024-11-30T08:00:00Z"), "" where it says none.
    """

    pages: tuple[tuple[str, str], ...]
    sitemaps: tuple[tuple[str, str], ...]
    modified: str
    etag: str
    not_modified: bool = False


def read_posts(
    site: str, since: datetime | None = None, page: int = 1, *, etag: str = "", modified: str = ""
) -> PostsPage:
    """Return the posts that changed after `since`; OutsideError where the site has no such list.

    https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/: the number of pages
    stands in X-WP-TotalPages; a page past the last is 400.
    """
    asked = f"per_page={A_PAGE}&page={page}&orderby=modified&order=asc&_fields={_FIELDS}"
    if since is not None:
        asked += f"&modified_after={since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
    url = f"{site.rstrip('/')}/wp-json/wp/v2/posts?{asked}"
    answer = _get(url, etag, modified, "application/json")
    if answer.not_modified:
        return PostsPage((), False, answer.modified or modified, answer.etag or etag, True)
    found = _read(answer, _POSTS)["posts"]
    pages = answer.headers.get("x-wp-totalpages", "")
    # A proxy may drop the header: then a full page has another after it.
    more = page < int(pages) if pages.isdecimal() else len(found) == A_PAGE
    return PostsPage(tuple(_post(one) for one in found), more, answer.modified, answer.etag)


def read_sitemap(url: str, *, etag: str = "", modified: str = "") -> SitemapPage:
    """Return what a sitemap lists; OutsideError where it is none."""
    answer = _get(url, etag, modified, "application/xml,text/xml,text/plain;q=0.5")
    if answer.not_modified:
        return SitemapPage((), (), answer.modified or modified, answer.etag or etag, True)
    found = _read(answer, _SITEMAP)
    pages, sitemaps = (
        tuple((str(address), str(changed)) for address, changed in found[name])
        for name in ("pages", "sitemaps")
    )
    return SitemapPage(pages, sitemaps, answer.modified, answer.etag)


def _get(url: str, etag: str, modified: str, accept: str) -> FetchedPage:
    return fetch(
        url,
        etag=etag,
        modified=modified,
        headers={"Accept": accept},
        max_bytes=MAX_BYTES,
        own=True,
    )


def _read(answer: FetchedPage, job: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = sandbox.run(job, answer.body)
    except sandbox.Unreadable as error:
        message = str(error).rstrip(".")
        raise OutsideError(
            Kind.BAD_RESPONSE, message, url=answer.final_url, temporary=True
        ) from error
    return found


def _post(one: dict[str, Any]) -> OwnPost:
    published = date.fromisoformat(one["published"]) if one["published"] else None
    return OwnPost(one["url"], one["title"], one["text"], published, instant_of(one["modified"]))
