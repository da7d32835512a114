"""`manage.py up`: the whole newsroom on one machine, in the foreground, until Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import redis

from factcheck.local import demo
from factcheck.local.engines.errors import from_os
from factcheck.local.engines.files import Lock, read_state, write_state
from factcheck.local.paths import SETTINGS, VAR
from factcheck.local.ports import listen
from factcheck.local.servers import (
    ServerMovedError,
    database_fault,
    embedded,
    ensure_servers,
    revive,
    standing,
)
from factcheck.local.supervisor import PROJECT, ProcessPart, Supervisor, kill_leftovers
from factcheck.newsroom.errors import UserFacingError

# The web server loads all of Django, on a busy machine with the workers beside it.
ANSWER_SECONDS = 120.0
LOOK_SECONDS = 1.0
AGAIN_SECONDS = 5.0  # between tries while something stands in the way
# One worker process for every queue, and how many pieces of work it does at a time: a fetch and a
# letter go beside a reading.
QUEUES = ("read", "fetch", "mail", "status")
AT_A_TIME = 3


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="manage.py up", description="Run the whole newsroom on this machine until Ctrl-C."
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help="where the pages are served (default: 8000, or the next free)",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="without the demo newsroom's users, pages and mail"
    )
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error("--port is a number from 1 to 65535")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        return Up(VAR, port=options.port, demo=not options.no_demo).run()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        raise from_os(error, "run the newsroom") from error
    except UserFacingError:
        raise
    except Exception as error:
        # A fault of ours: the person at the terminal gets a sentence, the log keeps what we need to
        # mend it.
        log = VAR / "log" / "up.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(traceback.format_exc())
        raise UserFacingError(
            f"Something is wrong with Factcheck itself ({error}): please report it with {log}."
        ) from error


class Trouble:
    """Says what stands in the way: once when it begins, and once when it is over."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.words = ""

    def note(self, words: str) -> None:
        if words and words != self.words:
            self._say(words)
        elif self.words and not words:
            self._say("All is well again.")
        self.words = words


class Up:
    """One newsroom with its files in `folder`."""

    def __init__(self, folder: Path, *, port: int, demo: bool) -> None:
        self.folder, self.port, self.demo = folder, port, demo
        self.state = folder / "up.json"
        self.environment: dict[str, str] = {}
        self.logins: list[Any] = []
        self.begun = time.monotonic()

    def run(self) -> int:
        lock = self._lock()
        if lock is None:
            return 0
        kill_leftovers((read_state(self.state) or {}).get("processes", []))
        write_state(self.state, {})
        try:
            self._serve()
        finally:
            self.state.unlink(missing_ok=True)
            lock.release()
        return 0

    def say(self, line: str) -> None:
        print(f"[{time.monotonic() - self.begun:5.1f} s] {line}", flush=True)

    def _lock(self) -> Lock | None:
        """Return the lock that says this newsroom runs.

        Returns None, and says so on screen, when it runs already.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = Lock(self.folder / "up.lock")
            if lock.take(wait=False):
                return lock
        except OSError as error:
            raise from_os(error, f"keep the newsroom's files in {self.folder}") from error
        address = (read_state(self.state) or {}).get("url")
        print(
            f"Already running at {address}" if address else "Already starting in another terminal.",
            flush=True,
        )
        return None

    def _serve(self) -> None:
        ensure_servers(self.folder, self.say)
        with listen(self.port) as door:
            port = door.getsockname()[1]
            if port != self.port:
                self.say(f"Port {self.port} is taken, so this is port {port}")
            url = f"http://127.0.0.1:{port}"
            self._set_environment(url)
            reach_redis()
            supervisor = Supervisor(self.folder / "log", environment_of_parts(), self.say)
            try:
                self._start_web(door.fileno(), supervisor)
                self._wait_for_answer(
                    port, supervisor
                )  # before the workers, which would slow its start
                supervisor.start(self._parts())
                self._note(url, supervisor)
                self._welcome(url)
                trouble = Trouble(self.say)
                while True:
                    trouble.note(self._look(url, supervisor))
                    time.sleep(AGAIN_SECONDS if trouble.words else LOOK_SECONDS)
            except KeyboardInterrupt:
                self.say("Ending")
            finally:
                supervisor.stop()

    def _look(self, url: str, supervisor: Supervisor) -> str:
        """Start again what has ended; return what stands in the way, as a sentence, or "".

        A disk that is full for a moment, or a server that does not start, ends no newsroom.
        """
        try:
            if supervisor.look():
                self._note(url, supervisor)
            revive(self.folder, self.say)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            return "The disk is full: free some space, and the newsroom goes on by itself."
        except ServerMovedError:
            raise
        except UserFacingError as error:
            return f"{error} It is tried again every {AGAIN_SECONDS:.0f} seconds."
        names = standing(self.folder)
        return f"{' and '.join(names)} does not answer and is being started again." if names else ""

    def _set_environment(self, url: str) -> None:
        """Set what every process of this newsroom shall know."""
        self.environment = {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "SITE_URL": os.environ.get("SITE_URL", url),
        }
        if self.demo:
            self.environment |= demo.environment(self.folder)
        os.environ.update(self.environment)

    def _start_web(self, listening: int, supervisor: Supervisor) -> None:
        """Start the web server and bring the tables up to date.

        At the same time, if they were when `up` last ran.
        """
        known, tables = self.folder / "tables", tables_wanted()
        at_once = known.exists() and known.read_text() == tables
        if at_once:
            self.say("Starting the web server")
            supervisor.start([web(listening)])
        self._prepare(brought_up=at_once)
        known.write_text(tables)
        if not at_once:
            self.say("Starting the web server")
            supervisor.start([web(listening)])

    def _prepare(self, *, brought_up: bool) -> None:
        """Bring the tables and the demo up to date, in a process of its own, see `prepare`.

        `brought_up` says that this very code did so before.
        """
        self.say(f"Bringing the tables{' and the demo newsroom' * self.demo} up to date")
        words = ["-m", "factcheck.local.prepare", str(self.folder), *["--demo"] * self.demo]
        words += ["--brought-up"] * brought_up
        ran = subprocess.run(
            [sys.executable, *words], cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False
        )
        try:
            answer = json.loads(ran.stdout.splitlines()[-1])
        except (ValueError, IndexError) as error:
            raise RuntimeError("the tables could not be brought up to date") from error
        if "failure" in answer:
            reason = database_fault(Exception(answer["failure"]))
            raise UserFacingError(f"Cannot bring the tables up to date: {reason}")
        self.logins = [demo.Login(*login) for login in answer["logins"]]

    def _parts(self) -> list[ProcessPart]:
        parts = [worker(QUEUES, AT_A_TIME), sweeper()]
        if self.demo:
            parts += demo.parts(self.folder)
        return parts

    def _note(self, url: str, supervisor: Supervisor) -> None:
        """Note this newsroom for other commands, and its processes for the next `up`."""
        write_state(
            self.state,
            {"url": url, "environment": self.environment, "processes": supervisor.processes()},
        )

    def _wait_for_answer(self, port: int, supervisor: Supervisor) -> None:
        end = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < end:
            supervisor.look()
            if supervisor.deaths("web") > 1:
                break
            if answers(port):
                return
        raise UserFacingError(
            f"The web server does not answer: its log, {self.folder / 'log' / 'web.log'}, says why."
        )

    def _welcome(self, url: str) -> None:
        self.say(f"Factcheck is running at {url}")
        if self.logins:
            width = max(len(login.email) for login in self.logins)
            print("\nSign in as (one-time passwords, new at every start):")
            for login in self.logins:
                print(f"  {login.email:{width}}  {login.password}  {login.role}")
        print(f"\nLogs are in {self.folder / 'log'}. Ctrl-C ends everything.", flush=True)


def environment_of_parts() -> dict[str, str]:
    """Return what web server and workers know: all but the owner's password."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {**known, "PYTHONUNBUFFERED": "1"}


