"""What the pages of this room's admin share."""

from __future__ import annotations

from typing import Any, cast

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from factcheck.newsroom.actions import log
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import SeenAdmin
from factcheck.newsroom.sweeps import nudge


def person(request: HttpRequest) -> User:
    return cast(User, request.user)


def want_now(request: HttpRequest, chosen: QuerySet[Any]) -> int:
    """Have these read as soon as may be, each with a line in the log; return how many."""
    # What is chosen may be counted along with its pages: such a query locks no row.
    waiting = chosen.model._default_manager.filter(pk__in=chosen.values("pk"))
    waiting = waiting.exclude(work="running")
    with transaction.atomic():
        rows = list(waiting.select_for_update())
        due = waiting.filter(pk__in=[row.pk for row in rows])
        count: int = due.update(work="waiting", next_try_at=timezone.now())
        for row in rows:
            log(by=person(request), verb="set desk", subject=row, text=f"{row} is to be read now.")
    nudge("evidence")
    return count


class Logged(SeenAdmin):
    """Set by chiefs; every change is in the log."""

    def _may(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.may("set desk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        data = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        verb = "changed" if change else "added"
        log(by=person(request), verb="set desk", subject=obj, text=f"{obj} {verb}.", changes=data)
