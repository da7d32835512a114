"""What a newsroom costs in which nothing happens: `python -m benchmarks.idle [--minutes 10]`.

Runs `manage.py up`, demo and embedded servers included, in a folder of its own, waits until its
first work is done, and then reads the CPU time of all its processes from /proc, and their memory
(proportional set size: shared pages are counted once).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.figures import Figure, note
from factcheck.local.supervisor import PROJECT

BAR_PERCENT = 3.0
BAR_MEGABYTES = 900
# After the start the demo's story is read and searched; quiet is when ten seconds cost so little.
QUIET_SHARE = 0.08
QUIET_SECONDS = 10.0
SETTLE_AT_MOST = 300.0
SCRIPT = """
import signal, sys
from pathlib import Path
from factcheck.local import up
signal.signal(signal.SIGTERM, up._interrupt)
sys.exit(up.Up(Path(sys.argv[1]), port=18900, demo=True).run())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a newsroom in which nothing happens.")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (default: 10)")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="factcheck-idle-") as folder,
        newsroom(Path(folder)) as up,
    ):
        settle(up)
        seconds = options.minutes * 60
        before, began = times(up), time.monotonic()
        time.sleep(seconds)
        spent = cost(before, times(up))
        seconds = time.monotonic() - began
        memory = memories(up)
    report(spent, seconds, memory)


@contextlib.contextmanager
def newsroom(folder: Path) -> Iterator[psutil.Process]:
    """Yield the supervisor of a newsroom that answers, its files in `folder`."""
    own = ("DATABASE_URL", "REDIS_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE")
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=PROJECT,
        env={name: value for name, value in os.environ.items() if name not in own},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="")
            if "Ctrl-C ends everything" in line:
                break
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def settle(up: psutil.Process) -> None:
    """Wait until the newsroom has nothing left to do."""
    end = time.monotonic() + SETTLE_AT_MOST
    while time.monotonic() < end:
        before = times(up)
        time.sleep(QUIET_SECONDS)
        if sum(cost(before, times(up)).values()) < QUIET_SHARE * QUIET_SECONDS:
            return


Times = dict[tuple[int, float], tuple[str, int, float, float]]


def times(up: psutil.Process) -> Times:
    """Return each process with its part, its parent, its CPU seconds and its buried children's."""
    found: Times = {}
    for process in [up, *up.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            cpu = process.cpu_times()
            found[process.pid, process.create_time()] = (
                part(process),
                process.ppid(),
                cpu.user + cpu.system,
                cpu.children_user + cpu.children_system,
            )
    return found


def cost(before: Times, after: Times) -> dict[str, float]:
    """Return the CPU seconds spent between the two, by part of the newsroom.

    What a process had spent that died meanwhile is in its parent's account of buried children.
    """
    spent: dict[str, float] = defaultdict(float)
    for key, (name, _, own, buried) in after.items():
        was = before.get(key)
        spent[name] += own + buried - (was[2] + was[3] if was else 0.0)
    parents = {key[0]: value[0] for key, value in after.items()}
    for key, (_, parent, own, buried) in before.items():
        if key not in after and parent in parents:
            spent[parents[parent]] -= own + buried
    return spent


def part(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    names = {
        "gunicorn": "web",
        "celery": "worker",
        " sweep": "sweeper",
        "demo.web": "demo",
        "demo.mail": "demo",
        "sandbox_worker": "sandbox",
        "pymap": "demo",
        "engines.daemon": "keepers",
        "valkey": "valkey",
        "postgres": "postgres",
    }
    return next((name for word, name in names.items() if word in words), "supervisor")


def memories(up: psutil.Process) -> dict[str, float]:
    """Return the proportional set size of each part, in megabytes."""
    sizes: dict[str, float] = defaultdict(float)
    for process in [up, *up.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            sizes[part(process)] += process.memory_full_info().pss / 1e6
    return sizes


def report(spent: dict[str, float], seconds: float, memory: dict[str, float]) -> None:
    print(f"\nOver {seconds / 60:.1f} quiet minutes:")
    for name in sorted(memory, key=lambda name: -spent.get(name, 0.0)):
        share = spent.get(name, 0.0) / seconds * 100
        print(f"  {name:11} {share:6.2f} % of a core {memory[name]:7.0f} MB")
    share, size = sum(spent.values()) / seconds * 100, sum(memory.values())
    print(f"  {'together':11} {share:6.2f} % of a core {size:7.0f} MB")
    data = f"`make run` with its demo, {seconds / 60:.0f} quiet minutes"
    note(Figure("a quiet newsroom", share, "% of a core", data, BAR_PERCENT))
    note(Figure("its memory", size, "MB", data, BAR_MEGABYTES))


if __name__ == "__main__":
    main()
