"""The workers' way in.

`celery -A factcheck worker -Q read,fetch,mail,status`, beside one `manage.py sweep`.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

from factcheck.outside.sandbox import share_helper
from factcheck.text import read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_djangos_logging(**_: Any) -> None:
    """Leave the log to Django's LOGGING: Celery would otherwise take over the root logger."""


@worker_init.connect
def load_once(sender: Any = None, **_: Any) -> None:
    """Load what reads copy, and what asks, before the worker forks: its processes then share it.

    A worker without the queues "read" and "fetch" never needs it.
    """
    share_helper()
    queues = sender.app.amqp.queues.consume_from if sender is not None else {}
    if "fetch" in queues:
        from factcheck.evidence.rules import languages_to_ask, query_for  # noqa: PLC0415

        query_for("Twelve people died in Aleppo.", [], [], None)  # its word lists
        languages_to_ask("en", ["Aleppo"])  # the languages of all countries
    if "read" in queues:
        # Every command of manage.py loads this module, and none of them needs the network.
        from factcheck.evidence.rules.entailment import entailment  # noqa: PLC0415
        from factcheck.evidence.search.vectors import vectors_of  # noqa: PLC0415

        read("The minister said on Wednesday that 12 people had died.")
        vectors_of(["Twelve people died."])
        entailment("Twelve people died.", "A dozen were killed.")
    gc.collect()
    gc.freeze()  # the collector would copy what is shared, by walking through it
