from django.urls import path

from factcheck.status import health, views

app_name = "status"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("settings/", views.settings_page, name="settings"),
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
