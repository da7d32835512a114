"""What an edit does to the marks."""

from __future__ import annotations

from django.urls import URLPattern, path

from factcheck.claims import views

app_name = "claims"
urlpatterns: list[URLPattern] = [
    path("articles/<int:pk>/edit/preview/", views.edit_preview, name="edit_preview"),
    path("articles/<int:pk>/sources/", views.sources, name="sources"),
    path("articles/<int:pk>/sources.csv", views.sources_csv, name="sources_csv"),
    path("articles/<int:pk>/edit/outcome/", views.outcome, name="edit_outcome"),
]
