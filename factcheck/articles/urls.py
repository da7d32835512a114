"""Copy in, and what is said of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from factcheck.articles.views import articles, diff

app_name = "articles"
urlpatterns: list[URLPattern] = [
    path("import/", articles.bring_in, name="import"),
    path("import/looked-at/", articles.take_looked_at, name="looked_at"),
    path("import/<int:pk>/", articles.import_progress, name="import_progress"),
    path("articles/<int:pk>/edit/", articles.edit, name="edit"),
    path("articles/<int:pk>/proofs/", diff.compare, name="diff"),
    path("articles/<int:pk>/settings/", articles.article_settings, name="settings"),
    path("articles/<int:pk>/assign/", articles.assign, name="assign"),
    path("articles/<int:pk>/hold/", articles.legal_hold, name="hold"),
    path("articles/<int:pk>/close/", articles.close, name="close"),
    path("articles/<int:pk>/reopen/", articles.reopen, name="reopen"),
    path("articles/<int:pk>/reopen-copy/", articles.reopen_copy, name="reopen_copy"),
]
