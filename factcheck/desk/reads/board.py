"""The desk's front page: what somebody needs from you, what is in check, what may run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from factcheck.articles.models import Article, Import
from factcheck.desk.reads.listing import DeskRow, by_urgency, rows_of
from factcheck.desk.reads.needs import Needs, needs_of
from factcheck.newsroom.models import User

SHOWN = 50  # stories of a group; the list of all has the rest
DONE = ("ready", "cleared")


@dataclass(frozen=True, slots=True)
class StoryGroup:
    """Stories, and how many more there are than are shown."""

    rows: list[DeskRow]
    more: int


@dataclass(frozen=True, slots=True)
class Board:
    """The three groups; `earlier` were cleared before today and still stand on the desk."""

    needs: Needs
    checking: StoryGroup
    done: StoryGroup
    earlier: int
    imports: list[Import]
    drawing: bool  # some lines are still being brought up to date

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing at all, as on a newsroom's first day."""
        return not (self.needs.items or self.checking.rows or self.done.rows or self.earlier)


def board(user: User, now: datetime, *, drawing: bool = False) -> Board:
    """Return the front page of `user`.

    The number of queries does not grow with the number of articles or items.
    """
    on_desk = Article.objects.visible_to(user).open()
    midnight = timezone.localtime(now, user.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(line__state="ready") | Q(line__state="cleared", line__state_since__gte=midnight)
    in_check = Q(line=None) | ~Q(line__state__in=DONE)
    counted = on_desk.order_by().aggregate(
        checking=Count("pk", filter=in_check),
        done=Count("pk", filter=today),
        all_done=Count("pk", filter=~in_check),
    )
    return Board(
        needs=needs_of(user, now),
        checking=_group(user, on_desk.filter(in_check), counted["checking"]),
        done=_group(user, on_desk.filter(today), counted["done"]),
        earlier=counted["all_done"] - counted["done"],
        imports=list(Import.objects.filter(by=user, article=None).exclude(work="done")[:10]),
        drawing=drawing,
    )


def _group(user: User, stories: QuerySet[Article], count: int) -> StoryGroup:
    rows = rows_of(by_urgency(user, stories)[:SHOWN], user)
    return StoryGroup(rows, max(count - len(rows), 0))
