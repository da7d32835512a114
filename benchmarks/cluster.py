"""A newsroom on nine hosts, some killed: `sudo python -m benchmarks.cluster [--imports 30]`.

Each host is a network namespace on one bridge: a database, a Redis, two web servers behind a proxy,
three workers (two with a sweeper), and the world outside (the demo's sites and mail). Copy comes in
through the proxy while links are cut, hosts die one by one, the database's processes are stopped
for a while and its disk is full for a while. At the end each import that was answered must be one
article, read and searched, and each letter and answer must be there once.

Needs Linux, root, `ip` of iproute2 and `mount`.
"""

from __future__ import annotations

import argparse
import contextlib
import email.message
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from benchmarks import throwaway
from benchmarks.load import TOKEN, session
from factcheck import celery
from factcheck.articles.models import Article
from factcheck.claims.models import Extraction
from factcheck.evidence.models import Document, Search
from factcheck.local import demo
from factcheck.local.demo.mail import HABITS
from factcheck.local.demo.newsroom import seed
from factcheck.local.engines.files import read_state
from factcheck.local.supervisor import PROJECT
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.replies.models import Reply

HOSTS = ("db", "redis", "web1", "web2", "proxy", "worker1", "worker2", "worker3", "outside")
BRIDGE, NET = "fcbr0", "10.77.0"
IMPORTS = 30
DISK = "512m"  # of the database; a throwaway one takes about 150 MB
# Of the offices the demo writes to; of the others a machine answers, or nobody.
ANSWERING = {address for address, habit in HABITS.items() if not habit.automatic}
# A row whose worker was killed is taken up again when its lease ends: six minutes for a reading,
# ten for a letter, which may have gone and is then put before a person.
PATIENCE_SECONDS = 720.0
COPY = (
    "The ministry said on Wednesday that {n} people had been displaced in Hama province. “We "
    "counted {n} houses,” Omar Haddad, its spokesman, told reporters. The governor did not respond "
    "to a request for comment."
)


