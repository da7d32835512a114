"""The desk page, the review queue and the search."""

from __future__ import annotations

from django.urls import URLPattern, path

from factcheck.desk.views import desk, search

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", desk.desk, name="list"),
    path("queue/", desk.queue, name="queue"),
    path("queue/act/", desk.queue_act, name="queue_act"),
    path("mailboxes/<int:pk>/test/", desk.test_mailbox, name="test_mailbox"),
    path("search/", search.search, name="search"),
    path("desk/filters/", desk.save_filter, {"place": "desk"}, name="save_desk_filter"),
    path("queue/filters/", desk.save_filter, {"place": "queue"}, name="save_queue_filter"),
    path("filters/<int:pk>/", desk.change_filter, name="change_filter"),
]
