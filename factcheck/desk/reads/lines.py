"""The desk page's line for each article, drawn from the gate, and which lines are out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from factcheck.articles.models import Article
from factcheck.claims.reads import facts_on
from factcheck.desk.models import DeskLine, StaleDeskLine
from factcheck.newsroom.models import Desk
from factcheck.newsroom.page_reads import one_look
from factcheck.replies.models import CommentRequest
from factcheck.replies.rules.record import SOON
from factcheck.review.reads.gate import ArticleState, gather, states_from
from factcheck.review.reads.items import figures_on
from factcheck.review.rules.gate import GateInput, comment_of


def stale(now: datetime, at_most: int) -> list[int]:
    """Return ids of articles whose lines are out of date by a change or by passing time."""
    touched = StaleDeskLine.objects.order_by("pk").values_list("article_id", flat=True)
    ids = list(dict.fromkeys(touched[: at_most * 20]))[:at_most]
    if len(ids) < at_most:
        ripe = (
            DeskLine.objects.filter(good_until__lte=now)
            .exclude(article__in=ids)
            .order_by("good_until")
        )
        ids += ripe.values_list("article", flat=True)[: at_most - len(ids)]
    return ids


def any_stale(now: datetime) -> bool:
    return StaleDeskLine.objects.exists() or DeskLine.objects.filter(good_until__lte=now).exists()


def drawn(ids: Iterable[int], now: datetime) -> list[DeskLine]:
    """Return the lines of these articles as of now, not saved, in a fixed number of queries."""
    articles = {article.pk: article for article in Article.objects.filter(pk__in=list(ids))}
    with one_look():
        looked_at = gather(articles.values(), now)
        figures = figures_on(list(articles), Desk.load().bar)
        facts = Counter(fact.article_id for fact in facts_on(list(articles)))
    standings = states_from(looked_at)
    before = {line.article_id: line for line in DeskLine.objects.filter(article__in=articles)}
    until = _good_until(list(articles), now)
    return [
        _line(
            article,
            standings[pk],
            before.get(pk),
            now,
            facts=facts[pk],
            facts_open=len(looked_at[pk].unticked),
            items=figures[pk].items,
            items_left=figures[pk].left,
            **_totals(looked_at[pk]),
            good_until=until.get(pk),
        )
        for pk, article in articles.items()
    ]


def _totals(state: GateInput) -> dict[str, int]:
    """Return what there is to check beside the facts, and how far the asking is."""
    comment = comment_of(state)
    return {
        "claims": sum(claim.score >= state.bar for claim in state.claims),
        "quotes": len(state.quotes),
        "awaited": comment.awaited,
        "answered": comment.replied,
    }


def _line(
    article: Article, standing: ArticleState, was: DeskLine | None, now: datetime, **counts: object
) -> DeskLine:
    word = "closed" if article.closed_at and standing.word != "cleared" else standing.word
    since = {reason["reason"]: reason["since"] for reason in was.reasons} if was else {}
    reasons = [
        {
            "reason": b.reason,
            "count": b.count,
            "what": b.what,
            "link": b.link,
            "since": since.get(b.reason, now.isoformat()),
        }
        for b in standing.blockers
    ]
    open_ones = {b.reason: b.count for b in standing.blockers}
    return DeskLine(
        article=article,
        state=word,
        state_since=was.state_since if was and was.state == word else now,
        reasons=reasons,
        stuck_on=reasons[0]["reason"] if reasons else "",
        stuck_since=datetime.fromisoformat(str(reasons[0]["since"])) if reasons else None,
        claims_open=open_ones.get("claim without verdict", 0),
        conflicts=open_ones.get("source differs", 0),
        quotes_open=open_ones.get("quote without record", 0),
        queries_open=open_ones.get("query open", 0),
        untriaged=open_ones.get("untriaged reply", 0),
        drawn_at=now,
        **counts,
    )


def _good_until(ids: list[int], now: datetime) -> dict[int, datetime]:
    """Return when the gate next changes its mind though nobody does anything.

    That is when a party's time is up, or when "did not immediately respond" becomes fair.
    """
    ends: dict[int, datetime] = {}
    asked = CommentRequest.objects.filter(article__in=ids).exclude(state="dropped")
    for article, deadline, sent in asked.values_list("article", "deadline", "sent_at"):
        for at in (deadline, sent and sent + SOON):
            if at is not None and at > now:
                ends[article] = min(at, ends.get(article, at))
    return ends
