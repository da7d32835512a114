"""The cost of pages of comment requests: `python -m benchmarks.comment_requests [--requests N]`.

Fills a throwaway database with requests of some thousand articles, their letters, replies, notices,
points and log. Prints, for each page, the CPU milliseconds of this process and of the database's
process that serves it, and the number of queries: the median of several. Then measures once more
with every article open, which makes the lists as long as they get.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.figures import Figure, note
from benchmarks.measuring import fill, measure
from benchmarks.throwaway import throwaway_newsroom
from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.newsroom.models import LogEntry, User
from factcheck.post.models import Incoming, Outgoing, Try
from factcheck.replies.actions import take_record
from factcheck.replies.models import (
    CommentRequest,
    Contact,
    Letter,
    MailNotice,
    Point,
    PointWording,
    PutPoint,
    Reply,
)
from factcheck.replies.reads import board

EACH = 25  # requests of an article
PARTIES, PEOPLE = 1500, 40


def seed(requests: int) -> None:
    articles = requests // EACH
    numbers = "generate_series(1, {}) AS g(n)"
    User.objects.bulk_create(
        User(
            id=n,
            email=f"p{n}@desk.example",
            name=f"Person {n}",
            role="chief" if n == 1 else "checker",
        )
        for n in range(1, PEOPLE + 1)
    )
    fill(Party, numbers.format(PARTIES), id="n", name="'Ministry ' || n", kind="'government'")
    contact = {
        "id": "n",
        "party_id": "n",
        "channel": "'email'",
        "address": "'press' || n || '@m.example'",
    }
    fill(Contact, numbers.format(PARTIES), **contact)
    # Two years of articles; those older than a month are closed, but for one in twenty.
    age = f"make_interval(mins => (({articles} - n)::bigint * 1051200 / {articles})::int)"
    fill(
        Article,
        numbers.format(articles),
        id="n",
        headline="'Article ' || n",
        published=f"(now() - {age})::date",
        created_at=f"now() - {age}",
        assigned_to_id=f"1 + n %% {PEOPLE}",
        closed_at=f"CASE WHEN {age} > interval '30 days' AND n %% 20 > 0 THEN now() - {age} + "
        "interval '3 days' END",
        restricted="n %% 50 = 0",
    )
    source = f"{numbers.format(requests)} JOIN articles_article a ON a.id = 1 + (n - 1) / {EACH}"
    chance = "(n * 7919 %% 100)"
    fill(
        CommentRequest,
        source,
        id="n",
        article_id="a.id",
        party_id=f"1 + n * 7919 %% {PARTIES}",
        contact_id=f"1 + n * 7919 %% {PARTIES}",
        state=f"CASE WHEN {chance} < 92 THEN 'sent' WHEN {chance} < 94 THEN 'queued' WHEN "
        f"{chance} < 95 THEN 'unknown'"
        f" WHEN {chance} < 97 THEN 'failed' ELSE 'proposed' END",
        outcome=f"CASE WHEN {chance} < 45 THEN 'answered' WHEN {chance} < 55 THEN 'no comment' "
        f"WHEN {chance} < 65 THEN"
        f" 'partial' WHEN {chance} < 70 THEN 'referred' ELSE '' END",
        subject="'Questions'",
        deadline="a.created_at + make_interval(hours => 4 + n %% 90)",
        sent_at=f"CASE WHEN {chance} < 92 THEN a.created_at + make_interval(mins => n %% 120) END",
        first_answer_at=f"CASE WHEN {chance} < 70 THEN a.created_at + make_interval(mins => 120 + "
        "n %% 5000) END",
        taken_up_by_id=f"1 + n %% {PEOPLE}",
        **dict.fromkeys(("address_token", "link_token"), "lpad(n::text, 24, 'a')"),
    )
    _fill_mail()
    _fill_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill_mail() -> None:
    """Write a letter for each request, replies by mail, and a machine's reply to one in ten."""
    asked = "replies_commentrequest r WHERE r.state IN ('sent', 'queued', 'unknown')"
    body = "decode(repeat('51756573 74696F6E 732E0D0A', 150), 'hex')"  # 1.8 kB
    out = {
        "key": "'r' || r.id",
        "from_address": "'desk@desk.example'",
        "to_address": "'press@m.example'",
    }
    state = {
        "state": "r.state",
        "sent_at": "r.sent_at",
        "subject": "r.subject",
        "text": "'Questions. '",
    }
    fill(Outgoing, asked, id="r.id", message_id="'<' || r.id || '@desk.example>'", **out, **state)
    sent = "replies_commentrequest r WHERE r.state = 'sent'"
    fill(
        Try,
        sent,
        outgoing_id="r.id",
        at="r.sent_at",
        raw=body,
        sha256=f"encode(sha256({body}), 'hex')",
    )
    letter = {
        "id": "r.id",
        "request_id": "r.id",
        "contact_id": "r.contact_id",
        "outgoing_id": "r.id",
    }
    fill(Letter, asked, **letter, kind="'first'", seen_state="r.state", created_at="r.created_at")
    answered = "replies_commentrequest r WHERE r.first_answer_at IS NOT NULL"
    machines = "replies_commentrequest r WHERE r.state = 'sent' AND r.id %% 10 = 0"
    for first, source, kind in ((0, answered, "answer"), (10_000_000, machines, "auto-reply")):
        raw = f"convert_to('{kind} ' || r.id, 'UTF8') || {body}"
        mail = {
            "id": f"r.id + {first}",
            "raw": raw,
            "sha256": f"encode(sha256({raw}), 'hex')",
            "size": f"length({raw})",
        }
        fill(Incoming, source, **mail, state="'filed'", kind=f"'{kind}'", text="'We deny it.'")
    read = "r.id %% 100 > 0"  # one in a hundred lies unread
    reply = {"id": "r.id", "request_id": "r.id", "incoming_id": "r.id", "text": "'We deny it.'"}
    says = f"CASE WHEN {read} THEN r.outcome ELSE '' END"
    when = f"CASE WHEN {read} THEN r.first_answer_at END"
    fill(
        Reply,
        answered,
        **reply,
        received_at="r.first_answer_at",
        says=says,
        triaged_at=when,
        triaged_by_id="1",
    )
    notice = {"request_id": "r.id", "incoming_id": "r.id + 10000000", "at": "r.sent_at"}
    fill(MailNotice, machines, **notice, kind="'auto-reply'")


