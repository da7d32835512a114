"""Searches, sources and kept pages, for the desk. What changes them goes through the actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.evidence import actions
from factcheck.evidence.admin.common import Logged, person
from factcheck.evidence.models import Document, Search, SentQuery, Source
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.admin import ReadOnlyAdmin


@admin.register(Source)
class SourceAdmin(Logged):
    list_display = ["name", "domain", "tier", "owner", "state", "pages"]
    list_filter = ["tier", "state"]
    search_fields = ["name", "domain", "owner"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        rows: QuerySet[Source] = super().get_queryset(request).annotate(kept=Count("documents"))
        return rows

    @admin.display(description=_lazy("pages kept"), ordering="kept")
    def pages(self, source: Any) -> int:
        return int(source.kept)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin[Document]):
    list_display = ["__str__", "source", "published", "work", "fetched_at", "error"]
    list_filter = ["work", "source__tier"]
    list_select_related = ["source"]
    search_fields = ["title", "url"]
    fields = [
        "url",
        "final_url",
        "source",
        "title",
        "published",
        "status",
        "sha256",
        "fetched_at",
        "work",
        "error",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return Document.objects.light()


@admin.register(Search)
class SearchAdmin(OfArticlesAdmin):
    verb = None
    article_paths = ("claim__article",)
    list_display = ["claim", "provider", "query", "work", "found", "count", "asked_at", "error"]
    list_filter = ["work", "found", "provider", "left_building"]
    list_select_related = ["claim", "provider"]
    search_fields = ["query", "claim_text"]
    actions = ["ask_again"]

    @admin.action(description=_lazy("Ask again"), permissions=["view"])
    def ask_again(self, request: HttpRequest, chosen: QuerySet[Search]) -> None:
        claims = {
            search.claim_id: search.claim for search in chosen.select_related("claim__article")
        }
        for claim in claims.values():
            try:
                actions.search_claim(by=person(request), claim=claim)
            except (Refused, NotAllowed) as refusal:
                messages.error(request, str(refusal))
                return
        messages.success(
            request, _("%(count)s claims will be searched for again.") % {"count": len(claims)}
        )


@admin.register(SentQuery)
class SentQueryAdmin(OfArticlesAdmin):
    verb = None
    list_display = ["at", "provider", "query", "outcome", "article", "note"]
    list_filter = ["provider", "outcome"]
    list_select_related = ["provider", "article"]
    search_fields = ["query"]
    date_hierarchy = "at"
