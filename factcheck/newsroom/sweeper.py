"""The process that runs the sweeps: `manage.py sweep`.

It stands behind nothing: no queue, no reading. It listens for nudges (PostgreSQL's NOTIFY) and runs
the sweeps that follow from them; beside that it runs each at its own beat while anything in the
database changes, and seldom when nothing does. All its times are by the monotonic clock, so that a
clock that jumps neither stops nor hurries it. Several sweepers do no harm: a row is marked before
it is sent.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

import psycopg
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from factcheck.newsroom.sweeps import CHANNEL, Sweep, run_sweep, send_pulses, sweeps

log = logging.getLogger(__name__)
# Sweeps of rows that do not fall due by time run at least so often: should a change go unseen.
ASLEEP_SECONDS: Final = 120.0
# How often it looks whether anything was written: one cheap query.
LOOK_SECONDS: Final = 5.0
# Nudges come in handfuls; those of one handful are one.
GATHER_SECONDS: Final = 0.25
# A nudged sweep runs no more often than this part of its beat, nor takes more of the time than one
# in so many, however many nudges come.
NUDGED_PART: Final = 0.1
REST_TIMES: Final = 4.0
PULSE_SECONDS: Final = 60.0
BEAT_SECONDS: Final = 20.0
AGAIN_SECONDS: Final = 2.0
# A sweep's query that takes longer than this is cut off: the others must not stand behind it.
STATEMENT_SECONDS: Final = 60
_BEAT: Final = "newsroom.swept"
# Tables that change though nobody has anything to do: who is signed in, when a mailbox, a feed or a
# provider was last asked. What those bring stands in other tables.
HOUSEKEEPING: Final = [
    "django_session",
    "evidence_feed",
    "evidence_provider",
    "factcheck_cache",
    "post_mailbox",
]


@dataclass(slots=True)
class SweepTurn:
    """What the sweeper knows of one sweep, in seconds of the monotonic clock."""

    every: float
    by_time: bool = False  # its rows fall due though nothing changes
    ran_at: float = float("-inf")
    took: float = 0.0
    nudged: bool = True  # all of them run once at the start
    seen: int = -1  # the database's count of writes when it last ran
    falls_due: float = float("inf")  # when rows do that it left for a little later

    def rest(self) -> float:
        """Return the seconds it must rest after a run before the next."""
        return max(self.every * NUDGED_PART, self.took * REST_TIMES)

    def wait(self, now: float) -> float:
        """Return the seconds until it may have to run; 0 where it may be now."""
        rested = self.ran_at + self.rest() - now
        if self.nudged:
            return max(0.0, rested)
        beat = self.ran_at + self.every - now
        return max(0.0, rested, min(beat, self.falls_due - now))

    def must_run(self, now: float, written: int) -> bool:
        """Tell whether it is its turn: nudged, or its beat and something changed, or long ago."""
        if self.wait(now) > 0:
            return False
        asleep = self.every if self.by_time else max(ASLEEP_SECONDS, self.every)
        soon = self.nudged or now >= self.falls_due
        return soon or written != self.seen or now - self.ran_at >= asleep

    @property
    def is_awaited(self) -> bool:
        """Tell whether it is to run before its beat."""
        return self.nudged or self.falls_due < float("inf")


class Sweeper:
    """Runs the sweeps until `ended()`."""

    def __init__(
        self, ended: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ended = ended
        self._clock = clock
        self._sweeps: list[Sweep] = sweeps()
        self.turns = {each.name: SweepTurn(each.every, each.by_time) for each in self._sweeps}
        self._pulsed_at = self._beat_at = float("-inf")

    def run(self) -> None:
        """Sweep until ended; a database or broker that is away is waited for."""
        while not self._ended():
            try:
                self.round()
                self.hear(self._wait())
            except (DatabaseError, psycopg.Error, RedisError, OperationalError, OSError) as error:
                log.warning("A server does not answer (%s); sweeping again soon.", error)
                connection.close()
                self.nudge_all()
                time.sleep(AGAIN_SECONDS)

    def round(self) -> list[str]:
        """Run the sweeps whose turn it is; return their names."""
        self._listen()
        ran = []
        written = writes()
        for each in self._sweeps:
            turn = self.turns[each.name]
            if turn.must_run(self._clock(), written):
                self._run(each, turn, written)
                ran.append(each.name)
        self._say_alive()
        return ran

    def _run(self, sweep: Sweep, turn: SweepTurn, written: int) -> None:
        turn.ran_at, turn.nudged, turn.seen = self._clock(), False, written
        turn.falls_due = float("inf")
        try:
            run_sweep(sweep)
            seconds = sweep.again(timezone.now()) if sweep.again else None
            if seconds is not None:
                turn.falls_due = self._clock() + seconds
        except (DatabaseError, RedisError, OperationalError, OSError):
            turn.nudged = True  # a server's fault: all of it again
            if not connection.is_usable():
                raise
            log.exception("Sweep %s failed.", sweep.name)
        except Exception:  # one room's fault must not keep the other rooms' work from starting
            log.exception("Sweep %s failed.", sweep.name)
        finally:
            turn.took = self._clock() - turn.ran_at

    def _wait(self) -> float:
        """Return the seconds to listen before the next round."""
        now = self._clock()
        soonest = min(
            (turn.wait(now) for turn in self.turns.values() if turn.is_awaited), default=60.0
        )
        return max(0.05, min(LOOK_SECONDS, soonest))

    def hear(self, seconds: float) -> None:
        """Wait for nudges, so long at most, and note what they ask for."""
        if heard := self._heard(seconds, stop_after=1):
            self.nudge(heard | self._heard(GATHER_SECONDS))

    def nudge(self, rooms: Iterable[str]) -> None:
        """Give the sweeps that follow from these rooms their turn."""
        for each in self._sweeps:
            if not each.after.isdisjoint(rooms):
                self.turns[each.name].nudged = True

    def nudge_all(self) -> None:
        for turn in self.turns.values():
            turn.nudged = True

    def _heard(self, seconds: float, stop_after: int | None = None) -> set[str]:
        raw = cast("psycopg.Connection[Any]", connection.connection)
        return {each.payload for each in raw.notifies(timeout=seconds, stop_after=stop_after)}

    def _listen(self) -> None:
        """Listen on the connection there is; a new one has to be told anew."""
        if connection.connection is None:
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
                cursor.execute(f"LISTEN {CHANNEL}")
            self.nudge_all()  # what was said while nobody listened

    def _say_alive(self) -> None:
        now = self._clock()
        if now - self._beat_at >= BEAT_SECONDS:
            self._beat_at = now
            cache.set(_BEAT, timezone.now(), timeout=3600)
        if now - self._pulsed_at >= PULSE_SECONDS:
            self._pulsed_at = now
            send_pulses()


def last_swept() -> Any:
    """Return when a sweeper was last about; None where none was for an hour."""
    return cache.get(_BEAT)


def writes() -> int:
    """Return how many rows were ever written in this database, by PostgreSQL's own statistics.

    Two equal counts: nothing happened between them, but for housekeeping. A backend may tell of its
    last writes up to ten seconds late.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)"
            " + pg_stat_get_tuples_deleted(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname <> ALL(%s)",
            [HOUSEKEEPING],
        )
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
