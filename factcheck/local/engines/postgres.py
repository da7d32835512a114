"""One PostgreSQL cluster: made once, started, and said to be ready."""

from __future__ import annotations

import locale
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from factcheck.local.engines import data_dir
from factcheck.local.engines.errors import from_log, from_os
from factcheck.local.engines.files import secret, tail
from factcheck.newsroom.errors import UserFacingError

MAJOR = "18"
DATABASE = "factcheck"
DESK_ROLE = "factcheck_desk"  # made by `manage.py migrate`, see newsroom.roles
ANSWER_SECONDS = 10.0  # a busy machine takes its time over a new connection
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108
# A throwaway cluster may lose everything with the machine, so nothing waits for the disk.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Postgres:
    """A cluster in `folder`/postgres (or elsewhere, see `home`)."""

    folder: Path
    throwaway: bool = False

    name = "PostgreSQL"
    variable = "DATABASE_URL"
    stop_signal = (
        signal.SIGINT
    )  # "fast": open transactions are rolled back, the data is written, no client is waited for

    @property
    def log(self) -> Path:
        return self.folder / "log" / "postgres.log"

    @cached_property
    def _place(self) -> tuple[Path, data_dir.Account | None]:
        return data_dir.place(self.folder, "postgres")

    @property
    def data(self) -> Path:
        return self._place[0]

    @property
    def who(self) -> data_dir.Account | None:
        return self._place[1]

    def url(self, port: int) -> str:
        """Return the address the desk uses, as a role that owns nothing."""
        password = secret(self.folder / "postgres-desk.password")
        return f"postgres://{DESK_ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"

    def owner_url(self, port: int) -> str:
        """Return the address of the owner of the tables, who migrates."""
        password = secret(self.folder / "postgres.password")
        return f"postgres://{DATABASE}:{password}@127.0.0.1:{port}/{DATABASE}"

    def prepare(self) -> None:
        """Make the cluster if there is none. A half made one is never left in its place."""
        data, who = self.data, self.who
        known = (self.folder / "postgres.password").exists()
        password = secret(self.folder / "postgres.password")
        if (data / "PG_VERSION").exists():
            self._check_version(data)
            if not known:
                self._alone(data, who, f"ALTER ROLE {DATABASE} PASSWORD '{password}';\n")
            return
        if data.exists() and any(data.iterdir()):
            raise UserFacingError(
                f"{data} holds files but no PostgreSQL data: put a backup in its place "
                "or move that folder away to begin with an empty one."
            )
        making = data.with_name("postgres.new")
        self._initialise(making, who, password)
        self._alone(making, who, f"CREATE DATABASE {DATABASE};\n")
        if data.exists():
            data.rmdir()
        making.rename(data)

    def command(self, port: int) -> tuple[list[str], str]:
        """Return the server's command line and what it reads on standard input (nothing)."""
        settings = {
            "listen_addresses": "127.0.0.1",
            # a socket's path may be 107 characters at most; loopback has no such limit
            "unix_socket_directories": "",
            "io_method": "sync",
            "log_checkpoints": "off",
            # The default wants this folder, which some containers lack.
            **(
                {}
                if data_dir.writes(self.who, SHARED_MEMORY)
                else {"dynamic_shared_memory_type": "mmap"}
            ),
            **(THROWAWAY if self.throwaway else {}),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [
            str(data_dir.postgres_programs(self.who) / "postgres"),
            "-D",
            str(self.data),
            "-p",
            str(port),
            *options,
        ], ""

    def clear(self) -> None:
        """Forget a server that is gone.

        Called only when no server runs on this data.

        PostgreSQL itself takes any living process with the number in postmaster.pid for a running
        server.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def ready(self, pid: int, port: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def stopping(self) -> bool:
        """Return whether it was asked to end and waits for its clients."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "stopping"

    def answers(self, port: int) -> bool:
        """Return whether a query is answered, by a connection of its own."""
        password = secret(self.folder / "postgres.password")
        words = ["-X", "-h", "127.0.0.1", "-p", str(port), "-U", DATABASE, "-d", DATABASE]
        try:
            ran = subprocess.run(
                [str(data_dir.postgres_programs(self.who) / "psql"), *words, "-c", "SELECT 1"],
                cwd="/",
                env={**os.environ, "PGPASSWORD": password},
                capture_output=True,
                timeout=ANSWER_SECONDS,
                check=False,
                **data_dir.as_account(self.who),  # type: ignore[call-overload]
            )
        except subprocess.TimeoutExpired:
            return False
        return bool(ran.returncode == 0)

    def failure(self, words: str) -> UserFacingError:
        return from_log(self.name, words, data=self.data, log=self.log, variable=self.variable)

    def _check_version(self, data: Path) -> None:
        version = (data / "PG_VERSION").read_text().strip()
        if version != MAJOR:
            raise UserFacingError(
                f"{data} was written by PostgreSQL {version or '(unknown)'} and this is "
                f"PostgreSQL {MAJOR}: dump it "
                "with the version that wrote it, or move that folder away to begin with an empty "
                "one."
            )

    def _initialise(self, making: Path, who: data_dir.Account | None, password: str) -> None:
        """Run initdb, with its password in a file that only its account can read."""
        _remove(making)
        pwfile = making.with_name("postgres.initial-password")
        pwfile.unlink(missing_ok=True)
        try:
            data_dir.own_folder(making, who)
            pwfile.touch(mode=0o600)
            pwfile.write_text(password)
            if who:
                os.chown(pwfile, who.uid, who.gid)
            run = _run(
                [
                    str(data_dir.postgres_programs(who) / "initdb"),
                    f"--pgdata={making}",
                    f"--username={DATABASE}",
                    f"--pwfile={pwfile}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    f"--lc-ctype={_character_types()}",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                    *(["--no-sync"] if self.throwaway else []),
                ],
                who,
            )
        except OSError as error:
            raise from_os(error, f"make the database in {making.parent}") from error
        finally:
            pwfile.unlink(missing_ok=True)
        self._note(run)

    def _alone(self, data: Path, who: data_dir.Account | None, sql: str) -> None:
        """Run `sql` in single-user mode, which needs no password and lets nobody else in."""
        program = str(data_dir.postgres_programs(who) / "postgres")
        self._note(_run([program, "--single", "-F", "-D", str(data), "template1"], who, sql))

    def _note(self, run: subprocess.CompletedProcess[str]) -> None:
        if run.returncode:
            self.log.parent.mkdir(exist_ok=True)
            with self.log.open("a") as log:
                log.write(run.stdout + run.stderr)
            raise self.failure(tail(self.log))


def _run(
    command: list[str], who: data_dir.Account | None, words: str | None = None
) -> subprocess.CompletedProcess[str]:
    run: subprocess.CompletedProcess[str] = subprocess.run(
        command,
        cwd="/",
        env={**os.environ, "LC_ALL": "C"},
        input=words or "",
        capture_output=True,
        text=True,
        check=False,
        **data_dir.as_account(who),  # type: ignore[call-overload]
    )
    return run


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _character_types() -> str:
    """Return a locale of this machine that knows letters beyond ASCII.

    Text search asks it which characters make a word: under "C" a typographic quotation mark would
    be a letter.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"
