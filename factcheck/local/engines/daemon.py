"""The process that runs one server for as long as anyone holds it.

`python -m … ENGINE FOLDER [--throwaway]`. Whoever needs the server holds a shared lock on
ENGINE.hold, which the kernel drops when they end, killed or not. When nobody is left the keeper
stops the server and ends. If the keeper itself is killed, a shell that waits on a pipe from it
stops the server.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import psutil

from factcheck.local.engines import data_dir
from factcheck.local.engines.errors import from_os
from factcheck.local.engines.files import Lock, tail, write_state
from factcheck.local.engines.postgres import Postgres
from factcheck.local.engines.valkey import Valkey
from factcheck.newsroom.errors import UserFacingError

Engine = Postgres | Valkey
ENGINES: dict[str, type[Postgres] | type[Valkey]] = {"postgres": Postgres, "valkey": Valkey}

# PostgreSQL replays its log after a kill; a slow disk takes most of a minute over it.
START_SECONDS = 60.0
# Long enough to write what is in memory; after that the server is killed and recovers by itself.
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.5
# How often a server is asked a real question, and after how many without an answer it is replaced.
ASK_SECONDS = 15.0
UNANSWERED_AT_MOST = 2
# Once more, for a port that another program took between the choice and the start.
START_TRIES = 2
# A log is begun anew above this: it is for the last failure, not for history.
LOG_BYTES = 5_000_000
# Runs when the keeper is gone: the pipe on its standard input then ends. It ends at once when told
# "done".
GUARD = 'read -r word; [ "$word" = done ] || kill -"$1" "$2" 2>/dev/null'


class ToldToEndError(Exception):
    """Raised in a keeper that was asked to end."""


def main(arguments: list[str]) -> int:
    name, folder, *rest = arguments
    engine = ENGINES[name](Path(folder), throwaway="--throwaway" in rest)
    state = engine.folder / f"{name}.json"
    mine = Lock(engine.folder / f"{name}.keeper")
    if not _take_soon(mine):
        return 0  # another keeper is there already
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    hold = Lock(engine.folder / f"{name}.hold")
    try:
        _keep(engine, hold, state)
    except (UserFacingError, OSError) as error:
        failure = (
            error if isinstance(error, UserFacingError) else from_os(error, f"run {engine.name}")
        )
        write_state(state, {"failure": str(failure)})
        return 1
    except ToldToEndError:
        return 0
    finally:
        if engine.throwaway:
            mine.release()
            _throw_away(engine)
    return 0


def _throw_away(engine: Engine) -> None:
    """Delete this server's data, and the whole folder when no other keeper works in it."""
    shutil.rmtree(engine.data, ignore_errors=True)
    if engine.data.parent != engine.folder:
        with contextlib.suppress(OSError):  # the other server's data is still there
            engine.data.parent.rmdir()
    if not any(Lock(engine.folder / f"{name}.keeper").held_elsewhere() for name in ENGINES):
        shutil.rmtree(engine.folder, ignore_errors=True)


def _keep(engine: Engine, hold: Lock, state: Path) -> None:
    """Run the server, restarting it when it dies, until nobody holds it."""
    engine.log.parent.mkdir(exist_ok=True)
    for leftover in leftovers(engine.data):
        stop(leftover, engine.stop_signal)
    port, failures = _port(engine.folder / f"{engine.data.name}.port"), 0
    while True:
        begun = time.monotonic()
        try:
            engine.prepare()
            with _running(engine, port) as server:
                write_state(
                    state,
                    {
                        "url": engine.url(port),
                        "owner_url": engine.owner_url(port),
                        "pid": server.pid,
                        "data": str(engine.data),
                    },
                )
                if not _wait(engine, server, hold, port):
                    return
        except UserFacingError:
            # A server killed a moment ago may still hold its memory, and Valkey sets damaged files
            # aside: both pass.
            if failures >= START_TRIES:
                raise
        finally:
            state.unlink(missing_ok=True)
        failures = 1 if time.monotonic() - begun > 60 else failures + 1
        time.sleep(min(0.5 * failures, 5.0))


