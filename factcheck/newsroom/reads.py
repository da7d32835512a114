"""What pages show of people, the desk and the log."""

from __future__ import annotations

from django.db.models import QuerySet

from factcheck.newsroom.models import LogEntry, User


def history_of_article(article_id: int) -> QuerySet[LogEntry]:
    """Newest first."""
    return LogEntry.objects.filter(article_id=article_id).select_related("by")


def people_who_may(verb: str) -> list[User]:
    return [user for user in User.objects.people() if user.may(verb)]
