"""Articles, to be found and read.

They are changed on their own pages, where every change is logged.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from factcheck.articles.models import (
    Article,
    AuthorSource,
    DeskNote,
    Import,
    Proof,
    of_visible_articles,
)
from factcheck.newsroom.admin import ReadOnlyAdmin
from factcheck.newsroom.models import User


class OfArticlesAdmin(ReadOnlyAdmin[Any]):
    """Rows to read. Whoever may open the admin sees those of the articles they may see."""

    verb: str | None = "see article"
    # Lookups from the model to its article; it is one where any of them is.
    article_paths: tuple[str, ...] = ("article",)
    of_none = False  # whether rows that belong to no article are everybody's
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        if not isinstance(request.user, User):
            return rows.none()
        allowed = models.Q(**dict.fromkeys(self.article_paths)) if self.of_none else models.Q()
        for path in self.article_paths:
            allowed |= of_visible_articles(request.user, path)
        return rows.filter(allowed)


@admin.register(Article)
class ArticleAdmin(OfArticlesAdmin):
    article_paths = ("pk",)
    list_display = ["headline", "deadline", "assigned_to", "author", "restricted", "closed_at"]
    list_filter = ["restricted", ("closed_at", admin.EmptyFieldListFilter), "assigned_to"]
    list_select_related = ["assigned_to", "author"]
    search_fields = ["headline", "author_name", "url"]
    date_hierarchy = "created_at"


@admin.register(Proof)
class ProofAdmin(OfArticlesAdmin):
    list_display = ["article", "number", "current", "medium", "created_by", "created_at"]
    list_filter = ["current", "medium"]
    list_select_related = ["article", "created_by"]
    search_fields = ["article__headline", "hash"]


class BroughtAdmin(OfArticlesAdmin):
    """What a draft brought with its words."""

    list_display = ["__str__", "article", "by_name", "standing", "created_at"]
    list_filter = ["standing"]
    list_select_related = ["article"]
    search_fields = ["text", "words", "article__headline"]


admin.site.register([AuthorSource, DeskNote], BroughtAdmin)


@admin.register(Import)
class ImportAdmin(OfArticlesAdmin):
    of_none = True
    list_display = ["url", "work", "tries", "error", "by", "created_at"]
    list_filter = ["work"]
    list_select_related = ["by"]
    search_fields = ["url", "error"]
