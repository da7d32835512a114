from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from factcheck.replies import rules
from factcheck.replies.rules import Asked, ContactFacts, LetterFacts, ReplyFacts
from factcheck.replies.rules.words import ago, clock, listed, with_article

NY = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)  # 16:00 in New York
FIVE = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)  # 17:00 in New York
DESK = SimpleNamespace(chase_minutes_before=120)


def asked(**facts: Any) -> Asked:
    base = Asked(
        id=1,
        party="IDF",
        state="sent",
        sent_at=NOW - timedelta(hours=5),
        deadline=FIVE,
        by_mail=True,
        attempts=1,
    )
    return replace(base, **facts)


def test_an_unanswered_request_is_chased_when_the_deadline_is_near() -> None:
    assert rules.next_step(asked(), NOW, DESK).kind == "chase"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"heard": True}, "replied"),
        ({"outcome": "asks for time"}, "replied"),
        ({"outcome": "no comment"}, "replied"),
        ({"outcome": "partial"}, "replied"),
        ({"bounced": True}, "came back"),
        ({"hold": True}, "on hold"),
        ({"untriaged": 1}, "is unsorted"),
        ({"chased": True}, "reminded of this deadline"),
        ({"by_mail": False}, "call"),
        ({"deadline": NOW}, "passed"),
        ({"deadline": None}, "no deadline"),
        ({"closed_at": NOW}, "closed"),
        ({"state": "unknown"}, "No letter"),
        ({"state": "failed"}, "No letter"),
        ({"state": "queued"}, "No letter"),
    ],
)
def test_no_reminder_goes_when_something_stands_against_it(
    facts: dict[str, Any], reason: str
) -> None:
    step = rules.next_step(asked(**facts), NOW, DESK)
    assert step.kind == "nothing"
    assert reason in step.reason


def test_the_reminder_waits_for_its_time() -> None:
    step = rules.next_step(asked(), NOW - timedelta(hours=2), DESK)
    assert (step.kind, step.at) == ("wait", FIVE - timedelta(hours=2))


def test_with_an_hour_to_answer_the_reminder_does_not_go_with_the_letter() -> None:
    short = asked(sent_at=NOW)
    assert rules.next_step(short, NOW, DESK).kind == "wait"
    assert rules.next_step(short, NOW + timedelta(minutes=30), DESK).kind == "chase"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"state": "proposed"}, "proposed"),
        ({"state": "open"}, "open"),
        ({"state": "queued"}, "queued"),
        ({}, "sent"),
        ({"deadline": NOW}, "overdue"),
        ({"deadline": NOW + timedelta(seconds=1)}, "sent"),
        ({"outcome": "answered", "deadline": NOW}, "answered"),
        ({"outcome": "partial", "deadline": NOW}, "partial"),
        ({"outcome": "no comment"}, "no comment"),
        ({"outcome": "asks for time"}, "asks for time"),
        ({"outcome": "asks for time", "deadline": NOW}, "overdue"),
        ({"outcome": "referred"}, "referred"),
        ({"state": "failed"}, "failed"),
        ({"state": "unknown"}, "unknown"),
        ({"state": "failed", "outcome": "answered"}, "answered"),
        ({"deadline": NOW, "replied_at": NOW}, "replied"),
        ({"state": "dropped", "replied_at": NOW}, "dropped"),
    ],
)
def test_a_request_has_one_word_for_where_it_stands(facts: dict[str, Any], status: str) -> None:
    assert rules.status_of(asked(**facts), NOW) == status


