from __future__ import annotations

from django.urls import path

from factcheck.newsroom import views

app_name = "newsroom"
urlpatterns = [
    path("account/hints/", views.hints_done, name="hints_done"),
    path("account/identity/", views.identity, name="identity"),
    path("account/identity/back/", views.identity_back, name="identity_back"),
    path(
        "words/<slug:language>/<slug:version>.js",
        views.script_words,
        name="script_words",
    ),
]
