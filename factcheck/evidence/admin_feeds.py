"""The feeds the desk polls."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from factcheck.evidence.admin_common import Logged
from factcheck.evidence.models import Feed
from factcheck.newsroom.sweeps import nudge


@admin.register(Feed)
class FeedAdmin(Logged):
    list_display = ["title", "url", "on", "polled_at", "error"]
    list_filter = ["on"]
    search_fields = ["title", "url"]
    fields = ["url", "title", "on", "polled_at", "next_try_at", "error"]
    readonly_fields = ["polled_at", "next_try_at", "error"]
    actions = ["poll_now"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    @admin.action(description="Poll now", permissions=["change"])
    def poll_now(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        due = chosen.exclude(work="running").update(work="waiting", next_try_at=timezone.now())
        nudge()
        messages.success(request, f"{due} will be polled within a minute.")

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        nudge()
