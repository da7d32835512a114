"""Articles, to be found and read.

They are changed on their own pages, where every change is logged.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from factcheck.articles.models import Article, AuthorSource, DeskNote, Import, Proof
from factcheck.newsroom.models import User
from factcheck.newsroom.paging import RoughPaginator


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows to read. Whoever may open the admin sees those of the articles they may see."""

    show_full_result_count = False
    paginator = RoughPaginator
    article_path = ""  # lookup from the model to its article; "" where the model is the article

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        if not isinstance(request.user, User):
            return rows.none()
        return rows.filter(
            **{f"{self.article_path or 'pk'}__in": Article.objects.visible_to(request.user)}
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("see article")


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    list_display = ["headline", "deadline", "assigned_to", "author", "restricted", "closed_at"]
    list_filter = ["restricted", ("closed_at", admin.EmptyFieldListFilter), "assigned_to"]
    list_select_related = ["assigned_to", "author"]
    search_fields = ["headline", "author_name", "url"]
    date_hierarchy = "created_at"


@admin.register(Proof)
class ProofAdmin(ReadOnlyAdmin):
    article_path = "article"
    list_display = ["article", "number", "current", "medium", "created_by", "created_at"]
    list_filter = ["current", "medium"]
    list_select_related = ["article", "created_by"]
    search_fields = ["article__headline", "hash"]


class BroughtAdmin(ReadOnlyAdmin):
    """What a draft brought with its words."""

    article_path = "article"
    list_display = ["__str__", "article", "by_name", "standing", "created_at"]
    list_filter = ["standing"]
    list_select_related = ["article"]
    search_fields = ["text", "words", "article__headline"]


admin.site.register([AuthorSource, DeskNote], BroughtAdmin)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["url", "work", "tries", "error", "by", "created_at"]
    list_filter = ["work"]
    list_select_related = ["by"]
    search_fields = ["url", "error"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        if not isinstance(request.user, User):
            return Import.objects.none()
        seen = models.Q(article=None) | models.Q(
            article__in=Article.objects.visible_to(request.user)
        )
        return Import.objects.filter(seen)
