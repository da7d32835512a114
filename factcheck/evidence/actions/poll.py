"""Feeds polled: new entries in, and the claims of open articles looked up in them again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from factcheck.evidence import rules
from factcheck.evidence.models import Feed, FeedEntry, FeedEntryVersion, Search
from factcheck.newsroom.dates import moment_or_none
from factcheck.newsroom.sweeps import nudge
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.search import FeedPage, read_claim_reviews, read_feed
from factcheck.outside.search.feeds import Entry

LEASE: Final = dt.timedelta(minutes=3)
OFTENEST: Final = dt.timedelta(minutes=10)
SELDOMEST: Final = dt.timedelta(hours=6)
LONGEST_URL: Final = 2000
GONE: Final = 410
ENTRY_CHARACTERS: Final = 20_000


DAILY: Final = dt.timedelta(days=1)  # how often a feed of fact-checks is asked
_READERS: Final[dict[str, Callable[[str, str, str], FeedPage]]] = {
    "news": read_feed,
    "fact-checks": read_claim_reviews,
}


def poll_feed(feed_id: int) -> bool:
    """Poll one feed that is due. A feed that fails is asked less and less often, and says why."""
    feed: Feed | None = Feed.objects.filter(on=True).claim(feed_id, timezone.now(), LEASE)
    if feed is None:
        return False
    read = _READERS[feed.kind]
    try:
        page = read(feed.url, feed.etag, feed.modified)
    except OutsideError as error:
        return _failed(feed, error)
    return _record(feed, page)


def _failed(feed: Feed, error: OutsideError) -> bool:
    now = timezone.now()
    if error.kind == Kind.PACED:
        wait = dt.timedelta(seconds=(error.retry_after or 5.0) + feed.pk % 5)
        return feed.finish(work="waiting", tries=feed.tries - 1, next_try_at=now + wait)
    failed: dict[str, Any] = {
        "work": "waiting",
        "polled_at": now,
        "failing_since": feed.failing_since or now,
    }
    if error.status == GONE:
        sentence = "Its server says that it is gone. Switched off."
        return feed.finish(**failed, error=sentence, on=False)
    wait = min(rules.backoff(feed.tries, error.retry_after), SELDOMEST)
    return feed.finish(**failed, error=str(error), next_try_at=now + wait)


@transaction.atomic
def _record(feed: Feed, page: FeedPage) -> bool:
    now = timezone.now()
    changes: dict[str, Any] = {"work": "waiting", "tries": 0, "polled_at": now, "last_good_at": now}
    changes |= {"failing_since": None, **_moved(feed, page)}
    if page.not_modified:
        return feed.finish(**changes, **_rest(feed, now, new=False))
    title = feed.title or page.title.replace("\x00", "")[:300]
    if not feed.finish(**changes, etag=page.etag[:300], modified=page.modified[:100], title=title):
        return False
    new = _store_entries(feed, page, now)
    Feed.objects.filter(pk=feed.pk).update(**_rest(feed, now, new=new))
    if new:
        nudge("evidence")
    return True


def _store_entries(feed: Feed, page: FeedPage, now: dt.datetime) -> bool:
    """Add what is new and correct what changed; return whether there was any of it."""
    rows: dict[str, FeedEntry] = {}
    for entry in page.entries:
        if url := rules.canonical_url(entry.url):
            # A feed that gives one id twice means the first, its newest.
            rows.setdefault(*_keyed(feed, entry, url))
    known = FeedEntry.objects.select_for_update().filter(feed=feed, guid__in=rows)
    kept = {row.guid: row for row in known.order_by("pk")}
    fresh = [row for guid, row in rows.items() if guid not in kept]
    FeedEntry.objects.bulk_create(fresh, ignore_conflicts=True)
    corrected = [_correct(row, rows[guid], now) for guid, row in kept.items()]
    return bool(fresh) or any(corrected)


def _keyed(feed: Feed, entry: Entry, url: str) -> tuple[str, FeedEntry]:
    guid = hashlib.sha256((entry.id or url).encode("utf-8", "replace")).hexdigest()
    row = FeedEntry(
        feed=feed,
        guid=guid,
        url=url,
        title=_clean(entry.title)[:1000],
        text=_clean(entry.summary)[:ENTRY_CHARACTERS],
        published=moment_or_none(entry.published),
        rating=_clean(entry.rating)[:200],
    )
    return guid, row


def _correct(kept: FeedEntry, now_sent: FeedEntry, now: dt.datetime) -> bool:
    """Take over what an outlet changed in an entry, and keep what it said before.

    A date alone is no correction: some feeds stamp every entry anew each time they are asked.
    """
    if all(getattr(kept, name) == getattr(now_sent, name) for name in ("url", "title", "text")):
        return False
    before = {name: getattr(kept, name) for name in ("url", "title", "text", "published")}
    FeedEntryVersion.objects.create(entry=kept, replaced_at=now, **before)
    fresh = [*before, "rating"]
    for name in fresh:
        setattr(kept, name, getattr(now_sent, name))
    kept.save(update_fields=fresh)
    return True


def _rest(feed: Feed, now: dt.datetime, *, new: bool) -> dict[str, Any]:
    """When to poll it next.

    Spread out, so that feeds brought in together are not all due together for ever.
    """
    if feed.kind == "fact-checks":
        return {"every": DAILY, "next_try_at": now + DAILY}
    every = max(feed.every / 2, OFTENEST) if new else min(feed.every * 1.5, SELDOMEST)
    return {"every": every, "next_try_at": now + every + dt.timedelta(seconds=feed.pk % 60)}


def _moved(feed: Feed, page: FeedPage) -> dict[str, Any]:
    """Return the feed's new address, where its server says that it has moved for good."""
    if not page.moved_to or len(page.moved_to) > LONGEST_URL or page.moved_to == feed.url:
        return {}
    if Feed.objects.filter(url=page.moved_to).exists():
        return {
            "on": False,
            "error": f"It has moved to {page.moved_to}, which is polled already. Switched off.",
        }
    return {"url": page.moved_to}


def look_up_again() -> None:
    """Look the claims of open articles up in the feeds once more.

    Their new entries have been made ready to be searched. The last outcome stands until the new one
    is there.
    """
    again = Search.objects.filter(
        provider__name__in=["feeds", "checks"],
        provider__on=True,
        work="done",
        claim__article__closed_at=None,
        claim__standing="live",
    ).exclude(found="forbidden")
    if again.update(work="waiting", tries=0, next_try_at=timezone.now()):
        nudge("evidence")


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
