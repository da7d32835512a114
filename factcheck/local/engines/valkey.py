"""One Valkey server: broker, locks and cache. Everything in it can be rebuilt from the database."""

from __future__ import annotations

import re
import signal
import socket
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from factcheck.local.engines import data_dir
from factcheck.local.engines.errors import from_log, from_os
from factcheck.local.engines.files import secret
from factcheck.newsroom.errors import UserFacingError

# One for each process of a test run on a large machine; the newsroom itself uses one.
DATABASES = 64


@dataclass(frozen=True)
class Valkey:
    """A server whose append-only file lies in `folder`/valkey (or elsewhere, see `home`)."""

    folder: Path
    throwaway: bool = False

    name = "Valkey"
    variable = "REDIS_URL"
    stop_signal = signal.SIGTERM

    @property
    def log(self) -> Path:
        return self.folder / "log" / "valkey.log"

    @cached_property
    def _place(self) -> tuple[Path, data_dir.Account | None]:
        return data_dir.place(self.folder, "valkey")

    @property
    def data(self) -> Path:
        return self._place[0]

    @property
    def who(self) -> data_dir.Account | None:
        return self._place[1]

    def url(self, port: int) -> str:
        return f"redis://:{secret(self.folder / 'valkey.password')}@127.0.0.1:{port}/0"

    owner_url = url  # it knows no roles

    def prepare(self) -> None:
        try:
            data_dir.own_folder(self.data, self.who)
        except OSError as error:
            raise from_os(error, f"keep Valkey's data in {self.data}") from error

    def command(self, port: int) -> tuple[list[str], str]:
        """Return the server's command line, and its password for standard input.

        No list of processes shows it there.
        """
        options = {
            "dir": str(self.data),
            "port": str(port),
            "bind": "127.0.0.1",
            "set-proc-title": "no",  # the command line tells whose server it is
            "databases": str(DATABASES),
            "appendonly": "no" if self.throwaway else "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        configuration = f"requirepass {secret(self.folder / 'valkey.password')}\n"
        return [str(data_dir.valkey_program(self.who)), *words, "-"], configuration

    def clear(self) -> None:
        """Nothing of a server that is gone stands in the way."""

    def ready(self, pid: int, port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as wire:
                wire.sendall(f"AUTH {secret(self.folder / 'valkey.password')}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    more = wire.recv(1024)
                    if not more:
                        return False
                    answer += more
        except OSError:
            return False
        return b"+PONG" in answer

    def stopping(self) -> bool:
        """Return False: asked to end, it ends at once."""
        return False

    def answers(self, port: int) -> bool:
        return self.ready(0, port)

    def failure(self, words: str) -> UserFacingError:
        """Say why it did not start.

        Damaged files are set aside, for the database can refill an empty Valkey.
        """
        if re.search(
            r"Bad file format|Unexpected end of file|Short read|AOF.*(broken|not.*valid)", words
        ):
            aside = self.data.with_name("valkey.damaged")
            number = 1
            while aside.exists():
                number += 1
                aside = self.data.with_name(f"valkey.damaged-{number}")
            self.data.rename(aside)
            return UserFacingError(
                f"Valkey's files were damaged and have been moved to {aside}: start again, "
                f"nothing is lost."
            )
        return from_log(self.name, words, data=self.data, log=self.log, variable=self.variable)
