"""Off the desk, and back on it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from factcheck.articles.actions.permission import require_on_article
from factcheck.articles.models import Article
from factcheck.newsroom.actions import log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge


def _set_closed(
    *,
    by: User | None,
    article: Article,
    closed_at: dt.datetime | None,
    text: str,
) -> None:
    require_on_article(by=by, verb="close article", article=article)
    with transaction.atomic():
        # Only where it changes anything: closing twice writes one line of the log.
        changed = Article.objects.filter(
            pk=article.pk,
            closed_at__isnull=closed_at is not None,
        )
        if changed.update(closed_at=closed_at):
            log(
                by=by,
                verb="close article",
                subject=article,
                article_id=article.pk,
                text=text,
            )
            nudge("articles")
    article.refresh_from_db()


def close_article(*, by: User | None, article: Article, reason: str = "") -> None:
    """Take it off the desk, cleared or dropped; everything is kept.

    Closing twice is closing once.
    """
    _set_closed(
        by=by,
        article=article,
        closed_at=timezone.now(),
        text=f"Closed: {reason}." if reason else "Closed.",
    )


def reopen_article(*, by: User | None, article: Article) -> None:
    """Put it back on the desk."""
    _set_closed(
        by=by,
        article=article,
        closed_at=None,
        text="Reopened.",
    )
