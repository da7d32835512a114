"""Search providers behind one protocol. What each accepts and returns is in its own module."""

from collections.abc import Sequence

from factcheck.outside.search.protocol import Hit, Provider, Query, Results

__all__ = ["Hit", "Provider", "Query", "Results", "providers"]


def providers(feed_urls: Sequence[str] = ()) -> list[Provider]:
    """The outside providers this newsroom has: feeds if any are given, Wikipedia, GDELT, Google Fact Check
    with a key.
    """
    raise NotImplementedError
