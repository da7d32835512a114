"""What a reader of changes looks at: the articles that changed since its last look, or all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from factcheck.desk.models.changes import ChangedArticle, LastLook
from factcheck.newsroom.models import Desk
from factcheck.replies.models import CommentRequest

# A look at everything heals whatever no trigger sees, such as a person's new role.
WHOLE_EVERY: Final = timedelta(hours=1)
# Beyond so many changes a look at everything costs less.
AT_MOST: Final = 2000
STILL: Final = timedelta(hours=1)  # after a deadline, the desk is told once more


# Not an empty Q: "every row or these" would be these alone.
_EVERY_ROW: Final = ~Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class ChangesLook:
    """The articles that are looked at; None: all. Rows that belong to no article always are.

    `seen` are the notes of changes that are done with once it has looked.
    """

    articles: frozenset[int] | None = None
    seen: tuple[int, ...] = ()

    def of(self, article: str) -> Q:
        """Return the filter for rows whose `article` ("request__article") is among them."""
        return _EVERY_ROW if self.articles is None else Q((f"{article}__in", self.articles))

    def of_or_none(self, article: str) -> Q:
        """Return the filter for rows that may belong to no article."""
        return _EVERY_ROW if self.articles is None else self.of(article) | Q((article, None))


WHOLE: Final = ChangesLook()


def look_at(articles: Iterable[int | None]) -> ChangesLook:
    return ChangesLook(frozenset(pk for pk in articles if pk is not None))


def something_changed(reader: str, now: datetime) -> bool:
    """Tell whether the reader has anything to look at: three cheap questions."""
    last = LastLook.objects.filter(reader=reader).first()
    if last is None or _is_whole_due(last, now):
        return True
    return ChangedArticle.objects.filter(reader=reader).exists() or _passed(last.at, now).exists()


def next_look(last: LastLook, now: datetime) -> ChangesLook:
    """Return what the reader has to look at now."""
    notes = ChangedArticle.objects.filter(reader=last.reader).order_by("pk")
    changed = list(notes.values_list("pk", "article_id")[: AT_MOST + 1])
    if len(changed) > AT_MOST or _is_whole_due(last, now):
        return ChangesLook(None, tuple(notes.values_list("pk", flat=True)))
    passed = _passed(last.at, now).values_list("article", flat=True)
    articles = frozenset(pk for _, pk in changed if pk is not None) | frozenset(passed)
    return ChangesLook(articles, tuple(pk for pk, _ in changed))


def _is_whole_due(last: LastLook, now: datetime) -> bool:
    return last.at is None or last.whole_at is None or now - last.whole_at >= WHOLE_EVERY


def _passed(since: datetime | None, now: datetime) -> QuerySet[CommentRequest]:
    """Return requests of which a deadline came near, passed, or passed an hour ago meanwhile."""
    warned = timedelta(minutes=Desk.load().warn_minutes_before)
    moments = Q()
    for offset in (timedelta(0), warned, -STILL):
        moments |= Q(deadline__gt=(since or now) + offset, deadline__lte=now + offset)
    return CommentRequest.objects.outstanding().filter(moments)
