"""The log is evidence: what is changed in it afterwards is found."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from factcheck.newsroom.actions import log
from factcheck.newsroom.log_chain import BEGINNING, extend_chain, head_of_chain, walk_chain
from factcheck.newsroom.models import LogEntry, UnlinkedEntry
from tests.newsroom.factories import ReporterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> list[LogEntry]:
    person = ReporterFactory()
    return [
        log(by=person, verb="tick", subject=person, text=f"Line {number}.", article_id=number)
        for number in range(5)
    ]


def as_owner(sql: str, *values: object) -> None:
    """Do what the owner of the tables can: without the triggers that stop everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_every_line_waits_for_its_link_and_gets_one(lines: list[LogEntry]) -> None:
    assert UnlinkedEntry.objects.filter(entry__in=lines).count() == 5
    assert head_of_chain() is None
    assert extend_chain() >= 5
    assert not UnlinkedEntry.objects.exists()
    assert extend_chain() == 0
    head = head_of_chain()
    assert head is not None
    assert head.entry_id == lines[-1].pk
    walk = walk_chain()
    assert (walk.broken, walk.head) == ("", head.hash)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("text", "Another line."),
        ("by_name", "Somebody else"),
        ("verb", "clear"),
        ("article_id", 99),
        ("subject_id", 99),
        ("at", "2020-01-01T00:00:00Z"),
        ("data", '{"via": "nobody"}'),
    ],
)
def test_a_changed_line_is_named(lines: list[LogEntry], column: str, value: object) -> None:
    extend_chain()
    as_owner(f"UPDATE newsroom_logentry SET {column} = %s WHERE id = %s", value, lines[2].pk)
    walk = walk_chain()
    assert walk.entry_id == lines[2].pk
    assert "not as it was written" in walk.broken


def test_a_line_that_was_taken_away_is_named(lines: list[LogEntry]) -> None:
    extend_chain()
    as_owner("DELETE FROM newsroom_logentry WHERE id = %s", lines[1].pk)
    assert walk_chain().broken == f"Line {lines[1].pk} of the log is gone."


def test_a_line_whose_link_was_taken_away_too_breaks_the_next_one(lines: list[LogEntry]) -> None:
    extend_chain()
    as_owner("DELETE FROM newsroom_loglink WHERE entry_id = %s", lines[1].pk)
    as_owner("DELETE FROM newsroom_logentry WHERE id = %s", lines[1].pk)
    assert walk_chain().entry_id == lines[2].pk


def test_the_newest_lines_cannot_lose_their_links_unnoticed(lines: list[LogEntry]) -> None:
    extend_chain()
    as_owner("DELETE FROM newsroom_loglink WHERE entry_id = %s", lines[-1].pk)
    assert "has no link in the chain" in walk_chain().broken


def test_a_log_rewritten_with_all_its_links_lacks_the_head_that_went_out(
    lines: list[LogEntry],
) -> None:
    extend_chain()
    head = head_of_chain()
    assert head is not None
    as_owner("UPDATE newsroom_logentry SET text = 'Rewritten.' WHERE id = %s", lines[0].pk)
    as_owner("INSERT INTO newsroom_unlinkedentry (entry_id) SELECT id FROM newsroom_logentry")
    as_owner("DELETE FROM newsroom_loglink")
    extend_chain()
    assert walk_chain().broken == ""
    assert walk_chain(head.hash).broken == "No line of the log has the hash that you gave."


def test_the_command_names_the_first_broken_line_and_fails(lines: list[LogEntry]) -> None:
    extend_chain()
    told = StringIO()
    call_command("verify_log", stdout=told)
    assert "lines are sound. Head: " in told.getvalue()
    as_owner("UPDATE newsroom_logentry SET text = 'x' WHERE id = %s", lines[3].pk)
    with pytest.raises(CommandError, match=f"Line {lines[3].pk} of the log"):
        call_command("verify_log")


def test_a_walk_reads_the_log_in_pages(
    lines: list[LogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factcheck.newsroom.log_chain.LINKS_AT_ONCE", 2)
    while extend_chain():
        pass
    walk = walk_chain()
    assert walk.broken == ""
    assert walk.links == LogEntry.objects.count()


def test_an_empty_log_is_sound() -> None:
    assert walk_chain().head == BEGINNING
