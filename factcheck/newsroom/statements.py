"""Statements that are written out once, for the rows that come by the thousand.

Django builds the text of a statement and what reads its answer anew each time. For a message that
comes in, and for a line of the log, that took longer than all else that is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
_Convert = Callable[[Any], Any]


def insert(row: models.Model) -> None:
    """Add a row that has no key yet, and give it the database's.

    As `row.save(force_insert=True)`, but for signals, to which nothing listens, and for columns
    whose default is the database's own. Raises what the database raises.
    """
    if row.pk is not None:
        raise ValueError(f"{row._meta.label} {row.pk} has a key already.")
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for field in _written(type(row))
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insert_statement(type(row)), values)
        [row.pk] = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def update(
    model: type[models.Model],
    values: Mapping[str, Any],
    *,
    where: str,
    params: Sequence[Any],
) -> int:
    """Set the columns of the rows that satisfy `where`; return how many they were.

    `values` are by the names of the model's fields; `where` is SQL of the code's own, and `params`
    what stands in its places.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in values]
    prepared = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_update_statement(model, tuple(values))} WHERE {where}", [*prepared, *params]
        )
        changed: int = cursor.rowcount
    return changed


@cache
def all_but(model: type[models.Model], *without: str) -> tuple[str, ...]:
    """Return the names of a model's fields but for those that are read when they are asked for."""
    names = (field.name for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in without)


@cache
def columns(model: type[models.Model], names: tuple[str, ...]) -> str:
    """Return the columns of these fields as a statement lists them for `read`."""
    table = _quoted(model._meta.db_table)
    return ", ".join(f"{table}.{_quoted(field.column)}" for field in _fields(model, names))


def read(
    model: type[Row],
    names: tuple[str, ...],
    statement: str,
    params: Sequence[Any],
    *,
    beside: tuple[str, ...] = (),
) -> list[Row]:
    """Return the rows of a statement that gives `columns(model, names)`.

    What it gives after them becomes the rows' attributes of the names in `beside`, as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchall()
    return [_row(model, names, values, beside) for values in found]


def _row(
    model: type[Row], names: tuple[str, ...], found: Iterable[Any], beside: tuple[str, ...]
) -> Row:
    values = list(found)
    for place, convert in _converters(model, names).items():
        values[place] = convert(values[place])
    attributes = [field.attname for field in _fields(model, names)]
    row = model.from_db(connection.alias, attributes, values[: len(names)])
    for name, value in zip(beside, values[len(names) :], strict=True):
        setattr(row, name, value)
    return row


@cache
def _written(model: type[models.Model]) -> tuple[Any, ...]:
    """Return the fields that a new row is given: all but a key that the database gives."""
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insert_statement(model: type[models.Model]) -> str:
    names = ", ".join(_quoted(field.column) for field in _written(model))
    places = ", ".join(["%s"] * len(_written(model)))
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    return f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key}"  # noqa: S608  names of ours  # nosec B608


@cache
def _update_statement(model: type[models.Model], names: tuple[str, ...]) -> str:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {_quoted(model._meta.db_table)} SET {sets}"  # noqa: S608  names of ours  # nosec B608


@cache
def _fields(model: type[models.Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the fields in the model's own order, in which Django makes a row of their values."""
    return tuple(field for field in model._meta.concrete_fields if field.name in names)


@cache
def _converters(model: type[models.Model], names: tuple[str, ...]) -> dict[int, _Convert]:
    """Return what makes Python's values of the database's, by the place of its column."""
    found: dict[int, _Convert] = {}
    for place, field in enumerate(_fields(model, names)):
        column = field.get_col(model._meta.db_table)
        steps = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        if steps:
            found[place] = _in_turn(steps, column)
    return found


def _in_turn(steps: Sequence[Callable[..., Any]], column: Any) -> _Convert:
    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
