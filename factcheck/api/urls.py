"""The addresses of the API, and the page where a chief makes its tokens."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from factcheck.api import endpoint, openapi, pages, views

app_name = "api"
ARTICLE = "api/articles/<int:pk>/"
ENDPOINTS: list[URLPattern] = [
    path("api/articles/", views.articles, name="articles"),
    path(ARTICLE, views.article, name="article"),
    path(f"{ARTICLE}proofs/", views.proofs, name="proofs"),
    path(f"{ARTICLE}may-run/", views.runs, name="may_run"),
    path(f"{ARTICLE}clear/", views.clearance, name="clear"),
]
urlpatterns: list[URLPattern] = [
    path("settings/tokens/", pages.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", pages.revoke, name="revoke"),
    *ENDPOINTS,
    path("api/openapi.json", openapi.serve(ENDPOINTS), name="openapi"),
    re_path(r"^api/(?P<rest>.*)$", endpoint.nothing, name="nothing"),
]
