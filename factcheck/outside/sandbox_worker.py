"""The sandbox's side: `python -m factcheck.outside.sandbox_worker FD` forks for each job."""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import Any

from factcheck.outside.documents.drafts import DraftRefusal

PRELOADED = (
    "factcheck.outside.documents.jobs",
    "factcheck.outside.mail.jobs",
    "factcheck.outside.mail.phrases",
)
RECURSION_LIMIT = 60_000  # pages nest as deep as they like; Python's own frames cost no C stack
_SECONDS_TO_END = 2  # between the signal at the limit and the end that nothing survives


def main() -> None:
    """Serve jobs until the process that started this one has gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # jobs that ended need nobody to wait for them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    preload()
    gc.freeze()  # what every job shares is not walked, and so not copied, in each of them
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if not descriptors:
            continue
        if os.fork() == 0:
            control.close()
            _serve(socket.socket(fileno=descriptors[0]))
        os.close(descriptors[0])


def preload() -> None:
    """Load the parsers once, and what they would each make ready in a fork of their own."""
    for name in PRELOADED:
        prepare = getattr(importlib.import_module(name), "prepare", None)
        if prepare is not None:
            prepare()


def _serve(channel: socket.socket) -> None:
    """Do one job, answer, and end without a way back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a reader of .doc waits for its own child
    try:
        _answer(channel, _done(channel))
    finally:
        os._exit(0)


def _done(channel: socket.socket) -> dict[str, Any]:
    # As `sandbox.run` sends it: each part after its length, in 4 bytes and in 8.
    order = json.loads(_exactly(channel, int.from_bytes(_exactly(channel, 4))))
    data = _exactly(channel, int.from_bytes(_exactly(channel, 8)))
    # Only now: reading what was sent is no work of the parser's.
    _limit(order["cpu"], order["memory"])
    module, _, name = order["job"].partition(":")
    try:
        job = getattr(importlib.import_module(module), name)
        return {"value": job(data, **order["options"])}
    except DraftRefusal as refusal:
        return {"refused": str(refusal), "leads_to": refusal.leads_to}
    except MemoryError:
        return {}
    except Exception:  # noqa: BLE001  a hostile file may break a parser in any way; the sentence is the same
        return {"refused": "This file is damaged and cannot be read."}


def _limit(cpu: int, memory: int) -> None:
    # A fork begins at zero, but for what it did until here; the limit is on all of it.
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    limit = int(used) + cpu
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + _SECONDS_TO_END))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # A dump of its memory would hold the document.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(RECURSION_LIMIT)


def _exactly(channel: socket.socket, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = channel.recv(min(1 << 20, size - len(pieces)))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


def _answer(channel: socket.socket, result: dict[str, Any]) -> None:
    channel.sendall(json.dumps(result).encode())
    channel.shutdown(socket.SHUT_WR)


if __name__ == "__main__":
    main()
