"""The embedded servers, really started, killed and started again."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from factcheck.local.engines import Held, daemon, data_dir, hold, postgres
from factcheck.local.engines.daemon import leftovers
from factcheck.local.engines.errors import from_log, from_os
from factcheck.local.engines.files import Lock, read_state
from factcheck.local.engines.postgres import Postgres
from factcheck.local.engines.valkey import Valkey
from factcheck.newsroom.errors import UserFacingError

pytestmark = pytest.mark.servers
PROJECT = Path(__file__).resolve().parents[2]
ROOT_ONLY = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root runs servers as another account"
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder any account can reach (pytest's own are closed to others), emptied of servers at the
    end.
    """
    made = Path(tempfile.mkdtemp(prefix="factcheck-engines-"))
    yield made
    for engine in ("postgres", "valkey"):
        for pid in _processes(made, engine):
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(pid).kill()
    shutil.rmtree(made, ignore_errors=True)


def _keeper(folder: Path, engine: str) -> psutil.Process:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-2:] == [engine, str(folder)]:
                return process
    raise AssertionError("no keeper")


def _processes(folder: Path, engine: str) -> list[int]:
    """The keeper, its guard and the server."""
    found = [process.pid for process in leftovers(folder / engine)]
    with contextlib.suppress(AssertionError):
        keeper = _keeper(folder, engine)
        found += [keeper.pid, *(child.pid for child in keeper.children())]
    return found


def _eventually(true: Callable[[], object], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.05)


def _gone(pids: list[int]) -> bool:
    return all(_is_over(pid) for pid in pids)


