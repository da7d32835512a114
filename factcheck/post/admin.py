"""Mail in the admin, to read and to find.

Mail may belong to restricted articles, which this room cannot know: only who sees every article
sees it here. What is done to letters is done at their request.
"""

from __future__ import annotations

from typing import TypeVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.admin import ReadOnlyAdmin
from factcheck.post.models import Incoming, Mailbox, Outgoing

_Mail = TypeVar("_Mail", Outgoing, Incoming, Mailbox)


class MailAdmin(ReadOnlyAdmin[_Mail]):
    verb = "see every article"


@admin.register(Outgoing)
class OutgoingAdmin(MailAdmin[Outgoing]):
    list_display = ["created_at", "to_address", "subject", "state", "tries", "sent_at", "error"]
    list_filter = ["state", "once"]
    search_fields = ["to_address", "subject", "message_id"]


@admin.register(Incoming)
class IncomingAdmin(MailAdmin[Incoming]):
    list_display = ["received_at", "from_address", "subject", "kind", "state", "size"]
    list_filter = ["kind", "state"]
    search_fields = ["from_address", "subject", "message_id", "sha256"]
    exclude = ["raw"]
    readonly_fields = ["download"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incoming]:
        return super().get_queryset(request).defer("raw")

    @admin.display(description=_lazy("raw message"))
    def download(self, incoming: Incoming) -> str:
        return format_html('<a href="{}">Download</a>', reverse("replies:raw", args=[incoming.pk]))


@admin.register(Mailbox)
class MailboxAdmin(MailAdmin[Mailbox]):
    list_display = ["name", "polled_at", "work", "error"]
