from django.urls import path

from factcheck.evidence.views import evidence, offers, versions

app_name = "evidence"
urlpatterns = [
    path("documents/<int:pk>/", evidence.document, name="document"),
    path("documents/<int:pk>/changes/", versions.changes, name="changes"),
    path("snapshots/<int:pk>.png", versions.picture, name="screenshot"),
    path("snapshots/<int:pk>.warc.gz", versions.warc, name="warc"),
    path("claims/<int:pk>/evidence/", evidence.claim, name="claim"),
    path("claims/<int:pk>/search/", evidence.search_again, name="search_again"),
    path("claims/<int:pk>/sources/", evidence.add_source, name="add_source"),
    path("cited/<int:pk>/fetch/", evidence.fetch_cited, name="fetch_cited"),
    path("claims/<int:pk>/words/", evidence.word_query, name="word_query"),
    path("claims/<int:pk>/by-hand/", evidence.add_by_hand, name="add_by_hand"),
    path("evidence/<int:pk>/ruling/", evidence.rule, name="rule"),
    path("searches/<int:pk>/on/", offers.switch_on, name="switch_on"),
    path("articles/<int:pk>/searches/", evidence.queries, name="queries"),
]
