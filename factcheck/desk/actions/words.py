"""Which articles are to be told that an edit changed the words of a ruling."""

from __future__ import annotations

from datetime import datetime

from factcheck.desk.actions.changes import looking
from factcheck.desk.models.changes import WORDS, ChangedArticle
from factcheck.review.actions.changed_words import changed_articles


def articles_to_tell(*, now: datetime) -> list[int]:
    """Return ids of articles with a ruling or query whose words changed, and nobody was told.

    Only those are looked at in which anything changed since the last look. What is found stays
    noted, so that it is found again until it was told: a task may be lost on its way.
    """
    with looking(WORDS, now) as look:
        found = changed_articles(look.articles)
        ChangedArticle.objects.bulk_create(
            ChangedArticle(article_id=pk, reader=WORDS) for pk in found
        )
    return found
