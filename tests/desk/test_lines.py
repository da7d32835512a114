"""The kept lines of the desk page never say anything that the gate does not."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Party
from factcheck.desk.actions import draw_lines
from factcheck.desk.actions import lines as drawing
from factcheck.desk.models import DeskLine, StaleDeskLine
from factcheck.newsroom.models import Desk
from factcheck.newsroom.sweeps import work_off
from factcheck.post.models import Outgoing
from factcheck.replies.models import CommentRequest
from factcheck.review import actions
from factcheck.review.models import CountedKind
from factcheck.review.reads.gate import states_of
from tests.claims.factories import AskFactory, ClaimFactory, FactFactory, PartyFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory
from tests.review.factories import (
    QueryFactory,
    confirmed,
    letter,
    replied,
    requested,
    signed,
    story,
)

pytestmark = pytest.mark.django_db
# What the gate reads besides: names of people, how the house words a clause, and the lines
# themselves.
OF_NO_ARTICLE = {"newsroom_user", "replies_housewording", "desk_deskline", "desk_staledeskline"}


def draw(now: dt.datetime | None = None) -> int:
    return draw_lines(now=now or timezone.now())


def line_of(article: Article) -> DeskLine:
    while draw():
        pass
    return DeskLine.objects.get(article=article)


def test_a_line_says_what_the_gate_says() -> None:
    article = story()
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    FactFactory(proof=article.current_proof(), text="Rebels", kind="name")
    QueryFactory(article=article)
    line, now = line_of(article), timezone.now()
    standing = states_of([article], now)[article.pk]
    assert line.state == standing.word
    assert [(r["reason"], r["count"]) for r in line.reasons] == [
        (b.reason, b.count) for b in standing.blockers
    ]
    assert (line.claims_open, line.queries_open, line.facts, line.facts_open) == (1, 1, 1, 1)
    assert line.stuck_on == line.reasons[0]["reason"]


def test_a_tick_a_verdict_a_reply_and_an_edit_each_make_the_line_anew() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels")
    fact = FactFactory(proof=article.current_proof(), text="Rebels", kind="name")
    assert (line_of(article).claims_open, line_of(article).facts_open) == (1, 1)
    confirmed(claim)
    assert line_of(article).claims_open == 0
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="The ministry")
    assert line_of(article).facts_open == 0
    request = requested(article)
    assert line_of(article).awaited == 1
    replied(request)
    assert line_of(article).untriaged == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda a: Claim.objects.update(score=0.1),
        lambda a: Fact.objects.all().delete(),
        lambda a: Party.objects.update(aliases=["Another name"]),
        lambda a: CommentRequest.objects.update(state="failed"),
        lambda a: Outgoing.objects.update(state="unknown"),
        lambda a: Desk.objects.update(bar=0.9),
        lambda a: CountedKind.objects.create(kind="number"),
        lambda a: Article.objects.update(closed_at=timezone.now()),
        lambda a: replied(
            None,
            suggestions=[{"request": CommentRequest.objects.get().pk, "score": 0.9, "why": "x"}],
        ),
    ],
)
def test_whatever_hand_changes_what_the_gate_reads_the_article_is_touched(change: Any) -> None:
    article = story()
    Desk.load()
    FactFactory(
        claim=ClaimFactory(proof=article.current_proof(), text="Rebels"),
        proof=article.current_proof(),
        text="Rebels",
    )
    letter(requested(article), state="sent")
    while draw():
        pass
    assert not StaleDeskLine.objects.exists()
    change(article)
    assert set(StaleDeskLine.objects.values_list("article_id", flat=True)) == {article.pk}


def test_every_table_that_the_gate_reads_is_watched() -> None:
    article = story()
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    party = PartyFactory()
    ask = AskFactory(proof=article.current_proof(), text="Rebels")
    ask.parties.create(party=party, name="army", start=0, end=1)
    request = requested(article, party, ask=ask)
    letter(request)
    replied(None, suggestions=[{"request": request.pk, "score": 0.9, "why": "x"}])
    with CaptureQueriesContext(connection) as asked:
        states_of([article], timezone.now())
    read = {table for one in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_touches_article%'"
        )
        watched = {table for (table,) in cursor}
    assert len(read) > 15
    assert read - OF_NO_ARTICLE <= watched


def test_a_bulk_change_touches_an_article_once() -> None:
    article = story()
    while draw():
        pass
    with transaction.atomic():
        for _ in range(3):
            QueryFactory(article=article)
    assert StaleDeskLine.objects.count() == 1


def test_what_commits_while_a_line_is_drawn_is_drawn_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article, real = story(), drawing.drawn

    def meanwhile(ids: Any, now: Any) -> list[DeskLine]:
        found = real(ids, now)
        StaleDeskLine.objects.create(article_id=article.pk)
        return found

    monkeypatch.setattr(drawing, "drawn", meanwhile)
    assert draw() == 1
    assert list(StaleDeskLine.objects.values_list("article_id", flat=True)) == [article.pk]


def test_lines_are_drawn_by_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    story()
    free: list[bool] = []

    def other() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [drawing._LOCK])
            free.append(cursor.fetchone()[0])
        connections["default"].close()

    def while_drawing(ids: Any, now: Any) -> list[DeskLine]:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        return []

    monkeypatch.setattr(drawing, "drawn", while_drawing)
    draw()
    assert free == [False]


def test_a_line_changes_when_a_deadline_ends_though_nobody_did_anything() -> None:
    article, now = story(), timezone.now()
    requested(article, deadline=now + dt.timedelta(hours=3), sent_at=now - dt.timedelta(hours=5))
    while draw(now):
        pass
    line = DeskLine.objects.get()
    assert "deadline running" in [one["reason"] for one in line.reasons]
    assert line.good_until == now + dt.timedelta(hours=3)
    assert draw(now + dt.timedelta(hours=2)) == 0
    assert draw(now + dt.timedelta(hours=3)) == 1
    line.refresh_from_db()
    assert "deadline running" not in [one["reason"] for one in line.reasons]


def test_a_reason_that_stands_keeps_the_time_it_was_first_seen() -> None:
    article, now = story(), timezone.now()
    ClaimFactory(proof=article.current_proof(), text="Rebels")
    draw(now)
    QueryFactory(article=article)
    draw(now + dt.timedelta(hours=1))
    line = DeskLine.objects.get(article=article)
    since = {one["reason"]: one["since"] for one in line.reasons}
    assert since["claim without verdict"] == now.isoformat()
    assert line.stuck_since is not None
    assert line.stuck_since.isoformat() == line.reasons[0]["since"]
    assert since["query open"] == (now + dt.timedelta(hours=1)).isoformat()


def test_a_deleted_article_leaves_no_work_behind() -> None:
    StaleDeskLine.objects.create(article_id=10**9)
    assert draw() == 1
    assert draw() == 0


def test_the_sweep_draws_all_and_comes_to_rest() -> None:
    for _ in range(3):
        story()
    assert work_off("desk.lines") == 1
    assert work_off("desk.lines") == 0
    assert DeskLine.objects.count() == 3


def test_drawing_ten_lines_asks_the_database_as_often_as_drawing_two(
    django_assert_num_queries: Any,
) -> None:
    def lots(count: int) -> None:
        for _ in range(count):
            article = story()
            confirmed(ClaimFactory(proof=article.current_proof(), text="Rebels"))
            signed(article)
            replied(requested(article))

    Desk.load()
    EditorFactory()
    lots(2)
    with CaptureQueriesContext(connection) as few:
        draw()
    lots(10)
    with django_assert_num_queries(len(few)):
        draw()
