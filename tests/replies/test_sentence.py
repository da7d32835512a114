from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from factcheck.replies.rules import Asked, CopySays, House, mismatches, sentence, sentence_if_sent
from factcheck.text import read

HOUSE = House("Newsweek", ZoneInfo("America/New_York"))
NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)  # 16:00 in New York
FIVE = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
AFTER = FIVE + timedelta(minutes=1)
_SEQUENCE = {"IDF": 1, "Hezbollah": 2, "Iraqi government": 3, "Iranian U.N. mission": 4}


def asked(party: str = "IDF", **facts: Any) -> Asked:
    base = Asked(
        id=_SEQUENCE[party],
        party=party,
        state="sent",
        sent_at=NOW,
        deadline=FIVE,
        by_mail=True,
        attempts=1,
    )
    return replace(base, **facts)


def text(*requests: Asked, now: datetime = NOW) -> str:
    return sentence(requests, now, HOUSE).text


def test_before_the_deadline_comment_has_been_sought() -> None:
    assert (
        text(asked(), asked("Hezbollah"))
        == "Newsweek has sought comment from the IDF and Hezbollah."
    )


def test_after_the_deadline_nobody_responded_by_the_minute() -> None:
    expected = "Newsweek has sought comment from the IDF and Hezbollah; the IDF did not respond by 17:00 ET."
    assert (
        text(asked(), asked("Hezbollah", deadline=FIVE + timedelta(hours=3)), now=FIVE) == expected
    )
    assert "did not respond" not in text(asked(), now=FIVE - timedelta(seconds=1))


def test_one_party_alone_and_all_parties_together_are_not_named_twice() -> None:
    assert (
        text(asked(), now=AFTER)
        == "Newsweek has sought comment from the IDF; it did not respond by 17:00 ET."
    )
    both = text(asked(), asked("Hezbollah"), now=AFTER)
    assert (
        both
        == "Newsweek has sought comment from the IDF and Hezbollah; they did not respond by 17:00 ET."
    )


def test_another_day_is_named() -> None:
    assert text(asked(), now=FIVE + timedelta(days=2)).endswith(
        "did not respond by 17:00 ET on November 22."
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"outcome": "no comment"}, "The IDF declined to comment."),
        ({"outcome": "answered", "answered_at": NOW}, "The IDF responded to questions."),
        (
            {"outcome": "partial", "answered_at": NOW},
            "The IDF responded to some of the questions put to it.",
        ),
        ({"outcome": "asks for time"}, "The IDF asked for more time to respond."),
        ({"outcome": "referred"}, "The IDF referred questions elsewhere."),
        (
            {"outcome": "answered", "answered_at": AFTER},
            "The IDF responded to questions after the deadline of 17:00 ET.",
        ),
        (
            {"outcome": "answered", "answered_at": AFTER, "closed_at": NOW},
            "The IDF responded to questions after publication.",
        ),
        (
            {"state": "failed", "bounced": True, "attempts": 0},
            "The IDF could not be reached for comment.",
        ),
        (
            {"state": "open", "unreached": 2, "attempts": 0},
            "The IDF could not be reached for comment.",
        ),
        (
            {"replied_at": NOW, "untriaged": 1, "heard": True},
            "Newsweek has sought comment from the IDF.",
        ),
    ],
)
def test_each_outcome_has_its_words(facts: dict[str, Any], expected: str) -> None:
    assert text(asked(**facts), now=AFTER + timedelta(minutes=1)) == expected


def test_a_mix_of_outcomes_is_one_sentence() -> None:
    told = text(
        asked(),
        asked("Hezbollah", outcome="no comment"),
        asked("Iraqi government", outcome="answered", answered_at=NOW),
        asked("Iranian U.N. mission", state="proposed"),
        now=AFTER,
    )
    assert told == (
        "Newsweek has sought comment from the IDF; it did not respond by 17:00 ET; Hezbollah declined to comment; "
        "the Iraqi government responded to questions."
    )


@pytest.mark.parametrize("state", ["proposed", "open", "queued", "unknown", "failed", "dropped"])
def test_what_has_not_gone_is_never_claimed_and_the_silence_has_a_reason(state: str) -> None:
    told = sentence([asked(state=state, attempts=0, sent_at=None)], AFTER, HOUSE)
    assert (told.text, told.clauses) == ("", ())
    assert told.to_come[0].reason


def test_a_bounce_with_another_contact_to_try_is_not_could_not_be_reached() -> None:
    told = sentence([asked(state="failed", bounced=True, attempts=0, alternates=1)], AFTER, HOUSE)
    assert told.text == ""
    assert "another contact" in told.to_come[0].reason


@pytest.mark.parametrize("facts", [{"untriaged": 1}, {"heard": True}, {"outcome": "asks for time"}])
def test_did_not_respond_is_not_said_of_who_may_have_responded(facts: dict[str, Any]) -> None:
    assert "did not respond" not in text(asked(**facts), now=AFTER)


