from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "factcheck.evidence"
    label = "evidence"
