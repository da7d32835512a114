"""Failures as one sentence that says what to do."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from factcheck.newsroom.errors import UserFacingError


def from_os(error: OSError, doing: str) -> UserFacingError:
    """Say an operating system's error: `doing` completes "Cannot …"."""
    if error.errno == errno.ENOSPC:
        return UserFacingError(
            f"Cannot {doing}: the disk is full, so free some space and try again."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        where = f" {error.filename}" if error.filename else " there"
        return UserFacingError(
            f"Cannot {doing}: no permission to write{where}, so give this account that permission "
            "or move the project to a folder of your own."
        )
    if error.errno == errno.EROFS:
        return UserFacingError(
            f"Cannot {doing}: that file system is read-only, so move the project to one you can "
            f"write."
        )
    return UserFacingError(f"Cannot {doing}: {error.strerror or error}.")


_TOLD_BY_LOG = (
    (r"No space left on device", "the disk is full, so free some space and try again"),
    (
        r"shared memory|/dev/shm|shmget|semget|semctl",
        "this machine gives it no shared memory, so give the container some (--shm-size=256m) or "
        "set {variable} to a "
        "server elsewhere",
    ),
    (
        r"Permission denied|Operation not permitted",
        "it may not use {data}, so give the account it runs as that permission or move that "
        "folder away",
    ),
    (
        r"database files are incompatible|not compatible with this version|Can't handle RDB format",
        "{data} was written by another version of it, so start the version that wrote it, "
        "or move that folder away to begin with an empty one",
    ),
    (
        r"invalid checkpoint|valid checkpoint record|pg_control|invalid primary|PANIC|is not a "
        r"database|"
        r"not a valid data directory|incorrect checksum|could not read (file|block)|could not "
        r"open (file|directory)|"
        r"Bad file format|Short read|Unexpected end of file",
        "the files in {data} are damaged, so put a backup in their place "
        "or move that folder away to begin with an empty one",
    ),
    (
        r"Cannot allocate memory|out of memory",
        "this machine has too little free memory, so end other programs and try again",
    ),
)


def from_log(name: str, tail: str, *, data: Path, log: Path, variable: str) -> UserFacingError:
    """Say why server `name` did not start, from the last lines of its log.

    `variable` is the environment variable that would name a server elsewhere.
    """
    for pattern, sentence in _TOLD_BY_LOG:
        if re.search(pattern, tail):
            return UserFacingError(
                f"{name} did not start: {sentence.format(data=data, variable=variable)}."
            )
    telling = [
        line for line in tail.splitlines() if re.search(r"FATAL|ERROR|error|#", line)
    ] or tail.splitlines()
    last = f' Its last words were "{telling[-1].strip()[:200]}".' if telling else ""
    return UserFacingError(
        f"{name} did not start: see {log}, or set {variable} to a server elsewhere.{last}"
    )
