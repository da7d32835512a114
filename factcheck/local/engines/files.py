"""Small files that several processes share: written whole, private, and locked."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import Any


def secret(path: Path) -> str:
    """Return the password in `path`, made (mode 0600) the first time.

    The loser of a race reads the winner's.
    """
    if not path.exists():
        mine = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        _write_private(mine, secrets.token_urlsafe(24))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text().strip()


def write_state(path: Path, state: dict[str, Any]) -> None:
    """Replace `path` at once, so that a reader sees the old state or the new."""
    mine = path.with_name(f".{path.name}-{os.getpid()}")
    _write_private(mine, json.dumps(state))
    mine.replace(path)


def read_state(path: Path) -> dict[str, Any] | None:
    try:
        state = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) else None


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)


def tail(path: Path, since: int = 0) -> str:
    """Return the last 4000 bytes of a log, from byte `since` on."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(since, size - 4000))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


class Lock:
    """An advisory lock on a file, let go by the kernel when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Lock; False when `wait` is off and another process holds it."""
        if self._handle is None:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(
                self._handle,
                (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB),
            )
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def held_elsewhere(self) -> bool:
        """Whether another process holds it, found by taking it for a moment."""
        try:
            return not self.take(wait=False)
        except FileNotFoundError:  # its folder is gone
            return False
        finally:
            self.release()
