"""Mail in the admin: to read and to find; what is done to it is done by actions."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from factcheck.post.models import Mailbox


class ReadOnly(admin.ModelAdmin):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Mailbox)
class MailboxAdmin(ReadOnly):
    list_display = ["name", "polled_at", "work", "error"]
