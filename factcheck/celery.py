"""The workers' way in.

`celery -A factcheck worker -Q read,fetch,mail,status`, beside one `manage.py sweep`.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_djangos_logging(**_: Any) -> None:
    """Leave the log to Django's LOGGING: Celery would otherwise take over the root logger."""
