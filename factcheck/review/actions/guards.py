"""Who may act, and one act at a time on an article."""

from __future__ import annotations

from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User


def require_person(by: User | None) -> User:
    """Return `by`, or refuse: a ruling, an answer or a signature needs a person."""
    if by is None:
        raise NotAllowed(_("Only a person can do this."))
    return by


def lock_article(article_id: int) -> Article:
    """One act at a time on one article's review, so that clearing sees every ruling.

    Rows that point at it may come.
    """
    return Article.objects.select_for_update(no_key=True).get(pk=article_id)
