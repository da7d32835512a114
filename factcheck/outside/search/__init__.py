"""Search providers behind one protocol. What each accepts and returns is in its own module."""

from collections.abc import Sequence

from django.conf import settings

from factcheck.outside.search.feeds import Entry, FeedPage, Feeds, read_feed
from factcheck.outside.search.gdelt import Gdelt
from factcheck.outside.search.google import GoogleFactCheck
from factcheck.outside.search.protocol import Hit, Provider, Query, Results
from factcheck.outside.search.wikipedia import Wikipedia

__all__ = [
    "Entry",
    "FeedPage",
    "Feeds",
    "Gdelt",
    "GoogleFactCheck",
    "Hit",
    "Provider",
    "Query",
    "Results",
    "Wikipedia",
    "providers",
    "read_feed",
]


def providers(feed_urls: Sequence[str] = ()) -> list[Provider]:
    """The outside providers this newsroom has: feeds if any are given, Wikipedia, GDELT, Google with a key."""
    found: list[Provider] = [Wikipedia(), Gdelt()]
    if feed_urls:
        found.insert(0, Feeds(feed_urls))
    if settings.GOOGLE_FACTCHECK_KEY:
        found.append(GoogleFactCheck())
    return found
