"""RSS and Atom as fetched; read in the sandbox."""

import json
import math
import re
import unicodedata
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from factcheck.outside import pace, sandbox
from factcheck.outside.documents.claim_reviews import NO_REVIEWS
from factcheck.outside.documents.feeds import NO_FEED
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.fields import instant_of, list_of, text_of
from factcheck.outside.http import FetchedPage, fetch
from factcheck.outside.search.protocol import (
    ProviderQuery,
    Results,
    SearchHit,
    deduplicated,
    may_leave,
)

MAX_BYTES = 3 * 1024 * 1024
MAX_REVIEW_BYTES = 96 * 1024 * 1024  # all fact-checks of the world's reviewers are one file
_REVIEWS_JOB = "factcheck.outside.documents.jobs:claim_reviews"
FRESH = timedelta(minutes=10)  # many claims ask the same feed; within this it is not fetched again
_KEPT_SECONDS = 24 * 3600
_JOB = "factcheck.outside.documents.jobs:feed"
_NEVER = ("The feed defines entities", NO_FEED, NO_REVIEWS)  # what another try would not change


@dataclass(frozen=True)
class Entry:
    """One item of a feed; `url` is absolute http(s), `summary` plain text, `published` UTC."""

    id: str
    url: str
    title: str
    summary: str
    published: datetime | None
    rating: str = ""  # of a fact-check, in its reviewer's words


@dataclass(frozen=True)
class FeedPage:
    """A feed as fetched.

    `etag` and `modified` go into the next `read_feed`; `not_modified` has no entries.
    """

    title: str
    entries: tuple[Entry, ...]
    etag: str
    modified: str
    not_modified: bool
    fetched_at: datetime
    moved_to: str = ""  # where the feed is now, for good


def read_feed(url: str, etag: str = "", modified: str = "") -> FeedPage:
    """One feed, conditionally. OutsideError(kind="bad-response") when it is no feed."""
    page = fetch(
        url,
        etag=etag,
        modified=modified,
        headers={
            "Accept": "application/atom+xml,application/rss+xml,application/xml;q=0.9,"
            "text/xml;q=0.8,*/*;q=0.5"
        },
        max_bytes=MAX_BYTES,
    )
    content_type = page.headers.get("content-type", "")
    return _feed_page(page, etag, modified, _JOB, content_type=content_type, address=page.final_url)


def read_claim_reviews(url: str, etag: str = "", modified: str = "") -> FeedPage:
    """Return a feed of published fact-checks, conditionally; each entry has a rating."""
    page = fetch(
        url,
        etag=etag,
        modified=modified,
        headers={"Accept": "application/json"},
        max_bytes=MAX_REVIEW_BYTES,
    )
    return _feed_page(page, etag, modified, _REVIEWS_JOB)


def _feed_page(page: FetchedPage, etag: str, modified: str, job: str, **options: Any) -> FeedPage:
    """Return what a conditional GET brought, read by a job of the sandbox."""
    if page.not_modified:
        return FeedPage(
            "",
            (),
            page.etag or etag,
            page.modified or modified,
            True,
            page.fetched_at,
            page.moved_to,
        )
    parsed = _parsed(page, job, **options)
    entries = tuple(
        Entry(**{**row, "published": instant_of(row["published"])}) for row in parsed["entries"]
    )
    title: str = parsed["title"]
    return FeedPage(title, entries, page.etag, page.modified, False, page.fetched_at, page.moved_to)


def _parsed(page: FetchedPage, job: str, **options: Any) -> dict[str, Any]:
    """Return the feed as the sandbox reads it. One that is no feed is not asked for again soon."""
    try:
        parsed: dict[str, Any] = sandbox.run(job, page.body, **options)
    except sandbox.Unreadable as error:
        message = str(error).rstrip(".")
        raise OutsideError(
            Kind.BAD_RESPONSE, message, url=page.final_url, temporary=message not in _NEVER
        ) from error
    return parsed


