"""What the proof page costs on a long story: `python -m benchmarks.proof [--words 10000]`.

Seeds one article with a mark to every five words and half of it ruled on, in a throwaway database,
and prints for the page, a tick with all that its answer brings, and the page's own polling the CPU
milliseconds of this process and of the database's process that serves it, and the number of
queries; the median of several. Then, where there is a Chromium, how long it takes that browser to
paint the page and to show a tick.
"""

from __future__ import annotations

import statistics
from argparse import ArgumentParser
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import sync_playwright

from benchmarks.figures import Figure, note
from benchmarks.measuring import ROUNDS, measure
from benchmarks.throwaway import throwaway_newsroom
from factcheck.articles.actions import import_copy
from factcheck.claims.actions.links import link
from factcheck.claims.models import Claim, Extraction, Fact, Quote
from factcheck.newsroom.models import User
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.reads.paper import block_html, line, signature
from factcheck.review.reads.proof import news_of, sheet
from tests.browser import launch

NAMES = (
    "Omar Haddad",
    "Leila Karim",
    "Hussein al-Musawi",
    "Anna Berg",
    "David Okafor",
    "Mariam Saleh",
)
PLACES = (
    "Aleppo",
    "Idlib",
    "Hama",
    "Homs",
    "Raqqa",
    "Latakia",
    "Tartus",
    "Daraa",
    "Palmyra",
    "Manbij",
)
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
TICK = """name => new Promise(done => {
    const note = document.querySelector(`#hand [data-item="${name}"]`);
    const begun = performance.now();
    const painted = () => requestAnimationFrame(() => done(performance.now() - begun));
    document.addEventListener("htmx:afterSettle", painted, {once: true});
    note.querySelector(".fact form").requestSubmit();
})"""
UNFOLD = """one => {
    for (let fold = one; fold; fold = fold.parentElement.closest("details")) fold.open = true;
}"""
TICK_TARGET = 60  # ms
A_PARAGRAPH = 3  # sentences
OF_TEN = 5  # how many marks of ten are ruled on


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing is said of each request."""


def copy(words: int) -> tuple[str, list[tuple[str, int, int, str]]]:
    """Made-up copy of at least so many words, and its marks: (kind, start, end, a fact's kind)."""
    text, marks = "The long road to the second city\n", []
    for n in range(words):
        if len(text.split()) >= words:
            break
        name, place, count = NAMES[n % len(NAMES)], PLACES[n * 7 % len(PLACES)], 100 + n
        parts: list[tuple[str, str]] = [
            ("At least ", ""),
            (str(count), "number"),
            (" people had left the villages south of ", ""),
            (place, "place"),
            (" on foot by ", ""),
            (f"{1 + n % 28} November", "date"),
            (", ", ""),
            (name, "name"),
            (" said, who keeps a list.", ""),
        ]
        begun = len(text)
        for words_of, kind in parts:
            if kind:
                marks.append(("fact", len(text), len(text) + len(words_of), kind))
            text += words_of
        marks.append(("claim", begun, len(text), ""))
        if n % 3 == 0:
            sentence = f"We counted {count} families on the road to {place}"
            text += " “"
            marks.append(("quote", len(text), len(text) + len(sentence), ""))
            text += f"{sentence},” she said."
        text += "\n" if n % A_PARAGRAPH == A_PARAGRAPH - 1 else " "
    return text.rstrip(), marks


def seed(words: int) -> Any:
    """Return an article, half ruled on, with a query on every fortieth claim, and a checker."""
    checker = User.objects.create(email="c@desk.example", name="Ann Lee", role="checker")
    text, marks = copy(words)
    article = import_copy(by=None, text=text, headline="The long road")
    proof = article.current_proof()
    Extraction.objects.update_or_create(proof=proof, defaults={"work": "done", "parts_done": 2})

    def made(model: Any, which: str, /, **own: Any) -> list[Any]:
        rows = [(s, e, k) for name, s, e, k in marks if name == which]
        common = {"article": article, "proof": proof, "first_proof": proof}
        return [
            model(
                start=s, end=e, text=proof.text[s:e], **common, **{n: own[n](s, e, k) for n in own}
            )
            for s, e, k in rows
        ]

    claims = Claim.objects.bulk_create(made(Claim, "claim", score=lambda s, e, k: 0.4 + s % 6 / 10))
    quotes = made(Quote, "quote", kind=lambda *_: "direct", contents=lambda s, e, k: [[s, e]])
    quotes = Quote.objects.bulk_create(quotes)
    value = lambda s, e, k: proof.text[s:e] if k in ("number", "date") else None  # noqa: E731
    facts = Fact.objects.bulk_create(made(Fact, "fact", kind=lambda s, e, k: k, value=value))
    link(proof)
    basis = {"source": "The ministry", "by": checker, "at": timezone.now()}
    half = [m for n, m in enumerate(claims) if n % 10 < OF_TEN]
    Verdict.objects.bulk_create(
        Verdict(claim=c, text=c.text, ruling="confirmed", **basis) for c in half
    )
    numbers = [f for f in facts if f.kind == "number"]
    Tick.objects.bulk_create(
        Tick(fact=f, text=f.text, state="confirmed", **basis) for f in numbers[::2]
    )
    Query.objects.bulk_create(
        Query(article=article, claim=c, text="Is it so?", old=c.text, raised_by=checker)
        for c in claims[7::40]
    )
    print(
        f"{len(text.split())} words, {len(marks)} marks: {len(claims)} claims, {len(facts)} facts, "
        f"{len(quotes)} quotes",
        flush=True,
    )
    return article, checker, list(Fact.objects.filter(article=article))


def pages(words: int) -> None:
    application = get_internal_wsgi_application()  # set up as a web server has it

    article, checker, facts = seed(words)
    client = Client()
    client.force_login(checker)
    url = reverse("review:proof", args=[article.pk])
    size = 0

    def page() -> None:
        nonlocal size
        size = len(client.get(url).content)

    measure("the proof page", page)
    print(f"{'':34} {size / 1000:6.0f} kB")
    fresh = iter([f for f in facts if f.kind == "number"][1::2])
    since, shown = news_of(article), sheet(article)
    has = {
        "proof": str(shown.proof.pk),
        "blocks": ",".join(signature(block_html(block, shown)) for block in shown.blocks),
        "lines": ",".join(line(item)[0] for item in shown.items.all),
    }
    sent_along = {f"page_{name}": value for name, value in {**has, "since": since}.items()}

    def tick() -> None:
        fact = next(fresh)
        given = {
            "state": "confirmed",
            "source": "The ministry",
            "card": f"claim-{fact.claim_id}",
            "seen_text": fact.text,
            "expected": 0,
            **sent_along,
        }
        to = reverse("review:tick", args=[article.pk, fact.pk])
        assert client.post(to, given, headers={"HX-Request": "true"}).status_code == 200

    note(Figure("a tick", measure("a tick", tick), "ms of CPU in all", "2,000 marks", TICK_TARGET))
    live, now = reverse("review:live", args=[article.pk]), news_of(article)
    measure("polling, nothing new", lambda: client.post(live, {**has, "since": now}))
    measure("polling, a colleague's act", lambda: client.post(live, {**has, "since": "0.0"}))
    in_browser(application, url, client.cookies["sessionid"].value, next(fresh).claim_id)


def in_browser(application: Any, url: str, session: str, claim: int) -> None:
    """Print the first paint, and the time of a tick on an opened note: medians, by the clock."""
    # Playwright runs a loop in this thread; the database is only asked in the server's.
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            print("no browser: not measured there", flush=True)
            return
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": root}])
        page = context.new_page()
        paints = []
        for _ in range(ROUNDS + 1):
            page.goto(root + url)
            paints.append(page.evaluate(PAINT))
        ticks = []
        page.goto(f"{root}{url}#claim-{claim}")
        in_hand = page.locator(f'#hand [data-item="claim-{claim}"]')
        for _ in range(ROUNDS):
            in_hand.locator(".fact details[data-tick]").first.evaluate(UNFOLD)
            in_hand.locator(".fact input[name=source]").first.fill("The ministry")
            ticks.append(page.evaluate(TICK, f"claim-{claim}"))
        print(
            f"{'first paint in Chromium':34} {statistics.median(paints[1:]):6.0f} ms by the clock"
        )
        print(
            f"{'a tick, until it is shown':34} {statistics.median(ticks):6.0f} ms by the clock",
            flush=True,
        )
        browser.close()
    server.shutdown()


def main(words: int) -> None:
    with throwaway_newsroom():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET max_parallel_workers_per_gather = 0"
            )  # what is counted is one process
        pages(words)


if __name__ == "__main__":
    arguments = ArgumentParser(description="what the proof page costs")
    arguments.add_argument("--words", type=int, default=10_000)
    main(arguments.parse_args().words)
