from django.urls import path

from factcheck.evidence import views, views_versions

app_name = "evidence"
urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/changes/", views_versions.changes, name="changes"),
    path("snapshots/<int:pk>.png", views_versions.picture, name="picture"),
    path("snapshots/<int:pk>.warc.gz", views_versions.warc, name="warc"),
    path("claims/<int:pk>/evidence/", views.claim, name="claim"),
    path("claims/<int:pk>/search/", views.search_again, name="search_again"),
    path("claims/<int:pk>/sources/", views.add_source, name="add_source"),
    path("claims/<int:pk>/words/", views.word_query, name="word_query"),
    path("claims/<int:pk>/by-hand/", views.add_by_hand, name="add_by_hand"),
    path("evidence/<int:pk>/ruling/", views.rule, name="rule"),
    path("articles/<int:pk>/searches/", views.queries, name="queries"),
]
