"""What a person may do, for deciding what to show. The actions check again."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from factcheck.newsroom.actions import SYSTEM
from factcheck.newsroom.hints import HINTS
from factcheck.newsroom.models import User
from factcheck.newsroom.verbs import verb_words

register = template.Library()
# What `role_name` may be given: the values of `rules.ROLES`, as words.
_ROLES = (
    gettext_noop("reporter"),
    gettext_noop("checker"),
    gettext_noop("editor"),
    gettext_noop("chief"),
    gettext_noop("lawyer"),
)


@register.filter
def may(person: Any, verb: str) -> bool:
    """Return whether the role of `person` may do `verb` (rules.WHO_MAY).

    False for whoever is not signed in.
    """
    return isinstance(person, User) and person.may(verb)


@register.filter
def doer(name: str) -> str:
    """Return who did something, as the log names them: a person, or the system."""
    return _("the system") if name == SYSTEM else name


@register.filter
def did(verb: str) -> str:
    """Return what a verb of the log is called in the language of the page."""
    return verb_words(verb)


@register.filter
def hints(person: User) -> tuple[str, ...]:
    """Return the three hints of a role's first story."""
    return tuple(_(hint) for hint in HINTS[person.role])


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called."""
    return _(role)
