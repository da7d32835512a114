"""What an edit does to the marks."""

from __future__ import annotations

from django.urls import URLPattern, path

from factcheck.claims import views

app_name = "claims"
urlpatterns: list[URLPattern] = [
    path("articles/<int:pk>/edit/foretold/", views.foretold, name="edit_preview"),
    path("articles/<int:pk>/edit/became/", views.what_became, name="edit_outcome"),
]
