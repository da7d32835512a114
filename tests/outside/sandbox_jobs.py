"""Jobs for the sandbox's tests."""

from __future__ import annotations

import os
import time
from typing import Any


def spin(data: bytes, **options: Any) -> None:
    """Never end."""
    while True:
        pass


def swell(data: bytes) -> None:
    """Ask for more memory than there is leave for."""
    pieces = []
    while True:
        pieces.append(bytearray(256 * 1024 * 1024))


def wait(data: bytes) -> str:
    """Take longer by the clock than the limit of CPU time."""
    time.sleep(1.5)
    return "done"


def break_down(data: bytes) -> None:
    """Raise what no reader should."""
    raise KeyError("x")


def secrets(data: bytes) -> Any:
    """Return what a job can see of our environment."""
    return sorted(os.environ)


def give_back(data: bytes, name: str = "") -> list[Any]:
    """Return what came in."""
    return [len(data), name]