def _fill_words() -> None:
    """Write a point for each request, put in its letter, and three lines of the log."""
    every = "replies_commentrequest r"
    fill(Point, every, id="r.id", request_id="r.id")
    fill(
        PointWording,
        every,
        id="r.id",
        point_id="r.id",
        number="1",
        text="'Did it order the strike?'",
    )
    fill(PutPoint, "replies_letter l", wording_id="l.request_id", letter_id="l.id", position="0")
    line = {
        "by_name": "'Person 1'",
        "verb": "'send request'",
        "subject": "'replies.commentrequest'",
    }
    line |= {
        "subject_id": "r.id",
        "article_id": "r.article_id",
        "text": "'Letter on its way.'",
        "at": "r.created_at",
    }
    fill(LogEntry, f"{every}, generate_series(1, 3)", **line)


def _pages(article: int) -> None:
    person = User.objects.get(pk=2)
    client = Client()
    client.force_login(person)

    def page(address: str) -> Callable[[], None]:
        def get() -> None:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

        return get

    now = timezone.now()
    outstanding = board.counts(board.waited_for(person, board.BoardFilter(), now), now)["all"]
    print(f"-- {outstanding} outstanding", flush=True)

    def said(what: str, act: Callable[[], object]) -> None:
        spent, data = measure(what, act), f"{outstanding} requests outstanding"
        note(Figure(f"requests: {what}", spent, "ms of CPU in all", data))

    said("outstanding, first page", page("/requests/"))
    said("outstanding, a later page", page("/requests/?page=40"))
    said("outstanding, one person, overdue", page("/requests/?person=7&state=overdue"))
    said("outstanding, one party", page("/requests/?party=Ministry+77"))
    said("one article's board", page(f"/articles/{article}/requests/"))
    said("who owes us, 90 days", page("/requests/owed/"))
    said("who owes us, all time", page("/requests/owed/?days=&order=-median"))
    said("the record for counsel, page", page(f"/articles/{article}/record/"))
    story = Article.objects.get(pk=article)
    said("the record for counsel, ZIP", lambda: take_record(by=person, article=story).file.close())


def main(requests: int) -> None:
    with throwaway_newsroom():
        begun = time.perf_counter()
        seed(requests)
        with connection.cursor() as cursor:
            cursor.execute(
                "SET max_parallel_workers_per_gather = 0"
            )  # what is counted is one process
        print(
            f"{requests} requests of {requests // EACH} articles, made in "
            f"{time.perf_counter() - begun:.0f} s",
            flush=True,
        )
        _pages(requests // EACH - 1)
        Article.objects.update(closed_at=None)
        _pages(requests // EACH - 1)


if __name__ == "__main__":
    arguments = ArgumentParser(description="what the pages of requests cost")
    arguments.add_argument("--requests", type=int, default=100_000)
    main(arguments.parse_args().requests)
