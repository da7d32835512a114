"""Marks and readings to be read, parties to be corrected.

Marks are changed on the proof, where it is logged.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.claims.models import Accusation, Ask, Claim, Extraction, Fact, Party, Quote, Tk
from factcheck.newsroom.actions import log
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import SeenAdmin


class MarkAdmin(OfArticlesAdmin):
    list_display = ["text", "article", "standing", "made_by", "created_at"]
    list_filter = ["standing"]
    list_select_related = ["article", "made_by"]
    search_fields = ["text", "article__headline"]
    ordering = ["-id"]  # by place in the copy, a million rows would be sorted for each page


admin.site.register([Ask, Tk], MarkAdmin)


@admin.register(Quote)
class QuoteAdmin(MarkAdmin):
    list_display = ["text", "kind", "speaker", "article", "standing", "made_by"]
    list_filter = ["standing", "kind"]
    search_fields = ["text", "speaker", "article__headline"]


@admin.register(Claim)
class ClaimAdmin(MarkAdmin):
    list_display = ["text", "score", "article", "standing", "made_by"]


@admin.register(Fact)
class FactAdmin(MarkAdmin):
    list_display = ["text", "kind", "value", "article", "standing", "made_by"]
    list_filter = ["standing", "kind"]


@admin.register(Accusation)
class AccusationAdmin(MarkAdmin):
    list_display = ["text", "party", "accuser", "article", "standing"]
    list_select_related = ["article", "party"]


@admin.register(Extraction)
class ExtractionAdmin(OfArticlesAdmin):
    article_paths = ("proof__article",)
    list_display = ["proof", "work", "parts_done", "tries", "error", "created_at"]
    list_filter = ["work"]
    list_select_related = ["proof__article"]
    search_fields = ["proof__article__headline", "error"]


@admin.register(Party)
class PartyAdmin(SeenAdmin):
    list_display = ["name", "kind", "group", "askable", "note"]
    list_filter = ["kind", "group", "askable"]
    search_fields = ["name", "aliases"]
    readonly_fields = ["created_at"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Party]:
        """Select whom the person may know of; the choices of other pages ask here too."""
        if not isinstance(request.user, User):
            return Party.objects.none()
        return Party.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("edit contact")

    has_add_permission = has_view_permission

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False  # a party is merged, not lost

    def save_model(
        self,
        request: HttpRequest,
        obj: Party,
        form: Any,
        change: bool,
    ) -> None:
        obj.in_book = obj.in_book or not change
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        data = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        log(
            by=by,
            verb="edit contact",
            subject=obj,
            text=f"{obj}: changed in the admin.",
            changes=data,
        )
