"""The process that runs the sweeps: at their beat, at a nudge, and hardly ever when all is quiet."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import redis
import time_machine
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from factcheck.newsroom import sweeper as sweeper_module
from factcheck.newsroom import sweeps
from factcheck.newsroom.models import Desk
from factcheck.newsroom.sweeper import ASLEEP_SECONDS, Sweeper, SweepTurn, last_swept
from factcheck.newsroom.sweeps import nudge, sweep


class Recorder:
    name = "test.recorded"

    def apply_async(self, args: tuple[int], queue: str) -> None:
        raise AssertionError("nothing is due")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def asked(flush_redis: redis.Redis) -> Iterator[list[str]]:
    """The names of the sweeps that were asked what is due, in order; three stand in for all."""
    names: list[str] = []
    sweeps.sweeps()  # what the rooms register, before it is set aside
    before = dict(sweeps._sweeps)
    sweeps._sweeps.clear()

    def add(name: str, every: float, after: tuple[str, ...]) -> None:
        sweep(
            name,
            task=Recorder(),
            due=lambda now: names.append(name) or [],  # type: ignore[func-returns-value]
            every=every,
            queue="read",
            after=after,
        )

    add("claims.read", 20, ("articles",))
    add("post.deliver", 10, ("post",))
    add("desk.lines", 10, ("articles", "post"))
    yield names
    sweeps._sweeps.clear()
    sweeps._sweeps.update(before)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and something was written in the database."""
    count = [0]
    monkeypatch.setattr(sweeper_module, "writes", lambda: count[0])
    return lambda: count.__setitem__(0, count[0] + 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def quiet(asked: list[str], clock: Clock) -> Sweeper:
    """A sweeper after its first round."""
    one = Sweeper(ended=lambda: False, clock=clock)
    one.round()
    one.round()
    asked.clear()
    return one


@pytest.mark.django_db
def test_every_sweep_runs_at_the_start(asked: list[str], written: Any, clock: Clock) -> None:
    Sweeper(ended=lambda: False, clock=clock).round()
    assert sorted(asked) == ["claims.read", "desk.lines", "post.deliver"]


@pytest.mark.django_db
def test_while_things_change_each_sweep_runs_at_its_own_beat(
    written: Callable[[], None], quiet: Sweeper, asked: list[str], clock: Clock
) -> None:
    for _ in range(4):
        clock.now += 10
        written()
        quiet.round()
    assert asked.count("post.deliver") == 4
    assert asked.count("claims.read") == 2


@pytest.mark.django_db
def test_while_nothing_changes_sweeps_run_seldom_but_do_run(
    written: Callable[[], None], quiet: Sweeper, asked: list[str], clock: Clock
) -> None:
    for _ in range(int(ASLEEP_SECONDS) - 1):
        clock.now += 1
        quiet.round()
    assert asked == []
    clock.now += 1
    quiet.round()
    assert sorted(asked) == ["claims.read", "desk.lines", "post.deliver"]


@pytest.mark.django_db
def test_a_nudge_runs_the_sweeps_that_follow_from_it_and_no_others(
    written: Callable[[], None], quiet: Sweeper, asked: list[str], clock: Clock
) -> None:
    clock.now += 3
    quiet.nudge({"post"})
    assert sorted(quiet.round()) == ["desk.lines", "post.deliver"]
    assert sorted(asked) == ["desk.lines", "post.deliver"]


@pytest.mark.django_db
def test_however_many_nudges_come_a_sweep_rests_after_each_run(
    written: Callable[[], None], quiet: Sweeper, asked: list[str], clock: Clock
) -> None:
    clock.now += 3
    for _ in range(30):
        quiet.nudge({"articles"})
        quiet.round()
        clock.now += 0.1
    # Three seconds at a beat of 20: one run each two seconds; at a beat of 10, each second.
    assert asked.count("claims.read") == 2
    assert asked.count("desk.lines") == 3


def test_rows_that_fall_due_by_time_are_looked_for_though_nothing_changes() -> None:
    assert SweepTurn(every=10, by_time=True, ran_at=0.0, nudged=False, seen=1).must_run(
        10.0, written=1
    )
    assert not SweepTurn(every=10, ran_at=0.0, nudged=False, seen=1).must_run(10.0, written=1)


def test_a_sweep_runs_again_when_rows_fall_due_that_it_left_for_later() -> None:
    turn = SweepTurn(every=10, ran_at=0.0, nudged=False, seen=1, falls_due=4.0)
    assert turn.wait(1.0) == 3.0
    assert not turn.must_run(3.9, written=1)
    assert turn.must_run(4.0, written=1)


def test_a_sweep_that_is_awaited_at_once_rests_all_the_same() -> None:
    turn = SweepTurn(every=10, ran_at=0.0, nudged=False, seen=1, falls_due=0.1)
    assert not turn.must_run(0.9, written=1)
    assert turn.must_run(1.0, written=1)


@pytest.mark.django_db
def test_a_sweep_is_asked_when_more_of_its_rows_fall_due(
    written: Callable[[], None], quiet: Sweeper, asked: list[str], clock: Clock
) -> None:
    sweep("post.deliver", task=Recorder(), due=lambda now: [], every=10, queue="read",
          again=lambda now: 3.0)  # fmt: skip
    quiet._sweeps = sweeps.sweeps()
    clock.now += 10
    written()
    quiet.round()
    assert quiet.turns["post.deliver"].falls_due == clock.now + 3.0


def test_a_sweep_that_takes_long_rests_long() -> None:
    turn = SweepTurn(every=10, ran_at=0.0, took=5.0, nudged=True)
    assert not turn.must_run(19.0, written=1)
    assert turn.must_run(20.0, written=1)


@pytest.mark.django_db
def test_one_sweep_that_fails_does_not_keep_the_others_from_running(
    asked: list[str], written: Any, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    sweep("articles.broken", task=Recorder(), due=lambda now: 1 / 0, every=60, queue="read")  # type: ignore[arg-type,return-value]
    with caplog.at_level(logging.ERROR):
        Sweeper(ended=lambda: False, clock=clock).round()
    assert len(asked) == 3
    assert "articles.broken" in caplog.text


@pytest.mark.django_db
def test_a_sweep_whose_broker_was_away_runs_again_soon(
    asked: list[str], written: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Sweeper(ended=lambda: False, clock=clock)
    works = sweeper_module.run_sweep

    def away(sweep: Any) -> int:
        works(sweep)
        raise RedisAway

    monkeypatch.setattr(sweeper_module, "run_sweep", away)
    one.round()
    monkeypatch.setattr(sweeper_module, "run_sweep", works)
    clock.now += 2.5
    assert len(one.round()) == 3


@pytest.mark.django_db
def test_a_clock_that_is_set_back_or_on_neither_stops_nor_hurries_the_sweeps(
    written: Callable[[], None], asked: list[str]
) -> None:
    one = Sweeper(ended=lambda: False)
    one.round()
    for jump in (timedelta(days=-1), timedelta(days=1)):
        with time_machine.travel(timezone.now() + jump, tick=False):
            asked.clear()
            one.round()
            assert asked == []  # a moment has passed, whatever the clock says
            for turn in one.turns.values():
                turn.ran_at -= 60  # and now a minute
            written()
            one.round()
            assert len(asked) == 3


@pytest.mark.django_db
def test_a_sweeper_says_that_it_is_about(written: Any, quiet: Sweeper) -> None:
    assert last_swept() is not None


@pytest.mark.django_db(transaction=True)
def test_a_nudge_of_another_process_is_heard_when_it_commits(
    asked: list[str], written: Any, clock: Clock
) -> None:
    connection.close()
    one = Sweeper(ended=lambda: False, clock=clock)
    one.round()
    clock.now += 5
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_notify(%s, 'post')", (sweeps.CHANNEL,))
    asked.clear()
    one.hear(10)
    assert sorted(one.round()) == ["desk.lines", "post.deliver"]
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_nudge_leaves_after_the_commit_and_names_its_room(
    asked: list[str], written: Any, clock: Clock
) -> None:
    connection.close()
    one = Sweeper(ended=lambda: False, clock=clock)
    one.round()
    clock.now += 5
    asked.clear()
    nudge("articles")
    one.hear(10)
    assert sorted(one.round()) == ["claims.read", "desk.lines"]
    connection.close()


@pytest.mark.django_db
def test_a_nudge_never_fails_a_page(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(sweeps, "CHANNEL", "x" * 200)  # which PostgreSQL refuses
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks():
        nudge("post")
    assert "error" not in caplog.text.lower()


def flushed() -> int:
    """Count the writes, once this connection's own are told of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
    return sweeper_module.writes()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_is_seen_but_for_housekeeping() -> None:
    before = flushed()
    cache_table = caches["fallback"]._table  # type: ignore[attr-defined]
    assert cache_table in sweeper_module.HOUSEKEEPING
    caches["fallback"].set("who", "came by")
    assert flushed() == before
    Desk.load()
    assert flushed() > before


def test_housekeeping_names_tables_that_there_are() -> None:
    known = {model._meta.db_table for model in apps.get_models()} | {caches["fallback"]._table}  # type: ignore[attr-defined]
    assert set(sweeper_module.HOUSEKEEPING) <= known


@pytest.mark.django_db(transaction=True)
def test_a_database_that_went_away_is_waited_for(
    asked: list[str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setattr(sweeper_module, "AGAIN_SECONDS", 0.0)
    rounds = iter([False, False, True])
    one = Sweeper(ended=lambda: next(rounds), clock=clock)
    works, calls = one.round, []

    def round_() -> list[str]:
        calls.append(1)
        if len(calls) == 1:
            works()
            with psycopg.connect(**connection.get_connection_params()) as other:
                pid = connection.connection.info.backend_pid
                other.execute("SELECT pg_terminate_backend(%s)", (pid,))
        else:
            asked.clear()
            clock.now += 5
        return works()

    monkeypatch.setattr(one, "round", round_)
    monkeypatch.setattr(one, "_wait", lambda: 0.05)
    one.run()
    assert len(asked) == 3
    connection.close()
