"""What may be erased of pages and queries once they are past the desk's ages."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from factcheck.evidence.models import Body, Document, Evidence, Picture, Search, SentQuery, Snapshot
from factcheck.newsroom.erasing import NO_BYTES, NO_MAP, NO_TEXT, Erasure, may_erase

_OF_DOCUMENTS: Final = ("evidence__claim__article", "hits__search__claim__article", "only_for")


def _at_rest() -> Q:
    return Q(work__in=("done", "failed"))


def _unruled() -> Q:
    """Leave out pages beside a claim of which somebody accepted or rejected a passage."""
    ruled = Evidence.objects.exclude(ruling="suggested").order_by().values("document")
    # The newsroom's own archive is no page of anybody's article: it is kept as long as it is one.
    return _at_rest() & ~Q(pk__in=ruled) & Q(own=None)


SNAPSHOTS: Final = may_erase(
    Erasure(
        name="texts of pages",
        model=Snapshot,
        empties={"text": NO_TEXT, "headers": NO_MAP},
        articles=tuple(f"document__{path}" for path in _OF_DOCUMENTS),
        age="pages",
        since=("fetched_at",),
    )
)
# What was ruled on stays as whoever ruled on it read it; its page says so.
PAGES: Final = may_erase(
    Erasure(
        name="words of pages",
        model=Document,
        empties={"text": NO_TEXT, "headers": NO_MAP},
        articles=_OF_DOCUMENTS,
        age="pages",
        since=("created_at", "fetched_at"),
        at_rest=_unruled,
    )
)
BODIES: Final = may_erase(
    Erasure(
        name="pages as they were sent",
        model=Body,
        empties={"packed": NO_BYTES},
        articles=tuple(f"snapshots__document__{path}" for path in _OF_DOCUMENTS),
        age="pages",
        since=("snapshots__fetched_at",),
    )
)
PICTURES: Final = may_erase(
    Erasure(
        name="pictures of pages",
        model=Picture,
        empties={"png": NO_BYTES},
        articles=tuple(f"snapshot__document__{path}" for path in _OF_DOCUMENTS),
        age="pages",
        since=("created_at",),
        at_rest=_at_rest,
    )
)
SENT_QUERIES: Final = may_erase(
    Erasure(
        name="queries as they left",
        model=SentQuery,
        empties={"query": NO_TEXT, "claim_text": NO_TEXT, "note": NO_TEXT},
        articles=("article",),
        age="queries",
        since=("at",),
    )
)
SEARCHES: Final = may_erase(
    Erasure(
        name="key words of searches",
        model=Search,
        empties={"query": NO_TEXT},
        articles=("claim__article",),
        age="queries",
        since=("asked_at",),
        at_rest=_at_rest,
    )
)
