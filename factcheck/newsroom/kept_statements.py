"""Queries that are built once in a process, and then only sent.

Django builds the text of a query, and what makes objects of its answer, anew each time: a
millisecond of CPU, where to send it and read a few rows takes a tenth of one. A page of a story
reads fifty times.

    @kept_statement
    def claims_on(article_ids: GivenValue) -> QuerySet[Claim]:
        return Claim.objects.filter(article__any_of=article_ids)

    claims = claims_on([7, 8])

Only the text is kept, never an answer. So the query may depend on nothing but what it is given: not
on the time, the language or who asks. A value that is several narrows the rows (`any_of`), so with
none nothing is asked.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Field, Lookup, QuerySet
from django.db.models.expressions import Expression
from django.db.models.fields.related import ForeignObject
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
    prefetch_related_objects,
)
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class GivenValue(Expression):
    """The place in a query of a value that is given each time; `at`: which of them it is."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class AnyOf(Lookup[Any]):
    """`column__any_of=[1, 2]`: as `__in`, with one parameter in place of one for each value."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        values: Any = self.rhs
        if not isinstance(values, GivenValue) and not values:
            raise EmptyResultSet
        return f"{column} = ANY(%s)", [
            *params,
            values if isinstance(values, GivenValue) else list(values),
        ]


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)


@dataclass(frozen=True, slots=True)
class _Built:
    """A query's text with its parameters, and what makes rows of its answer."""

    sql: str
    params: tuple[Any, ...]
    rows: Callable[[Iterable[Sequence[Any]]], Iterator[Any]]
    prefetched: tuple[Any, ...]


def kept_statement(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Have a query built once; `build` is given the places of the values it is then called with."""

    @cache
    def built() -> _Built:
        return _build(build)

    @wraps(build)
    def read(*values: Any) -> list[Row]:
        params = [_as_param(value) for value in values]
        if [] in params:
            return []
        query = built()
        with connection.cursor() as cursor:
            cursor.execute(
                query.sql,
                [params[one.at] if isinstance(one, GivenValue) else one for one in query.params],
            )
            rows = list(query.rows(cursor.fetchall()))
        if rows and query.prefetched:
            prefetch_related_objects(rows, *query.prefetched)
        return rows

    return read


def attach(
    parents: Collection[models.Model], name: str, children: Iterable[models.Model], by: str
) -> None:
    """Give rows those that point at them, as `prefetch_related(name)` does.

    `by` is the children's field that points; they come in their order.
    """
    found: dict[Any, list[models.Model]] = defaultdict(list)
    for child in children:
        found[getattr(child, f"{by}_id")].append(child)
    for parent in parents:
        relation: Any = parent._meta.get_field(name)
        for child in found[parent.pk]:
            relation.remote_field.set_cached_value(child, parent)
        of_parent = relation.related_model._default_manager.all()
        of_parent._result_cache, of_parent._prefetch_done = found[parent.pk], True
        kept = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        kept[relation.get_accessor_name()] = of_parent


def _as_param(value: Any) -> Any:
    """Return several values as a list, which the database takes for an array."""
    several = isinstance(value, Collection) and not isinstance(value, str)
    return list(value) if several else value


def _build(build: Callable[..., QuerySet[Any, Any]]) -> _Built:
    places = [GivenValue(at) for at in range(len(inspect.signature(build).parameters))]
    queryset: Any = build(*places)
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    shown = [column for column, _, _ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(shown)
    make = _making(queryset, compiler)

    def rows(found: Iterable[Sequence[Any]]) -> Iterator[Any]:
        return make(compiler.apply_converters(found, converters) if converters else found)

    return _Built(sql, tuple(params), rows, queryset._prefetch_related_lookups)


def _making(queryset: Any, compiler: Any) -> Callable[[Iterable[Sequence[Any]]], Iterator[Any]]:
    """Return what makes of the values of its columns what the query promises."""
    kind = queryset._iterable_class
    if kind is FlatValuesListIterable:
        return lambda found: (values[0] for values in found)
    if kind is ValuesListIterable:
        return lambda found: map(tuple, found)
    if kind is ModelIterable:
        return _making_models(compiler)
    raise TypeError("A kept statement gives models, tuples or single values.")


def _making_models(compiler: Any) -> Callable[[Iterable[Sequence[Any]]], Iterator[Any]]:
    """Return what makes models, as Django's ModelIterable does."""
    about = compiler.klass_info
    model, places = about["model"], about["select_fields"]
    first, end = places[0], places[-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[first:end]]
    populators: Any = get_related_populators  # of Django 5.2; its stubs have another release's
    beside = populators(about, compiler.select, DEFAULT_DB_ALIAS)
    annotated = tuple((compiler.annotation_col_map or {}).items())

    def make(found: Iterable[Sequence[Any]]) -> Iterator[Any]:
        for values in found:
            row = model.from_db(DEFAULT_DB_ALIAS, names, values[first:end])
            for populator in beside:
                populator.populate(values, row)
            for name, place in annotated:
                setattr(row, name, values[place])
            yield row

    return make
