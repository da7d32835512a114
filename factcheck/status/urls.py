from django.urls import path

from factcheck.status import health, metrics, views

app_name = "status"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/sessions/", views.sessions_page, name="sessions"),
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
