"""The review queue in Django's admin: everything that waits for a person.

The rest of the record, to read.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.newsroom.actions import log
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import SeenAdmin
from factcheck.review.models import Clearance, CountedKind, Query, SignOff, Tick, Verdict


class RulingsAdmin(OfArticlesAdmin):
    """Rulings and signatures change only through the proof page."""

    verb = "work queue"
    list_select_related = ["by"]


@admin.register(CountedKind)
class CountedKindAdmin(SeenAdmin):
    """The kinds of fact of which each must be ticked before copy may run."""

    list_display = ["kind", "on"]

    def has_delete_permission(self, request: HttpRequest, obj: CountedKind | None = None) -> bool:
        return False  # it is switched off: the log tells when and by whom

    def save_model(self, request: HttpRequest, obj: CountedKind, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        must = "must be ticked before copy may run" if obj.on else "need not be ticked any more"
        log(by=by, verb="set desk", subject=obj, text=f"Facts of kind “{obj}” {must}.")


@admin.register(Tick)
class TickAdmin(RulingsAdmin):
    article_paths = ("fact__article",)
    list_display = ["text", "state", "source", "by", "at", "current"]
    list_filter = ["state", "current"]
    search_fields = ["text", "source"]


@admin.register(Verdict)
class VerdictAdmin(RulingsAdmin):
    article_paths = ("claim__article", "quote__article")
    list_display = ["text", "ruling", "source", "method", "by", "at", "current"]
    list_filter = ["ruling", "current"]
    search_fields = ["text", "source"]


@admin.register(Query)
class QueryAdmin(RulingsAdmin):
    list_display = ["text", "article", "state", "raised_by", "raised_at", "decision", "decided_by"]
    list_filter = ["state", "decision"]
    list_select_related = ["article", "raised_by", "decided_by"]
    search_fields = ["text", "answer"]


@admin.register(SignOff)
class SignOffAdmin(RulingsAdmin):
    list_display = ["article", "proof", "reading_pass", "accepted", "by", "at", "comment"]
    list_filter = ["reading_pass", "accepted"]
    list_select_related = ["article", "proof__article", "by"]


@admin.register(Clearance)
class ClearanceAdmin(RulingsAdmin):
    list_display = ["article", "proof", "by", "at", "overrode"]
    search_fields = ["article__headline"]
    list_select_related = ["article", "proof__article", "by"]

    @admin.display(description=_lazy("overrode"))
    def overrode(self, cleared: Clearance) -> str:
        return "; ".join(f"{reason['reason']}: {reason['why']}" for reason in cleared.overridden)
