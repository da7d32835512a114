from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "factcheck.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Say what of this room may be erased."""
        import factcheck.evidence.erasures  # noqa: F401, PLC0415  models are not there earlier