def _wait(engine: Engine, server: subprocess.Popen[bytes], hold: Lock, port: int) -> bool:
    """Wait until the server serves no more (True) or nobody holds it (False).

    It serves no more when it has ended, when somebody asked it to (it would wait for its clients,
    and refuse new ones meanwhile), or when it does not answer: it is then stopped the fast way.
    """
    unanswered, ask_at = 0, time.monotonic() + ASK_SECONDS
    while server.poll() is None:
        if hold.take(wait=False):
            return False
        if time.monotonic() >= ask_at:
            unanswered = 0 if engine.answers(port) else unanswered + 1
            ask_at = time.monotonic() + (LOOK_SECONDS if unanswered else ASK_SECONDS)
        if unanswered >= UNANSWERED_AT_MOST or engine.stopping():
            stop(psutil.Process(server.pid), engine.stop_signal)
            return True
        time.sleep(LOOK_SECONDS)
    return True


@contextlib.contextmanager
def _running(engine: Engine, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the server, ready to answer, with its guard; stop it when the block ends."""
    engine.clear()
    server, since = _spawn(engine, port)
    guard = _guard(server.pid, engine.stop_signal)
    try:
        end = time.monotonic() + START_SECONDS
        while not engine.ready(server.pid, port):
            if server.poll() is not None or time.monotonic() > end:
                raise engine.failure(tail(engine.log, since))
            time.sleep(0.02)
        yield server
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            stop(psutil.Process(server.pid), engine.stop_signal)
        server.wait()
        with contextlib.suppress(OSError):
            guard.communicate(b"done\n")


def _spawn(engine: Engine, port: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server in a session of its own, so that Ctrl-C in a terminal is not its affair."""
    if engine.log.exists() and engine.log.stat().st_size > LOG_BYTES:
        engine.log.replace(engine.log.with_suffix(".log.1"))
    command, words = engine.command(port)
    with engine.log.open("ab") as log:
        since = log.tell()
        server = subprocess.Popen(
            command,
            cwd="/",
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            umask=0o077,
            **data_dir.as_account(engine.who),  # type: ignore[call-overload]
        )
    with contextlib.suppress(BrokenPipeError):
        server.stdin.write(words.encode())
        server.stdin.close()
    return server, since


def _guard(pid: int, with_signal: signal.Signals) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "sh", str(int(with_signal)), str(pid)],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def leftovers(data: Path) -> list[psutil.Process]:
    """Servers that run on `data` though their keeper is gone, known by their command line."""
    processes = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if str(data) in words and Path(words[0]).name in ("postgres", "valkey-server"):
            processes.append(process)
    return processes


def stop(process: psutil.Process, with_signal: signal.Signals) -> None:
    """Ask a server to end, and end it when it does not within `STOP_SECONDS`.

    Its data survives both.
    """
    for signal_number in (with_signal, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal_number)
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(STOP_SECONDS)
            return


def _port(remembered: Path) -> int:
    """Return a free port, last time's if it is free.

    Clients that lost the server so find it again.
    """
    last = remembered.read_text().strip() if remembered.exists() else ""
    for number in (int(last) if last.isdecimal() else 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError, OverflowError):
                probe.bind(("127.0.0.1", number))
                port: int = probe.getsockname()[1]
                remembered.write_text(str(port))
                return port
    raise UserFacingError("No free port on 127.0.0.1: check that the loopback interface is up.")


def _take_soon(lock: Lock) -> bool:
    """Take `lock`, allowing for those who hold it for a moment to see whether it is free."""
    for _ in range(20):
        if lock.take(wait=False):
            return True
        time.sleep(0.05)
    return False


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise ToldToEndError


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
