"""RSS and Atom."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.outside.search.protocol import Query, Results


@dataclass(frozen=True)
class Entry:
    """One item of a feed; `url` is absolute http(s), `summary` plain text."""

    id: str
    url: str
    title: str
    summary: str
    published: datetime | None


@dataclass(frozen=True)
class FeedPage:
    """A feed as fetched. `etag` and `modified` go into the next `read_feed`; nothing new is `not_modified`
    with no entries.
    """

    title: str
    entries: tuple[Entry, ...]
    etag: str
    modified: str
    not_modified: bool


def read_feed(url: str, etag: str = "", modified: str = "") -> FeedPage:
    """One feed, conditionally. OutsideError(kind="bad-response") when it is no feed."""
    raise NotImplementedError


class Feeds:
    """Entries of the given feeds that hold the query's words. `state` keeps the last FeedPage by URL between
    searches.
    """

    name = "feeds"
    label = "Feeds"
    needs_key = False
    outside = True

    def __init__(self, urls: Sequence[str], state: MutableMapping[str, FeedPage] | None = None) -> None:
        raise NotImplementedError

    def search(self, query: Query) -> Results:
        raise NotImplementedError
