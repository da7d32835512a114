"""The front page: every article the person may see, how far it is, and what it still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from factcheck.articles.models import Article, Import
from factcheck.evidence.models import Search
from factcheck.newsroom.models import User
from factcheck.replies.models import CommentRequest
from factcheck.review.reads.gate import Standing, states_of

Show = Literal["mine", "all", "closed"]
SHOWS: tuple[Show, ...] = ("mine", "all", "closed")
A_PAGE = 50
SORTS: dict[str, Any] = {"headline": Lower("headline"), "deadline": F("deadline"), "who": F("assigned_to__name")}
TONES = {"blocked": "red", "ready": "blue", "cleared": "green"}
SAID = {"reading": "being read", "checking": "being checked", "ready": "ready to clear"}


@dataclass(frozen=True, slots=True)
class Row:
    """One article. `state` is a word or two, `tone` its colour (red blocks, blue asks, green is done, else plain)."""

    article: Article
    state: str
    tone: str
    searched: int
    searches: int
    claims_open: int
    queries: int
    awaited: int
    untriaged: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    rows: list[Row]
    page: Page
    show: Show
    words: str
    sort: str
    imports: list[Import]


def desk(
    user: User, now: datetime, *, show: Show = "all", words: str = "", sort: str = "", number: int = 1
) -> DeskPage:
    """Page `number` (from 1) of the articles `user` may see, soonest deadline first. `words` must all stand in the
    headline. `sort` is one of SORTS, with "-" before it the other way round. The number of database queries does not
    grow with the number of articles."""
    page = Paginator(_sorted(_chosen(user, show, words), show, sort), A_PAGE).get_page(number)
    articles = list(page.object_list)
    ids = [article.pk for article in articles]
    standings = states_of(articles, now)
    searches = Search.objects.filter(claim__article__in=ids, claim__standing="live")
    total = _by_article(searches, "claim__article")
    ended = _by_article(searches.filter(work__in=["done", "failed"]), "claim__article")
    awaited = _by_article(CommentRequest.objects.outstanding().filter(article__in=ids), "article")
    rows = [
        _row(a, standings[a.pk], searched=ended.get(a.pk, 0), searches=total.get(a.pk, 0), awaited=awaited.get(a.pk, 0))
        for a in articles
    ]
    waiting = list(Import.objects.filter(by=user, article=None).exclude(work="done")[:10])
    return DeskPage(rows, page, show, words, sort, waiting)


def _chosen(user: User, show: Show, words: str) -> QuerySet[Article]:
    chosen = Article.objects.visible_to(user).select_related("assigned_to", "author")
    chosen = chosen.filter(closed_at__isnull=show != "closed")
    if show == "mine":
        chosen = chosen.filter(Q(assigned_to=user) | Q(author=user) | Q(created_by=user))
    for word in words.split():
        chosen = chosen.filter(headline__icontains=word)
    return chosen


def _sorted(chosen: QuerySet[Article], show: Show, sort: str) -> QuerySet[Article]:
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return chosen.order_by("-closed_at") if show == "closed" else chosen
    down = sort.startswith("-")
    return chosen.order_by(column.desc(nulls_last=True) if down else column.asc(nulls_last=True), "-id")


def _by_article(rows: QuerySet, column: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(count=Count("pk")))


def _row(article: Article, standing: Standing, *, searched: int, searches: int, awaited: int) -> Row:
    counts = {b.reason: b.count for b in standing.blockers}
    word = "closed" if article.closed_at and standing.word != "cleared" else standing.word
    return Row(
        article=article,
        state=SAID.get(word, word),
        tone=TONES.get(word, ""),
        searched=searched,
        searches=searches,
        claims_open=counts.get("claim without verdict", 0),
        queries=counts.get("query open", 0),
        awaited=awaited,
        untriaged=counts.get("untriaged reply", 0),
    )
