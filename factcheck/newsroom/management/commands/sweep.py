"""Run the sweeps until told to end: one such process belongs to every newsroom."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from factcheck.newsroom.sweeper import Sweeper


class Command(BaseCommand):
    help = (
        "Find what is due and send it to the workers, until ended. One is enough, two do no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _end)
        try:
            Sweeper(ended=lambda: False).run()
        except KeyboardInterrupt:
            return


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
