"""The embedded servers as the rest of this machine sees them.

DATABASE_URL and REDIS_URL in the environment.
"""

from __future__ import annotations

import atexit
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import DatabaseError, connections

from factcheck.local.engines import Held, data_dir, hold
from factcheck.local.engines.files import Lock, read_state
from factcheck.local.engines.postgres import DESK_ROLE
from factcheck.local.paths import SETTINGS, VAR
from factcheck.newsroom.errors import UserFacingError

ENGINES = (("postgres", "PostgreSQL", "DATABASE_URL"), ("valkey", "Valkey", "REDIS_URL"))
FORMS = {
    "DATABASE_URL": (r"(postgres|postgresql|pgsql)://", "postgres://USER:PASSWORD@HOST:5432/NAME"),
    "REDIS_URL": (r"(redis|rediss|unix)://", "redis://:PASSWORD@HOST:6379/0"),
}
# Commands that never open the database. Anything not named here may.
WITHOUT_SERVERS = frozenset(
    {
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "read",
    }
    | {"startapp", "startproject", "version"}
)
# What runs PostgreSQL's own programs, of which the embedded server brings those of its version.
DUMPS = frozenset({"backup", "restore"})
# What looks at the tables as they are made, before the desk's role can know them.
AS_OWNER = frozenset({"makemigrations", "showmigrations"})
# What a newcomer may run first: on our own PostgreSQL these bring the tables up to date before they
# begin.
BEGINS = frozenset({"createsuperuser", "factcheck", "receive"})
_held: dict[str, Held] = {}


def ensure_servers(folder: Path = VAR, say: Callable[[str], None] = lambda _: None) -> None:
    """Put the addresses of a running PostgreSQL and Valkey into the environment.

    Start those it does not name. They stay up until this process ends. Raises UserFacingError.
    """
    for engine, name, variable in ENGINES:
        named = os.environ.get(variable)
        if named and not re.match(FORMS[variable][0], named):
            raise UserFacingError(
                f"{variable} is no address Factcheck can use: it looks like {FORMS[variable][1]}."
            )
        if not named:
            say(f"Starting {name}")
            _held[engine] = hold(engine, folder)
            os.environ[variable] = _held[engine].url
            if engine == "postgres":
                os.environ["DATABASE_OWNER_URL"] = _held[engine].owner_url
    for away in {held.data.parent for held in _held.values()} - {folder}:
        say(f"Their data is in {away}, for the account that runs them cannot reach this folder")
    atexit.register(release_servers)


def release_servers() -> None:
    """Let go of the servers; returns when those that nobody else holds have stopped."""
    while _held:
        _held.popitem()[1].release()


def embedded(engine: str) -> bool:
    """Return whether this process uses its own "postgres" or "valkey"."""
    return engine in _held


class ServerMovedError(UserFacingError):
    """A server came back at another address, which the processes that run do not know."""


_gone: set[str] = set()  # servers of ours whose keeper ended, and that are not back yet


def revive(folder: Path, say: Callable[[str], None]) -> None:
    """Start again the servers whose keeper ended.

    Raises UserFacingError where one does not start, to be called again later, and ServerMovedError
    where one came back at another address.
    """
    for engine, name, variable in ENGINES:
        if engine in _held and not _held[engine].alive():
            say(f"{name} was ended from outside; starting it again")
            _held.pop(engine).release()
            _gone.add(engine)
        if engine in _gone:
            _held[engine] = hold(engine, folder)
            _gone.discard(engine)
            if _held[engine].url != os.environ[variable]:
                raise ServerMovedError(
                    f"{name}'s port was taken meanwhile: run this again, the data is kept."
                )


def standing(folder: Path) -> list[str]:
    """Return the names of our servers that do not answer: their keepers are replacing them."""
    return [
        name
        for engine, name, _ in ENGINES
        if engine in _gone or (engine in _held and read_state(folder / f"{engine}.json") is None)
    ]


def before_command(arguments: list[str]) -> None:
    """Make the servers ready for a management command that may need them; `arguments` is sys.argv.

    A newsroom that `up` runs lends its settings, so that every command sees the same addresses.
    """
    command = arguments[1] if len(arguments) > 1 else "help"
    if not _needs_servers(command, arguments[1:]):
        return
    ensure_servers()
    for name, value in running_up().get("environment", {}).items():
        os.environ.setdefault(name, value)
    if embedded("postgres"):
        _suit_postgres(command)


def _suit_postgres(command: str) -> None:
    """Give a command what it needs of our own PostgreSQL before it begins."""
    if command in DUMPS:
        programs = data_dir.postgres_programs(None)
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
    elif command in AS_OWNER:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    elif command in BEGINS and not running_up():
        migrate()


def _needs_servers(command: str, words: list[str]) -> bool:
    """Return whether a command may reach for our own servers; other settings have theirs."""
    if os.environ["DJANGO_SETTINGS_MODULE"] != SETTINGS or "DJANGO_AUTO_COMPLETE" in os.environ:
        return False
    if not {"--help", "-h", "--version"}.isdisjoint(words):
        return False
    # `manage.py check --database default` connects, though `check` alone does not.
    return command not in WITHOUT_SERVERS or any(word.startswith("--database") for word in words)


def database_fault(error: Exception) -> str:
    """Return a database error as the rest of a sentence that says what to do."""
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    if re.search(rf"relation .* does not exist|for user \"{DESK_ROLE}\"", reason):
        return (
            "its tables are not there yet, so run `make run` or `.venv/bin/python manage.py "
            "migrate` "
            "first."
        )
    if "No space left on device" in reason:
        return "the disk is full, so free some space and try again."
    if not re.search(
        r"connection|resolve host|password authentication|role .* does not exist", reason
    ):
        return f"{reason}."
    if embedded("postgres"):
        return (
            f"{reason}; run this again, and if it stays so look at {VAR / 'log' / 'postgres.log'}."
        )
    return f"{reason}; check DATABASE_URL, or unset it to use the embedded PostgreSQL."


def running_up(folder: Path = VAR) -> dict[str, Any]:
    """Return what the newsroom that runs here says of itself ("url", "environment").

    Empty when none runs.
    """
    if not (folder / "up.lock").exists() or not Lock(folder / "up.lock").held_elsewhere():
        return {}
    return read_state(folder / "up.json") or {}


def migrate() -> None:
    """Bring the tables up to date, in this process. Raises UserFacingError."""
    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise UserFacingError(
            f"Cannot bring the tables up to date: {database_fault(error)}"
        ) from error
    finally:
        connections.close_all()
