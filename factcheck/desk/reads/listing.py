"""The list of all articles a person may see, how far each is, and what blocks it.

The rows are sorted, filtered and counted in the database over the kept lines (`reads.lines`), so
the cost does not grow with the marks on the copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article
from factcheck.evidence.models import Search
from factcheck.newsroom.filters import AddressFilter, either_way, is_id
from factcheck.newsroom.models import User
from factcheck.newsroom.phrases import gettext_noop
from factcheck.newsroom.translating import translated
from factcheck.review.reads.gate import overridden_in
from factcheck.review.rules.gate import SAID, STATE_WORDS, said_of, state_words

A_PAGE = 50
SHOWS = {
    "all": _lazy("all on the desk"),
    "mine": _lazy("mine"),
    "closed": _lazy("closed"),
}
# For the filter, which tells what is held up from what is being ruled on.
STATES = {**STATE_WORDS, "blocked": gettext_noop("held up")}
TIMES = {
    "past": _lazy("past"),
    "today": _lazy("today"),
    "tomorrow": _lazy("tomorrow"),
    "week": _lazy("within 7 days"),
    "later": _lazy("later"),
    "none": _lazy("none set"),
}
REASONS = tuple(SAID)
# As the filter names them; the sentences of a story are the gate's.
REASON_NAMES = {
    "unread": _lazy("unread"),
    "claim without verdict": _lazy("claim without verdict"),
    "source differs": _lazy("source differs"),
    "query open": _lazy("query open"),
    "quote without record": _lazy("quote without record"),
    "fact unticked": _lazy("fact unticked"),
    "ask without request": _lazy("ask without request"),
    "accused not asked": _lazy("accused not asked"),
    "deadline running": _lazy("deadline running"),
    "untriaged reply": _lazy("untriaged reply"),
    "letter in doubt": _lazy("letter in doubt"),
    "copy contradicts record": _lazy("copy contradicts record"),
    "tk": _lazy("tk"),
    "moved mark": _lazy("moved mark"),
    "edited since sign-off": _lazy("edited since sign-off"),
    "not signed off": _lazy("not signed off"),
    "without second reader": _lazy("without second reader"),
}
TONES = {"blocked": "red", "ready": "blue", "cleared": "green"}
SORTS: dict[str, Any] = {
    "headline": Lower("headline"),
    "state": F("line__state"),
    "stuck": F("line__stuck_since"),
    "deadline": F("deadline"),
    "facts": F("line__facts_open"),
    "claims": F("line__claims_open"),
    "conflicts": F("line__conflicts"),
    "quotes": F("line__quotes_open"),
    "queries": F("line__queries_open"),
    "awaited": F("line__awaited"),
    "unread": F("line__untriaged"),
    "who": Lower("assigned_to__name"),
}


@dataclass(frozen=True, slots=True)
class DeskFilter(AddressFilter):
    """A filter of the desk, as its address says it; an empty field filters nothing.

    `person` is a person's id or "nobody": the checker of the article. `when` is one of TIMES: the
    section of time in which the deadline falls, by the reader's own midnight.
    """

    CHECKS: ClassVar[Mapping[str, Callable[[str], bool]]] = {
        "show": SHOWS.__contains__,
        "state": STATES.__contains__,
        "person": lambda value: value == "nobody" or is_id(value),
        "when": TIMES.__contains__,
        "restricted": ("yes", "no").__contains__,
        "reason": REASONS.__contains__,
        "sort": either_way(SORTS),
    }
    NOT_NARROWING: ClassVar[tuple[str, ...]] = ("show", "sort")

    show: str = "all"
    q: str = ""
    state: str = ""
    person: str = ""
    when: str = ""
    restricted: str = ""
    reason: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One article.

    `state` is a word or two, `tone` its colour (red blocks, blue asks, green is done, else plain).
    """

    article: Article
    url: str
    state: str
    tone: str
    stuck: str
    more: int  # reasons beside the first
    mine: bool
    searches: int  # under way


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the articles on the desk that the reader may see, whatever the page is narrowed to."""

    all: int
    mine: int
    past: int
    today: int
    ready: int
    cleared: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    rows: list[DeskRow]
    page: Page[Any]
    wanted: DeskFilter
    totals: Totals
    drawing: bool  # some lines are still being brought up to date


def desk(
    user: User, now: datetime, criteria: DeskFilter, number: int = 1, *, drawing: bool = False
) -> DeskPage:
    """Return page `number` (from 1) of the articles `user` may see.

    Unless sorted, the user's own work comes first, then the rest by deadline. The number of
    database queries does not grow with the number of articles.
    """
    page = Paginator(_sorted(user, chosen(user, criteria, now), criteria), A_PAGE).get_page(number)
    return DeskPage(
        rows=rows_of(page.object_list, user),
        page=page,
        wanted=criteria,
        totals=totals(user, now),
        drawing=drawing,
    )


def rows_of(articles: Iterable[Article], user: User) -> list[DeskRow]:
    """Return the line of each article, in two queries."""
    shown = list(articles)
    searches = _searches([article.pk for article in shown])
    overridden = overridden_in(article.pk for article in shown)
    return [
        _row(article, user, searches.get(article.pk, 0), overridden.get(article.pk, 0))
        for article in shown
    ]


def chosen(user: User, criteria: DeskFilter, now: datetime) -> QuerySet[Article]:
    """Return the articles that `wanted` lets through, in no order."""
    rows = Article.objects.visible_to(user).filter(closed_at__isnull=criteria.show != "closed")
    if criteria.show == "mine":
        rows = rows.filter(_mine(user))
    for word in criteria.q.split():
        rows = rows.filter(headline__icontains=word)
    if criteria.state:
        rows = rows.filter(line__state=criteria.state)
    if criteria.person:
        rows = rows.filter(
            assigned_to=None if criteria.person == "nobody" else int(criteria.person)
        )
    if criteria.restricted:
        rows = rows.filter(restricted=criteria.restricted == "yes")
    if criteria.reason:
        rows = rows.filter(line__reasons__contains=[{"reason": criteria.reason}])
    return rows.filter(in_time(criteria.when, now, user)) if criteria.when else rows


def in_time(when: str, now: datetime, user: User, field: str = "deadline") -> Q:
    """Rows whose deadline lies in that section of time.

    The sections do not overlap and leave nothing out; days end at the reader's midnight.
    """
    today = timezone.localtime(now, user.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, after, week = (today + timedelta(days=n) for n in (1, 2, 7))
    ends = {
        "past": (None, now),
        "today": (now, tomorrow),
        "tomorrow": (tomorrow, after),
        "week": (after, week),
        "later": (week, None),
    }
    if when not in ends:
        return Q(**{field: None})
    since, until = ends[when]
    after_it = Q(**{f"{field}__gt": since}) if when == "today" else Q(**{f"{field}__gte": since})
    before_it = Q(**{f"{field}__lte": until}) if when == "past" else Q(**{f"{field}__lt": until})
    return (after_it if since else Q()) & (before_it if until else Q())


def totals(user: User, now: datetime) -> Totals:
    counted = {
        "all": Q(),
        "mine": Q(pk__in=Article.objects.open().filter(_mine(user)).order_by().values("pk")),
        "past": in_time("past", now, user),
        "today": in_time("today", now, user),
        "ready": Q(line__state="ready"),
        "cleared": Q(line__state="cleared"),
    }
    on_desk = Article.objects.visible_to(user).open().order_by()
    return Totals(
        **on_desk.aggregate(**{name: Count("pk", filter=which) for name, which in counted.items()})
    )


def _mine(user: User) -> Q:
    return Q(assigned_to=user) | Q(author=user) | Q(created_by=user)


def _sorted(user: User, rows: QuerySet[Article], criteria: DeskFilter) -> QuerySet[Article]:
    rows = rows.select_related("assigned_to", "line")
    column = SORTS.get(criteria.sort.removeprefix("-"))
    if column is not None:
        down = criteria.sort.startswith("-")
        return rows.order_by(
            column.desc(nulls_last=True) if down else column.asc(nulls_last=True), "-id"
        )
    if criteria.show == "closed":
        return rows.order_by("-closed_at")
    return by_urgency(user, rows)


def by_urgency(user: User, rows: QuerySet[Article]) -> QuerySet[Article]:
    """Order articles: the user's own first, then by deadline."""
    first = Case(When(_mine(user), then=Value(0)), default=Value(1))
    return rows.select_related("assigned_to", "line").order_by(
        first, F("deadline").asc(nulls_last=True), "-id"
    )


def _searches(ids: list[int]) -> dict[int, int]:
    """Return how many searches are under way, by article.

    Only searches under way are read, never all that were ever made.
    """
    rows = Search.objects.filter(
        work__in=["waiting", "running"], claim__article__in=ids, claim__standing="live"
    )
    return dict(rows.order_by().values_list("claim__article").annotate(n=Count("pk")))


def _stuck(reason: Mapping[str, Any]) -> str:
    """Return the first reason in the reader's language; the line keeps it in English."""
    if reason["reason"] not in SAID:
        return str(reason["what"])
    return str(translated(said_of(reason["reason"], reason["count"])))


def _row(article: Article, user: User, searches: int, overridden: int) -> DeskRow:
    line = getattr(article, "line", None)
    word = line.state if line else "reading"
    reasons = line.reasons if line else []
    return DeskRow(
        article=article,
        url=article.get_absolute_url(),
        state=translated(state_words(word, [reason["reason"] for reason in reasons], overridden)),
        tone=TONES.get(word, ""),
        stuck=_stuck(reasons[0]) if reasons else "",
        more=max(len(reasons) - 1, 0),
        mine=user.pk in (article.assigned_to_id, article.author_id, article.created_by_id),
        searches=searches,
    )
