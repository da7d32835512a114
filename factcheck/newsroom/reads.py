"""What pages show of people, the desk and the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.page_reads import once_a_page


def history_of_article(article_id: int) -> QuerySet[LogEntry]:
    """Newest first."""
    return LogEntry.objects.filter(article_id=article_id).select_related("by")


def people_who_may(verb: str) -> list[User]:
    return [user for user in User.objects.people() if user.may(verb)]


def people_by_id(ids: Iterable[int | None]) -> dict[int, User]:
    """Return people by their ids, in one query for any number, and none for nobody."""
    return _people_by_id(frozenset(pk for pk in ids if pk is not None))


@once_a_page(lambda ids: ids)
def _people_by_id(ids: frozenset[int]) -> dict[int, User]:
    return {user.pk: user for user in _people(ids)}


@kept_statement
def _people(ids: GivenValue) -> QuerySet[User]:
    return User.objects.filter(pk__any_of=ids)