def test_every_clause_has_a_reason_and_its_requests() -> None:
    told = sentence([asked(), asked("Hezbollah", outcome="no comment")], AFTER, HOUSE)
    assert all(clause.reason and clause.request_ids for clause in told.clauses)


def test_what_would_be_said_is_said_in_the_conditional() -> None:
    proposed = [
        asked(state="proposed", sent_at=None),
        asked("Hezbollah", state="open", sent_at=None),
    ]
    told = sentence_if_sent(proposed, NOW, HOUSE)
    assert (
        told.text
        == "Once the letters have gone: Newsweek has sought comment from the IDF and Hezbollah."
    )
    assert sentence(proposed, NOW, HOUSE).text == ""
    assert not sentence_if_sent([asked()], NOW, HOUSE).text.startswith("Once")


def copy(outcome: str, *requests: Asked, text: str = "The IDF did not respond.") -> str:
    says = CopySays(1, outcome, text, 1, "IDF", requests)
    return " ".join(one.text for one in mismatches([says], [], NOW, HOUSE))


def test_the_copy_says_nobody_responded_and_a_reply_is_there() -> None:
    replied = asked(outcome="answered", answered_at=NOW - timedelta(minutes=18))
    assert copy("no-response", replied) == (
        "The copy says the IDF did not respond; its reply came at 15:42 ET (answered)."
    )
    assert "has not been sorted" in copy("no-response", asked(replied_at=NOW, untriaged=1))


def test_the_copy_says_nobody_responded_while_the_deadline_runs() -> None:
    assert "deadline runs until 17:00 ET" in copy("no-response", asked())
    assert copy("no-response", asked(deadline=NOW)) == ""


def test_not_immediately_after_one_letter_twenty_minutes_ago_is_unfair() -> None:
    words = "The IDF did not immediately respond."
    recent, earlier = NOW - timedelta(minutes=20), NOW - timedelta(hours=3)
    assert "one letter went, 20 minutes ago" in copy(
        "no-response", asked(sent_at=recent), text=words
    )
    assert copy("no-response", asked(sent_at=recent, attempts=3), text=words) == ""
    assert copy("no-response", asked(sent_at=earlier), text=words) == ""


@pytest.mark.parametrize(
    ("outcome", "request_", "expected"),
    [
        ("sought", None, "no request"),
        ("sought", asked(state="proposed"), "nothing has been sent"),
        ("sought", asked(state="queued"), "has not gone yet"),
        ("sought", asked(state="unknown"), "may not have been sent"),
        ("sought", asked(state="failed"), "failed"),
        ("sought", asked(), ""),
        ("sought", asked(outcome="no comment", answered_at=NOW), "its reply came"),
        ("declined", asked(), "no reply"),
        ("declined", asked(outcome="no comment"), ""),
        ("declined", asked(outcome="answered", answered_at=NOW), "answered"),
        ("unreachable", asked(), "was asked"),
        ("unreachable", asked(state="failed", bounced=True), ""),
        ("replied", asked(), "no reply"),
        ("replied", asked(outcome="partial"), ""),
        ("referred", asked(outcome="referred"), ""),
        ("referred", asked(), "no reply"),
        ("no-response", asked(state="dropped"), "no request"),
    ],
)
def test_the_copy_is_held_against_the_record(
    outcome: str, request_: Asked | None, expected: str
) -> None:
    found = copy(outcome, *([request_] if request_ else []))
    assert expected in found if expected else found == ""


def test_what_the_record_holds_and_the_copy_leaves_out_is_told_but_is_no_contradiction() -> None:
    found = mismatches([], [asked(outcome="no comment", answered_at=NOW)], NOW, HOUSE)
    assert [one.contradicts for one in found] == [False]
    assert "replied at 16:00 ET; the copy does not say so" in found[0].text
    assert mismatches([], [asked(state="open")], NOW, HOUSE) == []


@pytest.mark.parametrize(
    ("facts", "outcomes"),
    [
        ({}, {"sought", "no-response"}),
        ({"outcome": "no comment"}, {"declined"}),
        ({"outcome": "answered", "answered_at": NOW}, {"replied"}),
        ({"outcome": "answered", "answered_at": AFTER}, {"replied"}),
        ({"outcome": "partial", "answered_at": NOW}, {"replied"}),
        ({"outcome": "asks for time"}, {"replied"}),
        ({"outcome": "referred"}, {"referred"}),
        ({"state": "failed", "bounced": True, "attempts": 0}, {"unreachable"}),
    ],
)
def test_the_copy_that_prints_the_sentence_is_read_as_the_record_has_it(
    facts: dict[str, Any], outcomes: set[str]
) -> None:
    told = text(
        asked("Iraqi government", **facts),
        asked("Hezbollah", **facts),
        now=AFTER + timedelta(minutes=1),
    )
    asks = read(told).asks
    assert {ask.outcome for ask in asks} == outcomes
    assert {party.name for ask in asks for party in ask.parties} >= {
        "Iraqi government",
        "Hezbollah",
    }