class SharedFeeds(MutableMapping[str, FeedPage]):
    """The last FeedPage by URL, in Redis for all workers, for a day."""

    def __getitem__(self, url: str) -> FeedPage:
        with pace.shared() as client:
            kept = client.get(_key(url))
        page = _unpacked(kept) if isinstance(kept, str) else None
        if page is None:
            raise KeyError(url)
        return page

    def __setitem__(self, url: str, page: FeedPage) -> None:
        with pace.shared() as client:
            client.set(
                _key(url), json.dumps(asdict(page), default=datetime.isoformat), ex=_KEPT_SECONDS
            )

    def __delitem__(self, url: str) -> None:
        with pace.shared() as client:
            client.delete(_key(url))

    def __iter__(self) -> Iterator[str]:
        with pace.shared() as client:
            yield from (
                str(key).removeprefix(_key("")) for key in client.scan_iter(match=_key("*"))
            )

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _key(url: str) -> str:
    return f"{pace.PREFIX}:feed:{url}"


def _unpacked(kept: str) -> FeedPage | None:
    try:
        facts = json.loads(kept)
        entries = tuple(
            Entry(
                text_of(e["id"]),
                text_of(e["url"]),
                text_of(e["title"]),
                text_of(e["summary"]),
                instant_of(e["published"]),
            )
            for e in list_of(facts["entries"])
        )
        fetched_at = instant_of(facts["fetched_at"])
        if fetched_at is None:
            return None
        return FeedPage(
            facts["title"], entries, facts["etag"], facts["modified"], False, fetched_at
        )
    except (ValueError, KeyError, TypeError):
        return None


class Feeds:
    """Entries of the given feeds that hold the query's words.

    `state` keeps the last FeedPage by URL (in Redis by default), so that one fetch serves many
    claims and the next one is conditional.
    """

    name = "feeds"
    label = "Feeds"
    needs_key = False
    outside = True

    def __init__(
        self, urls: Sequence[str], state: MutableMapping[str, FeedPage] | None = None
    ) -> None:
        self.urls = tuple(dict.fromkeys(urls))
        self.state: MutableMapping[str, FeedPage] = SharedFeeds() if state is None else state

    def search(self, query: ProviderQuery) -> Results:
        may_leave(query)
        scored: list[tuple[float, SearchHit]] = []
        notes, failures = [], []
        for url in self.urls:
            try:
                feed = self._read(url)
            except OutsideError as error:
                failures.append(error)
                notes.append(f"{error.url or url}: {error.message}")
                continue
            source = feed.title or url
            scored += [
                (score, _hit(e, source)) for e in feed.entries if (score := _score(e, query)) > 0
            ]
        if failures and len(failures) == len(self.urls):
            raise failures[0]
        scored.sort(
            key=lambda pair: (
                -pair[0],
                -(pair[1].published.timestamp() if pair[1].published else 0.0),
            )
        )
        return Results(
            self.name,
            query.text,
            deduplicated([hit for _, hit in scored], query.limit),
            tuple(notes),
        )

    def _read(self, url: str) -> FeedPage:
        kept = self.state.get(url)
        if kept and datetime.now(UTC) - kept.fetched_at < FRESH:
            return kept
        try:
            feed = read_feed(url, kept.etag, kept.modified) if kept else read_feed(url)
        except OutsideError as error:
            if kept and error.kind == Kind.PACED:
                return kept
            raise
        if feed.not_modified and kept:
            feed = FeedPage(
                kept.title, kept.entries, feed.etag, feed.modified, False, feed.fetched_at
            )
        self.state[url] = feed
        return feed


def _hit(entry: Entry, source: str) -> SearchHit:
    return SearchHit(entry.url, entry.title, entry.summary, entry.published, source)


def _score(entry: Entry, query: ProviderQuery) -> float:
    """Return how many of the query's terms the entry holds, a phrase counting twice.

    0 when they are fewer than half, or one of several.
    """
    if not _in_window(entry, query):
        return 0.0
    words = _stems(f"{entry.title} {entry.summary}")
    running, known = f" {' '.join(words)} ", set(words)
    phrases = [stems for phrase in query.phrases if (stems := _stems(phrase))]
    terms = [stems[0] for word in query.words if (stems := _stems(word))]
    held = sum(f" {' '.join(stems)} " in running for stems in phrases)
    score = 2.0 * held + sum(term in known for term in terms)
    most = 2 * len(phrases) + len(terms)
    return score if score >= max(math.ceil(most / 2), min(2, most)) and score else 0.0


def _in_window(entry: Entry, query: ProviderQuery) -> bool:
    if entry.published is None:
        return True
    day = entry.published.date()
    return (query.since or day) <= day <= (query.until or day)


def _stems(text: str) -> list[str]:
    """Words without case, accents and the plural's s: close enough to find a headline again."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain)
    return [w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words]
