from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "factcheck.replies"
    label = "replies"

    def ready(self) -> None:
        """Say what of this room may be erased."""
        import factcheck.replies.erasures  # noqa: F401, PLC0415  models are not there earlier
