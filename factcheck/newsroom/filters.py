"""What a list is narrowed to, as its address says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self
from urllib.parse import urlencode

LONGEST = 200  # characters of one field: more is no filter, and every one is sent to the database


@dataclass(frozen=True, slots=True)
class AddressFilter:
    """A filter read from an address; a field with its default narrows nothing.

    An address may hold anything, from an old link or a hand. A value that its field's check does
    not pass is left out rather than refused, so that a link always opens a list.
    """

    CHECKS: ClassVar[Mapping[str, Callable[[str], bool]]] = {}
    # Fields that order the list or choose another one, and so do not make it shorter.
    NOT_NARROWING: ClassVar[tuple[str, ...]] = ("sort",)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Return the filter an address holds, without what makes no sense in it."""
        values = {field.name: cls.clean(given.get(field.name, "")) for field in fields(cls)}
        kept = {name: value for name, value in values.items() if cls._makes_sense(name, value)}
        return cls(**kept)

    @classmethod
    def clean(cls, value: str) -> str:
        """Return a value in one line and of bounded length."""
        # PostgreSQL takes no NUL in a text.
        return " ".join(value.replace("\0", "").split())[:LONGEST]

    @classmethod
    def _makes_sense(cls, name: str, value: str) -> bool:
        if not value:
            return False
        return name not in cls.CHECKS or cls.CHECKS[name](value)

    @property
    def narrowed(self) -> bool:
        """Return whether the list is shorter for it."""
        return any(name not in self.NOT_NARROWING for name, _ in self._set_here())

    @property
    def query(self) -> str:
        """Return the address's query string that says this, and nothing more."""
        return urlencode(self._set_here())

    def _set_here(self) -> list[tuple[str, str]]:
        values = [(field, getattr(self, field.name)) for field in fields(self)]
        return [(field.name, value) for field, value in values if value != field.default]


def is_id(value: str) -> bool:
    """Return whether this may be a row's number: digits that fit the database's largest integer."""
    return value.isascii() and value.isdecimal() and len(value) < 19


def either_way(names: Iterable[str]) -> Callable[[str], bool]:
    """Return the check of a field that sorts: a column's name, or the name after a minus sign."""
    columns = frozenset(names)
    return lambda value: value.removeprefix("-") in columns
