"""A query that is built once gives what Django's own gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count, F, QuerySet

from factcheck.newsroom.kept_statements import GivenValue, attach, kept_statement
from factcheck.newsroom.models import LogEntry, User
from tests.newsroom.factories import CheckerFactory, EditorFactory

pytestmark = pytest.mark.django_db


@kept_statement
def lines_by(people: GivenValue) -> QuerySet[LogEntry]:
    chosen = LogEntry.objects.filter(by__any_of=people).select_related("by").defer("text")
    return chosen.annotate(role=F("by__role")).order_by("-id")


@kept_statement
def names_of(role: GivenValue, people: GivenValue) -> QuerySet[User, Any]:
    chosen = User.objects.filter(role=role, pk__any_of=people).order_by("email")
    return chosen.values_list("email", flat=True)


@kept_statement
def counted(people: GivenValue) -> QuerySet[LogEntry, Any]:
    chosen = LogEntry.objects.filter(by__any_of=people).order_by("by")
    return chosen.values_list("by").annotate(n=Count("pk"))


def said(by: User, **values: Any) -> LogEntry:
    given = {"by_name": "Ada", "verb": "try", "subject": "newsroom.desk", "text": "Tried."}
    return LogEntry.objects.create(by=by, **{**given, **values})


def test_rows_come_as_models_with_what_was_joined_annotated_and_left_out() -> None:
    one, two = CheckerFactory.create(), EditorFactory.create()
    first, second = said(one, data={"why": ["“so”", None]}), said(two)
    said(CheckerFactory.create())
    for _ in range(2):  # built, then only sent
        found = lines_by([one.pk, two.pk])
        assert found == [second, first]
        assert found[1].data == {"why": ["“so”", None]}
        assert "by" in found[1]._state.fields_cache
        assert found[1].by == one
        assert [line.role for line in found] == ["editor", "checker"]  # type: ignore[attr-defined]
        assert found[0].get_deferred_fields() == {"text"}
        assert found[0].text == "Tried."


def test_values_come_as_tuples_or_alone() -> None:
    one, two, three = CheckerFactory.create(), CheckerFactory.create(), EditorFactory.create()
    said(one), said(one), said(two)
    assert counted({one.pk, two.pk}) == [(one.pk, 2), (two.pk, 1)]
    ids = (one.pk, two.pk, three.pk)
    assert names_of("checker", ids) == sorted([one.email, two.email])
    assert names_of("editor", ids) == [three.email]


def test_what_is_new_is_there_at_the_next_asking() -> None:
    one = CheckerFactory.create()
    assert counted([one.pk]) == []
    said(one)
    assert counted([one.pk]) == [(one.pk, 1)]


def test_with_none_given_nothing_is_asked(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert lines_by([]) == []
        assert names_of("checker", ()) == []


def test_a_query_of_dictionaries_is_not_kept() -> None:
    @kept_statement
    def as_dictionaries(people: GivenValue) -> QuerySet[User, Any]:
        return User.objects.filter(pk__any_of=people).values("email")

    with pytest.raises(TypeError):
        as_dictionaries([1])


def test_any_of_finds_what_in_finds(django_assert_num_queries: Any) -> None:
    one, two = CheckerFactory.create(), CheckerFactory.create()
    said(one), said(two)
    assert LogEntry.objects.get(by__any_of=[two.pk]).by == two
    assert LogEntry.objects.filter(by__any_of={one.pk: 1, two.pk: 2}).count() == 2
    with django_assert_num_queries(0):
        assert not LogEntry.objects.filter(by__any_of=[])


def test_attached_rows_are_read_as_prefetched_ones(django_assert_num_queries: Any) -> None:
    one, two, three = (CheckerFactory.create() for _ in range(3))
    first, second, third = said(one), said(two), said(one)
    people = [one, two, three]
    attach(people, "log", [first, second, third], "by")
    with django_assert_num_queries(0):
        assert [list(user.log.all()) for user in people] == [[first, third], [second], []]
        assert third.by is one
