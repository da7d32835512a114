"""What an edit did to rulings and queries: told once, in the log and to whoever ruled.

A ruling stands for exact words, and of a quote for its speaker and title. Where other words stand
now it does not count (`reads.rulings`); it counts again when those that were ruled on are back.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.actions import log
from factcheck.newsroom.sweeps import nudge
from factcheck.review.actions.guards import lock_article
from factcheck.review.models import Query, Tick, Verdict

_SAME_CLAIM: Final = Q(claim__isnull=False, claim__text=F("text"))
_SAME_QUOTE: Final = Q(
    quote__isnull=False,
    quote__text=F("text"),
    quote__speaker=F("speaker"),
    quote__speaker_title=F("speaker_title"),
)
_ARCHIVED: Final = Q(claim__standing="archived") | Q(quote__standing="archived")
MADE: Final = "The copy now reads exactly as proposed."


def changed_articles(among: Collection[int] | None = None) -> list[int]:
    """Return ids of open articles with a ruling or query whose words changed, and nobody was told.

    Also those whose words are back. Of the articles `among`; None: of all, which walks every
    ruling there is.
    """
    found: set[int] = set()
    for column, rows in (
        ("claim__article", _changed_verdicts().filter(claim__article__closed_at=None)),
        ("quote__article", _changed_verdicts().filter(quote__article__closed_at=None)),
        ("fact__article", _changed_ticks().filter(fact__article__closed_at=None)),
        ("article", _made_queries().filter(article__closed_at=None)),
    ):
        of_articles = rows if among is None else rows.filter(**{f"{column}__in": among})
        ids = of_articles.exclude(**{column: None}).order_by().values_list(column, flat=True)
        found.update(ids.distinct())
    return sorted(found)


def _changed_verdicts() -> QuerySet[Verdict]:
    same = _SAME_CLAIM | _SAME_QUOTE
    untold = (~same & Q(reopened="")) | (same & ~Q(reopened=""))
    return Verdict.objects.filter(untold, current=True).exclude(_ARCHIVED)


def _changed_ticks() -> QuerySet[Tick]:
    same = Q(fact__text=F("text"))
    untold = (~same & Q(reopened="")) | (same & ~Q(reopened=""))
    return Tick.objects.filter(untold, current=True).exclude(fact__standing="archived")


def _made_queries() -> QuerySet[Query]:
    """Return open queries whose words the copy has taken exactly as they were proposed."""
    made = Q()
    for kind in ("claim", "quote", "fact"):
        made |= Q(**{f"{kind}__text": F("new"), f"{kind}__proof__current": True})
    return Query.objects.open().filter(made).exclude(new="").exclude(new=F("old"))


@transaction.atomic
def tell_changes(article_id: int) -> int:
    """Log each ruling that lost its words or got them back, and close queries that were met.

    Return how many. A second run finds nothing left to tell.
    """
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        return 0
    lock_article(article_id)
    of_article = Q(claim__article=article_id) | Q(quote__article=article_id)
    verdicts = _changed_verdicts().filter(of_article).select_related("claim", "quote", "by")
    ticks = _changed_ticks().filter(fact__article=article_id).select_related("fact", "by")
    rulings: list[Verdict | Tick] = [*verdicts, *ticks]
    for ruling in rulings:
        _tell(ruling)
    queries = list(_made_queries().filter(article=article_id))
    for query in queries:
        _close(article, query)
    if rulings or queries:
        nudge("review")
    return len(rulings) + len(queries)


def _tell(ruling: Verdict | Tick) -> None:
    mark = ruling.fact if isinstance(ruling, Tick) else ruling.claim or ruling.quote
    assert mark is not None
    word = ruling.state if isinstance(ruling, Tick) else ruling.ruling
    why = "" if ruling.reopened else why_reopened(ruling, mark)
    type(ruling)._default_manager.filter(pk=ruling.pk).update(reopened=why)
    told = f"Reopened “{mark}”: {why}" if why else f"Stands again, “{word}”: the words are back."
    log(
        by=None,
        verb="reopen verdict",
        subject=mark,
        article_id=mark.article_id,
        text=told,
        ruling=ruling.pk,
        ruled_by=str(ruling.by),
    )


def why_reopened(ruling: Verdict | Tick, mark: Claim | Quote | Fact) -> str:
    """Return what has changed since a ruling was given."""
    if mark.text != ruling.text:
        return f"It read “{ruling.text}” when {ruling.by} ruled on it."
    if isinstance(ruling, Verdict) and isinstance(mark, Quote):
        before = " ".join(filter(None, (ruling.speaker_title, ruling.speaker))) or "nobody named"
        now = " ".join(filter(None, (mark.speaker_title, mark.speaker))) or "nobody"
        return f"It was said by {before} when {ruling.by} ruled on it; the copy now names {now}."
    return ""


def _close(article: Article, query: Query) -> None:
    """Close a query that the edit met; whoever made the edit did what was proposed."""
    proof = Proof.objects.select_related("created_by").get(article=article, current=True)
    by = proof.created_by or query.raised_by
    Query.objects.filter(pk=query.pk).update(
        state="decided",
        decision="change",
        decision_note=MADE,
        decided_by=by,
        decided_at=timezone.now(),
    )
    log(
        by=None,
        verb="decide query",
        subject=query,
        article_id=article.pk,
        text=f"Closed “{query}”: the copy now reads “{query.new}”, exactly as proposed.",
        edited_by=str(by),
    )
