from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "factcheck.status"
    label = "status"
