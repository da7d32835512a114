from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "factcheck.newsroom"
    label = "newsroom"
