"""The process in which foreign bytes are parsed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from factcheck.outside import sandbox

JOBS = "tests.outside.sandbox_jobs"


def test_a_job_gets_the_bytes_and_its_answer_comes_back() -> None:
    assert sandbox.run(f"{JOBS}:give_back", b"x" * 3_000_000, name="é") == [3_000_000, "é"]


def test_a_job_that_spins_is_ended_by_its_cpu_time() -> None:
    with pytest.raises(sandbox.OverLimit):
        sandbox.run(f"{JOBS}:spin", b"", cpu_seconds=1)


def test_a_job_that_only_waits_for_a_busy_machine_is_not_ended() -> None:
    assert sandbox.run(f"{JOBS}:wait", b"", cpu_seconds=1) == "done"


def test_a_job_that_swells_is_ended() -> None:
    with pytest.raises(sandbox.OverLimit):
        sandbox.run(f"{JOBS}:swell", b"")


def test_a_job_that_breaks_gives_one_sentence() -> None:
    with pytest.raises(sandbox.Unreadable, match=r"^This file is damaged and cannot be read\.$"):
        sandbox.run(f"{JOBS}:break_down", b"")


def test_a_job_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "SECRET_KEY" not in sandbox.run(f"{JOBS}:secrets", b"")


def test_processes_that_one_forks_use_its_helper_where_it_is_shared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    helper = sandbox._Helper()
    helper.share()
    shared, process = helper._control, helper._process
    monkeypatch.setattr(sandbox.os, "getpid", lambda: 1)  # as in a process that was forked
    assert helper._ready() is shared
    assert process is not None
    process.kill()
    process.wait()
    helper.submit().close()
    assert helper._process is not process  # its own, now that the shared one is gone
    helper._process.kill()
    helper._process.wait()


def test_a_forked_process_starts_its_own_helper_where_none_is_shared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    helper = sandbox._Helper()
    first = helper._ready()
    before = helper._process
    monkeypatch.setattr(sandbox.os, "getpid", lambda: 1)
    assert helper._ready() is not first
    for process in (before, helper._process):
        assert process is not None
        process.kill()
        process.wait()


def test_what_stands_behind_a_poisonous_job_goes_on() -> None:
    with ThreadPoolExecutor(2) as pool:
        poisonous = pool.submit(sandbox.run, f"{JOBS}:spin", b"", cpu_seconds=2)
        harmless = pool.submit(sandbox.run, f"{JOBS}:give_back", b"abc")
        assert harmless.result() == [3, ""]
        assert not poisonous.done()
        with pytest.raises(sandbox.OverLimit):
            poisonous.result()


def test_the_helper_has_compiled_what_every_job_would_compile_anew() -> None:
    code = (
        "from factcheck.outside.mail import phrases\n"
        "from factcheck.outside import sandbox_worker\n"
        "compiled = lambda: '_by_script' in vars(phrases.BOILERPLATE)\n"
        "before = compiled()\n"
        "sandbox_worker.preload()\n"
        "print(before, compiled())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"False", b"True"]
