"""`manage.py up` from start to end, on a folder of its own."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from factcheck.local import servers, up
from factcheck.local.engines.files import Lock, read_state, write_state
from factcheck.local.ports import listen
from factcheck.newsroom.errors import UserFacingError

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = """
import signal, sys
from pathlib import Path
from factcheck.local import up
up.AT_A_TIME = 1  # enough to see a worker come and go, and quicker
signal.signal(signal.SIGTERM, up._interrupt)
sys.exit(up.Up(Path(sys.argv[1]), port=int(sys.argv[2]), demo=False).run())
"""


class Running:
    def __init__(self, folder: Path, port: int) -> None:
        left_out = {"DATABASE_URL", "REDIS_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE"}
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), str(port)],
            cwd=PROJECT,
            env={name: value for name, value in os.environ.items() if name not in left_out},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def until(self, words: str, seconds: float = 240.0) -> str:
        """Read what it says until a line holds `words`; return that line."""
        while True:
            try:
                line = self.lines.get(timeout=max(0.1, self.begun + seconds - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"not in time: {self.said}") from None
            assert line, f"it ended: {self.said}"
            self.said += line
            if words in line:
                return line

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="factcheck-up-"))
    yield made
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(made) in " ".join(process.cmdline()):
                process.kill()
    shutil.rmtree(made, ignore_errors=True)


def _all_gone(processes: list[psutil.Process], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes):
            return True
        time.sleep(0.1)
    return False


def _words_of(process: psutil.Process) -> list[str]:
    """Its command line; none for one that ended a moment ago and is not yet buried by its parent."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.mark.servers
@pytest.mark.timeout(600)  # a busy machine takes its time; an idle one half a minute
def test_up_serves_survives_a_kill_and_ends_when_told(folder: Path) -> None:
    with listen(18000) as taken:
        port = taken.getsockname()[1]
        newsroom = Running(folder, port)
        assert f"Port {port} is taken" in newsroom.until("is taken")
        address = newsroom.until("running at").split()[-1]
    assert urllib.request.urlopen(f"{address}/static/admin/css/base.css").status == 200
    newsroom.until("Ctrl-C ends everything")

    again = Running(folder, port)
    assert again.until("Already") == f"Already running at {address}\n"
    assert again.process.wait() == 0

    url = read_state(folder / "postgres.json")["owner_url"]
    with psycopg.connect(url) as wire:
        wire.execute("CREATE TABLE kept AS SELECT 'copy' AS word")
    family = newsroom.family()
    assert {"celery", "gunicorn"} <= {word for one in family for word in _words_of(one)}
    newsroom.process.kill()
    newsroom.process.wait()

    newsroom = Running(folder, int(address.rsplit(":", 1)[1]))
    assert newsroom.until("running at").split()[-1] == address
    assert not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    with psycopg.connect(read_state(folder / "postgres.json")["owner_url"]) as wire:
        assert wire.execute("SELECT word FROM kept").fetchone() == ("copy",)
    newsroom.until("Ctrl-C ends everything")

    family = newsroom.family()
    newsroom.process.send_signal(signal.SIGTERM)
    assert newsroom.process.wait(20) == 0
    assert _all_gone(family, 3)


def test_the_next_free_port_is_taken() -> None:
    with listen(19000) as first, listen(first.getsockname()[1]) as second:
        assert second.getsockname()[1] > first.getsockname()[1]


def test_no_free_port_is_told_in_one_sentence() -> None:
    with listen(65535) as last:
        assert last.getsockname()[1] == 65535
        with pytest.raises(UserFacingError, match="choose another with --port"):
            listen(65535)


