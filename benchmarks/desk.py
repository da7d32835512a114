"""What pages cost in a newsroom of some years: `python -m benchmarks.desk [--articles 10000]`.

Fills a throwaway database with articles of 20 claims, 100 facts and 8 quotes each, and with ticks,
verdicts, queries, searches, evidence, requests, signatures, queue items and log lines in
proportion, all by INSERT … SELECT. Prints for each page the CPU milliseconds of this process and of
the database's process that serves it, and the number of queries; then what each sweep's look for
due work costs. TARGET milliseconds a page, both together, are what the project wants. What
`--keep FOLDER` kept is measured again instead of made: its dates grow old, so not for days.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from benchmarks.figures import Figure, note
from benchmarks.measuring import fill, measure
from benchmarks.throwaway import throwaway_newsroom
from factcheck.articles.models import Article, Block, Proof
from factcheck.claims.models import Claim, Extraction, Fact, Party, Quote
from factcheck.desk import actions
from factcheck.desk.actions.words import articles_to_tell
from factcheck.desk.models import DeskLine, QueueItem
from factcheck.evidence.models import Document, Evidence, Provider, Search, Source
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.newsroom.sweeps import sweeps as registered
from factcheck.post.models import Outgoing
from factcheck.replies.models import CommentRequest, Contact, Letter, Reply
from factcheck.review.models import Clearance, Query, SignOff, Tick, Verdict
from factcheck.status import actions as status
from factcheck.status.models import Notice
from factcheck.status.reads import still_true

if TYPE_CHECKING:
    from factcheck.newsroom.sweeps import Sweep

CLAIMS, FACTS_EACH, QUOTES = 20, 5, 8
PARTIES, PEOPLE, SOURCES = 1500, 40, 500
TARGET = 100
LOOK_TARGET = 50
FIRST = (
    "Karim Leila Omar Anna Jürgen Mei Ivan Fatima José Zoë Pavel Ngozi Søren Aiko Rafael Hana "
    "Dmitri Lucía Tariq Ewa"
)
LAST = (
    "Haddad Musawi Okafor Weiß Petrov Sánchez Nakamura Kowalski Ibrahim Larsen Moreau Tanaka "
    "Silva Novák Rahman Costa"
)
NUMBERS = "generate_series(1, {}) AS g(n)"


def seed(articles: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # no triggers, no checks of keys: rows as they are given
        cursor.execute(
            _SAID,
            {"articles": articles, "claims": CLAIMS, "first": FIRST.split(), "last": LAST.split()},
        )
        cursor.execute("ANALYZE said")
    _fill_people()
    _fill_copy(articles)
    _fill_marks()
    _fill_rulings()
    _fill_evidence()
    _fill_requests()
    _fill_record(articles)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)
    _draw()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# One row a sentence: who, where, how many, when, and the sentence with its place in the copy. It
# has a word that all have ("reporters"), a name that one in 320 has, and a word of its own.
_SAID = """
CREATE TEMP TABLE said AS
WITH parts AS (
    SELECT n, k, (n - 1) * %(claims)s + k AS id,
        (%(first)s::text[])[1 + (n * 7 + k * 3) %% 20] || ' '
            || (%(last)s::text[])[1 + (n * 11 + k * 5) %% 16] AS who,
        'Sector ' || (n * 31 + k) %% 4000 AS place,
        (100 + (n * 7919 + k * 104729) %% 90000)::text AS many,
        to_char(DATE '2024-01-01' + (n %% 700)::int, 'DD Month YYYY') AS day,
        substr(translate(md5((n * 100 + k)::text), '0123456789', 'ghijklmnop'), 1, 8) AS rare
    FROM generate_series(1, %(articles)s) n, generate_series(1, %(claims)s) k
), texts AS (
    SELECT *, who || ' told reporters in ' || place || ' that ' || many
        || ' people had left by ' || day || ', the largest number since the ' || rare
        || ' talks.' AS text FROM parts
)
SELECT *, coalesce(
    sum(length(text) + 1)
        OVER (PARTITION BY n ORDER BY k ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW),
    0
)::int AS start FROM texts
"""
CLOSED = "a.closed_at IS NOT NULL"


def _fill_people() -> None:
    Desk.load()
    User.objects.bulk_create(
        User(
            id=n,
            email=f"p{n}@desk.example",
            name=f"Person {n}",
            role=role,
            is_staff=True,
            is_superuser=role == "chief",
        )
        for n, role in enumerate(
            ["chief", *["editor"] * 5, *["checker"] * 20, *["reporter"] * (PEOPLE - 26)], start=1
        )
    )
    fill(
        Party,
        NUMBERS.format(PARTIES),
        id="n",
        name="'Ministry of Sector ' || n",
        kind="'government'",
        aliases="'[]'",
    )
    contact = {
        "id": "n",
        "party_id": "n",
        "channel": "'email'",
        "address": "'press' || n || '@m.example'",
    }
    fill(Contact, NUMBERS.format(PARTIES), **contact)
    source = {
        "name": "'Outlet ' || n",
        "domain": "'outlet' || n || '.example'",
        "tier": "'secondary'",
    }
    fill(Source, NUMBERS.format(SOURCES), id="n", **source)
    fill(Provider, NUMBERS.format(3), id="n", name="'p' || n", label="'Search ' || n")


def _fill_copy(articles: int) -> None:
    """Two years of articles; those older than a month are closed, but for one in twenty.

    One block a sentence.
    """
    age = f"make_interval(mins => (({articles} - n)::bigint * 1051200 / {articles})::int)"
    fill(
        Article,
        NUMBERS.format(articles),
        id="n",
        headline="'Thousands leave Sector ' || n %% 4000 || ' as talks fail'",
        published=f"(now() - {age})::date",
        created_at=f"now() - {age}",
        deadline=f"now() - {age} + make_interval(hours => 8 + (n * 37 %% 400)::int)",
        author_id="27 + n %% 14",
        created_by_id="27 + n %% 14",
        assigned_to_id="CASE WHEN n %% 9 > 0 THEN 2 + n %% 25 END",
        closed_at=f"CASE WHEN {age} > interval '30 days' AND n %% 20 > 0 THEN now() - {age} + "
        "interval '3 days' END",
        restricted="n %% 50 = 0",
    )
    copy = "(SELECT n, string_agg(text, E'\\n' ORDER BY k) AS copy FROM said GROUP BY n) s"
    made = {
        "article_id": "n",
        "number": "1",
        "text": "copy",
        "hash": "encode(sha256(convert_to(copy, 'UTF8')), 'hex')",
    }
    fill(Proof, copy, id="n", **made)
    fill(Extraction, NUMBERS.format(articles), id="n", proof_id="n", work="'done'", parts_done="2")
    fill(Block, "said", proof_id="n", kind="'body'", start="start", end="start + length(text)")


def _fill_marks() -> None:
    mark = {"article_id": "n", "proof_id": "n", "first_proof_id": "n"}
    whole = {**mark, "start": "start", "end": "start + length(text)", "text": "text"}
    fill(
        Claim,
        "said",
        id="said.id",
        **whole,
        kinds="'[\"number\"]'",
        score="0.3 + (n * 7 + k) %% 8 / 10.0",
    )
    content_start = "start + strpos(text, ' that ') + 5"
    contents = f"jsonb_build_array(jsonb_build_array({content_start}, start + length(text)))"
    content = {
        **mark,
        "start": content_start,
        "end": "start + length(text)",
        "text": "substr(text, strpos(text, ' that ') + 6)",
    }
    speaker = {
        "speaker": "who",
        "speaker_title": "'minister'",
        "kind": "'indirect'",
        "contents": contents,
    }
    fill(Quote, f"said WHERE k <= {QUOTES}", id="said.id", **content, **speaker)
    facts = [
        ("name", "who"),
        ("place", "place"),
        ("number", "many"),
        ("date", "day"),
        ("superlative", "'largest'"),
    ]
    for at, (kind, token) in enumerate(facts):
        begin = f"start + strpos(text, {token}) - 1"
        fill(
            Fact,
            "said",
            id=f"said.id * {FACTS_EACH} + {at}",
            **mark,
            start=begin,
            end=f"{begin} + length({token})",
            text=token,
            kind=f"'{kind}'",
            value=token,
            claim_id="said.id",
        )


def _fill_rulings() -> None:
    """On closed articles all is ruled on and signed; on open ones three in five marks."""
    of = "JOIN articles_article a ON a.id = m.article_id"
    done = f"({CLOSED} OR m.id %% 5 < 3)"
    ruled = {
        "text": "m.text",
        "source": "'The ministry''s table'",
        "locator": "'p. 4'",
        "at": "a.created_at",
    }
    ruled |= {"by_id": "7 + m.id %% 20"}
    fill(
        Tick,
        f"claims_fact m {of} WHERE {done}",
        id="m.id",
        fact_id="m.id",
        state="'confirmed'",
        **ruled,
    )
    settled = {"ruling": "'confirmed'", "method": "'transcript'", **ruled}
    fill(Verdict, f"claims_claim m {of} WHERE {done}", id="m.id", claim_id="m.id", **settled)
    fill(
        Verdict,
        f"claims_quote m {of} WHERE {done}",
        id="m.id + 10000000",
        quote_id="m.id",
        speaker="m.speaker",
        speaker_title="m.speaker_title",
        **settled,
    )
    asked = {
        "article_id": "a.id",
        "claim_id": "m.id",
        "text": "'Is it that many?'",
        "old": "m.text",
    }
    asked |= {"raised_by_id": "7", "raised_at": "a.created_at"}
    state = f"CASE WHEN {CLOSED} OR m.id %% 3 > 0 THEN 'decided' ELSE 'open' END"
    decided = {"state": state, "decision": f"CASE WHEN {state} = 'decided' THEN 'stet' ELSE '' END"}
    decided |= {"decided_by_id": "2", "decided_at": "a.created_at"}
    fill(Query, f"claims_claim m {of} WHERE m.id %% 10 = 0", id="m.id", **asked, **decided)
    for number, name in enumerate(("facts", "fairness", "whole picture")):
        source = f"articles_article a JOIN articles_proof p ON p.article_id = a.id WHERE {CLOSED}"
        sign = {"article_id": "a.id", "proof_id": "p.id", "proof_hash": "p.hash", "by_id": "2"}
        fill(
            SignOff,
            source,
            id=f"a.id * 3 + {number}",
            reading_pass=f"'{name}'",
            accepted="true",
            at="a.closed_at",
            **sign,
        )
    fill(Clearance, source, id="a.id", at="a.closed_at", **sign)


def _fill_evidence() -> None:
    pages = NUMBERS.format(20_000)
    page = {
        "url": "'https://outlet' || n || '.example/' || n",
        "title": "'Thousands leave, day ' || n",
        "work": "'done'",
    }
    words = "repeat('People had left the sector by noon, the ministry said. ', 20)"
    fill(
        Document, pages, id="n", source_id=f"1 + n %% {SOURCES}", text=words, sketch="'{}'", **page
    )
    of = "claims_claim m JOIN articles_article a ON a.id = m.article_id"
    search = {
        "claim_id": "m.id",
        "claim_text": "m.text",
        "work": "'done'",
        "found": "'some'",
        "count": "3",
    }
    fill(Search, f"{of}, generate_series(1, 2) p", provider_id="p", **search)
    passage = {
        "start": "0",
        "end": "54",
        "passage": "'People had left the sector by noon'",
        "score": "0.6",
    }
    beside = {
        "claim_id": "m.id",
        "document_id": "1 + m.id %% 20000",
        "claim_text": "m.text",
        "matched_words": "'[]'",
    }
    fill(Evidence, of, id="m.id", **beside, **passage)


def _fill_requests() -> None:
    source = "articles_article a, generate_series(1, 2) k"
    which = f"1 + (a.id * 2 + k) * 7919 %% {PARTIES}"
    fill(
        CommentRequest,
        source,
        id="a.id * 2 + k",
        article_id="a.id",
        party_id=which,
        contact_id=which,
        state="'sent'",
        outcome="CASE WHEN a.id %% 3 = 0 THEN '' ELSE 'answered' END",
        deadline="a.deadline",
        sent_at="a.created_at",
        first_answer_at="CASE WHEN a.id %% 3 > 0 THEN a.created_at + interval '4 hours' END",
        **dict.fromkeys(("address_token", "link_token"), "lpad((a.id * 2 + k)::text, 24, 'a')"),
    )
    each = "replies_commentrequest r"
    out = {
        "key": "'r' || r.id",
        "from_address": "'desk@desk.example'",
        "to_address": "'press@m.example'",
    }
    out |= {
        "message_id": "'<' || r.id || '@desk.example>'",
        "state": "'sent'",
        "sent_at": "r.sent_at",
    }
    fill(Outgoing, each, id="r.id", **out)
    letter = {
        "request_id": "r.id",
        "contact_id": "r.contact_id",
        "outgoing_id": "r.id",
        "kind": "'first'",
    }
    fill(Letter, each, id="r.id", **letter, seen_state="'sent'", created_at="r.sent_at")
    says = {
        "says": "CASE WHEN r.id %% 50 > 0 THEN 'answered' ELSE '' END",
        "received_at": "r.first_answer_at",
    }
    says |= {
        "triaged_at": "CASE WHEN r.id %% 50 > 0 THEN r.first_answer_at END",
        "suggestions": "'[]'",
    }
    fill(
        Reply,
        f"{each} WHERE r.first_answer_at IS NOT NULL",
        id="r.id",
        request_id="r.id",
        text="'We deny it.'",
        **says,
    )


def _fill_record(articles: int) -> None:
    """Write two years of the log and the queue.

    The log has a line for each tick. What the queue holds open now is left to the sweep.
    """
    line = {
        "by_id": "t.by_id",
        "by_name": "'Person ' || t.by_id",
        "verb": "'tick'",
        "subject": "'claims.fact'",
    }
    line |= {
        "subject_id": "t.fact_id",
        "article_id": "f.article_id",
        "text": "'Ticked: ' || f.text",
        "at": "t.at",
    }
    fill(LogEntry, "review_tick t JOIN claims_fact f ON f.id = t.fact_id", **line)
    past = {
        "kind": "'open query'",
        "cause": "'review.query:' || q.id",
        "text": "left(q.text, 400)",
        "stands": "false",
    }
    past |= {"article_id": "q.article_id", "opened_at": "q.raised_at", "resolved_at": "q.raised_at"}
    fill(QueueItem, "review_query q WHERE q.state = 'decided'", **past)


def _draw() -> None:
    """Draw the lines of open articles as the product does, and those of closed ones in SQL."""
    kept = {
        "state": "'cleared'",
        "state_since": "a.closed_at",
        "drawn_at": "a.closed_at",
        "reasons": "'[]'",
    }
    fill(
        DeskLine,
        f"articles_article a WHERE {CLOSED}",
        article_id="a.id",
        facts=str(CLAIMS * FACTS_EACH),
        **kept,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(
            "INSERT INTO desk_staledeskline (article_id) SELECT id FROM articles_article WHERE "
            "closed_at IS NULL"
        )
    begun, drawn = time.process_time(), 0
    while some := actions.draw_lines(now=timezone.now()):
        drawn += some
    spent = (time.process_time() - begun) * 1000 / max(drawn, 1)
    print(f"{drawn} lines of open articles drawn, {spent:.0f} ms here each", flush=True)
    actions.sweep_queue(now=timezone.now())
    status.make_notices(now=timezone.now())


def pages() -> dict[str, float]:
    """By page, its milliseconds in all."""
    clients = {role: Client() for role in ("editor", "checker", "chief")}
    for role, client in clients.items():
        client.force_login(User.objects.filter(role=role).order_by("pk")[0])
    newest = Article.objects.filter(restricted=False, closed_at=None).latest("pk").pk
    asked = [
        ("editor", "desk", "/?show=all"),
        ("editor", "desk, by claims, one reason", "/?show=all&sort=-claims&reason=query+open"),
        ("editor", "desk, closed", "/?show=closed"),
        ("checker", "queue", "/queue/?sort=deadline"),
        ("editor", "search: a word all have", "/search/?q=reporters"),
        ("chief", "the same, a chief's", "/search/?q=reporters"),
        ("editor", "search: three common words", "/search/?q=people+left+talks"),
        ("editor", "search: a rare word", f"/search/?q={_rare()}"),
        ("editor", "search: a name", "/search/?q=Jurgen+Weiss"),
        ("editor", "search: a phrase", "/search/?q=%22told+reporters+in+Sector+77%22"),
        ("editor", "search: a beginning", "/search/?q=kowal*"),
        ("editor", "search: one kind, a later page", "/search/?q=reporters&kind=claims&page=20"),
        ("checker", "proof", f"/articles/{newest}/"),
        ("checker", "history", f"/articles/{newest}/history/"),
        ("checker", "report", f"/articles/{newest}/report/"),
        ("checker", "outstanding", "/requests/"),
        ("checker", "parties", "/parties/"),
        ("chief", "admin: the queue", "/admin/desk/queueitem/"),
        ("chief", "admin: facts", "/admin/claims/fact/"),
        ("chief", "admin: ticks", "/admin/review/tick/"),
        ("chief", "admin: the log", "/admin/newsroom/logentry/"),
        ("chief", "admin: articles", "/admin/articles/article/"),
    ]

    def get(role: str, address: str) -> Callable[[], None]:
        def act() -> None:
            response = clients[role].get(address)
            assert response.status_code in (200, 204), (address, response.status_code)

        return act

    return {what: measure(what, get(role, address)) for role, what, address in asked}


def _rare() -> str:
    newest: Claim = Claim.objects.filter(article__restricted=False).latest("pk")
    return newest.text.split()[-2]


def sweeps() -> dict[str, float]:
    """Return by sweep what its look costs while nothing is to be done."""
    autodiscover_modules("tasks")  # which register them
    return {
        sweep.name: measure(f"{sweep.name}, every {sweep.every:g} s", partial(_look, sweep))
        for sweep in registered()
    }


def telling() -> dict[str, float]:
    """Return what is spent after one article was touched, and to tell one notice."""
    touched = cycle(Article.objects.open().order_by("-pk").values_list("pk", flat=True)[:50])

    def touch() -> None:
        Article.objects.filter(pk=next(touched)).update(published=timezone.localdate())

    def notices() -> None:
        touch()
        status.make_notices(now=timezone.now())

    def queue() -> None:
        touch()
        actions.sweep_queue(now=timezone.now())

    def words() -> None:
        touch()
        articles_to_tell(now=timezone.now())

    notice = Notice.objects.pending().exclude(article=None)[0]
    acts = {
        "notices after a change": notices,
        "the queue after a change": queue,
        "rulings' words after a change": words,
        "telling one notice": lambda: still_true([notice], timezone.now()),
    }
    return {what: measure(what, act) for what, act in acts.items()}


def _look(sweep: Sweep) -> None:
    list(sweep.due(timezone.now()))


def main(articles: int, keep: Path | None, parts: list[str]) -> None:
    with throwaway_newsroom(keep):
        begun = time.perf_counter()
        articles = Article.objects.count() or articles  # kept by an earlier run
        if not Article.objects.exists():
            seed(articles)
        with connection.cursor() as cursor:
            cursor.execute(
                "SET max_parallel_workers_per_gather = 0"
            )  # what is counted is one process
        made = (
            f"{articles} articles, {articles * CLAIMS} claims, "
            f"{articles * CLAIMS * FACTS_EACH} facts"
        )
        print(f"{made}, made in {time.perf_counter() - begun:.0f} s", flush=True)
        for part in parts:
            act, named, bar = PARTS[part]
            for what, spent in act().items():
                note(Figure(named.format(what), spent, "ms of CPU in all", made, bar))


# What is measured, how each of its figures is named, and their bar.
PARTS: Final = {
    "pages": (pages, "{}", TARGET),
    "sweeps": (sweeps, "a look of {}", LOOK_TARGET),
    "telling": (telling, "{}", LOOK_TARGET),
}


if __name__ == "__main__":
    arguments = ArgumentParser(description="what pages and sweeps cost at a million facts")
    arguments.add_argument("--articles", type=int, default=10_000)
    arguments.add_argument("--keep", type=Path, help="a folder that keeps the newsroom it made")
    arguments.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    given = arguments.parse_args()
    main(given.articles, given.keep, given.parts)
