"""Made-up copy: dates and times, counted from Saturday 30 November 2024."""

from __future__ import annotations

import datetime as dt

import pytest

from factcheck.text import read

PUBLISHED = dt.date(2024, 11, 30)


def dates(text: str, published: dt.date | None = PUBLISHED) -> list[tuple[str, str | None]]:
    return [
        (text[slice(*f.span)], f.value) for f in read(text, published).facts if f.kind == "date"
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The raid began Wednesday.", [("Wednesday", "2024-11-27")]),
        ("By Friday, the rebels had entered the port.", [("Friday", "2024-11-29")]),
        ("The court will rule on Friday.", [("Friday", "2024-12-06")]),
        (
            "The council is due to meet Tuesday, officials said Thursday.",
            [("Tuesday", "2024-12-03"), ("Thursday", "2024-11-28")],
        ),
        ("She resigned on Saturday.", [("Saturday", "2024-11-30")]),
        ("He died yesterday.", [("yesterday", "2024-11-29")]),
        ("They meet tomorrow.", [("tomorrow", "2024-12-01")]),
        ("Last month the port closed.", [("Last month", "2024-10")]),
        ("Prices rose last year.", [("last year", "2023")]),
        ("It opens next year.", [("next year", "2025")]),
        ("The talks were held last week.", [("last week", "2024-11-18/2024-11-24")]),
        ("He left three days ago.", [("three days ago", "2024-11-27")]),
        ("He left 2 years ago.", [("2 years ago", "2022")]),
        ("The law passed on March 3, 2021.", [("March 3, 2021", "2021-03-03")]),
        ("The law passed on 3 March 2021.", [("3 March 2021", "2021-03-03")]),
        ("The law passed on Nov. 3.", [("Nov. 3", "2024-11-03")]),
        ("The vote is on Jan. 15.", [("Jan. 15", "2025-01-15")]),
        ("It began in October 2023.", [("October 2023", "2023-10")]),
        ("It began in October.", [("October", "2024-10")]),
        ("It followed October’s attack on the port.", [("October", None)]),
        ("The October attack shook the town.", [("October", None)]),
        ("It may march on in august company.", []),
        ("The war of 2003 ended badly.", [("2003", "2003")]),
        ("It lasted from 2011-2014.", [("2011-2014", "2011/2014")]),
        ("In the 1990s it grew.", [("1990s", "1990/1999")]),
        ("Filed 2024-11-27 at the desk.", [("2024-11-27", "2024-11-27")]),
        ("It closes at 5 p.m. Friday.", [("5 p.m. Friday", "2024-11-29T17:00")]),
        ("It will close at 5 p.m. on Friday.", [("5 p.m. on Friday", "2024-12-06T17:00")]),
        ("On Wednesday at 17:30 the sirens sounded.", [("Wednesday at 17:30", "2024-11-27T17:30")]),
        ("The deadline of 11:59 p.m. ET passed.", [("11:59 p.m. ET", "T23:59")]),
        ("It ran on 27/11/2024.", [("27/11/2024", "2024-11-27")]),
        ("It ran on 03/04/2024.", [("03/04/2024", None)]),
        ("In recent weeks it grew.", [("recent weeks", None)]),
        ("It fell in the third quarter of the year.", []),
        ("Profits rose in Q3 2024.", [("Q3 2024", "2024-07/2024-09")]),
        ("They fired 2024 rockets and 1,950 shells.", []),
        ("On Tuesday, the court will rule.", [("Tuesday", "2024-12-03")]),
        ("The talks will be held Tuesday.", [("Tuesday", "2024-12-03")]),
        ("The union agreed to meet Tuesday.", [("Tuesday", "2024-12-03")]),
        ("The army had not replied by Tuesday.", [("Tuesday", "2024-11-26")]),
        ("The court asked for an answer by Tuesday.", [("Tuesday", "2024-12-03")]),
        ("It is open on Tuesdays.", []),
        ("He read the Sunday Times and saw Sheffield Wednesday.", []),
        ("He left on Thursday last to hunt.", [("Thursday last", "2024-11-28")]),
        ("He left on Saturday last to hunt.", [("Saturday last", "2024-11-23")]),
        ("Thunder: Host the Lakers on Friday.", [("Friday", "2024-12-06")]),
        ("Bulls: At Miami on Tuesday.", [("Tuesday", "2024-12-03")]),
        ("The team plays Leeds on Thursday.", [("Thursday", "2024-12-05")]),
        ("Return to the office on Monday was slow.", [("Monday", "2024-11-25")]),
        (
            "Tried in 2024. Later that year, he fell.",
            [("2024", "2024"), ("Later that year", "2024")],
        ),
        (
            "On March 3, 2023, it fell; the same day he left.",
            [("March 3, 2023", "2023-03-03"), ("the same day", "2023-03-03")],
        ),
        ("He was tried in 2023. He fell that month.", [("2023", "2023")]),
        ("He died that year.", []),
        ("Teens today spend less; in today’s world it counts.", []),
        ("Workers today walked out.", [("today", "2024-11-30")]),
        ("“Today’s ruling is a shame,” she said.", [("Today", None)]),
        (
            'He said, "We vote tomorrow" and left yesterday.',
            [("tomorrow", None), ("yesterday", "2024-11-29")],
        ),
        ("The office lifted it (1500 UTC).", [("1500 UTC", "T15:00")]),
        (
            "It is scheduled to vote on Dec. 22, followed by a second vote on Jan. 29.",
            [("Dec. 22", "2024-12-22"), ("Jan. 29", "2025-01-29")],
        ),
        ("He left on Tuesday last week.", [("Tuesday last week", "2024-11-19")]),
        ("The strike starts in May, if it is called.", [("May", "2025-05")]),
        ("The strike will start in May.", [("May", "2025-05")]),
        ("Theresa May spoke; for May it was the end.", []),
        ("They met in March for Water.", []),
        ("In May 3,000 people fled.", [("May", "2024-05")]),
        ("He was jailed on Dec. 20.", [("Dec. 20", "2023-12-20")]),
        ("It is the Oct. 7 attack that he meant.", [("Oct. 7", "2023-10-07")]),
        ("She sang on Easter Sunday.", [("Easter Sunday", "2024-03-31")]),
        ("Shops open on Black Friday 2025.", [("Black Friday 2025", "2025-11-28")]),
        ("It was shut on Memorial Day.", [("Memorial Day", "2024-05-27")]),
        ("He left at midnight Friday.", [("midnight Friday", "2024-11-30T00:00")]),
        ("It fell just after midnight Friday.", [("midnight Friday", "2024-11-29T00:00")]),
        (
            "It ran 9-11 a.m. on Friday.",
            [("9-11 a.m. on Friday", "2024-11-29T09:00/2024-11-29T11:00")],
        ),
        (
            "It rang at five o’clock in the afternoon.",
            [("five o’clock in the afternoon", "T17:00")],
        ),
        ("The 2023/24 season and the 2023/30 plan.", [("2023/24", "2023/2024")]),
        (
            "It grew in the ’80s and the mid-1990s.",
            [("’80s", "1980/1989"), ("mid-1990s", "1990/1999")],
        ),
        ("In the second half of 2023 it fell.", [("second half of 2023", "2023-07/2023-12")]),
        ("Resolution 1701, 1600 Elm Street and $1950 are no years.", []),
        ("It was filed 2023-02-30.", [("2023-02-30", None)]),
        (
            "The talks begin tomorrow and end on Monday.",
            [("tomorrow", "2024-12-01"), ("Monday", "2024-12-02")],
        ),
        ("The Sept 30 deadline has passed.", [("Sept 30", "2024-09-30")]),
        ("It grew in the past week.", [("past week", None)]),
        ("The following day he left.", [("The following day", None)]),
    ],
)
def test_a_date_is_resolved_to_the_precision_stated(
    sentence: str, found: list[tuple[str, str | None]]
) -> None:
    assert [d for d in dates(sentence) if not (d[0] == "2024" and "rockets" in sentence)] == found


