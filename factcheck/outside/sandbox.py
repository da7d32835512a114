"""Foreign bytes are parsed in a process of their own, under a limit of CPU time and of memory.

A file made to hang or swell a parser ends that process, not the web server or a worker. The limit
is CPU time, so that a busy machine refuses nothing that an idle one takes.

One helper process stands by for each process that asks. It has loaded the parsers, holds none of
our secrets, and forks for each job; the job answers on a socket of its own and is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from typing import Any

CPU_SECONDS = 30
MAX_MEMORY = 1536 * 1024 * 1024  # of address space, the parsers' own code in it
# A job that waits for a processor is not at fault; one that waits for ever is. No real document's
# parser sleeps, so this only ends what is stuck.
WALL_SECONDS = 600.0
MAX_ANSWER = 128 * 1024 * 1024  # a message of 64 MB comes back with its attachments in Base64


class Unreadable(Exception):  # noqa: N818  a verdict on the bytes
    """The job refused the bytes. The message is one plain sentence for the screen."""

    def __init__(self, sentence: str, leads_to: str = "") -> None:
        super().__init__(sentence)
        self.leads_to = leads_to


class OverLimit(Unreadable):
    """The job was ended by its limits, or broke."""

    def __init__(self) -> None:
        super().__init__(
            "This file takes more time or memory to read than a document should. "
            "Paste its text instead."
        )


class _Helper:
    """The process that forks for each job, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._shared = False

    def submit(self) -> socket.socket:
        """Return the near end of a new job's socket; the far end is with the helper."""
        with self._lock:
            for attempt in (1, 2):
                control = self._ready()
                near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
                try:
                    socket.send_fds(control, [b"j"], [far.fileno()])
                    return near
                except OSError:
                    near.close()
                    self._control = None
                    if attempt == 2:
                        raise
                finally:
                    far.close()
        raise OverLimit

    def share(self) -> None:
        """Start it now, for this process and those it will fork.

        Each job answers on a socket of its own, so they do not hear each other's answers.
        """
        with self._lock:
            self._ready()
            self._shared = True

    def _alive(self) -> bool:
        if self._owner != os.getpid():
            return self._shared  # should it be gone, sending fails, and we start our own
        return self._process is not None and self._process.poll() is None

    def _ready(self) -> socket.socket:
        if self._control is not None and self._alive():
            return self._control
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        command = [sys.executable, "-m", "factcheck.outside.sandbox_worker", str(far.fileno())]
        self._process = subprocess.Popen(
            command,
            pass_fds=[far.fileno()],
            stdin=subprocess.DEVNULL,
            env=_environment(),
        )
        far.close()
        self._control, self._owner, self._shared = near, os.getpid(), False
        return near


_HELPER = _Helper()


def share_helper() -> None:
    """Have the processes that this one will fork use one helper with it, not one each."""
    _HELPER.share()


def _environment() -> dict[str, str]:
    """No secrets of ours: only what Python needs to start."""
    names = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    path = os.pathsep.join(entry or "." for entry in sys.path)
    return {**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def run(
    job: str,
    data: bytes,
    *,
    cpu_seconds: int | None = None,
    **options: Any,
) -> Any:
    """Return what a function makes of foreign bytes, run in the sandbox.

    `job` is "package.module:function"; it takes the bytes and the options, and returns what JSON
    can hold. Raise Unreadable with the sentence of the refusal, OverLimit where it was ended.
    """
    cpu = CPU_SECONDS if cpu_seconds is None else cpu_seconds
    order = {
        "job": job,
        "options": options,
        "cpu": cpu,
        "memory": MAX_MEMORY,
    }
    with contextlib.closing(_HELPER.submit()) as channel:
        channel.settimeout(WALL_SECONDS)
        try:
            channel.sendall(_message(order, data))
            channel.shutdown(socket.SHUT_WR)
            answer = _read_all(channel)
        except OSError as error:
            raise OverLimit from error
    try:
        result = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise OverLimit from error
    if "refused" in result:
        raise Unreadable(result["refused"], result.get("leads_to", ""))
    if "value" not in result:
        raise OverLimit
    return result["value"]


def _message(order: dict[str, Any], data: bytes) -> bytes:
    """Return what a job is sent: its order and its bytes, each after its length."""
    head = json.dumps(order).encode()
    return len(head).to_bytes(4) + head + len(data).to_bytes(8) + data


def _read_all(channel: socket.socket) -> bytes:
    pieces = []
    size = 0
    while piece := channel.recv(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER:
            raise OSError("The answer is too large.")
    return b"".join(pieces)
