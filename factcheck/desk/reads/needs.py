"""What the desk asks one person to do now: the items of the review queue that are theirs.

Theirs is what was assigned to them, and what nobody has that is their role's to do: a query on
their own story, a reply to the requests of their story, a story to read a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.desk.models import QueueItem
from factcheck.desk.reads.queue import visible_items
from factcheck.desk.reads.queue_words import item_words
from factcheck.desk.rules import verb_of
from factcheck.newsroom.models import User
from factcheck.newsroom.translating import translated

SHOWN = 12  # lines on the desk page; the queue's own page has them all
READ = 300  # items at most that are gathered into those lines
_MACHINES = ("failing search", "failing mailbox")
_NO_STORY = ("unmatched mail", "unreadable mail", "bad contact", "failed import")


@dataclass(frozen=True, slots=True)
class Need:
    """Items of one kind in one story, or in none: one thing to do.

    What it says is read when it is shown, so that a row that cannot be read costs its own line.
    """

    items: list[QueueItem]
    reads_queue: bool

    @property
    def article(self) -> Article | None:
        return self.items[0].article

    @property
    def mailed_headline(self) -> str:
        """Return the story as a mail may name it; empty for what belongs to none."""
        if self.article is None:
            return ""
        # A mail lies in boxes outside the desk: no headline of a restricted story goes there.
        return _("a restricted article") if self.article.restricted else self.article.headline

    @property
    def verb(self) -> str:
        first = self.items[0]
        passes = first.text.rpartition(": ")[2] if first.kind == "second read" else ""
        detail = ", ".join(_(name) for name in passes.split(", ")) if passes else ""
        return str(translated(verb_of(first.kind, len(self.items), detail)))

    @property
    def mailed(self) -> str:
        """Return what is to do, and in which story, as a line of a mail."""
        return ": ".join(part for part in (self.verb, self.mailed_headline) if part)

    @property
    def link(self) -> str:
        """Lead to the item, to the first of a story's, or to the queue where there are several."""
        first = self.items[0]
        if len(self.items) == 1 or first.article_id or not self.reads_queue:
            return first.link
        return f"{reverse('desk:queue')}?{urlencode({'kind': first.kind})}"

    @property
    def deadline(self) -> datetime | None:
        return min((item.deadline for item in self.items if item.deadline), default=None)

    @property
    def text(self) -> str:
        """Return the item's own words, where there is one item."""
        return item_words(self.items[0].text) if len(self.items) == 1 else ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What is shown of it, and how many items there are."""

    lines: list[Need]
    more: int  # lines that are not shown
    items: int


def needs_of(user: User, now: datetime) -> Needs:
    """Return what `user` has to do, what is due first at the head; two queries at most."""
    mine = items_for(user, now).select_related("article").order_by("deadline", "opened_at")
    found = list(mine[: READ + 1])
    count = len(found) if len(found) <= READ else items_for(user, now).count()
    lines = _lines(found[:READ], reads_queue=user.may("work queue"))
    return Needs(lines[:SHOWN], len(lines[SHOWN:]), count)


def items_for(user: User, now: datetime) -> QuerySet[QueueItem]:
    """Return the waiting items of the review queue that are this person's to do."""
    own = Q(article__author=user) | Q(article__author=None, article__created_by=user)
    theirs = own | Q(article__assigned_to=user)
    of_role = Q(kind__in=("open query", "change to make")) & own
    if user.may("sign off"):
        of_role |= Q(kind="second read") & ~theirs
    if user.may("decide query"):
        of_role |= Q(kind="answered query") & ~Q(article__author=user)
    if user.may("work queue"):
        of_role |= Q(kind__in=_NO_STORY, article=None)
    if user.may("set desk"):
        of_role |= Q(kind__in=_MACHINES)
    elsewhere = ("open query", "answered query", "change to make", "second read")
    of_role |= theirs & ~Q(kind__in=elsewhere)
    return (
        visible_items(user).waiting(now).filter(Q(assigned_to=user) | Q(assigned_to=None) & of_role)
    )


def _lines(items: list[QueueItem], *, reads_queue: bool) -> list[Need]:
    """Gather items of one story and kind into one line, in the order of the first of each."""
    places = {(item.article_id, item.kind): place for place, item in reversed([*enumerate(items)])}

    def place_of(item: QueueItem) -> int:
        return places[item.article_id, item.kind]

    return [
        Need(list(group), reads_queue)
        for _place, group in groupby(sorted(items, key=place_of), key=place_of)
    ]
