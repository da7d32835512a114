"""Searches, sources and kept pages, for the desk. What changes them goes through the actions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.evidence import actions
from factcheck.evidence.models import Document, Feed, Provider, Search, SentQuery, Source
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


class _ReadOnly(admin.ModelAdmin):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Provider)
class ProviderAdmin(_ReadOnly):
    list_display = ["label", "on", "outside", "failing_since", "last_error"]
    list_filter = ["on", "outside"]
    actions = ["switch_on", "switch_off", "try_it"]

    def _each(self, request: HttpRequest, chosen: QuerySet[Provider], do: Any) -> None:
        for provider in chosen:
            try:
                messages.success(request, do(provider))
            except (Refused, NotAllowed) as refusal:
                messages.error(request, str(refusal))

    @admin.action(description="Switch on", permissions=["view"])
    def switch_on(self, request: HttpRequest, chosen: QuerySet[Provider]) -> None:
        self._each(request, chosen, lambda provider: self._switch(request, provider, on=True))

    @admin.action(description="Switch off", permissions=["view"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[Provider]) -> None:
        self._each(request, chosen, lambda provider: self._switch(request, provider, on=False))

    def _switch(self, request: HttpRequest, provider: Provider, *, on: bool) -> str:
        actions.switch_provider(by=_person(request), provider=provider, on=on)
        return f"{provider.label} is {'on' if on else 'off'}."

    @admin.action(description="Try it with one real query", permissions=["view"])
    def try_it(self, request: HttpRequest, chosen: QuerySet[Provider]) -> None:
        self._each(request, chosen, lambda p: actions.try_provider(by=_person(request), provider=p))


class _Logged(admin.ModelAdmin):
    """Set by chiefs; every change is in the log."""

    def _may(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.may("set desk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        data = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        verb = "changed" if change else "added"
        log(by=_person(request), verb="set desk", subject=obj, text=f"{obj} {verb}.", changes=data)


@admin.register(Source)
class SourceAdmin(_Logged):
    list_display = ["name", "domain", "tier", "pages"]
    list_filter = ["tier"]
    search_fields = ["name", "domain"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(kept=Count("documents"))

    @admin.display(description="pages kept", ordering="kept")
    def pages(self, source: Any) -> int:
        return int(source.kept)


@admin.register(Feed)
class FeedAdmin(_Logged):
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


@admin.register(Document)
class DocumentAdmin(_ReadOnly):
    list_display = ["__str__", "source", "published", "work", "fetched_at", "error"]
    list_filter = ["work", "source__tier"]
    list_select_related = ["source"]
    search_fields = ["title", "url"]
    fields = ["url", "final_url", "source", "title", "published", "status", "sha256", "fetched_at", "work", "error"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return Document.objects.light()


class _OfVisibleArticles(_ReadOnly):
    """Rows about restricted articles are there only for those who may see the article."""

    article_path = "article"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible = Article.objects.visible_to(_person(request))
        return super().get_queryset(request).filter(**{f"{self.article_path}__in": visible})


@admin.register(Search)
class SearchAdmin(_OfVisibleArticles):
    article_path = "claim__article"
    list_display = ["claim", "provider", "query", "work", "found", "count", "asked_at", "error"]
    list_filter = ["work", "found", "provider", "left_building"]
    list_select_related = ["claim", "provider"]
    search_fields = ["query", "claim_text"]
    actions = ["ask_again"]

    @admin.action(description="Ask again", permissions=["view"])
    def ask_again(self, request: HttpRequest, chosen: QuerySet[Search]) -> None:
        claims = {search.claim_id: search.claim for search in chosen.select_related("claim__article")}
        for claim in claims.values():
            try:
                actions.search_claim(by=_person(request), claim=claim)
            except (Refused, NotAllowed) as refusal:
                messages.error(request, str(refusal))
                return
        messages.success(request, f"{len(claims)} claims will be searched for again.")


@admin.register(SentQuery)
class SentQueryAdmin(_OfVisibleArticles):
    list_display = ["at", "provider", "query", "outcome", "article", "note"]
    list_filter = ["provider", "outcome"]
    list_select_related = ["provider", "article"]
    search_fields = ["query"]
    date_hierarchy = "at"