@pytest.mark.parametrize(
    ("letters", "called", "state"),
    [
        ([], False, "open"),
        ([], True, "sent"),
        ([LetterFacts("first", "queued")], False, "queued"),
        ([LetterFacts("first", "in flight")], False, "queued"),
        ([LetterFacts("first", "sent")], False, "sent"),
        ([LetterFacts("first", "sent", bounced=True)], False, "failed"),
        ([LetterFacts("first", "sent", bounced=True)], True, "sent"),
        ([LetterFacts("first", "sent", bounced=True), LetterFacts("first", "sent")], False, "sent"),
        (
            [LetterFacts("first", "sent"), LetterFacts("chaser", "sent", bounced=True)],
            False,
            "sent",
        ),
        ([LetterFacts("first", "failed"), LetterFacts("first", "queued")], False, "queued"),
        ([LetterFacts("first", "unknown")], False, "unknown"),
        ([LetterFacts("first", "cancelled")], False, "open"),
        ([LetterFacts("chaser", "sent")], False, "open"),
    ],
)
def test_the_state_follows_the_letters(
    letters: list[LetterFacts], called: bool, state: str
) -> None:
    assert rules.state_after(letters, called) == state


def test_a_full_answer_stands_whatever_follows_and_else_the_latest_word_counts() -> None:
    def said(*words: str) -> str:
        return rules.outcome_of(
            ReplyFacts(w, NOW + timedelta(minutes=n)) for n, w in enumerate(words)
        )[0]

    assert said("asks for time", "answered", "not about this") == "answered"
    assert said("answered", "asks for time") == "answered"
    assert said("asks for time", "no comment") == "no comment"
    assert said("not about this") == ""
    assert said() == ""


def test_the_best_contact_is_healthy_before_it_is_first() -> None:
    first, second = ContactFacts(1, "email", 0, "failing"), ContactFacts(2, "phone", 5, "untried")
    assert rules.best_contact([first, second]) == second
    assert rules.best_contact([first]) == first
    assert rules.best_contact([ContactFacts(3, "email", 0, "bad")]) is None


def test_the_deadline_is_not_after_the_article_s() -> None:
    assert rules.default_deadline(NOW, 24, FIVE) == FIVE
    assert rules.default_deadline(NOW, 24, None) == NOW + timedelta(hours=24)
    assert rules.default_deadline(NOW, 24, NOW) is None


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A, Inc.", "B", "C"], "A, Inc.; B; and C"),
    ],
)
def test_names_are_listed_as_english_lists_them(names: list[str], text: str) -> None:
    assert listed(names) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("IDF", "the IDF"),
        ("Iraqi government", "the Iraqi government"),
        ("Iranian U.N. mission", "the Iranian U.N. mission"),
        ("Hezbollah", "Hezbollah"),
        ("U.S. officials", "U.S. officials"),
        ("The White House", "the White House"),
        ("NATO", "NATO"),
    ],
)
def test_a_name_takes_its_article(name: str, text: str) -> None:
    assert with_article(name) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "17:00 ET"),
        ("America/Los_Angeles", "14:00 PT"),
        ("Europe/London", "22:00 GMT"),
        ("Asia/Baghdad", "01:00 UTC+3"),
        ("Asia/Tehran", "01:30 UTC+3:30"),
        ("UTC", "22:00 UTC"),
        ("Pacific/Auckland", "11:00 UTC+13"),
        ("Asia/Shanghai", "06:00 UTC+8"),
    ],
)
def test_a_time_names_its_zone_and_its_day_where_that_is_not_today(zone: str, text: str) -> None:
    assert clock(FIVE, ZoneInfo(zone), NOW) == text


def test_lengths_of_time_are_rounded_down() -> None:
    assert [ago(s) for s in (10, 60, 3599, 3600, 200_000)] == [
        "less than a minute",
        "1 minute",
        "59 minutes",
        "1 hour",
        "2 days",
    ]


@pytest.mark.parametrize("outcome", ["declined", "no-response"])
def test_a_copy_whose_party_wrote_again_is_to_be_read_and_not_called_wrong(outcome: str) -> None:
    house = rules.House("Newsweek", NY)
    answered = asked(outcome="answered", answered_at=NOW)

    def fault(request: Asked) -> tuple[str, str, bool]:
        says = rules.CopySays(1, outcome, "It did not say.", 1, "IDF", (request,))
        (mismatch,) = rules.mismatches([says], [], NOW, house)
        return mismatch.fault, mismatch.tone, mismatch.contradicts

    assert fault(replace(answered, untriaged=1)) == ("unsorted reply", "blue", True)
    assert fault(answered) == ("wrong in the copy", "red", True)
