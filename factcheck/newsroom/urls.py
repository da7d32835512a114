from __future__ import annotations

from django.urls import path

from factcheck.newsroom import views

app_name = "newsroom"
urlpatterns = [
    path("account/identity/", views.identity, name="identity"),
    path("account/identity/back/", views.identity_back, name="identity_back"),
]
