"""The providers that need no network: the desk's archive of pages, and the entries of the feeds it polls.

Words are met by AND, the rarest first: an AND of three rare terms costs a few milliseconds at a million rows, a long OR
ranked by `ts_rank` two hundred times that (PostgreSQL must rank every row that holds a single term).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from itertools import combinations
from operator import and_
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from factcheck.evidence.models import Document, FeedEntry
from factcheck.outside.search import Hit, Query, Results

COMMON: Final = 2000  # a term in so many rows or more is as common as any; counting stops there
RARE: Final = 25  # a term in so few rows may stand alone
AND_OF: Final = 4
_SNIPPET: Final = 300


class Archive:
    """Pages kept as snapshots, from whatever article they were first fetched for."""

    name = "archive"
    label = "The desk’s archive"
    needs_key = False
    outside = False

    def search(self, query: Query) -> Results:
        rows = Document.objects.filter(work="done", only_for=None).exclude(text="")
        found = matching(rows, query)
        kept = Document.objects.in_bulk(found)
        hits = tuple(
            Hit(
                url=d.url,
                title=d.title or d.url,
                snippet=d.text[:_SNIPPET],
                published=_noon(d.published),
            )
            for d in (kept[pk] for pk in found)
        )
        return Results(self.name, query.text, hits, _notes(query))


class FeedEntries:
    """Entries of the feeds the desk polls, as polled. Asking sends nothing out; fetching what is found does."""

    name = "feeds"
    label = "Feeds"
    needs_key = False
    outside = False

    def search(self, query: Query) -> Results:
        rows = FeedEntry.objects.filter(feed__on=True)
        if query.until:
            # No `since`: a feed holds what its outlet still stands by, an office's standing pages among it.
            rows = rows.filter(Q(published=None) | Q(published__date__lte=query.until))
        found = matching(rows, query)
        kept = FeedEntry.objects.select_related("feed").in_bulk(found)
        hits = tuple(
            Hit(url=e.url, title=e.title, snippet=e.text[:_SNIPPET], published=e.published, source=str(e.feed))
            for e in (kept[pk] for pk in found)
        )
        notes = _notes(query)
        if not rows.exists():
            notes = (*notes, "No feed has been read for these days yet.")
        return Results(self.name, query.text, hits, notes)


def matching(rows: QuerySet, query: Query) -> list[int]:
    """The ids of at most `query.limit` rows that hold the rarest of the query's terms, those that hold more of them
    first. `rows` have a search vector `words`."""
    found: list[int] = []
    for terms in _tries(rows, query):
        room = query.limit - len(found)
        if room <= 0:
            break
        both = reduce(and_, terms)
        some = rows.filter(words=both).exclude(pk__in=found).order_by()[: 5 * query.limit]
        ranked = rows.filter(pk__in=some.values("pk")).annotate(rank=SearchRank(F("words"), both))
        found += ranked.order_by("-rank", "-pk").values_list("pk", flat=True)[:room]
    return found


def _tries(rows: QuerySet, query: Query) -> Iterator[tuple[SearchQuery, ...]]:
    terms: list[tuple[int, int, SearchQuery]] = []
    for place, (text, kind) in enumerate(
        [*((p, "phrase") for p in query.phrases), *((w, "plain") for w in query.words)]
    ):
        term = SearchQuery(text, config="english", search_type=kind)
        count = rows.filter(words=term).order_by()[:COMMON].count()
        if count:
            terms.append((count, place, term))
    terms.sort(key=lambda t: t[:2])
    rarest = [term for _, _, term in terms[:AND_OF]]
    for size in range(len(rarest), 1, -1):
        yield from combinations(rarest, size)
    for count, _, term in terms:
        if count <= RARE:
            yield (term,)


def _notes(query: Query) -> tuple[str, ...]:
    return () if query.words or query.phrases else ("The claim has no key words to search for.",)


def _noon(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(12), dt.UTC) if day else None
