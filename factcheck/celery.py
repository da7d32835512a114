"""The workers' way in.

`celery -A factcheck worker -Q read,fetch,mail,status` and `celery -A factcheck beat`.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

from factcheck.newsroom.sweeps import sweeps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_djangos_logging(**_: Any) -> None:
    """Leave the log to Django's LOGGING: Celery would otherwise take over the root logger."""


@app.on_after_finalize.connect
def schedule_the_sweeps(sender: Celery, **_: Any) -> None:
    for sweep in sweeps():
        sender.add_periodic_task(
            sweep.every, sweep.signature(), name=sweep.name, expires=sweep.every
        )
