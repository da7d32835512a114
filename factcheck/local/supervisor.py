"""Child processes that are started again when they die and that never outlive their parent."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PROJECT = Path(__file__).resolve().parents[2]
# A worker ends the job in hand first; a fetch has at most this left.
STOP_SECONDS = 8.0
# A process that lived this long had started well: its next failure counts as the first.
STEADY_SECONDS = 60.0
# Between starts of a process that fails again and again, doubled from one second up to this.
LONGEST_WAIT = 30.0
LOG_BYTES = 5_000_000
# Reads process groups from a pipe; when the pipe ends without "done" the parent was killed and so
# are the groups.
GUARD = """
groups=
while read -r word group; do
  case $word in
    add) groups="$groups $group" ;;
    drop)
      kept=
      for each in $groups; do [ "$each" = "$group" ] || kept="$kept $each"; done
      groups=$kept ;;
    done) exit ;;
  esac
done
for each in $groups; do kill -s TERM -- "-$each" 2>/dev/null; done
sleep 2
for each in $groups; do kill -s KILL -- "-$each" 2>/dev/null; done
"""


@dataclass(frozen=True)
class ProcessPart:
    """One process of the newsroom.

    Its output goes to `name`.log; `inherits` are open files it takes along.
    """

    name: str
    command: list[str]
    inherits: tuple[int, ...] = ()


@dataclass
class _Child:
    part: ProcessPart
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    failures: int = 0
    again_at: float = 0.0


@dataclass
class Supervisor:
    """Runs parts with `environment`, logging under `logs`, telling `say` of every death."""

    logs: Path
    environment: Mapping[str, str]
    say: Callable[[str], None]
    _children: dict[str, _Child] = field(default_factory=dict)
    _guard: subprocess.Popen[bytes] | None = None

    def start(self, parts: Iterable[ProcessPart]) -> None:
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs.chmod(0o700)  # one that was there before may be open to all
        for part in parts:
            child = self._children[part.name] = _Child(part)
            self._spawn(child)

    def look(self) -> bool:
        """Start again what has died, sooner or later by how often it did.

        Whether anything was started. Call it a few times a second.
        """
        now, started = time.monotonic(), False
        for child in self._children.values():
            if child.process is not None and child.process.poll() is not None:
                self._mourn(child, now)
            elif child.process is None and now >= child.again_at:
                self._spawn(child)  # an OSError leaves it to be started by a later look
                started = True
        return started

    def deaths(self, name: str) -> int:
        """How often in a row a part has ended soon after its start."""
        return self._children[name].failures

    def processes(self) -> list[tuple[int, float]]:
        """Each living child's number and time of birth, which together name a process for good."""
        processes = []
        for child in self._children.values():
            if child.process is not None:
                with contextlib.suppress(psutil.NoSuchProcess):
                    processes.append(
                        (child.process.pid, psutil.Process(child.process.pid).create_time())
                    )
        return processes

    def stop(self) -> None:
        """End every part: asked first, killed after `STOP_SECONDS` or at a second Ctrl-C."""
        living = [child.process for child in self._children.values() if child.process is not None]
        for process in living:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
            for process in living:
                process.wait(max(0.0, end - time.monotonic()))
        for process in living:
            kill_group(process.pid)
            process.wait()
        self._children.clear()
        if self._guard is not None:
            self._tell("done")
            self._guard.wait()
            self._guard = None

    def _spawn(self, child: _Child) -> None:
        log = self.logs / f"{child.part.name}.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        log.touch(mode=0o600)
        with log.open("ab") as out:
            child.process = subprocess.Popen(
                child.part.command,
                cwd=PROJECT,
                env=dict(self.environment),
                umask=0o077,  # what it writes may hold copy
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=child.part.inherits,
                # a group of its own, so that all it starts can be ended with it
                start_new_session=True,
            )
        child.begun = time.monotonic()
        self._tell("add", child.process.pid)

    def _mourn(self, child: _Child, now: float) -> None:
        assert child.process is not None
        code = child.process.returncode
        kill_group(child.process.pid)
        self._tell("drop", child.process.pid)
        child.process = None
        child.failures = 1 if now - child.begun > STEADY_SECONDS else child.failures + 1
        wait = min(2.0 ** (child.failures - 1), LONGEST_WAIT)
        child.again_at = now + wait
        how = f"was killed ({signal.Signals(-code).name})" if code < 0 else f"ended (exit {code})"
        log = self.logs / f"{child.part.name}.log"
        self.say(f"{child.part.name} {how}; starting it again in {wait:.0f} s. Its log: {log}")

    def _tell(self, word: str, group: int | str = "") -> None:
        """Write to the guard, which is started when first needed or when it was killed."""
        if self._guard is None or self._guard.poll() is not None:
            self._guard = subprocess.Popen(
                ["/bin/sh", "-c", GUARD],
                cwd="/",
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        assert self._guard.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._guard.stdin.write(f"{word} {group}\n".encode())
            self._guard.stdin.flush()


def kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def kill_leftovers(processes: Iterable[tuple[int, float]]) -> None:
    """Kill what still lives of an earlier supervisor's children.

    A number given anew to another process is spared.
    """
    for pid, born in processes:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if abs(process.create_time() - born) < 0.5:
                kill_group(pid)
                process.wait(5)
