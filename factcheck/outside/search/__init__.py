"""Search providers behind one protocol. What each accepts and returns is in its own module."""

from factcheck.outside.search.feeds import Entry, FeedPage, Feeds, read_claim_reviews, read_feed
from factcheck.outside.search.gdelt import Gdelt
from factcheck.outside.search.google import GoogleFactCheck
from factcheck.outside.search.papers import Guardian, NewYorkTimes
from factcheck.outside.search.protocol import ProviderQuery, Results, SearchHit, SearchProvider
from factcheck.outside.search.reliefweb import ReliefWeb
from factcheck.outside.search.searxng import SearxNG
from factcheck.outside.search.service import Access, Service
from factcheck.outside.search.wayback import Wayback
from factcheck.outside.search.wikipedia import Wikidata, Wikipedia

__all__ = [
    "SERVICES",
    "Access",
    "Entry",
    "FeedPage",
    "Feeds",
    "Gdelt",
    "GoogleFactCheck",
    "Guardian",
    "NewYorkTimes",
    "ProviderQuery",
    "ReliefWeb",
    "Results",
    "SearchHit",
    "SearchProvider",
    "SearxNG",
    "Service",
    "Wayback",
    "Wikidata",
    "Wikipedia",
    "read_claim_reviews",
    "read_feed",
]

_ALL = (
    Wikipedia,
    Wikidata,
    Gdelt,
    GoogleFactCheck,
    Guardian,
    NewYorkTimes,
    ReliefWeb,
    SearxNG,
    Wayback,
)
SERVICES: dict[str, type[Service]] = {provider.name: provider for provider in _ALL}