def _is_over(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # before it was asked, or while
        return True


def _write(held: Held) -> None:
    with psycopg.connect(held.owner_url) as wire:
        wire.execute("CREATE TABLE kept (word text)")
        wire.execute("INSERT INTO kept VALUES ('copy')")


def _read(held: Held) -> object:
    with psycopg.connect(held.owner_url) as wire:
        return wire.execute("SELECT word FROM kept").fetchone()


def test_postgres_keeps_its_data_from_one_run_to_the_next_and_ends_with_its_holder(
    folder: Path,
) -> None:
    held = hold("postgres", folder)
    _write(held)
    pids = _processes(folder, "postgres")
    held.release()
    assert _gone(pids)
    assert not held.alive()
    again = hold("postgres", folder)
    assert _read(again) == ("copy",)
    assert again.url == held.url
    again.release()


def test_everything_killed_at_once_is_no_obstacle_and_loses_nothing(folder: Path) -> None:
    held = hold("postgres", folder)
    _write(held)
    for pid in _processes(folder, "postgres"):
        psutil.Process(pid).kill()
    held.release()
    again = hold("postgres", folder)
    assert _read(again) == ("copy",)
    again.release()


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(folder: Path) -> None:
    held = hold("postgres", folder)
    pid_file = held.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    held.release()
    stranger = subprocess.Popen(["sleep", "60"], user=_server_account())
    pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    shutil.chown(pid_file, _server_account())
    try:
        hold("postgres", folder).release()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def _server_account() -> int:
    who = data_dir.account()
    return who.uid if who else os.geteuid()


@pytest.mark.parametrize("engine", ["postgres", "valkey"])
def test_a_killed_keeper_leaves_no_server_behind(folder: Path, engine: str) -> None:
    held = hold(engine, folder)
    server = read_state(folder / f"{engine}.json")["pid"]
    _keeper(folder, engine).kill()
    _eventually(lambda: _gone([server]))
    assert not held.alive()
    held.release()


@pytest.mark.parametrize("engine", ["postgres", "valkey"])
def test_a_killed_holder_leaves_no_server_behind(folder: Path, engine: str) -> None:
    script = (
        "import sys, time; from pathlib import Path; from factcheck.local.engines import hold\n"
    )
    script += (
        "held = hold(sys.argv[1], Path(sys.argv[2])); print(held.url, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, engine, str(folder)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline()
        pids = _processes(folder, engine)
        assert len(pids) >= 3
        holder.kill()
    _eventually(lambda: _gone(pids))


@pytest.mark.parametrize("engine", ["postgres", "valkey"])
def test_an_orphan_is_stopped_before_its_data_is_used_again(folder: Path, engine: str) -> None:
    held = hold(engine, folder)
    orphan = read_state(folder / f"{engine}.json")["pid"]
    # The guard first: it would stop the server as soon as its keeper is gone.
    for pid in sorted(_processes(folder, engine), reverse=True):
        if pid != orphan:
            psutil.Process(pid).kill()
    held.release()
    assert not _gone([orphan])
    again = hold(engine, folder)
    assert _gone([orphan])
    again.release()


def test_a_killed_server_comes_back_at_the_same_address(folder: Path) -> None:
    held = hold("valkey", folder)
    client = redis.Redis.from_url(held.url)
    client.set("word", "copy")
    _eventually(lambda: client.info("persistence")["aof_pending_bio_fsync"] == 0)
    time.sleep(1.1)  # the append-only file is written through once a second
    psutil.Process(read_state(folder / "valkey.json")["pid"]).kill()
    _eventually(lambda: _answers(client))
    assert client.get("word") == b"copy"
    held.release()


def _serves(url: str) -> bool:
    with contextlib.suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as wire:
        return wire.execute("SELECT 1").fetchone() == (1,)
    return False


def test_a_database_that_somebody_asked_to_stop_is_stopped_fast_and_comes_back(
    folder: Path,
) -> None:
    held = hold("postgres", folder)
    pid = read_state(folder / "postgres.json")["pid"]
    with psycopg.connect(held.owner_url):  # for whom a polite stop would wait for ever
        psutil.Process(pid).send_signal(signal.SIGTERM)
        _eventually(lambda: (read_state(folder / "postgres.json") or {}).get("pid", pid) != pid)
    _eventually(lambda: _serves(held.owner_url))
    held.release()


def test_a_database_that_does_not_answer_is_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Postgres(folder)
    held = hold("postgres", folder)
    port = int(held.owner_url.rpartition(":")[2].partition("/")[0])
    server = psutil.Process(read_state(folder / "postgres.json")["pid"])
    monkeypatch.setattr(postgres, "ANSWER_SECONDS", 1.0)
    assert engine.answers(port)
    server.suspend()  # its process is there, and answers nobody
    assert not engine.answers(port)
    server.resume()
    held.release()


def test_a_keeper_stops_a_server_that_leaves_questions_unanswered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "ASK_SECONDS", 0.0)
    monkeypatch.setattr(daemon, "LOOK_SECONDS", 0.01)
    engine, asked = Valkey(folder), []
    monkeypatch.setattr(Valkey, "answers", lambda self, port: asked.append(port))  # type: ignore[func-returns-value]
    held, hold_file = Lock(folder / "valkey.hold"), Lock(folder / "valkey.hold")
    held.take(shared=True)
    with subprocess.Popen(["sleep", "60"]) as server:
        assert daemon._wait(engine, server, hold_file, 1)
        server.wait(10)
    assert len(asked) == daemon.UNANSWERED_AT_MOST
    held.release()


def _answers(client: redis.Redis) -> bool:
    with contextlib.suppress(redis.RedisError):
        return bool(client.ping())
    return False


def test_two_holders_share_one_server_which_outlives_the_first(folder: Path) -> None:
    first, second = hold("valkey", folder), hold("valkey", folder)
    assert first.url == second.url
    first.release()
    time.sleep(1.0)
    assert _answers(redis.Redis.from_url(second.url))
    second.release()
    _eventually(lambda: not second.alive())


def test_servers_want_a_password_that_only_we_can_read_and_no_list_of_processes_shows(
    folder: Path,
) -> None:
    for engine in ("postgres", "valkey"):
        held = hold(engine, folder)
        secret = folder / f"{engine}.password"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert stat.S_IMODE((folder / f"{engine}.json").stat().st_mode) == 0o600
        words = [" ".join(psutil.Process(pid).cmdline()) for pid in _processes(folder, engine)]
        assert not any(secret.read_text() in line for line in words)
        wrong = held.owner_url.replace(secret.read_text(), "wrong")
        with pytest.raises((psycopg.OperationalError, redis.AuthenticationError)):
            psycopg.connect(wrong) if engine == "postgres" else redis.Redis.from_url(wrong).ping()
        held.release()


def test_a_lost_password_is_replaced(folder: Path) -> None:
    held = hold("postgres", folder)
    _write(held)
    held.release()
    (folder / "postgres.password").unlink()
    again = hold("postgres", folder)
    assert again.owner_url != held.owner_url
    assert _read(again) == ("copy",)
    again.release()


def test_words_in_typographic_quotation_marks_are_found_by_text_search(folder: Path) -> None:
    held = hold("postgres", folder, throwaway=True)
    with psycopg.connect(held.owner_url) as wire:
        found = wire.execute(
            "SELECT to_tsvector('simple', '“ŪBER” said—so') @@ 'ūber & said'"
        ).fetchone()
    assert found == (True,)
    held.release()


def test_a_throwaway_server_leaves_no_file(folder: Path) -> None:
    held = hold("postgres", folder, throwaway=True)
    held.release()
    _eventually(lambda: not folder.exists())


def test_a_damaged_database_is_told_in_one_sentence(folder: Path) -> None:
    held = hold("postgres", folder)
    held.release()
    os.truncate(held.data / "global" / "pg_control", 100)
    with pytest.raises(
        UserFacingError, match=r"damaged, so put a backup in their place or move that folder away"
    ):
        hold("postgres", folder)


def test_a_half_made_database_is_made_again(folder: Path) -> None:
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    held = hold("postgres", folder)
    assert psycopg.connect(held.owner_url).execute("SELECT 1").fetchone() == (1,)
    held.release()


def test_files_that_are_no_database_are_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "notes.txt").write_text("mine")
    with pytest.raises(UserFacingError, match="holds files but no PostgreSQL data"):
        hold("postgres", folder)
    assert (folder / "postgres" / "notes.txt").read_text() == "mine"