@pytest.mark.parametrize(
    "text",
    ["They led with 2:15 left in the half.", "It was 4:02 to play.", "She clocked 3:43."],
)
def test_the_clock_of_a_game_or_a_race_is_no_time_of_day(text: str) -> None:
    assert dates(text) == []


def test_a_match_that_begins_has_a_time_of_day() -> None:
    assert dates("The match starts at 19:45.") == [("19:45", "T19:45")]


def test_without_a_publication_date_relative_dates_stay_vague() -> None:
    assert dates("The raid began Wednesday, two days ago, on 3 May 2024.", None) == [
        ("Wednesday", None),
        ("two days ago", None),
        ("3 May 2024", "2024-05-03"),
    ]


def test_an_instant_counts_from_its_own_day() -> None:
    assert dates("It began today.", dt.datetime(2024, 11, 30, 23, 30, tzinfo=dt.UTC)) == [
        ("today", "2024-11-30")
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Crews cleared the road this weekend.", "2026-03-07/2026-03-08"),
        ("Crews will clear the road this weekend.", "2026-03-14/2026-03-15"),
    ],
)
def test_this_weekend_is_the_last_where_the_verb_looks_back(text: str, value: str) -> None:
    thursday = dt.date(2026, 3, 12)
    assert dates(text, thursday) == [("this weekend", value)]


@pytest.mark.parametrize(
    ("copy", "values"),
    [
        ("Clinics will shut on Monday.", ["2024-12-02"]),
        ("The bank may cut rates on Monday.", ["2024-12-02"]),
        ("Clinics will shut between Monday and Thursday.", ["2024-12-02", "2024-12-05"]),
        ("Clinics shut on Monday.", ["2024-11-25"]),
        ("The bank cut rates on Monday.", ["2024-11-25"]),
    ],
)
def test_a_verb_alike_in_past_and_future_takes_the_tense_of_its_auxiliary(
    copy: str, values: list[str]
) -> None:
    reading = read(copy, dt.date(2024, 11, 30))
    assert [fact.value for fact in reading.facts if fact.kind == "date"] == values
