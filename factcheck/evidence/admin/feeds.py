"""The feeds the desk polls: how each fares, and lists of them in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence.actions.feeds import add_feeds, feeds_as_opml, sort_feeds
from factcheck.evidence.admin.common import Logged, person, want_now
from factcheck.evidence.models import Feed
from factcheck.evidence.rules.opml import MAX_BYTES, Outline
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.sweeps import nudge

_SALT = "evidence.feeds"


class OpmlForm(forms.Form):
    file = forms.FileField(
        label=_lazy("OPML file"),
        help_text=_lazy("As a feed reader exports it. Nothing is added yet."),
    )


@admin.register(Feed)
class FeedAdmin(Logged):
    change_list_template = "evidence/admin/feeds.html"
    list_display = ["__str__", "url", "on", "failing_since", "error", "last_good_at", "next_try_at"]
    list_filter = ["on", "kind", ("failing_since", admin.EmptyFieldListFilter)]
    search_fields = ["title", "url", "error"]
    fields = [
        "url",
        "title",
        "kind",
        "on",
        "polled_at",
        "last_good_at",
        "failing_since",
        "error",
        "every",
        "next_try_at",
    ]
    readonly_fields = [
        "polled_at",
        "last_good_at",
        "failing_since",
        "error",
        "every",
        "next_try_at",
    ]
    actions = ["poll_now"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    @admin.action(description=_lazy("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        due = want_now(request, chosen)
        messages.success(request, _("%(due)s will be polled within a minute.") % {"due": due})

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        nudge("evidence")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("import/", self.admin_site.admin_view(self.bring), name="evidence_feed_import"),
            path("export/", self.admin_site.admin_view(self.take), name="evidence_feed_export"),
        ]
        return [*own, *super().get_urls()]

    def bring(self, request: HttpRequest) -> HttpResponse:
        """First what a file would do, then doing it.

        Between the two the list travels signed in the form.
        """
        if not self.has_add_permission(request):
            raise NotAllowed(_("Only a chief brings feeds in."))
        if "feeds" in request.POST:
            return self._add(request)
        form = OpmlForm(request.POST or None, request.FILES or None)
        feeds = None
        if form.is_valid():
            try:
                feeds = sort_feeds(form.cleaned_data["file"].read(MAX_BYTES + 1))
            except Refused as refusal:
                form.add_error("file", str(refusal))
        packed = (
            signing.dumps([(f.url, f.title) for f in feeds.new], salt=_SALT, compress=True)
            if feeds
            else ""
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring feeds in"),
            "opts": self.opts,
        }
        return render(
            request,
            "evidence/admin/import.html",
            {**context, "form": form, "found": feeds, "packed": packed},
        )

    def _add(self, request: HttpRequest) -> HttpResponse:
        try:
            listed = signing.loads(request.POST["feeds"], salt=_SALT, max_age=24 * 3600)
        except signing.BadSignature:
            messages.error(
                request,
                _("The list is a day old or was changed on the way. Choose the file again."),
            )
            return redirect("admin:evidence_feed_import")
        added = add_feeds(by=person(request), feeds=[Outline(url, title) for url, title in listed])
        messages.success(request, _("%(added)s feeds added.") % {"added": f"{added:,}"})
        return redirect("admin:evidence_feed_changelist")

    def take(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise NotAllowed(_("This list is the desk’s."))
        headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
        return HttpResponse(
            feeds_as_opml(), content_type="text/x-opml; charset=utf-8", headers=headers
        )
