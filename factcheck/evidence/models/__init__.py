"""The tables of this room."""

from factcheck.evidence.models.cited import CitedSource
from factcheck.evidence.models.evidence import (
    RULINGS,
    TIERS,
    Comparison,
    Document,
    DocumentQuerySet,
    Evidence,
    EvidenceQuerySet,
    Feed,
    FeedEntry,
    FeedEntryVersion,
    Hit,
    Provider,
    ProviderQuerySet,
    Search,
    SentQuery,
    Source,
)
from factcheck.evidence.models.key_words import AskWords
from factcheck.evidence.models.own_work import OwnArchive
from factcheck.evidence.models.passages import Meaning, Passage
from factcheck.evidence.models.screenshots import Picture
from factcheck.evidence.models.snapshots import Body, Capture, Recheck, Snapshot

__all__ = [
    "RULINGS",
    "TIERS",
    "AskWords",
    "Body",
    "Capture",
    "CitedSource",
    "Comparison",
    "Document",
    "DocumentQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "Feed",
    "FeedEntry",
    "FeedEntryVersion",
    "Hit",
    "Meaning",
    "OwnArchive",
    "Passage",
    "Picture",
    "Provider",
    "ProviderQuerySet",
    "Recheck",
    "Search",
    "SentQuery",
    "Snapshot",
    "Source",
]
