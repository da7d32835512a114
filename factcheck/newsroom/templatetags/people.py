"""What a person may do, for deciding what to show. The actions check again."""

from __future__ import annotations

from typing import Any

from django import template

from factcheck.newsroom.hints import HINTS
from factcheck.newsroom.models import User

register = template.Library()


@register.filter
def may(person: Any, verb: str) -> bool:
    """Return whether the role of `person` may do `verb` (rules.WHO_MAY).

    False for whoever is not signed in.
    """
    return isinstance(person, User) and person.may(verb)


@register.filter
def hints(person: User) -> tuple[str, ...]:
    """Return the three hints of a role's first story."""
    return HINTS[person.role]