def web(listening: int) -> ProcessPart:
    """Gunicorn on a socket that is already open, so that no request is refused while it starts."""
    command = ["gunicorn", "factcheck.wsgi", "-c", "python:factcheck.web_server"]
    command += ["--bind", f"fd://{listening}"]
    return ProcessPart("web", [sys.executable, "-m", *command], (listening,))


def worker(queues: Sequence[str], at_a_time: int) -> ProcessPart:
    command = ["celery", "-A", "factcheck", "worker", "-Q", ",".join(queues), "-n", "worker@%h"]
    # Workers that greet and watch each other cost an idle newsroom more than all else.
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return ProcessPart(
        "worker",
        [sys.executable, "-m", *command, "-c", str(at_a_time), "-l", "INFO", *quiet],
    )


def sweeper() -> ProcessPart:
    return ProcessPart("sweeper", [sys.executable, str(PROJECT / "manage.py"), "sweep"])


def tables_wanted() -> str:
    """Return what tells one state of the tables, triggers and roles from another.

    The code and its requirements, which database, and the key that its signatures rest on.
    """
    digest = hashlib.sha256()
    for path in sorted((PROJECT / "factcheck").rglob("*.py")):
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    digest.update((PROJECT / "requirements" / "base.txt").read_bytes())
    where = "embedded" if embedded("postgres") else os.environ["DATABASE_URL"]
    digest.update(where.encode() + os.environ.get("SECRET_KEY", "").encode())
    return digest.hexdigest()


def reach_redis() -> None:
    """Raise UserFacingError when the broker does not answer."""
    try:
        redis.Redis.from_url(
            os.environ["REDIS_URL"], socket_connect_timeout=5, socket_timeout=5
        ).ping()
    except (redis.RedisError, ValueError) as error:
        way_out = (
            "run this again"
            if embedded("valkey")
            else "start that server, or unset REDIS_URL to use the embedded one"
        )
        raise UserFacingError(f"Cannot use REDIS_URL ({error}): {way_out}.") from error


def answers(port: int) -> bool:
    """Whether the web server gives any answer to a plain GET within a second."""
    try:
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        wire.request("GET", "/")
        return wire.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        time.sleep(LOOK_SECONDS)
        return False


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
