"""What a start costs: `python -m benchmarks.start`.

CPU seconds of a management command that does nothing, and of `manage.py up` with the demo, from the
command until its pages answer: the first time in an empty folder, and once more in the same one.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure, note
from benchmarks.idle import newsroom, times
from factcheck.local.supervisor import PROJECT

FIRST_SECONDS, LATER_SECONDS, COMMAND_SECONDS = 15.0, 5.0, 1.5
ROUNDS: Final = 5


def main() -> None:
    commands = [command() for _ in range(ROUNDS)]
    with tempfile.TemporaryDirectory(prefix="factcheck-start-") as folder:
        first, later = (up(Path(folder)) for _ in range(2))
    data = "until the pages answer, demo included"
    note(
        Figure(
            "a management command",
            statistics.median(commands),
            "CPU s",
            f"`manage.py read` of one sentence’s help; median of {ROUNDS}",
            COMMAND_SECONDS,
        )
    )
    note(Figure("the first start", first, "CPU s", data, FIRST_SECONDS))
    note(Figure("a later start", later, "CPU s", data, LATER_SECONDS))


def command() -> float:
    """Return the CPU seconds of one command of a new process."""
    before = _children()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings.local"}
    subprocess.run(
        [sys.executable, "manage.py", "read", "--help"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def up(folder: Path) -> float:
    """Return the CPU seconds of all processes of a newsroom that has just begun to answer."""
    with newsroom(folder) as supervisor:
        return sum(own + buried for _, _, own, buried in times(supervisor).values())


if __name__ == "__main__":
    main()
