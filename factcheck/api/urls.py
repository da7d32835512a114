"""The way in for programs, under api/; and where a chief gives them their tokens."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from factcheck.api import endpoint, pages, views

app_name = "api"
A = "api/articles/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("settings/tokens/", pages.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", pages.revoke, name="revoke"),
    path("api/articles/", views.articles, name="articles"),
    path(A, views.article, name="article"),
    path(f"{A}proofs/", views.proofs, name="proofs"),
    path(f"{A}may-run/", views.runs, name="may_run"),
    path(f"{A}clear/", views.clearance, name="clear"),
    re_path(r"^api/(?P<rest>.*)$", endpoint.nothing, name="nothing"),
]
