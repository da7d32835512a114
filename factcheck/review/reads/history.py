"""One article's log as history: who, when, what, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from factcheck.newsroom.filters import LONGEST, AddressFilter
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.reads import history_of_article

FIRST = ("verdict", "tick", "state")  # of what a ruling or query changed, what to read first
MARKS = ("claim", "quote", "fact", "ask", "accusation", "tk")
LINKS = {"replies.commentrequest": "replies:request"}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A change: `before` is empty where a value is new, `after` where it was taken back."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line.

    `item` names its subject in the filter ("claims.claim-12"); `link` leads to where it stands.
    """

    entry: LogEntry
    changes: tuple[HistoryEntry, ...]
    item: str
    link: str


@dataclass(frozen=True, slots=True)
class HistoryFilter(AddressFilter):
    """What the reader asked for: a person by name, a verb, an item; "" for all."""

    person: str = ""
    verb: str = ""
    item: str = ""

    @classmethod
    def clean(cls, value: str) -> str:
        return value.replace("\0", "")[:LONGEST]  # a name is compared as it was written


def entries(article_id: int, criteria: HistoryFilter) -> QuerySet[LogEntry]:
    """Newest first."""
    rows = history_of_article(article_id)
    if criteria.person:
        rows = rows.filter(by_name=criteria.person)
    if criteria.verb:
        rows = rows.filter(verb=criteria.verb)
    subject, _, pk = criteria.item.rpartition("-")
    if criteria.item:
        rows = (
            rows.filter(subject=subject, subject_id=int(pk))
            if pk.isdecimal() and len(pk) < 19
            else rows.none()
        )
    return rows


def people_and_verbs(article_id: int) -> tuple[list[str], list[str]]:
    """Whom and what the log of this article knows."""
    mine = LogEntry.objects.filter(article_id=article_id).order_by()
    people = mine.values_list("by_name", flat=True).distinct()
    return sorted(people, key=str.casefold), sorted(mine.values_list("verb", flat=True).distinct())


def happenings(article_id: int, lines: Iterable[LogEntry]) -> list[Happened]:
    return [
        Happened(
            line,
            changes_of(line.data),
            f"{line.subject}-{line.subject_id}",
            _link(article_id, line),
        )
        for line in lines
    ]


def changes_of(data: dict[str, Any]) -> tuple[HistoryEntry, ...]:
    """Return what the entry keeps under "changes": {name: [before, after]}."""
    kept = data.get("changes")
    if not isinstance(kept, dict):
        return ()
    pairs = [
        (name, pair) for name, pair in kept.items() if isinstance(pair, list) and len(pair) == 2
    ]
    pairs.sort(key=lambda pair: (pair[0] not in FIRST, pair[0]))
    return tuple(
        HistoryEntry(name.replace("_", " "), str(before or ""), str(after or ""))
        for name, (before, after) in pairs
    )


def _link(article_id: int, line: LogEntry) -> str:
    room, _, name = line.subject.partition(".")
    page = reverse("review:proof", args=[article_id])
    if room == "claims" and name in MARKS:
        return f"{page}#{name}-{line.subject_id}"
    if line.subject == "review.query":
        return f"{page}#query-{line.subject_id}"
    if line.subject in ("review.signoff", "review.clearance"):
        return f"{page}#sign-off"
    return reverse(LINKS[line.subject], args=[line.subject_id]) if line.subject in LINKS else ""
