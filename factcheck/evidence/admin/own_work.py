"""Where the newsroom's own earlier work is read from, and how each place fares."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence.admin.common import Logged, want_now
from factcheck.evidence.models import OwnArchive
from factcheck.newsroom.sweeps import nudge


@admin.register(OwnArchive)
class OwnArchiveAdmin(Logged):
    list_display = [
        "title", "kind", "address", "on", "kept", "failing_since", "error", "last_good_at",
    ]  # fmt: skip
    list_filter = ["on", "kind"]
    fields = [
        "title", "kind", "address", "on", "every",
        "polled_at", "last_good_at", "failing_since", "error", "next_try_at",
    ]  # fmt: skip
    readonly_fields = ["polled_at", "last_good_at", "failing_since", "error", "next_try_at"]
    actions = ["read_now"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnArchive]:
        archives: QuerySet[OwnArchive] = super().get_queryset(request)
        return archives.annotate(kept_pages=Count("pages"))

    @admin.display(description=_lazy("texts kept"))
    def kept(self, archive: Any) -> int:
        count: int = archive.kept_pages
        return count

    @admin.action(description=_lazy("Read now"), permissions=["change"])
    def read_now(self, request: HttpRequest, chosen: QuerySet[OwnArchive]) -> None:
        due = want_now(request, chosen.filter(on=True))
        messages.success(request, _("%(due)s will be read within two minutes.") % {"due": due})

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        if isinstance(obj, OwnArchive) and {"kind", "address"} & set(form.changed_data):
            obj.begin_again()
        super().save_model(request, obj, form, change)
        nudge("evidence")
