"""The review queue in Django's admin: everything that waits for a person.

The rest of the record, to read.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from factcheck.articles.models import Article
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.models import User
from factcheck.newsroom.paging import RoughPaginator
from factcheck.review.models import Clearance, Query, SignOff, Tick, Verdict


class ReadOnlyRecordAdmin(admin.ModelAdmin[Any]):
    """A read-only admin: rulings and signatures change only through the proof page."""

    show_full_result_count = False
    paginator = RoughPaginator
    list_select_related = True
    article_path = "article"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("work queue")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        seen = Article.objects.visible_to(signed_in_user(request))
        paths = [f"{path}__in" for path in self.article_path.split("|")]
        allowed = Q()
        for path in paths:
            allowed |= Q(**{path: seen})
        return super().get_queryset(request).filter(allowed)


@admin.register(Tick)
class TickAdmin(ReadOnlyRecordAdmin):
    article_path = "fact__article"
    list_display = ["text", "state", "source", "by", "at", "current"]
    list_filter = ["state", "current"]
    search_fields = ["text", "source"]


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyRecordAdmin):
    article_path = "claim__article|quote__article"
    list_display = ["text", "ruling", "source", "method", "by", "at", "current"]
    list_filter = ["ruling", "current"]
    search_fields = ["text", "source"]


@admin.register(Query)
class QueryAdmin(ReadOnlyRecordAdmin):
    list_display = ["text", "article", "state", "raised_by", "raised_at", "decision", "decided_by"]
    list_filter = ["state", "decision"]
    search_fields = ["text", "answer"]


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyRecordAdmin):
    list_display = ["article", "proof", "reading_pass", "accepted", "by", "at", "comment"]
    list_filter = ["reading_pass", "accepted"]


@admin.register(Clearance)
class ClearanceAdmin(ReadOnlyRecordAdmin):
    list_display = ["article", "proof", "by", "at", "overrode"]
    search_fields = ["article__headline"]

    @admin.display(description="overrode")
    def overrode(self, cleared: Clearance) -> str:
        return "; ".join(f"{reason['reason']}: {reason['why']}" for reason in cleared.overridden)
