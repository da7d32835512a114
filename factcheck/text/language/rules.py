"""Ladders of decisions as tables: the first rule that applies gives the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")


class Rule(NamedTuple, Generic[Subject, Result]):
    """A predicate, what follows where it holds, and why."""

    applies: Callable[[Subject], object]
    result: Result
    reason: str


def first_result(
    rules: Iterable[Rule[Subject, Result]], subject: Subject, default: Result
) -> Result:
    """Return the result of the first rule that applies to a subject, else the default."""
    for rule in rules:
        if rule.applies(subject):
            return rule.result
    return default