class Cluster:
    """The hosts, and what runs on each."""

    def __init__(self, folder: Path, imports: int) -> None:
        self.folder, self.disk, self.imports = folder, folder / "disk", imports
        self.running: dict[str, list[subprocess.Popen[bytes]]] = {host: [] for host in HOSTS}
        self.environment: dict[str, str] = {}

    def address(self, host: str) -> str:
        return f"{NET}.{HOSTS.index(host) + 1}"

    def lay(self) -> None:
        """Lay the network: a bridge, and a pair of ends for each host."""
        ip("link", "add", BRIDGE, "type", "bridge")
        ip("addr", "add", f"{NET}.254/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for host in HOSTS:
            ip("netns", "add", f"fc-{host}")
            ip("link", "add", f"fc-{host}", "type", "veth", "peer", "name", "eth0",
               "netns", f"fc-{host}")  # fmt: skip
            ip("link", "set", f"fc-{host}", "master", BRIDGE, "up")
            for words in (
                ["addr", "add", f"{self.address(host)}/24", "dev", "eth0"],
                ["link", "set", "eth0", "up"],
                ["link", "set", "lo", "up"],
            ):
                ip("-n", f"fc-{host}", *words)

    def clear(self) -> None:
        for host in HOSTS:
            self.kill(host)
            for what in (["link", "del", f"fc-{host}"], ["netns", "del", f"fc-{host}"]):
                subprocess.run(["ip", *what], check=False, capture_output=True)
        subprocess.run(["ip", "link", "del", BRIDGE], check=False, capture_output=True)
        subprocess.run(["umount", "--lazy", self.disk], check=False, capture_output=True)

    def run(self, host: str, *command: str) -> None:
        with (self.folder / f"{host}.log").open("ab") as log:
            self.running[host].append(
                subprocess.Popen(
                    ["ip", "netns", "exec", f"fc-{host}", *command],
                    cwd=PROJECT,
                    env={**os.environ, **self.environment},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def python(self, host: str, *words: str) -> None:
        self.run(host, sys.executable, *words)

    def forward(self, host: str, *rules: str) -> None:
        self.python(host, "-m", "benchmarks.cluster_tools", "forward", *rules)

    def kill(self, host: str) -> None:
        """Kill all that runs on a host at once."""
        for process in self.running[host]:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running[host].clear()

    def cut(self, host: str, seconds: float) -> None:
        say(f"the link of {host} is cut for {seconds:.0f} s")
        ip("link", "set", f"fc-{host}", "down")
        time.sleep(seconds)
        ip("link", "set", f"fc-{host}", "up")

    def pause(self, seconds: float) -> None:
        """Stop every process of the database, as where a machine is moved to another host."""
        say(f"the database's processes are stopped for {seconds:.0f} s")
        state = read_state(self.disk / "postgres.json") or {}
        server = psutil.Process(state["pid"])
        stopped = [server, *server.children(recursive=True)]
        for process in stopped:
            process.suspend()
        time.sleep(seconds)
        for process in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()

    def fill_disk(self, seconds: float) -> None:
        """Leave the database no room for a while."""
        say(f"the database's disk is full for {seconds:.0f} s")
        filler = self.disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        time.sleep(seconds)
        filler.unlink()

    # What the hosts are for

    def serve(self) -> None:
        """Start the database, the Redis and the world outside, and point Django at them."""
        self.disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", str(self.disk)]
        subprocess.run(mount, check=True)
        urls = {}
        for host, engine, port, place in (
            ("db", "postgres", 5432, self.disk), ("redis", "valkey", 6379, self.folder),
        ):  # fmt: skip
            self.python(host, "-m", "benchmarks.cluster_tools", "hold", engine, str(place))
            state = place / f"{engine}.json"
            until(partial(_runs, state), f"{engine} runs")
            told = read_state(state) or {}
            inner = told["url"].rpartition("@")[2].partition("/")[0]
            self.forward(host, f"{self.address(host)}:{port}={inner}")
            for name in ("url", "owner_url"):
                at = f"{self.address(host)}:{port}"
                urls[f"{engine} {name}"] = told.get(name, told["url"]).replace(inner, at)
        settings.DATABASE_OWNER_URL = urls["postgres owner_url"]
        throwaway._use(urls["postgres url"], urls["valkey url"])
        self.environment = {
            **demo.environment(self.folder),
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.local",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": urls["postgres url"],
            "REDIS_URL": urls["valkey url"],
            "ALLOWED_HOSTS": self.address("proxy"),
        }
        self.outside()

    def outside(self) -> None:
        """Start the demo's sites and mail, which know only loopback, and pass connections on."""
        at = list(demo.ports(self.folder).values())
        for part in demo.parts(self.folder):
            words = ["--hurry", "20"] if part.name == "demo-mail" else []
            self.run("outside", *part.command, *words)
        here = self.address("outside")
        self.forward("outside", *(f"{here}:{port}=127.0.0.1:{port}" for port in at))
        for host in ("worker1", "worker2", "worker3"):
            self.forward(host, *(f"127.0.0.1:{port}={here}:{port}" for port in at))

    def web(self, host: str) -> None:
        words = ["gunicorn", "factcheck.wsgi", "-c", "python:factcheck.web_server"]
        self.python(host, "-m", *words, "--bind", f"{self.address(host)}:8000", "--workers", "1")

    def worker(self, host: str, *, sweeps: bool) -> None:
        words = ["celery", "-A", "factcheck", "worker", "-Q", "read,fetch,mail,status", "-c", "1"]
        self.python(host, "-m", *words, "-n", f"w@{host}", "--without-gossip", "--without-mingle")
        if sweeps:
            self.python(host, "manage.py", "sweep")


def main() -> int:
    parser = argparse.ArgumentParser(description="Run a newsroom on nine hosts, some of which die.")
    parser.add_argument("--imports", type=int, default=IMPORTS, help=f"texts (default: {IMPORTS})")
    options = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("ip") is None:
        print("This needs root and `ip` (iproute2).", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="factcheck-cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(folder, options.imports)
    try:
        cluster.lay()
        cluster.serve()
        return 0 if story(cluster) else 1
    finally:
        connection.close()
        cluster.clear()
        shutil.rmtree(folder, ignore_errors=True)


def story(cluster: Cluster) -> bool:
    """Bring copy in while hosts die; return whether all was there once at the end."""
    until(answers_database, "the database answers through its link")
    call_command("migrate", verbosity=0)
    celery.app.set_current()  # the seed works off sweeps, which are found by this app
    seed(cluster.folder)
    for host in ("web1", "web2"):
        cluster.web(host)
    webs = ",".join(f"{cluster.address(host)}:8000" for host in ("web1", "web2"))
    cluster.forward("proxy", f"{cluster.address('proxy')}:80={webs}")
    for host, sweeps in (("worker1", True), ("worker2", True), ("worker3", False)):
        cluster.worker(host, sweeps=sweeps)
    by = User.objects.get(email="reporter@ledger.example")
    cookie = session(by)
    until(lambda: ask(cluster, "GET", "/healthz", cookie) == 200, "the proxy answers")
    say("nine hosts run")
    faults: list[Callable[[], None]] = [
        lambda: kill(cluster, "worker1"),
        lambda: cluster.cut("redis", 12),
        lambda: kill(cluster, "web1"),
        lambda: cluster.cut("db", 8),
        lambda: cluster.cut("worker2", 10),
        lambda: cluster.pause(20),
        lambda: cluster.fill_disk(15),
        lambda: kill(cluster, "worker3"),
        lambda: again(cluster),
    ]
    taken = 0
    for number in range(cluster.imports):
        taken += bring_in(cluster, cookie, number)
        if number % 3 == 2 and faults:
            faults.pop(0)()
    say(f"{taken} of {cluster.imports} imports were answered")
    return settled(taken, cluster)


def kill(cluster: Cluster, host: str) -> None:
    say(f"{host} is killed")
    cluster.kill(host)


def again(cluster: Cluster) -> None:
    say("web1 and worker3 come back")
    cluster.web("web1")
    at = demo.ports(cluster.folder).values()
    here = cluster.address("outside")
    cluster.forward("worker3", *(f"127.0.0.1:{port}={here}:{port}" for port in at))
    cluster.worker("worker3", sweeps=False)


def bring_in(cluster: Cluster, cookie: str, number: int) -> int:
    """Import one text, once more where it was not answered; return 1 where it was taken."""
    form = {
        "csrfmiddlewaretoken": TOKEN,
        "text": COPY.format(n=100 + number),
        "headline": f"Story {number}",
    }
    for _ in range(5):
        if Article.objects.filter(headline=f"Story {number}").exists():
            return 1
        if ask(cluster, "POST", reverse("articles:import"), cookie, urlencode(form)) == 302:
            return 1
        time.sleep(1)
    return 0


def settled(taken: int, cluster: Cluster) -> bool:
    """Wait for the work to end, print what stands, and return whether it is right."""
    undone = ("waiting", "running")

    def left() -> dict[str, int]:
        read = Extraction.objects.filter(work="done", proof__current=True).count()
        counts = {
            "to read": taken + 1 - read,
            "searches": Search.objects.filter(work__in=undone).count(),
            "pages": Document.objects.filter(work__in=undone).count(),
            "letters": Outgoing.objects.filter(state__in=["queued", "in flight"]).count(),
            "answers": max(0, len(answered_by(cluster)) - Reply.objects.count()),
        }
        return {name: count for name, count in counts.items() if count}

    end, before = time.monotonic() + PATIENCE_SECONDS, {"": 0}
    while (now := left()) and time.monotonic() < end:
        if now != before:
            say(f"left: {now}")
        before = now
        time.sleep(5)
    headlines = Counter(Article.objects.values_list("headline", flat=True))
    letters = Counter(str(letter["Message-ID"]) for letter in taken_letters(cluster))
    sent = set(Outgoing.objects.filter(state="sent").values_list("message_id", flat=True))
    doubt = set(Outgoing.objects.filter(state="unknown").values_list("message_id", flat=True))
    checks = {
        "all work is done": not left(),
        "each import is one article": len(headlines) == taken + 1 and max(headlines.values()) == 1,
        "each article is read": Extraction.objects.filter(work="done").count() == taken + 1,
        "no letter went twice": max(letters.values(), default=0) == 1,
        "each letter sent was taken": sent <= set(letters),
        "each letter taken is sent or in doubt": set(letters) <= sent | doubt,
        "each office's answer is there once": Reply.objects.count() == len(answered_by(cluster)),
    }
    for sentence, holds in checks.items():
        print(f"  {'yes' if holds else 'NO '}  {sentence}", flush=True)
    print(f"  {len(letters)} letters, {len(doubt)} in doubt, {Search.objects.count()} searches")
    return all(checks.values())


def taken_letters(cluster: Cluster) -> list[email.message.Message]:
    """Return what the demo's mail server took."""
    folder = cluster.folder / "demo-mail" / "taken"
    return [email.message_from_bytes(path.read_bytes()) for path in folder.glob("*.eml")]


def answered_by(cluster: Cluster) -> set[str]:
    """Return the offices that answer, of those a letter has reached: one in doubt may not have."""
    reached = {parseaddr(str(letter["To"]))[1] for letter in taken_letters(cluster)}
    return reached & ANSWERING


def ask(cluster: Cluster, method: str, path: str, cookie: str, form: str = "") -> int:
    """Return the status that the proxy answers; 0 where none comes."""
    wire = http.client.HTTPConnection(cluster.address("proxy"), 80, timeout=20)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        wire.request(method, path, body=form or None, headers=headers)
        return wire.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        wire.close()


def _runs(state: Path) -> bool:
    return "url" in (read_state(state) or {})


def answers_database() -> bool:
    """Tell whether the owner gets in; the desk's role is only made by the first migration."""
    try:
        psycopg.connect(settings.DATABASE_OWNER_URL, connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def until(holds: Callable[[], object], what: str, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.5)


BEGUN = time.monotonic()


def say(line: str) -> None:
    print(f"[{time.monotonic() - BEGUN:5.1f} s] {line}", flush=True)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


if __name__ == "__main__":
    sys.exit(main())
