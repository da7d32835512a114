"""Getting hold of a server: start its keeper, or join those who already hold it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from factcheck.local.engines.errors import from_log, from_os
from factcheck.local.engines.files import Lock, read_state, tail
from factcheck.newsroom.errors import UserFacingError

# More than a server is given to start, so that who waits hears why it failed.
WAIT_SECONDS = 90.0
# More than the keeper gives its server to stop.
STOP_SECONDS = 15.0
PROJECT = Path(__file__).resolve().parents[3]


class Held:
    """A running server that stays up until `release()` or until this process ends."""

    def __init__(
        self, state: dict[str, Any], hold: Lock, keeper: Lock, child: subprocess.Popen[bytes] | None
    ) -> None:
        self.url = str(state["url"])
        self.owner_url = str(state.get("owner_url", state["url"]))
        self.data = Path(state["data"])
        self._hold = hold
        self._keeper = keeper
        self._child = child

    def alive(self) -> bool:
        """Return whether its keeper still lives.

        A keeper restarts its server by itself, at the same address.
        """
        return self._keeper.held_elsewhere()

    def release(self) -> None:
        """Let go.

        The server stops when nobody else holds it, and if its keeper is our child we wait for that.
        """
        self._hold.release()
        end = time.monotonic() + STOP_SECONDS
        while self._child is not None and self._child.poll() is None and time.monotonic() < end:
            if self._held_by_others():
                return
            time.sleep(0.05)

    def _held_by_others(self) -> bool:
        """Holders share the lock; a keeper that is stopping its server has it alone."""
        try:
            alone = self._hold.take(wait=False)
            return not alone and self._hold.take(shared=True, wait=False)
        except FileNotFoundError:  # thrown away
            return False
        finally:
            self._hold.release()


def hold(engine: str, folder: Path, *, throwaway: bool = False) -> Held:
    """Start `engine` ("postgres" or "valkey") with its files in `folder`, or use the one that runs.

    Waits up to `WAIT_SECONDS`. A throwaway server is fast and its data is deleted when it stops.
    Raises UserFacingError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mine = Lock(folder / f"{engine}.hold")
        mine.take(shared=True)  # waits while a keeper is stopping the server
        starting = Lock(folder / f"{engine}.start")
        starting.take()
    except OSError as error:
        raise from_os(error, f"keep {engine}'s files in {folder}") from error
    try:
        keeper = Lock(folder / f"{engine}.keeper")
        running, child = _running(engine, folder, keeper, throwaway=throwaway)
    except BaseException:
        mine.release()
        raise
    finally:
        starting.release()
    return Held(running, mine, keeper, child)


def _running(
    engine: str, folder: Path, keeper: Lock, *, throwaway: bool
) -> tuple[dict[str, Any], subprocess.Popen[bytes] | None]:
    """Return what the keeper says of the server; and the keeper, if none lived.

    Called by one process at a time.
    """
    state = folder / f"{engine}.json"
    child: subprocess.Popen[bytes] | None = None
    log = folder / f"{engine}-keeper.log"
    if not keeper.held_elsewhere():
        state.unlink(missing_ok=True)
        child = _start_keeper(engine, folder, log, throwaway=throwaway)
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        running = _answer(state)
        if running is not None:
            return running, child
        if not keeper.held_elsewhere() and not state.exists():
            if child is None:  # the one that was there was just ending
                child = _start_keeper(engine, folder, log, throwaway=throwaway)
            elif child.poll() is not None:
                break
        time.sleep(0.02)
    # On a full disk the log is empty too.
    words = tail(log) if shutil.disk_usage(folder).free > 1_000_000 else "No space left on device"
    raise from_log(engine, words, data=folder, log=log, variable="DATABASE_URL and REDIS_URL")


def _answer(state: Path) -> dict[str, Any] | None:
    """Return where the server is, by its keeper; None as long as the keeper has said nothing.

    Raises what it says went wrong.
    """
    said = read_state(state) or {}
    if "failure" in said:
        raise UserFacingError(said["failure"])
    return said if "url" in said else None


def _start_keeper(
    engine: str, folder: Path, log: Path, *, throwaway: bool
) -> subprocess.Popen[bytes]:
    """Start the keeper in a session of its own, so that Ctrl-C in a terminal is not its affair."""
    words = [
        "-m",
        f"{__package__}.daemon",
        engine,
        str(folder),
        *(["--throwaway"] if throwaway else []),
    ]
    try:
        with log.open("wb") as out:
            return subprocess.Popen(
                [sys.executable, *words],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
    except OSError as error:
        raise from_os(error, f"start {engine}") from error
