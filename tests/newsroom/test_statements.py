"""Statements written out once do what Django's own do."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone

from factcheck.newsroom import statements
from factcheck.newsroom.models import LogEntry
from tests.newsroom.factories import CheckerFactory

pytestmark = pytest.mark.django_db


def line(**values: Any) -> LogEntry:
    given = {"by_name": "Ada", "verb": "try", "subject": "newsroom.desk", "text": "Tried."}
    return LogEntry(**{**given, **values})


def test_a_row_that_is_inserted_is_the_row_that_was_given() -> None:
    by = CheckerFactory.create()
    entry = line(by=by, subject_id=7, data={"why": ["“so”", None, 1.5]})
    statements.insert(entry)
    found = LogEntry.objects.get(pk=entry.pk)
    for field in LogEntry._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(entry, field.attname), field.name
    assert (entry._state.adding, entry._state.db) == (False, connection.alias)


def test_a_row_that_is_there_already_is_not_inserted_again() -> None:
    entry = line()
    statements.insert(entry)
    with pytest.raises(ValueError, match="has a key already"):
        statements.insert(entry)
    assert LogEntry.objects.filter(verb="try").count() == 1


def test_what_the_database_refuses_is_raised() -> None:
    with pytest.raises(DataError), transaction.atomic():
        statements.insert(line(by_name="x" * 201))


def test_rows_are_read_with_the_values_that_django_reads() -> None:
    wanted = line(data={"kind": "answer"})
    statements.insert(wanted)
    names = statements.all_but(LogEntry)
    select = f"SELECT {statements.columns(LogEntry, names)}, 3 + 4 FROM newsroom_logentry"
    [row] = statements.read(
        LogEntry, names, f"{select} WHERE id = %s", [wanted.pk], beside=("sum",)
    )
    django_s = LogEntry.objects.get(pk=wanted.pk)
    assert row == django_s
    assert row.__dict__.keys() - {"_state", "sum"} == django_s.__dict__.keys() - {"_state"}
    for field in LogEntry._meta.concrete_fields:
        assert getattr(row, field.attname) == getattr(django_s, field.attname), field.name
    assert row.sum == 7


def test_a_column_that_was_left_out_is_read_when_it_is_asked_for(
    django_assert_num_queries: Any,
) -> None:
    wanted = line(text="Long.")
    statements.insert(wanted)
    names = statements.all_but(LogEntry, "text")
    select = f"SELECT {statements.columns(LogEntry, names)} FROM newsroom_logentry WHERE id = %s"
    [row] = statements.read(LogEntry, names, select, [wanted.pk])
    assert "text" not in row.__dict__
    with django_assert_num_queries(1):
        assert row.text == "Long."


def test_an_update_says_how_many_rows_it_changed() -> None:
    user, other = CheckerFactory.create(), CheckerFactory.create()
    now = timezone.now()

    def update(pk: int) -> int:
        return statements.update(
            type(user), {"last_login": now}, where="id = %s AND last_login IS NULL", params=[pk]
        )

    assert (update(user.pk), update(user.pk), update(0)) == (1, 0, 0)
    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.last_login, other.last_login) == (now, None)
