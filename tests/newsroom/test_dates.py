"""A row holds no day or instant that a person or a program could not read back."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.dates import (
    DayField,
    DayInput,
    MomentField,
    MomentInput,
    day_or_none,
    moment_or_none,
)
from tests.articles.factories import ArticleFactory

NONE_OF_DOTNET = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))
LAST_SECOND = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


def test_every_day_and_instant_of_our_rows_is_bounded() -> None:
    unbounded = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("factcheck.")
        for field in model._meta.local_fields
        if isinstance(field, models.DateField)
        and not isinstance(field, MomentField | DayField)
        # Django's own field, which only sign-in sets.
        and field.name != "last_login"
    ]
    assert unbounded == []


@pytest.mark.django_db
@pytest.mark.parametrize("deadline", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_the_database_refuses_an_instant_that_cannot_be_read_back(deadline: str) -> None:
    article = ArticleFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_article SET deadline = %s WHERE id = %s", [deadline, article.pk]
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published=dt.date(1, 1, 1))


@pytest.mark.parametrize("moment", [NONE_OF_DOTNET, LAST_SECOND])
def test_a_foreign_instant_out_of_bounds_is_none(moment: dt.datetime) -> None:
    assert moment_or_none(moment) is None
    assert moment_or_none(None) is None
    today = dt.datetime(2026, 3, 14, tzinfo=dt.UTC)
    assert moment_or_none(today) == today


def test_a_foreign_day_out_of_bounds_is_none() -> None:
    assert day_or_none(dt.date(1, 1, 1)) is None
    assert day_or_none(dt.date(1774, 7, 4)) == dt.date(1774, 7, 4)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "UTC"])
@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_form_refuses_an_instant_out_of_bounds_in_every_zone(zone: str, typed: str) -> None:
    with timezone.override(ZoneInfo(zone)), pytest.raises(ValidationError):
        MomentInput().clean(typed)


def test_a_form_says_which_years_it_takes() -> None:
    with pytest.raises(ValidationError, match="Give a day from 1583 to 2199"):
        DayInput().clean("0001-01-01")
