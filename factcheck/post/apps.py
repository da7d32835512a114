from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "factcheck.post"
    label = "post"