@pytest.mark.parametrize(
    "arguments", [["help"], ["read", "a.txt"], ["migrate", "--help"], ["check"], []]
)
def test_a_command_that_needs_no_database_starts_none(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(servers, "ensure_servers", lambda: started.append("all"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", servers.SETTINGS)
    servers.before_command(["manage.py", *arguments])
    assert not started


@pytest.mark.parametrize(
    "arguments", [["migrate"], ["factcheck", "a.txt"], ["check", "--database", "default"]]
)
def test_a_command_that_may_need_the_database_has_it(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(servers, "ensure_servers", lambda: started.append("all"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", servers.SETTINGS)
    servers.before_command(["manage.py", *arguments])
    assert started == ["all"]


def test_production_never_starts_embedded_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "ensure_servers", lambda: pytest.fail("started"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
    servers.before_command(["manage.py", "migrate"])


def test_servers_named_in_the_environment_are_used_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/desk")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    servers.ensure_servers(tmp_path)
    assert os.environ["DATABASE_URL"] == "postgres://elsewhere/desk"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "value"), [("DATABASE_URL", "sqlite:///desk.db"), ("REDIS_URL", "localhost")]
)
def test_an_address_of_the_wrong_kind_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/desk")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    monkeypatch.setenv(variable, value)
    with pytest.raises(
        UserFacingError, match=f"{variable} is no address Factcheck can use: it looks like"
    ):
        servers.ensure_servers(tmp_path)


def test_what_a_newsroom_that_was_killed_said_of_itself_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "up.lock").touch()
    (tmp_path / "up.json").write_text(
        '{"url": "http://127.0.0.1:1", "environment": {"SITE_URL": "x"}}'
    )
    assert servers.running_up(tmp_path) == {}
    lock = Lock(tmp_path / "up.lock")
    assert lock.take()
    assert servers.running_up(tmp_path)["url"] == "http://127.0.0.1:1"
    lock.release()


def test_loopback_alone_is_listened_on() -> None:
    with listen(20000) as door:
        assert door.getsockname()[0] == "127.0.0.1"
        assert door.family == socket.AF_INET


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('relation "newsroom_user" does not exist\nLINE 1: SELECT', "manage.py migrate` first."),
        ("could not extend file: No space left on device", "the disk is full"),
        (
            'connection failed: connection to server at "127.0.0.1" failed',
            "check DATABASE_URL, or unset it",
        ),
        ("", "Exception."),
    ],
)
def test_a_database_error_says_what_to_do(words: str, sentence: str) -> None:
    said = servers.database_fault(Exception(words))
    assert sentence in said
    assert "\n" not in said


@pytest.mark.servers
def test_a_server_whose_keeper_was_killed_is_started_again_at_its_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/desk")
    monkeypatch.delenv("REDIS_URL")
    said: list[str] = []
    servers.ensure_servers(folder)
    url = os.environ["REDIS_URL"]
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-2:] == ["valkey", str(folder)]:
                process.kill()
                process.wait()
    servers.revive(folder, said.append)
    assert said == ["Valkey was ended from outside; starting it again"]
    assert redis.Redis.from_url(url).ping()
    servers.revive(folder, said.append)
    assert len(said) == 1
    servers.release_servers()


class FullDisk:
    """Stands for a supervisor on a disk that is full until there is space again."""

    def __init__(self) -> None:
        self.is_full, self.looks = True, 0

    def look(self) -> bool:
        self.looks += 1
        if self.is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return True

    def processes(self) -> list[tuple[int, float]]:
        return []


def test_a_full_disk_is_waited_for_said_once_and_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up, "revive", lambda *_: None)
    newsroom, disk, said = up.Up(tmp_path, port=1, demo=False), FullDisk(), []
    trouble = up.Trouble(said.append)
    for _ in range(3):
        trouble.note(newsroom._look("http://here", disk))  # type: ignore[arg-type]
    disk.is_full = False
    for _ in range(2):
        trouble.note(newsroom._look("http://here", disk))  # type: ignore[arg-type]
    assert said == [
        "The disk is full: free some space, and the newsroom goes on by itself.",
        "All is well again.",
    ]
    assert disk.looks == 5
    assert read_state(tmp_path / "up.json")["url"] == "http://here"


def test_a_server_that_does_not_start_is_tried_again_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise UserFacingError("PostgreSQL did not start: the disk is full.")

    monkeypatch.setattr(up, "revive", refuses)
    disk = FullDisk()
    disk.is_full = False
    newsroom = up.Up(tmp_path, port=1, demo=False)
    sentence = newsroom._look("http://here", disk)  # type: ignore[arg-type]
    assert sentence.startswith("PostgreSQL did not start: the disk is full. It is tried again")


def test_the_supervisor_names_the_server_that_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up, "revive", lambda *_: None)
    monkeypatch.setattr(servers, "_held", {"postgres": object(), "valkey": object()})
    write_state(tmp_path / "valkey.json", {"url": "redis://here"})
    disk = FullDisk()
    disk.is_full = False
    newsroom = up.Up(tmp_path, port=1, demo=False)
    assert newsroom._look("http://here", disk) == (  # type: ignore[arg-type]
        "PostgreSQL does not answer and is being started again."
    )
    write_state(tmp_path / "postgres.json", {"url": "postgres://here"})
    assert newsroom._look("http://here", disk) == ""  # type: ignore[arg-type]


def test_a_server_at_another_address_ends_the_newsroom_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moves(*_: object) -> None:
        raise servers.ServerMovedError("Valkey's port was taken meanwhile: run this again.")

    monkeypatch.setattr(up, "revive", moves)
    disk = FullDisk()
    disk.is_full = False
    with pytest.raises(UserFacingError, match="run this again"):
        up.Up(tmp_path, port=1, demo=False)._look("http://here", disk)  # type: ignore[arg-type]


def test_what_an_up_that_was_killed_left_running_is_ended_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as left:
        write_state(
            folder / "up.json", {"processes": [[left.pid, psutil.Process(left.pid).create_time()]]}
        )
        monkeypatch.setattr(up.Up, "_serve", lambda self: None)
        assert up.Up(folder, port=18500, demo=False).run() == 0
        assert not psutil.pid_exists(left.pid)
    assert not (folder / "up.json").exists()


@pytest.mark.parametrize(
    ("command", "made"), [("factcheck", True), ("receive", True), ("shell", False)]
)
def test_a_command_a_newcomer_may_run_first_makes_its_tables(
    command: str, made: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated: list[str] = []
    monkeypatch.setattr(servers, "ensure_servers", lambda: None)
    monkeypatch.setattr(servers, "embedded", lambda engine: True)
    monkeypatch.setattr(servers, "running_up", dict)
    monkeypatch.setattr("factcheck.local.servers.migrate", lambda: migrated.append(command))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", servers.SETTINGS)
    servers.before_command(["manage.py", command])
    assert bool(migrated) is made
