"""A newsroom at work, on its real web server: `python -m benchmarks.load [--seconds 60]`.

200 people look at pages, each at one a minute or so; 20 checkers tick, each a fact every ten
seconds; one desk imports copy every ten seconds. Beside them somebody asks for the sign-in
page every second. Printed by kind of request: how many, the times within which half, 95 % and 99 %
were answered, the slowest, and how many were refused (503) or failed.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from benchmarks.figures import Figure, note
from benchmarks.throwaway import throwaway_newsroom
from factcheck.articles.actions import import_copy
from factcheck.claims.actions import read_proof
from factcheck.claims.models import Extraction, Fact
from factcheck.local.ports import listen
from factcheck.local.supervisor import PROJECT
from factcheck.newsroom.models import User

READERS, CHECKERS = 200, 20
READER_SECONDS, CHECKER_SECONDS = 60.0, 10.0
IMPORTER_SECONDS, SIGN_IN_SECONDS = 10.0, 1.0
ARTICLES = 30
PATIENCE_SECONDS = 30.0
Act = Callable[[random.Random], None]
TOKEN = "t" * 32
COPY = "\n\n".join(
    f"The ministry said on Wednesday that {number} people had been displaced in Hama province, "
    f"up {number % 40} percent from a year earlier. “We counted {number * 3} houses,” Omar Haddad, "
    "its spokesman, told reporters in Homs. The figures could not be confirmed."
    for number in range(110, 118)
)


@dataclass
class Answers:
    """What came back, by kind of request: seconds, and the statuses that were no success."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, status: int) -> None:
        with self.lock:
            self.seconds[kind].append(seconds)
            if status == 503:
                self.refused[kind] += 1
            elif status == 0 or status >= 400:
                self.failed[kind] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the pages with a newsroom at work.")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60)")
    options = parser.parse_args()
    with throwaway_newsroom():
        people = staff()
        articles = stories(people["reporter"][0])
        cookies = {user.pk: session(user) for users in people.values() for user in users}
        facts = list(Fact.objects.order_by("?").values_list("article_id", "pk", "text"))
        print(f"{len(articles)} articles, {len(facts)} facts", flush=True)
        with web_server() as port:
            end = time.monotonic() + options.seconds
            told = run(Crowd(port, cookies, articles, facts, end), people)
    report(told)


def staff() -> dict[str, list[User]]:
    counts = {"reporter": READERS, "checker": CHECKERS}
    return {
        role: [
            User.objects.create_user(f"{role}{n}@desk.example", name=f"{role} {n}", role=role)
            for n in range(count)
        ]
        for role, count in counts.items()
    }


def stories(by: User) -> list[int]:
    """Return the ids of articles that were read."""
    made = []
    for number in range(ARTICLES):
        article = import_copy(by=by, text=COPY, headline=f"Story {number} of the day")
        row = Extraction.objects.create(proof=article.proofs.get())
        claimed = Extraction.objects.claim(row.pk, timezone.now(), timedelta(minutes=6))
        assert claimed is not None
        read_proof(claimed)
        made.append(article.pk)
    return made


