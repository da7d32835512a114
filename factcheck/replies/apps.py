from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "factcheck.replies"
    label = "replies"
