"""A place that answers with values, on the web or kept here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

from factcheck.outside.look_ups.values import LookedUp, ValueQuestion, What
from factcheck.outside.search.service import WebProvider


class LookUp(Protocol):
    """A place that answers with values. `outside` is false for data that is kept here."""

    name: str
    label: str
    needs_key: bool
    outside: bool

    def answers(self, question: ValueQuestion) -> bool:
        """Return whether it can be asked this."""
        ...

    def look_up(self, question: ValueQuestion) -> LookedUp:
        """Return the values it has, or raise OutsideError; restricted copy's before any socket."""
        ...


class LookUpService(WebProvider, ABC):
    """A look-up on the web: `whats` are the questions it takes."""

    whats: frozenset[What] = frozenset()

    def answers(self, question: ValueQuestion) -> bool:
        """Return whether it can be asked this."""
        return question.what in self.whats

    @abstractmethod
    def look_up(self, question: ValueQuestion) -> LookedUp:
        """Return the values it has, or raise OutsideError."""
