from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from factcheck.local import supervisor as supervision
from factcheck.local.supervisor import ProcessPart, Supervisor, kill_leftovers

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    one = Supervisor(tmp_path / "log", dict(os.environ), said.append)
    yield one
    one.stop()


def _until(
    true: Callable[[], object], look: Callable[[], object] = lambda: None, seconds: float = 10.0
) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never became true"
        look()
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_part_that_dies_is_named_and_started_again(
    supervisor: Supervisor, said: list[str]
) -> None:
    supervisor.start([ProcessPart("worker", ["sleep", "60"])])
    ((first, _),) = supervisor.processes()
    psutil.Process(first).kill()
    _until(lambda: said, supervisor.look)
    assert said[0].startswith("worker was killed (SIGKILL); starting it again in 1 s.")
    _until(supervisor.processes, supervisor.look)
    assert supervisor.processes()[0][0] != first
    assert supervisor.deaths("worker") == 1


def test_a_part_that_dies_at_once_is_started_more_and_more_slowly(
    supervisor: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(supervision.time, "monotonic", lambda: clock[0])
    supervisor.start([ProcessPart("worker", ["false"])])
    child = supervisor._children["worker"]
    for _ in range(8):
        if child.process is not None:
            child.process.wait()
        supervisor.look()
        clock[0] = max(clock[0], child.again_at)
        supervisor.look()
    waits = [line.split(" in ")[1].split(" s")[0] for line in said]
    assert waits == ["1", "2", "4", "8", "16", "30", "30", "30"]


def test_what_a_part_writes_is_in_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start([ProcessPart("talker", ["echo", "words"])])
    _until(lambda: (tmp_path / "log" / "talker.log").read_text() == "words\n")


def test_stopping_ends_a_stubborn_part_and_all_it_started(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "STOP_SECONDS", 0.3)
    supervisor.start(
        [
            ProcessPart(
                "stubborn", ["/bin/sh", "-c", "trap '' TERM; sleep 60 & while :; do sleep 1; done"]
            )
        ]
    )
    ((pid, _),) = supervisor.processes()
    _until(lambda: psutil.Process(pid).children())
    family = [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    supervisor.stop()
    _until(lambda: not any(map(_alive, family)))


def test_a_killed_supervisor_leaves_no_part_behind(tmp_path: Path) -> None:
    script = """
import os, sys, time
from pathlib import Path
from factcheck.local.supervisor import ProcessPart, Supervisor
one = Supervisor(Path(sys.argv[1]), dict(os.environ), print)
one.start([ProcessPart("gone", ["sleep", "61"]), ProcessPart("calm", ["sleep", "60"]),
           ProcessPart("stubborn", ["/bin/sh", "-c", "trap '' TERM; sleep 60 & while :; do sleep 1; done"])])
os.kill(one.processes()[0][0], 9)
while "gone" in [name for name, child in one._children.items() if child.process]: one.look()
print(*(pid for pid, _ in one.processes()), flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as parent:
        lines = [parent.stdout.readline(), parent.stdout.readline()]
        pids = [int(word) for word in lines[-1].split()]
        assert len(pids) == 2
        family = pids + [child.pid for pid in pids for child in psutil.Process(pid).children()]
        parent.kill()
    _until(lambda: not any(map(_alive, family)))


def test_leftovers_are_killed_but_not_a_stranger_with_the_same_number() -> None:
    left = subprocess.Popen(["sleep", "60"], start_new_session=True)
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    born = psutil.Process(left.pid).create_time()
    kill_leftovers([(left.pid, born), (stranger.pid, born - 1000), (2**22 + 1, born)])
    assert not psutil.pid_exists(left.pid)
    left.wait()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
