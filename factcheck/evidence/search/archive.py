"""The providers that need no network.

The desk's archive of pages, and the entries of the feeds it polls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import Q, QuerySet

from factcheck.evidence.models import Document, FeedEntry, Passage
from factcheck.evidence.rules.words import plain, words_of
from factcheck.evidence.search.passages import RankedPassage, search
from factcheck.outside.search import ProviderQuery, Results, SearchHit

_SNIPPET: Final = 300  # characters
_TITLE_IN_NOTE: Final = 100  # characters


class Archive:
    """Pages kept as snapshots, from whatever article they were first fetched for.

    `about` is the claim asked about: it goes no further than the desk's own database.
    """

    name = "archive"
    label = "The desk’s archive"
    needs_key = False
    outside = False
    takes_language = False

    def __init__(self, about: str = "") -> None:
        self._about = about

    def search(self, query: ProviderQuery) -> Results:
        """Search the archive; of copies of one story return the best.

        A wire story everybody ran so leaves room for others.
        """
        rows = self._rows(query)
        passages = (
            search(rows, "document", self._about or query.text, query) if _asks(query) else []
        )
        kept = Document.objects.light().in_bulk([passage.owner for passage in passages])
        stories: dict[int, RankedPassage] = {}
        for passage in passages:
            if self._may_be_the_copy(kept[passage.owner], passage, query):
                continue
            stories.setdefault(kept[passage.owner].origin_id or passage.owner, passage)
        hits = tuple(
            SearchHit(
                url=d.url,
                title=d.title or d.url,
                snippet=passage.text[:_SNIPPET],
                published=_noon(d.published),
            )
            for passage in list(stories.values())[: query.limit]
            for d in [kept[passage.owner]]
        )
        return Results(self.name, query.text, hits, _notes(query))

    def _rows(self, query: ProviderQuery) -> QuerySet[Passage]:
        """Return the passages that are searched: those of pages that are for every article."""
        return Passage.objects.filter(
            document__work="done", document__only_for=None, document__own=None
        )

    def _may_be_the_copy(
        self, page: Document, passage: RankedPassage, query: ProviderQuery
    ) -> bool:
        """Return whether a page may be the very copy that is checked, once it was published."""
        return False


class OwnWork(Archive):
    """What the newsroom itself has published, read from its own archives; nothing leaves.

    Nothing of it is younger than the copy: a story is not borne out by its own publication. A page
    without a date that has the claim word for word counts only where it was read before that day.
    """

    name = "own_work"
    label = "Our own earlier work"

    def _rows(self, query: ProviderQuery) -> QuerySet[Passage]:
        rows = Passage.objects.filter(document__work="done", document__own__on=True)
        if query.until is None:
            return rows
        day = query.until
        return rows.filter(Q(document__published=None) | Q(document__published__lt=day))

    def _may_be_the_copy(
        self, page: Document, passage: RankedPassage, query: ProviderQuery
    ) -> bool:
        if page.published is not None or query.until is None:
            return False
        is_older = page.fetched_at is not None and page.fetched_at.date() < query.until
        return not is_older and _tells_word_for_word(self._about, passage.text)


_RUN: Final = 4  # words in a row by which a sentence is known again; guessed
_MOST_RUNS: Final = 0.6  # of a sentence's runs, where an editor changed a word of it; guessed


def _tells_word_for_word(claim: str, passage: str) -> bool:
    """Return whether a passage has the claim's sentence, but for a word or two."""
    mine, theirs = _runs(claim), _runs(passage)
    return bool(mine) and len(mine & theirs) >= _MOST_RUNS * len(mine)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [plain(word.text) for word in words_of(text)]
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


class FeedEntries:
    """Entries of the feeds the desk polls, as polled.

    Asking sends nothing out; fetching what is found does.
    """

    name = "feeds"
    label = "Feeds"
    kind = "news"
    needs_key = False
    outside = False
    takes_language = False

    def __init__(self, about: str = "") -> None:
        self._about = about

    def search(self, query: ProviderQuery) -> Results:
        rows = Passage.objects.filter(entry__feed__on=True, entry__feed__kind=self.kind)
        if query.until and self.kind == "news":
            # No `since`: a feed holds what its outlet still stands by, an office's standing pages
            # among it.
            rows = rows.filter(
                Q(entry__published=None) | Q(entry__published__date__lte=query.until)
            )
        passages = (
            search(rows, "entry", self._about or query.text, query)[: query.limit]
            if _asks(query)
            else []
        )
        kept = FeedEntry.objects.select_related("feed").in_bulk(
            [passage.owner for passage in passages]
        )
        hits = tuple(_entry_hit(kept[passage.owner], passage.text) for passage in passages)
        notes = _notes(query)
        if not rows.exists():
            notes = (*notes, "No feed has been read for these days yet.")
        return Results(self.name, query.text, hits, (*notes, *_corrections(kept.values())))


class FactChecks(FeedEntries):
    """Published fact-checks of the feeds the desk reads; restricted copy may ask it too.

    Nothing leaves. Earlier checks have no window: what was checked years ago is said again today.
    """

    name = "checks"
    label = "Published fact-checks, kept here"
    kind = "fact-checks"


def _entry_hit(entry: FeedEntry, passage: str) -> SearchHit:
    return SearchHit(
        url=entry.url,
        title=entry.title,
        snippet=passage[:_SNIPPET],
        published=entry.published,
        source=str(entry.feed),
        rating=entry.rating or None,
    )


def _corrections(entries: Iterable[FeedEntry]) -> Iterator[str]:
    """Yield a note for each entry that its outlet has changed since it was first read."""
    for entry in entries:
        if entry.versions.exists():
            title = entry.title[:_TITLE_IN_NOTE]
            yield f"“{title}” was corrected by its outlet; what it said before is kept."


def _asks(query: ProviderQuery) -> bool:
    return bool(query.words or query.phrases)


def _notes(query: ProviderQuery) -> tuple[str, ...]:
    return () if _asks(query) else ("The claim has no key words to search for.",)


def _noon(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(12), dt.UTC) if day else None
