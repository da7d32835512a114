"""Where everything is. Room by room; the desk is the front page."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("", include("factcheck.desk.urls")),
    path("", include("factcheck.review.urls")),
    path("", include("factcheck.articles.urls")),
    path("", include("factcheck.claims.urls")),
    path("", include("factcheck.evidence.urls")),
    path("", include("factcheck.replies.urls")),
    path("", include("factcheck.status.urls")),
    path("", include("factcheck.api.urls")),
    path("", include("factcheck.newsroom.urls")),
    # Not "allauth.urls": those would open pages to sign up and to join accounts by hand.
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "factcheck.newsroom.load.fault"
