"""Copy in, and what is said of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from factcheck.articles import views, views_diff

app_name = "articles"
urlpatterns: list[URLPattern] = [
    path("import/", views.bring_in, name="import"),
    path("import/<int:pk>/", views.import_progress, name="import_progress"),
    path("articles/<int:pk>/edit/", views.edit, name="edit"),
    path("articles/<int:pk>/proofs/", views_diff.compare, name="diff"),
    path("articles/<int:pk>/settings/", views.article_settings, name="settings"),
    path("articles/<int:pk>/close/", views.close, name="close"),
    path("articles/<int:pk>/reopen/", views.reopen, name="reopen"),
]