def test_another_versions_database_is_told_in_one_sentence(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(UserFacingError, match="written by PostgreSQL 16 and this is PostgreSQL 18"):
        hold("postgres", folder)


def test_valkeys_damaged_files_are_set_aside(folder: Path) -> None:
    held = hold("valkey", folder)
    redis.Redis.from_url(held.url).set("word", "copy")
    held.release()
    for path in (held.data / "appendonlydir").glob("*.incr.aof"):
        path.write_bytes(b"*3\r\nnonsense" * 50)
    again = hold("valkey", folder)
    assert redis.Redis.from_url(again.url).get("word") is None
    assert (folder / "valkey.damaged").is_dir()
    again.release()


@ROOT_ONLY
def test_root_runs_the_server_as_another_account_and_loosens_no_folder() -> None:
    closed = Path(tempfile.mkdtemp(prefix="factcheck-closed-"))
    (closed / "project" / "var").mkdir(parents=True)
    before = {
        path: path.stat()
        for path in (closed, closed / "project", Path("/root"), Path(tempfile.gettempdir()))
    }
    held = hold("postgres", closed / "project" / "var", throwaway=True)
    server = psutil.Process(read_state(closed / "project" / "var" / "postgres.json")["pid"])
    try:
        assert server.uids().real not in (0,)
        assert closed not in held.data.parents
        assert stat.S_IMODE(held.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        for path, was in before.items():
            assert (path.stat().st_mode, path.stat().st_uid) == (was.st_mode, was.st_uid)
    finally:
        held.release()
        shutil.rmtree(closed)
    _eventually(lambda: not held.data.parent.exists())


@ROOT_ONLY
def test_a_folder_elsewhere_that_another_account_made_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_dir, "ELSEWHERE", (folder,))
    made = data_dir.elsewhere("data", "key")
    os.chown(made, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(
        UserFacingError, match="move the project to a folder every account may enter"
    ):
        data_dir.elsewhere("data", "key")


@ROOT_ONLY
def test_programs_the_account_cannot_run_are_copied_to_where_it_can(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Path(tempfile.mkdtemp(prefix="factcheck-closed-"))
    (source / "bin").mkdir(mode=0o700)
    (source / "bin" / "program").write_text("#!/bin/sh\nexit 0\n")
    (source / "bin" / "program").chmod(0o700)
    who = data_dir.account()
    assert not data_dir._runs(who, source / "bin" / "program")
    folder.chmod(0o711)
    data_dir._copy_once(source / "bin", folder / "copy")
    (folder / "copy" / "program").chmod(0o755)
    assert data_dir._runs(who, folder / "copy" / "program")
    shutil.rmtree(source)


@ROOT_ONLY
def test_an_ordinary_account_runs_the_servers_itself() -> None:
    nobody = pwd.getpwnam("nobody")
    mine = Path(tempfile.mkdtemp(prefix="factcheck-nobody-"))
    os.chown(mine, nobody.pw_uid, nobody.pw_gid)
    script = "import sys; from pathlib import Path; from factcheck.local.engines import hold\n"
    script += "held = [hold(name, Path(sys.argv[1]) / 'var', throwaway=True) for name in ('postgres', 'valkey')]\n"
    script += "print('up', flush=True); [one.release() for one in held]"
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    account = data_dir.Account("nobody", nobody.pw_uid, nobody.pw_gid)
    python = next(
        (one for one in (sys.executable, "/usr/bin/python3") if data_dir._runs(account, Path(one))),
        None,
    )
    if (
        python is None
        or not data_dir.reaches(account, PROJECT)
        or not data_dir.reaches(account, Path(packages))
    ):
        pytest.skip("no Python here that an ordinary account can run with the requirements")
    try:
        run = subprocess.run(
            [python, "-c", script, str(mine)],
            cwd="/",
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{PROJECT}:{packages}",
                "HOME": str(mine),
            },
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(mine, ignore_errors=True)
    assert run.stdout == "up\n", run.stderr


def test_missing_programs_are_told_with_the_way_to_get_them() -> None:
    with pytest.raises(UserFacingError, match="make run"):
        data_dir.package("a_package_that_is_not_there", "PostgreSQL")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("PANIC: could not write: No space left on device", "the disk is full"),
        (
            "FATAL: could not create shared memory segment: Function not implemented",
            "no shared memory",
        ),
        ("FATAL: could not open file: Permission denied", "may not use"),
        ("PANIC: could not locate a valid checkpoint record", "damaged"),
        ("FATAL: something new", 'Its last words were "FATAL: something new"'),
        ("", "see /log"),
    ],
)
def test_a_log_becomes_a_sentence(words: str, sentence: str) -> None:
    failure = from_log(
        "PostgreSQL", words, data=Path("/data"), log=Path("/log"), variable="DATABASE_URL"
    )
    assert sentence in str(failure)
    assert "\n" not in str(failure)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (PermissionError(13, "Permission denied", "/x"), "no permission to write /x"),
        (OSError(30, "Read-only file system"), "read-only"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_an_operating_systems_error_becomes_a_sentence(error: OSError, sentence: str) -> None:
    assert sentence in str(from_os(error, "keep the files"))


def test_a_lock_is_free_once_its_process_is_gone(tmp_path: Path) -> None:
    script = "import sys, time; from pathlib import Path; from factcheck.local.engines.files import Lock\n"
    script += "lock = Lock(Path(sys.argv[1])); print(lock.take(), flush=True); time.sleep(60)"
    command = [sys.executable, "-c", script, str(tmp_path / "lock")]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"True\n"
        assert Lock(tmp_path / "lock").held_elsewhere()
        assert not Lock(tmp_path / "lock").take(wait=False)
        other.send_signal(signal.SIGKILL)
    assert not Lock(tmp_path / "lock").held_elsewhere()


def test_who_comes_as_a_keeper_is_just_ending_starts_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, looks = Lock.held_elsewhere, iter([True])
    monkeypatch.setattr(Lock, "held_elsewhere", lambda self: next(looks, False) or there(self))
    held = hold("valkey", folder, throwaway=True)
    assert redis.Redis.from_url(held.url).ping()
    held.release()


def test_a_second_keeper_leaves_the_first_ones_server_alone(folder: Path) -> None:
    held = hold("valkey", folder)
    server = read_state(folder / "valkey.json")["pid"]
    command = [sys.executable, "-m", "factcheck.local.engines.daemon", "valkey", str(folder)]
    assert subprocess.run(command, cwd=PROJECT, timeout=20, check=False).returncode == 0
    assert not _gone([server])
    assert held.alive()
    held.release()
