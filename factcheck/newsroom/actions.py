"""What is done to people and desk, and the two things every action does.

Check permission, write the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from factcheck.newsroom import rules
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.statements import insert

SYSTEM = "the system"
_via: ContextVar[str] = ContextVar("via", default="")


class Refused(Exception):  # noqa: N818  what happened, not what broke
    """The act is not possible as things stand.

    The message is one plain sentence for the screen; `field` names what it is about ("source"),
    empty where it is about no one thing.
    """

    def __init__(self, sentence: StrOrPromise, *, field: str = "") -> None:
        super().__init__(str(sentence))
        self.field = field


class NotAllowed(PermissionDenied):
    """The person may not do this. The message says who could."""


def require_role(by: User | None, verb: str) -> None:
    """Raise NotAllowed unless `by` may do `verb`.

    None is the system, which may do what the code asks of it.
    """
    if by is None or by.may(verb):
        return
    able = _(" or ").join(_(role) for role in rules.ROLES if rules.role_may(role, verb))
    raise NotAllowed(
        _("Your role may not do this, %(by)s. Ask a colleague with this role: %(able)s.")
        % {"by": by, "able": able}
    )


def put_hints_away(*, by: User) -> None:
    """Show the hints of a first story no more to this person."""
    User.objects.filter(pk=by.pk).update(hints_done=True)
    by.hints_done = True


@contextmanager
def acting_via(name: str) -> Iterator[None]:
    """Lines of the log written meanwhile say by what way the person acted: "API token “CMS”"."""
    before = _via.set(name)
    try:
        yield
    finally:
        _via.reset(before)


def log(
    *,
    by: User | None,
    verb: str,
    subject: models.Model,
    text: str,
    article_id: int | None = None,
    **data: Any,
) -> LogEntry:
    """Add one line to the log. Call it in the same transaction as the change it speaks of."""
    entry = log_line(
        by=by,
        verb=verb,
        subject=subject,
        text=text,
        article_id=article_id,
        **data,
    )
    insert(entry)
    return entry


def log_line(
    *,
    by: User | None,
    verb: str,
    subject: models.Model,
    text: str,
    article_id: int | None = None,
    **data: Any,
) -> LogEntry:
    """Return a line for the log, not yet in it.

    For whoever changes thousands of rows and adds their lines together.
    """
    if via := _via.get():
        data["via"] = via
    return LogEntry(
        by=by,
        by_name=str(by) if by else SYSTEM,
        verb=verb,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        article_id=article_id,
        text=text,
        data=data,
    )