def session(user: User) -> str:
    """Return the cookies of somebody signed in, without the form."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store["last_seen"] = time.time()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; csrftoken={TOKEN}"


@contextlib.contextmanager
def web_server() -> Iterator[int]:
    """Run gunicorn as a newsroom does, on a free port."""
    database = connection.settings_dict
    where = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    with listen(18950) as door:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.local",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": f"postgres://{where}/{database['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "LOG_LEVEL": "ERROR",
        }
        command = ["gunicorn", "factcheck.wsgi", "-c", "python:factcheck.web_server"]
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--bind", f"fd://{door.fileno()}"],
            cwd=PROJECT,
            env=environment,
            pass_fds=[door.fileno()],
            stderr=subprocess.DEVNULL,
        )
        port = door.getsockname()[1]
        try:
            ask(port, "GET", "/healthz", "", patience=60.0)
            yield port
        finally:
            process.terminate()
            process.wait(30)


@dataclass
class Crowd:
    """Everybody who works in this newsroom, on the web server at `port`."""

    port: int
    cookies: dict[int, str]
    articles: list[int]
    facts: list[tuple[int, int, str]]  # not ticked yet
    end: float
    told: Answers = field(default_factory=Answers)

    def reads(self, user: User) -> Act:
        def act(chance: random.Random) -> None:
            pk = chance.choice(self.articles)
            pages = {"desk": reverse("desk:list")}
            for name in ("proof", "report"):
                pages[name] = reverse(f"review:{name}", args=[pk])
            kind = chance.choice(list(pages))
            self.timed(kind, "GET", pages[kind], self.cookies[user.pk])

        return act

    def ticks(self, user: User) -> Act:
        def act(chance: random.Random) -> None:
            article, fact, text = self.facts.pop()
            path = reverse("review:tick", args=[article, fact])
            form = {
                "state": "confirmed",
                "source": "the ministry",
                "seen_text": text,
                "expected": "0",
            }
            self.timed("tick", "POST", path, self.cookies[user.pk], form)

        return act

    def imports(self, user: User) -> Act:
        def act(chance: random.Random) -> None:
            form = {"text": f"{COPY}\n\nIt was edition {chance.random()}.", "headline": "New"}
            self.timed("import", "POST", reverse("articles:import"), self.cookies[user.pk], form)

        return act

    def signs_in(self, chance: random.Random) -> None:
        self.timed("sign-in page", "GET", reverse("account_login"), "")

    def timed(
        self, kind: str, method: str, path: str, cookie: str, form: dict[str, str] | None = None
    ) -> None:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **form}) if form else ""
        began = time.monotonic()
        status = ask(self.port, method, path, cookie, body)
        self.told.note(kind, time.monotonic() - began, status)

    def keep_on(self, every: float, act: Act, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  who asks when, not a secret
        time.sleep(chance.random() * every)
        while time.monotonic() < self.end:
            act(chance)
            time.sleep(every * (0.5 + chance.random()))


def run(crowd: Crowd, people: dict[str, list[User]]) -> Answers:
    """Let everybody work until the end; return what they were told."""
    work = [(READER_SECONDS, crowd.reads(user)) for user in people["reporter"]]
    work += [(CHECKER_SECONDS, crowd.ticks(user)) for user in people["checker"]]
    work += [(IMPORTER_SECONDS, crowd.imports(people["reporter"][0]))]
    work += [(SIGN_IN_SECONDS, crowd.signs_in)]
    threads = [
        threading.Thread(target=crowd.keep_on, args=(every, act, seed))
        for seed, (every, act) in enumerate(work)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd.told


def ask(
    port: int,
    method: str,
    path: str,
    cookie: str,
    form: str = "",
    patience: float = PATIENCE_SECONDS,
) -> int:
    """Return the status of an answer that was read whole; 0 where none came in time."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        wire.request(method, path, body=form or None, headers=headers)
        answer = wire.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        wire.close()
    return answer.status


def report(told: Answers) -> None:
    print(
        f"{'':14}{'asked':>7}{'half':>9}{'95 %':>9}{'99 %':>9}{'slowest':>9}{'503':>6}{'failed':>8}"
    )
    for kind, seconds in sorted(told.seconds.items()):
        seconds.sort()
        marks = [seconds[int(len(seconds) * share)] for share in (0.5, 0.95, 0.99)]
        times = "".join(f"{mark * 1000:6.0f} ms" for mark in [*marks, seconds[-1]])
        print(f"{kind:14}{len(seconds):7}{times}{told.refused[kind]:6}{told.failed[kind]:8}")
        failed = told.refused[kind] + told.failed[kind]
        data = (
            f"asked {len(seconds)} times, {failed} in vain; {READERS} readers, {CHECKERS} checkers"
        )
        note(Figure(f"under load, {kind}: 95 % within", marks[1] * 1000, "ms by the clock", data))


if __name__ == "__main__":
    main()
