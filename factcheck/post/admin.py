"""Mail in the admin, to read and to find.

Mail may belong to restricted articles, which this room cannot know: only who sees every article
sees it here. What is done to letters is done at their request.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from factcheck.newsroom.models import User
from factcheck.newsroom.paging import RoughPaginator
from factcheck.newsroom.rules import CHIEF
from factcheck.post.models import Incoming, Mailbox, Outgoing


class MailAdmin(admin.ModelAdmin[Any]):
    show_full_result_count = False
    paginator = RoughPaginator

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return (
            isinstance(request.user, User) and request.user.is_active and request.user.role == CHIEF
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Outgoing)
class OutgoingAdmin(MailAdmin):
    list_display = ["created_at", "to_address", "subject", "state", "tries", "sent_at", "error"]
    list_filter = ["state", "once"]
    search_fields = ["to_address", "subject", "message_id"]


@admin.register(Incoming)
class IncomingAdmin(MailAdmin):
    list_display = ["received_at", "from_address", "subject", "kind", "state", "size"]
    list_filter = ["kind", "state"]
    search_fields = ["from_address", "subject", "message_id", "sha256"]
    exclude = ["raw"]
    readonly_fields = ["download"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incoming]:
        return super().get_queryset(request).defer("raw")

    @admin.display(description="raw message")
    def download(self, incoming: Incoming) -> str:
        return format_html('<a href="{}">Download</a>', reverse("replies:raw", args=[incoming.pk]))


@admin.register(Mailbox)
class MailboxAdmin(MailAdmin):
    list_display = ["name", "polled_at", "work", "error"]
